// Which pairs are found, in which band and why: sets after published error models, and the hard cases one by one.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { enter, type Made, rate, truePairs } from '../helpers/doubles.ts'
import { asMade, febrlPeople } from '../helpers/error-models.ts'
import { splinkPeople } from '../helpers/error-models-splink.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

async function find(least = 0.5, all = false): Promise<number> {
  await stage.rows('begin')
  await stage.rows("select set_config('role', staff_role_of('office'), true)")
  const { n } = await stage.one<{ n: string }>('select find_duplicates($1, $2) as n', [least, all])
  await stage.rows('commit')
  return Number(n)
}
const nobody = { given: null, family: null, born: null, phone: null, email: null, city: null }
const people = (...all: readonly Partial<Made>[]): readonly Made[] =>
  all.map((one, who) => ({ ...nobody, who, ...one }))
const put = (made: readonly Made[], letter = 'L') => enter((text, values) => stage.rows(text, values), made, letter)

interface Pair {
  readonly left: string
  readonly right: string
  readonly band: string
  readonly score: number
  readonly reason: string
}
const pairs = () =>
  stage.rows<Pair>(
    `select record_hid(duplicate_left) as left, record_hid(duplicate_right) as right, duplicate_band as band, duplicate_score::float8 as score,
       duplicate_reason as reason from duplicate where duplicate_status = 'open' order by duplicate_left, duplicate_right`,
  )
const run = () =>
  stage.one<{ whole: boolean; learned: boolean; changed: number }>(
    'select duplicate_run_whole as whole, duplicate_run_learned is not null as learned, duplicate_run_changed::int as changed from duplicate_run order by duplicate_run_id desc limit 1',
  )

/** How well the open pairs fit the truth, in all and of the band `certain`. */
async function rated(made: readonly Made[], letter = 'L') {
  const found = await pairs()
  const named = (some: readonly Pair[]) =>
    new Set(
      some.map(({ left, right }) =>
        [left, right]
          .map(hid => Number(hid.slice(letter.length)))
          .toSorted((a, b) => a - b)
          .join('-'),
      ),
    )
  return {
    ...rate(named(found), truePairs(made)),
    certain: rate(named(found.filter(pair => pair.band === 'certain')), truePairs(made)).precision,
  }
}

const crowd = () =>
  asMade(
    febrlPeople(77, {
      originals: 450,
      duplicates: 150,
      most: 3,
      spread: 'poisson',
      perField: 2,
      perRecord: 3,
    }),
  )

describe('sets after published error models', () => {
  test('typed, misread, exchanged and missing fields: found by weights that are learned', async () => {
    const made = crowd()
    await put(made)
    await find()
    expect(await run()).toMatchObject({ whole: true, learned: true })
    const result = await rated(made)
    expect(result.precision).toBeGreaterThan(0.98)
    expect(result.recall).toBeGreaterThan(0.95)
    expect(result.certain).toBe(1)
  })

  test('few people: found by the weights as shipped', async () => {
    const made = asMade(
      febrlPeople(78, { originals: 80, duplicates: 40, most: 1, spread: 'uniform', perField: 2, perRecord: 3 }),
    )
    await put(made)
    await find()
    expect(await run()).toMatchObject({ learned: false })
    const result = await rated(made)
    expect(result.precision).toBeGreaterThan(0.95)
    expect(result.recall).toBeGreaterThan(0.9)
  })

  test('names, e-mail, town and day of birth spoiled on their own, many entries of one person', async () => {
    const made = asMade(splinkPeople(79, 600))
    await put(made)
    await find()
    const result = await rated(made)
    expect(result.precision).toBeGreaterThan(0.94)
    expect(result.recall).toBeGreaterThan(0.82)
    expect(result.certain).toBeGreaterThan(0.98)
  })
})

describe('a look for those who are new', () => {
  test('finds the same pairs as a look at all with the same weights, and says how many it looked at', async () => {
    const made = crowd()
    const first = made.slice(0, 520)
    const later = made.slice(520)
    await put(first)
    await find()
    await put(later, 'M')
    await stage.rows("update person set person_family = 'Newname' where person_hid in ('L3', 'L4')")
    await stage.rows(
      "delete from address where address_entity = (select person_id from person where person_hid = 'L7')",
    )
    await find()
    expect(await run()).toMatchObject({ whole: false, changed: later.length + 3 })
    const beside = await pairs()
    // all of them again, and not what was learned: the same weights, everybody new
    await stage.rows('delete from duplicate')
    await stage.rows('create table kept as select * from duplicate_run order by duplicate_run_id desc limit 1')
    await stage.rows('begin')
    await stage.rows('create unlogged table duplicate_work_changed (id bigint)')
    await stage.rows('select look_at_people(true), pair_people(true), compare_pairs()')
    await stage.rows(
      'select score_duplicates(duplicate_run_learned_people, duplicate_run_person_share, duplicate_run_household_share), write_duplicates(true, 0.5) from kept',
    )
    await stage.rows('commit')
    expect(await pairs()).toEqual(beside)
    expect(beside.length).toBeGreaterThan(80)
  })

  test('nobody new: nothing changes; a rule that changed, and --all: everybody is compared again', async () => {
    await put(crowd())
    const before = await find()
    expect([await find(), await run()]).toEqual([before, { whole: false, learned: true, changed: 0 }])
    await stage.rows("update duplicate_rule set duplicate_rule_points = 0.3 where duplicate_rule_hid = 'born-same'")
    await find()
    expect(await run()).toMatchObject({ whole: true })
    await find(0.5, true)
    expect(await run()).toMatchObject({ whole: true })
  })
})

describe('one by one', () => {
  test.each([[[]], [people({ given: 'Ann', family: 'Lee' })]])('nobody, and one person alone: no pair', async made => {
    await put(made)
    expect(await find()).toBe(0)
  })

  test('the reasons are said in words, without a value', async () => {
    await put(
      people(
        { given: 'Amani', family: 'Okello', born: '1980-05-03', phone: '0700 123 456', city: 'Moshi' },
        { given: 'Amani', family: 'Okelo', born: '1980-05-03', phone: '0700 123 456', city: 'Moshi' },
      ),
    )
    await find()
    expect(await pairs()).toMatchObject([
      {
        band: 'certain',
        reason:
          'same given name; family names differ by one letter; same day of birth; same telephone number; same town',
      },
    ])
  })

  test('a family is no pair; its second entry is; other given names are never certain', async () => {
    const home = { family: 'Mushi', phone: '0700 222 333', line1: 'Plot 7', city: 'Moshi' }
    await put(
      people(
        { ...home, given: 'Juma', born: '1950-02-03' },
        { ...home, given: 'Juma', born: '1978-09-21' },
        { ...home, given: 'Neema', born: '2001-01-30' },
        { ...home, given: 'Zawadi', born: '2001-01-30' },
        { ...home, given: 'Neema', born: '2001-01-30' },
        { ...home, given: 'Baraka', born: null },
      ),
    )
    await find()
    const found = await pairs()
    expect(found.find(pair => pair.left === 'L2' && pair.right === 'L4')).toMatchObject({ band: 'certain' })
    // a father and a son of one name, and twins, are looked at, or not found, and never certain
    expect(found.filter(pair => pair.band === 'certain')).toHaveLength(1)
    expect(found.some(pair => pair.right === 'L5')).toBe(false)
  })

  test('other given names in one household stay below certain, whatever a rule adds', async () => {
    const home = {
      family: 'Mushi',
      phone: '0700 222 333',
      email: 'mushi@example.org',
      city: 'Moshi',
      born: '2001-01-30',
    }
    await put(people({ ...home, given: 'Neema' }, { ...home, given: 'Zawadi' }, { ...home, given: null }))
    await stage.rows(
      "update duplicate_rule set duplicate_rule_points = 1 where duplicate_rule_hid in ('born-same', 'contact-shared')",
    )
    await find(0.1)
    const found = await pairs()
    expect(found.length).toBeGreaterThan(0)
    expect(found.map(pair => pair.band)).not.toContain('certain')
  })

  test('names in other scripts, exchanged names, one field for both, several numbers', async () => {
    await put(
      people(
        { given: 'Иван', family: 'Петров', born: '1970-03-04', city: 'Москва' },
        { given: 'Иван', family: 'Петрoв', born: '1970-03-04', city: 'Москва' },
        { given: 'محمد', family: 'أحمد', born: '1985-07-08', phone: '0700 111 222' },
        { given: 'محمد', family: 'احمد', born: '1985-07-08', phone: '0700 111 222' },
        { given: 'አበበ', family: 'ቢቂላ', born: '1990-02-11', phone: '0700 111 333' },
        { given: 'ቢቂላ', family: 'አበበ', born: '1990-02-11', phone: '0700 111 333' },
        { given: '王', family: '伟', born: '1991-02-14', phone: '0700 111 444' },
        { given: '王', family: '芳', born: '1975-12-24', phone: '0700 111 555' },
        { given: 'Jimmy', family: 'Njoroge', born: '1969-12-24', phone: '0700 111 666' },
        { given: null, family: 'Jimmy Njoroge', born: '1969-12-24', phone: '0700 111 777' },
      ),
    )
    await stage.rows(
      "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value) select person_id, lookup_find('contact-kind', 'phone'), '0700 111 666' from person where person_hid = 'L9'",
    )
    await find()
    expect((await pairs()).map(({ left, right }) => `${left} ${right}`)).toEqual(['L0 L1', 'L2 L3', 'L4 L5', 'L8 L9'])
  })

  test("everybody born on the first of January, and a school's telephone number, make nobody likely one", async () => {
    const made = asMade(
      febrlPeople(80, { originals: 150, duplicates: 0, most: 1, spread: 'uniform', perField: 1, perRecord: 1 }),
    ).map(one => ({ ...one, born: '1980-01-01', phone: '0700 999 999' }))
    await put(made)
    await find()
    const found = await pairs()
    expect(found.length).toBeLessThan(6)
    expect(found.map(pair => pair.band)).not.toContain('likely')
    expect(found.map(pair => pair.band)).not.toContain('certain')
  })
})
