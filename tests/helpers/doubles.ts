// A labelled set of people with doubles whose errors are known, as clerks make them: the same people for the same seed.

export interface Made {
  /** Two entries with one number are one person. */
  readonly who: number
  readonly given: string | null
  readonly family: string | null
  readonly born: string | null
  readonly phone: string | null
  readonly email: string | null
  readonly city: string | null
  readonly line1?: string | null
  readonly line2?: string | null
  readonly region?: string | null
  readonly postcode?: string | null
}

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const givens =
  'Amani Neema Juma Zawadi Daudi Rehema Imani Baraka Furaha Salim Halima Joseph Mwajuma Peter Esther Moses Agnes Simon Mary Hamisi Fatuma Elias Joyce Kato Nakato Wanjiku Otieno Akinyi Kiptoo Chebet Grace Samuel Ruth David Sarah Ibrahim Aisha Omari Zuberi Khadija'.split(
    ' ',
  )
const families =
  'Okello Auma Mushi Massawe Wanjiru Kamau Odhiambo Njeri Mwangi Kimaro Lyimo Shayo Achieng Mutua Nabirye Ssemakula Kariuki Chepkoech Mollel Temba Mwakasege Ochieng Kibet Nyambura Mugisha Byaruhanga Namukasa Tarimo Swai Urio Mrema Kessy Macha Minja Moshi Lema Mtei Ngowi Assey Malya'.split(
    ' ',
  )
const cities = 'Machame Marangu Kibosho Mwika Rombo Usangi Kisangara Mamba'.split(' ')

/** Families of one to five who share a telephone; of one in eight there is a second entry, with one to three errors. */
export function peopleWithDoubles(seed: number, count: number): readonly Made[] {
  const random = randomFrom(seed)
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T
  const people: Made[] = []
  let who = 0
  while (people.length < count) {
    const family = pick(families)
    const city = pick(cities)
    const phone = `0${700_000_000 + Math.floor(random() * 99_999_999)}`
    const called = new Set<string>()
    const members = 1 + Math.floor(random() * 5)
    while (called.size < members) {
      const given = pick(givens)
      // nobody calls two children the same
      if (called.has(given)) continue
      called.add(given)
      const person: Made = {
        who: who++,
        given,
        family,
        born: random() < 0.8 ? dayOf(random) : null,
        phone: random() < 0.7 ? phone : null,
        email: random() < 0.3 ? `${family.toLowerCase()}${who}@example.org` : null,
        city: random() < 0.9 ? city : null,
      }
      people.push(person)
      if (random() < 1 / 8) people.push(withErrors(person, random))
    }
  }
  return people
}

function dayOf(random: () => number): string {
  const day = new Date(Date.UTC(1940, 0, 1) + Math.floor(random() * 25_000) * 86_400_000)
  return day.toISOString().slice(0, 10)
}

function withErrors(person: Made, random: () => number): Made {
  const errors: readonly ((one: Made) => Made)[] = [
    one => ({ ...one, given: typo(one.given ?? '', random) }),
    one => ({ ...one, family: typo(one.family ?? '', random) }),
    one => ({ ...one, given: one.family, family: one.given }),
    one => ({ ...one, born: null }),
    one => ({ ...one, born: one.born === null ? null : swapped(one.born) }),
    one => ({
      ...one,
      phone: one.phone === null ? null : `+255 ${one.phone.slice(1, 4)} ${one.phone.slice(4, 7)} ${one.phone.slice(7)}`,
    }),
    one => ({ ...one, phone: null }),
    one => ({ ...one, email: one.email?.toUpperCase() ?? null }),
    one => ({ ...one, city: null }),
    one => ({ ...one, given: `${one.given ?? ''} ${String.fromCharCode(65 + Math.floor(random() * 26))}.` }),
  ]
  let made = person
  for (let count = 0; count < 1 + Math.floor(random() * 3); count++) {
    made = (errors[Math.floor(random() * errors.length)] as (one: Made) => Made)(made)
  }
  return made
}

/** A letter left out, doubled, or changed with its neighbour. */
function typo(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * (word.length - 1))
  const kind = random()
  if (kind < 0.34) return word.slice(0, at) + word.slice(at + 1)
  if (kind < 0.67) return word.slice(0, at) + (word[at] ?? '') + word.slice(at)
  return word.slice(0, at - 1) + (word[at] ?? '') + (word[at - 1] ?? '') + word.slice(at + 1)
}

/** Day and month changed places, where that is a day. */
function swapped(born: string): string {
  const [year = '', month = '', day = ''] = born.split('-')
  return Number(day) <= 12 ? `${year}-${day}-${month}` : born
}

/** Pairs of entries (by place) that are one person. */
export function truePairs(people: readonly Pick<Made, 'who'>[]): ReadonlySet<string> {
  const pairs = new Set<string>()
  const before = new Map<number, number[]>()
  for (const [place, { who }] of people.entries()) {
    const same = before.get(who) ?? []
    for (const earlier of same) pairs.add([earlier, place].toSorted((a, b) => a - b).join('-'))
    before.set(who, [...same, place])
  }
  return pairs
}

/** Of those found, how many are right; of those that are, how many were found. */
export function rate(found: ReadonlySet<string>, truth: ReadonlySet<string>) {
  const right = [...found].filter(pair => truth.has(pair)).length
  return {
    precision: right / Math.max(1, found.size),
    recall: right / Math.max(1, truth.size),
    found: found.size,
    doubles: truth.size,
  }
}

/** What is left empty is not said. */
export const said = (value: string): string | null => (value === '' ? null : value)

type Ask = (text: string, values: unknown[]) => Promise<readonly Readonly<Record<string, unknown>>[]>

/** The entries as records, past every check for doubles. @returns the place of each by its number. */
export async function enter(ask: Ask, people: readonly Made[], letter = 'L'): Promise<ReadonlyMap<number, number>> {
  const rows = await ask(
    `with made as (
       insert into person (person_hid, person_given, person_family, person_born)
       select $2 || place, given, family, born::date from jsonb_to_recordset($1) r (place integer, given text, family text, born text)
       returning person_id as id, person_hid as hid)
     select id, substr(hid, 1 + length($2))::integer as place from made`,
    [JSON.stringify(people.map((one, place) => ({ ...one, place }))), letter],
  )
  const places = new Map(rows.map(({ id, place }) => [Number(id), Number(place)]))
  const contacts = [...places].flatMap(([entity, place]) =>
    (['phone', 'email'] as const).map(kind => ({ entity, kind, value: people[place]?.[kind] ?? null })),
  )
  await ask(
    "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value) select entity, lookup_find('contact-kind', kind), value from jsonb_to_recordset($1) r (entity bigint, kind text, value text) where value is not null",
    [JSON.stringify(contacts)],
  )
  await ask(
    `insert into address (address_entity, address_kind, address_city, address_line1, address_line2, address_region, address_postcode)
     select entity, lookup_find('address-kind', 'home'), city, line1, line2, region, postcode
     from jsonb_to_recordset($1) r (entity bigint, city text, line1 text, line2 text, region text, postcode text)
     where coalesce(city, line1, line2, region, postcode) is not null`,
    [
      JSON.stringify(
        [...places].map(([entity, place]) => {
          const { city, line1, line2, region, postcode } = people[place] ?? {}
          return { entity, city, line1, line2, region, postcode }
        }),
      ),
    ],
  )
  return places
}
