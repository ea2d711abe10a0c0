// Labelled sets made after the published error models: of febrl's data set generator (how often which field is spoiled, and how)
// and of the made-up people that splink is shown with. Names and places are made of syllables, common ones more often than rare ones.

import { chosen, kinds } from './error-shares.ts'
import { type Made, randomFrom, said } from './doubles.ts'

export interface Entry {
  /** Two entries with one number are one person. */
  readonly who: number
  given: string
  family: string
  born: string
  phone: string
  email: string
  line1: string
  line2: string
  city: string
  region: string
  postcode: string
}
export type Field = Exclude<keyof Entry, 'who'>
export const empty = {
  given: '',
  family: '',
  born: '',
  phone: '',
  email: '',
  line1: '',
  line2: '',
  city: '',
  region: '',
  postcode: '',
}

export class Maker {
  readonly random: () => number
  constructor(seed: number) {
    this.random = randomFrom(seed)
  }
  below(count: number): number {
    return Math.floor(this.random() * count)
  }
  pick<T>(list: ArrayLike<T>): T {
    return list[this.below(list.length)] as T
  }
  /** A place in a list, the first ones far more often. */
  common<T>(list: readonly T[]): T {
    return list[Math.floor(list.length ** this.random()) - 1] as T
  }
  word(syllables: number): string {
    let made = ''
    for (let index = 0; index < syllables; index++) {
      made += this.pick([
        'b',
        'br',
        'c',
        'ch',
        'd',
        'f',
        'g',
        'h',
        'j',
        'k',
        'l',
        'm',
        'n',
        'p',
        'r',
        's',
        'sh',
        'st',
        't',
        'th',
        'w',
      ])
      made += this.pick(['a', 'e', 'i', 'o', 'u', 'ai', 'ee', 'a', 'e', 'i'])
      if (this.random() < 0.4) made += this.pick(['n', 'r', 'l', 's', 'm', 'tt', 'ck'])
    }
    return made
  }
  words(count: number, least: number, most: number): readonly string[] {
    return [...new Set(Array.from({ length: count }, () => this.word(least + this.below(most - least + 1))))]
  }
  day(from: number, to: number): string {
    const [first, last] = [Date.UTC(from, 0, 1), Date.UTC(to, 11, 31)]
    return new Date(first + Math.floor(this.random() * (last - first))).toISOString().slice(0, 10)
  }
}

// beside each key on a keyboard
const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1234567890']
function near(make: Maker, letter: string): string {
  const row = rows.find(keys => keys.includes(letter))
  if (row === undefined || make.random() < 0.3)
    return make.pick(/[0-9]/.test(letter) ? '0123456789' : 'abcdefghijklmnopqrstuvwxyz')
  const at = row.indexOf(letter) + (make.random() < 0.5 ? -1 : 1)
  return row[at] ?? row[1] ?? 'e'
}

/** One change of a value; errors seldom stand at the beginning of a word. */
export function spoil(make: Maker, value: string, kind: string): string {
  const at = Math.min(
    value.length - 1,
    Math.max(0, Math.round(value.length / 2 + (make.random() + make.random() + make.random() - 1.5) * 2)),
  )
  const [head, here, tail] = [value.slice(0, at), value[at] ?? '', value.slice(at + 1)]
  switch (kind) {
    case 'insert':
      return head + near(make, here) + here + tail
    case 'delete':
      return head + tail
    case 'substitute':
      return head + near(make, here) + tail
    case 'transpose':
      return at === 0 ? value : value.slice(0, at - 1) + here + (value[at - 1] ?? '') + tail
    case 'split':
      return `${head} ${here}${tail}`
    case 'join':
      return value.replace(' ', '')
    case 'exchange words': {
      const [first = '', ...rest] = value.split(' ')
      return [...rest, first].join(' ')
    }
    case 'sound':
      return soundings.reduce((now, [from, to]) => (now === value ? now.replace(from, to) : now), value)
    default:
      return ''
  }
}
/** How a name is misheard, or misread by a machine. */
const soundings: readonly (readonly [string, string])[] = [
  ['ck', 'k'], ['ee', 'ea'], ['ai', 'ay'], ['tt', 't'], ['sh', 'sch'], ['th', 't'], ['k', 'c'], ['f', 'ph'], ['j', 'g'], ['c', 'k'],
  ['i', 'y'], ['rn', 'm'], ['l', '1'], ['o', '0'], ['e', 'a'],
] // biome-ignore format: a list of pairs

function draw(make: Maker, shares: Readonly<Record<string, number>>): string {
  let left = make.random() * Object.values(shares).reduce((sum, share) => sum + share, 0)
  for (const [name, share] of Object.entries(shares)) if ((left -= share) <= 0) return name
  return Object.keys(shares)[0] ?? ''
}

export interface FebrlShape {
  readonly originals: number
  readonly duplicates: number
  /** Of one original at the most; how they are spread. */
  readonly most: number
  readonly spread: 'uniform' | 'poisson' | 'zipf'
  /** Changes at the most. */
  readonly perField: number
  readonly perRecord: number
}

/** People and duplicates after febrl's generator. A day of birth that is none is left empty, as a load would refuse it. */
export function febrlPeople(seed: number, shape: FebrlShape): readonly Entry[] {
  const make = new Maker(seed)
  const lists = {
    given: make.words(600, 1, 3), family: make.words(2500, 2, 3), street: make.words(1500, 2, 4), house: make.words(600, 2, 4), city: make.words(900, 2, 4),
  } // biome-ignore format: a row
  const regions = ['nsw', 'vic', 'qld', 'wa', 'sa', 'tas', 'act', 'nt']
  const fresh = {
    given: () => (make.random() < 0.06 ? '' : make.common(lists.given)),
    family: () => (make.random() < 0.03 ? '' : make.common(lists.family)),
    number: () => String(1 + Math.floor(300 ** make.random())),
    line1: () =>
      `${make.common(lists.street)} ${make.pick(['street', 'place', 'crescent', 'court', 'avenue', 'road', 'circuit'])}`,
    line2: () => (make.random() < 0.6 ? '' : `${make.common(lists.house)} ${make.common(lists.house)}`),
    city: () => make.common(lists.city) + (make.random() < 0.2 ? ' park' : ''),
    postcode: () => String(2000 + Math.floor(5000 ** make.random())),
    region: () => (make.random() < 0.05 ? '' : make.common(regions)),
    born: () => (make.random() < 0.09 ? '' : make.day(1900, 1999).replaceAll('-', '')),
    id: () => String(1_000_000 + make.below(8_999_999)),
  }
  type Parts = Record<keyof typeof fresh, string>
  const names = Object.keys(fresh) as (keyof typeof fresh)[]
  const originals = Array.from({ length: shape.originals }, () => {
    const parts = Object.fromEntries(names.map(name => [name, fresh[name]()])) as Parts
    return parts.given === '' && parts.family === '' ? { ...parts, family: make.common(lists.family) } : parts
  })
  const all: { who: number; parts: Parts }[] = originals.map((parts, who) => ({ who, parts }))
  let left = shape.duplicates
  const free = originals.map((_, who) => who)
  while (left > 0 && free.length > 0) {
    const [who = 0] = free.splice(make.below(free.length), 1)
    const wish =
      shape.spread === 'zipf'
        ? Math.ceil(shape.most * make.random() ** 0.7)
        : shape.spread === 'poisson'
          ? 1 + Number(make.random() < 0.4) + Number(make.random() < 0.2)
          : 1
    for (let count = Math.min(wish, left, shape.most); count > 0; count--, left--) {
      all.push({ who, parts: changed(originals[who] as Parts) })
    }
  }
  return all.map(({ who, parts }) => ({
    ...empty, who, given: parts.given, family: parts.family, born: dayOf(parts.born), line1: [parts.number, parts.line1].join(' ').trim(),
    line2: parts.line2, city: parts.city, region: parts.region, postcode: parts.postcode,
  })) // biome-ignore format: a row

  function changed(parts: Parts): Parts {
    const now = { ...parts }
    const changes = shape.perRecord === 1 ? 1 : 1 + make.below(shape.perRecord)
    const swap = (a: keyof Parts, b: keyof Parts) => ([now[a], now[b]] = [now[b], now[a]])
    if (make.random() < 0.05) swap('given', 'family')
    else if (make.random() < 0.02) swap('line1', 'line2')
    else if (make.random() < 0.01) swap('city', 'postcode')
    let done = 0
    const times = new Map<string, number>()
    for (let attempt = 0; done < changes && attempt < 100; attempt++) {
      const field = draw(make, chosen) as keyof Parts
      const before = times.get(field) ?? 0
      if (before >= shape.perField) continue
      const kind = draw(make, kinds[field] ?? {})
      if (now[field] === '') now[field] = fresh[field]()
      else if (kind === 'other') now[field] = fresh[field]()
      else now[field] = kind === 'missing' ? '' : spoil(make, now[field], kind)
      times.set(field, before + 1)
      done++
    }
    if (now.given === '' && now.family === '') now.family = parts.family === '' ? parts.given : parts.family
    return now
  }
}

function dayOf(digits: string): string {
  const written = digits.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')
  const day = new Date(`${written}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(written) &&
    !Number.isNaN(day.getTime()) &&
    day.toISOString().startsWith(written) &&
    written > '1850-01-01'
    ? written
    : ''
}

/** The same people as they are entered into a database. */
export const asMade = (people: readonly Entry[]): readonly Made[] =>
  people.map(one => ({
    who: one.who,
    given: said(one.given),
    family: said(one.family),
    born: said(one.born),
    phone: said(one.phone),
    email: said(one.email),
    city: said(one.city),
    line1: said(one.line1),
    line2: said(one.line2),
    region: said(one.region),
    postcode: said(one.postcode),
  }))
