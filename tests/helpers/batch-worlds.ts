// Random worlds for replies that go in together: some people, their packets, what happened to both in the meantime, and the replies
// that then come, of every kind. As data only: play-batches.ts makes them on real tables.

import * as fc from 'fast-check'

/** Numbers stand for one of what there is: the third person of two is the first. */
export interface World {
  readonly people: readonly ('anna' | 'baraka')[]
  readonly packets: readonly {
    readonly person: number
    readonly to: 'owner' | 'olga' | 'self'
    readonly limit?: number
  }[]
  readonly meantime: readonly { readonly at: number; readonly what: Happening }[]
  /** Two lots: after each, what waits for a confirmation is confirmed. */
  readonly replies: readonly [readonly Coming[], readonly Coming[]]
  /** Where a lot is cut into groups; nothing: all go in together. */
  readonly cuts: readonly number[]
}

type Happening = (typeof happenings)[number]
const happenings = [
  'name edited',
  'phone edited',
  'phone removed',
  'phone added',
  'deleted',
  'merged into the next',
  'handed over',
  'revoked',
  'expired',
] as const

export interface Coming {
  readonly packet: number
  /** From a form with a draft, as a text without one, by a link, or the same as an earlier one again. */
  readonly as: 'draft' | 'text' | 'link' | 'again' | 'same id'
  readonly draft: number
  readonly sequence: number
  readonly second: number
  readonly evidence: 'weak' | 'strong'
  readonly says: Says
}

/** `null` empties a field and drops a row. */
interface Says {
  readonly given?: string | null
  readonly family?: string | null
  readonly note?: string | null
  readonly born?: string | null
  readonly language?: string
  readonly phone?: string | null
  readonly mail?: string | null
  readonly added?: string | null
  readonly other?: string
  readonly address?: Readonly<Record<string, string>> | null
  readonly newAddress?: Readonly<Record<string, string>>
  readonly answer?: 'true' | 'false'
  readonly report?: Readonly<Record<string, string>>
  /** A field that the form has not, and a row of somebody else. */
  readonly odd?: 'salary' | 'row'
  readonly damaged?: 'given-name' | 'note'
  readonly confirms?: true
}

/** Written into a note or a town, it makes the tables of play-batches.ts refuse the row: to a role, to everybody, as a fault. */
export const refusedWords = { role: 'Forbidden', rule: 'Broken', fault: 'Fault' } as const

const { role, rule, fault } = refusedWords
const numbers = ['+255700000001', '0711 000 001', '+255711000001', '+255711000002'] as const
const odd = (list: readonly string[], ...rare: readonly string[]) =>
  fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...list) }, { weight: 1, arbitrary: fc.constantFrom('', ...rare) })
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 6 })
const number = odd(numbers, '12', '+255 700 000 001 or 0711 000 001')
const says: fc.Arbitrary<Says> = fc.record(
  {
    given: orNull(odd(['Jimmy', 'James', 'Jim'], 'Ju�a')),
    family: orNull(fc.constantFrom('Okello', 'Kamau')),
    note: orNull(odd(['Grows maize', 'Grows beans', role, rule], fault)),
    born: odd(['1980-05-01', '1981-01-01'], '1800-01-01', 'in May'),
    language: odd(['en', 'sw'], 'Klingon'),
    phone: orNull(number),
    mail: orNull(odd(['jimmy@example.org', 'jim@example.org', 'JIM@example.org'], 'nobody')),
    added: orNull(number),
    other: number,
    address: orNull(
      fc.constantFrom({ city: 'Arusha' }, { city: role }, { country: 'tz' }, { city: 'Moshi', line1: 'Plot 8' }),
    ),
    newAddress: fc.constantFrom({ city: 'Dodoma' }, { kind: 'work', city: 'Tanga' }, { city: rule }, { postcode: '1' }),
    answer: fc.constantFrom('true' as const, 'false' as const),
    report: fc.constantFrom<Record<string, string>>(
      { when: '2026-11-20', outcome: 'reached' },
      { outcome: 'reached', note: 'Wants seed' },
      { when: '2026-11-21', outcome: 'busy', next: 'Call', 'next-date': '2026-11-01' },
      { when: 'Monday', note: 'Wants seed' },
      { when: '2026-11-20', note: rule },
    ),
    odd: fc.constantFrom('salary' as const, 'row' as const),
    damaged: fc.constantFrom('given-name' as const, 'note' as const),
    confirms: fc.constant(true as const),
  },
  { requiredKeys: [] },
)

/** Most replies say little: all that could be said at once would hide what is wrong with one. */
const few = says.chain(all => {
  const keys = Object.keys(all)
  return fc
    .subarray(keys, { maxLength: Math.min(keys.length, 4) })
    .map(kept => Object.fromEntries(Object.entries(all).filter(([key]) => kept.includes(key))) as Says)
})

const coming: fc.Arbitrary<Coming> = fc.record({
  packet: fc.nat(7),
  as: fc.oneof(
    { weight: 6, arbitrary: fc.constant('draft' as const) },
    { weight: 3, arbitrary: fc.constantFrom('text' as const, 'link' as const, 'again' as const, 'same id' as const) },
  ),
  draft: fc.nat(2),
  sequence: fc.integer({ min: 1, max: 3 }),
  second: fc.nat(9),
  evidence: fc.constantFrom('strong' as const, 'strong' as const, 'weak' as const),
  says: few,
})

export const worlds: fc.Arbitrary<World> = fc.record({
  people: fc.array(fc.constantFrom('anna' as const, 'baraka' as const), { minLength: 1, maxLength: 5 }),
  packets: fc.array(
    fc.record(
      {
        person: fc.nat(4),
        to: fc.constantFrom('owner' as const, 'owner' as const, 'olga' as const, 'self' as const),
        limit: fc.constantFrom(1, 2, 3),
      },
      { requiredKeys: ['person', 'to'] },
    ),
    { minLength: 1, maxLength: 8 },
  ),
  meantime: fc.array(fc.record({ at: fc.nat(5), what: fc.constantFrom(...happenings) }), { maxLength: 3 }),
  replies: fc.tuple(
    fc.array(coming, { minLength: 1, maxLength: 24, size: 'medium' }),
    fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(coming, { maxLength: 5 }) }),
  ),
  cuts: fc.oneof(fc.constant([]), fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 3 })),
})

/** A lot in its groups, in order. */
export function groupsOf<T>(lot: readonly T[], cuts: readonly number[]): readonly (readonly T[])[] {
  const at = [...new Set([0, ...cuts.filter(cut => cut < lot.length), lot.length])].sort((a, b) => a - b)
  return at.slice(1).map((end, index) => lot.slice(at[index], end))
}
