// The other set of error-models.ts, as the made-up people that splink is shown with.

import { empty, type Entry, type Field, Maker, spoil } from './error-models.ts'

/** Groups of one to seven entries: of each, name, day of birth, town and e-mail are spoiled or missing on their own. */
export function splinkPeople(seed: number, count: number): readonly Entry[] {
  const make = new Maker(seed)
  const lists = {
    given: make.words(250, 2, 2),
    family: make.words(300, 2, 3),
    city: make.words(80, 2, 3),
    host: make.words(60, 2, 3),
  }
  const all: Entry[] = []
  for (let who = 0; all.length < count; who++) {
    const given = make.common(lists.given)
    const family = make.common(lists.family)
    const host = make.common(lists.host)
    const email =
      make.random() < 0.5
        ? `${given}.${family}@${host}.com`
        : `${given[0] ?? ''}${family}${make.below(100)}@${host}.com`
    const whole: Entry = {
      ...empty,
      who,
      given,
      family,
      born: make.day(1940, 2015),
      email,
      city: make.random() < 0.3 ? 'london' : make.common(lists.city),
    }
    const entries = 1 + make.below(make.random() < 0.5 ? 3 : 7)
    for (let number = 0; number < entries && all.length < count; number++)
      all.push(number === 0 ? whole : corrupted(make, whole))
  }
  return all
}

function corrupted(make: Maker, one: Entry): Entry {
  const now = { ...one }
  const bad: Readonly<Partial<Record<Field, readonly [number, number, number]>>> = {
    // missing, one or two errors, letters in disorder
    given: [0.17, 0.12, 0.04], family: [0.17, 0.12, 0.04], city: [0.2, 0.1, 0.1], email: [0.22, 0.08, 0],
  } // biome-ignore format: a row
  for (const [field, [missing, typos, disorder]] of Object.entries(bad) as [Field, [number, number, number]][]) {
    const chance = make.random()
    if (chance < missing) now[field] = ''
    else if (chance < missing + typos)
      for (let error = make.random() < 0.4 ? 2 : 1; error > 0; error--)
        now[field] = spoil(make, now[field], make.pick(['insert', 'delete', 'substitute', 'transpose']))
    else if (chance < missing + typos + disorder)
      now[field] = [...now[field]]
        .map(letter => ({ letter, at: make.random() }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ letter }) => letter)
        .join('')
  }
  const chance = make.random()
  if (chance < 0.08) [now.given, now.family] = [now.family, now.given]
  const day = make.random()
  const moved = (unit: number, most: number) =>
    new Date(Date.parse(one.born) + unit * (1 + make.below(most)) * 86_400_000 * (make.random() < 0.5 ? -1 : 1))
      .toISOString()
      .slice(0, 10)
  if (day < 0.1) now.born = moved(1, 20)
  else if (day < 0.17) now.born = moved(30.4, 11)
  else if (day < 0.24) now.born = moved(365.25, 2)
  else if (day < 0.3) now.born = `${one.born.slice(0, 4)}-01-01`
  if (now.given === '' && now.family === '') now.family = one.family
  return now
}
