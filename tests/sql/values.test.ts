// Names, days and e-mail addresses in the database: which are the same, which can be kept, by whichever way they come in.

import { domainToASCII } from 'node:url'
import { sqlFiles } from '@satchel/core/db/sql-files'
import { isMailAddress } from '@satchel/protocol/mail-address'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const column = async (expression: string, values: readonly unknown[]) =>
  (
    await stage.rows<{ v: unknown }>(
      `select ${expression} as v from unnest($1::text[]) with ordinality u (x, n) order by n`,
      [values],
    )
  ).map(row => row.v)

describe('an e-mail address', () => {
  const good = [
    "o'brien@example.com",
    'a+b@x.example',
    'user/tag@x.example',
    '!#$%&*+-/=?^_`{|}~@x.example',
    'müller@bücher.example',
    '用户@例子.广告',
    'a@xn--bcher-kva.example',
    'first.last@sub.x-y.example',
    `${'a'.repeat(64)}@x.example`,
    'a@1.2.example',
    'x@y.z',
  ]
  const bad = [
    'a@b',
    'a b@x.example',
    '"a b"@x.example',
    'a..b@x.example',
    '.a@x.example',
    'a.@x.example',
    'a@x..example',
    'a@x.example.',
    'a@-x.example',
    'a@x-.example',
    'a@x_y.example',
    'a@[192.0.2.1]',
    'a@192.0.2.1',
    'a@b@x.example',
    'a,b@x.example',
    'a@x.example, b@y.example',
    'Amina <a@x.example>',
    'mailto:a@x.example',
    '@x.example',
    'a@',
    'a\u200b@x.example',
    'a\n@x.example',
    'a@x.example\nBcc: b@y.example',
    `${'a'.repeat(65)}@x.example`,
    `a@${'b'.repeat(64)}.example`,
    `a@${'b.'.repeat(130)}example`,
  ]

  test('is judged by the standards, and by forms and database alike', async () => {
    expect(await column("contact_valid('email', x)", good)).toEqual(good.map(() => true))
    expect(await column("contact_valid('email', x)", bad)).toEqual(bad.map(() => false))
    expect([good.filter(each => !isMailAddress(each)), bad.filter(isMailAddress)]).toEqual([[], []])
  })

  test('with its domain in letters or in xn-- is one address, on one record one row', async () => {
    const same = ['Müller@BÜCHER.example', 'müller@xn--bcher-kva.example', 'MÜLLER@XN--BCHER-KVA.EXAMPLE']
    expect(new Set(await column("normal_value('contact', 'email', x, '')", same))).toEqual(
      new Set(['müller@bücher.example']),
    )
    const others = ['a@xn--example-.example', 'a@example.example', 'a@xn--zzzzzzzz99.example', 'a@xn--.example']
    expect(new Set(await column('normal_mail(x)', others)).size).toBe(others.length)
    const person = await stage.person()
    for (const value of same)
      await stage.rows(
        `insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value)
         values ($1, lookup_find('contact-kind', 'email'), $2) on conflict do nothing`,
        [person, value],
      )
    expect(
      await stage.rows("select from contact_point where contact_point_entity = $1 and contact_point_value ~* 'ller@'", [
        person,
      ]),
    ).toHaveLength(1)
  })

  test('has the domain that Node reads out of any xn-- letters', async () => {
    const label = fc
      .string({
        unit: fc.integer({ min: 0xe0, max: 0x24f }).map(code => String.fromCodePoint(code)),
        minLength: 1,
        maxLength: 12,
      })
      .map(text => text.normalize('NFKC').toLowerCase())
      .filter(text => /^\p{Ll}+$/u.test(text) && text === text.normalize('NFKC').toLowerCase())
    const han = fc.string({
      unit: fc.integer({ min: 0x4e00, max: 0x9fa0 }).map(code => String.fromCodePoint(code)),
      minLength: 1,
      maxLength: 8,
    })
    const labels = fc.sample(
      fc.oneof(
        label,
        han,
        fc.tuple(label, han).map(([a, b]) => `ab-${b}${a}1`),
      ),
      300,
    )
    const known = labels.flatMap(text => {
      const ascii = domainToASCII(text)
      return ascii.startsWith('xn--') && ascii.length < 64 ? [[text, ascii] as const] : []
    })
    expect(known.length).toBeGreaterThan(200)
    expect(
      await column(
        'domain_letters(x)',
        known.map(([, ascii]) => ascii),
      ),
    ).toEqual(known.map(([text]) => text))
  })

  test('of an older version gets its normal form on the next migrate, and its twin becomes one with it', async () => {
    const person = await stage.person()
    await stage.rows(
      `insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value, contact_point_primary)
       select $1, lookup_find('contact-kind', 'email'), value, value = 'a@xn--bcher-kva.example'
       from unnest(array['a@xn--bcher-kva.example', 'b@xn--bcher-kva.example']) value`,
      [person],
    )
    const owner = stage.as('satchel')
    await owner.query('alter table contact_point disable trigger a_keep')
    await owner.query(
      "update contact_point set contact_point_normal = contact_point_value where contact_point_value like '%xn--bcher%' and contact_point_entity = $1",
      [person],
    )
    await owner.query('alter table contact_point enable trigger a_keep')
    await stage.rows(
      `insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value)
       values ($1, lookup_find('contact-kind', 'email'), 'a@bücher.example')`,
      [person],
    )
    const before = await stage.rows(
      'select contact_point_verified as at from contact_point where contact_point_entity = $1 order by 1',
      [person],
    )
    await owner.query(sqlFiles('repairs').find(file => file.name === 'mails')?.text ?? '')
    expect(
      await stage.rows(
        "select contact_point_value as value, contact_point_normal as normal from contact_point where contact_point_entity = $1 and contact_point_normal ~ 'cher' order by 1",
        [person],
      ),
    ).toEqual([
      { value: 'a@xn--bcher-kva.example', normal: 'a@bücher.example' },
      { value: 'b@xn--bcher-kva.example', normal: 'b@bücher.example' },
    ])
    const after = await stage.rows(
      'select contact_point_verified as at from contact_point where contact_point_entity = $1 order by 1',
      [person],
    )
    expect(before).toEqual(expect.arrayContaining(after))
  })
})

describe('a name', () => {
  test('is kept with single spaces, and is the same in any spaces, widths and apostrophes', async () => {
    const kept = await stage.one(
      `insert into person (person_given, person_family) values (U&'\\3000Mary\\00A0 \tAnn\\200B ', U&'O\\2019Brien')
       returning person_given as given, person_family as family`,
    )
    expect(kept).toEqual({ given: 'Mary Ann', family: 'O’Brien' })
    const same = ["Mary Ann O'Brien", 'Mary\u00a0Ann  O’Brien', 'ＭＡＲＹ　ＡＮＮ O`BRIEN', 'mary\tann OʼBrien']
    expect(
      new Set(await column("load_name(split_part(x, ' ', 1), substr(x, length(split_part(x, ' ', 1)) + 2))", same))
        .size,
    ).toBe(1)
    expect(await column("load_differs('Jean-Luc  Müller', x)", ['jean-luc müller', 'Jean Luc Müller'])).toEqual([
      false,
      true,
    ])
  })

  test('that an answer gives with other spaces is no change', async () => {
    const person = await stage.person()
    const packet = await stage.packet(person)
    expect(
      (await stage.reply(packet, { set: { 'given-name': ' Jimmy\u00a0 ', 'family-name': 'Okello' } })).slots,
    ).toEqual({
      'field/given-name': 'untouched',
      'field/family-name': 'untouched',
    })
    await stage.reply(packet, { set: { 'given-name': 'Jimmy  John' }, sequence: 2 })
    expect(await stage.one('select person_given as given from person where person_id = $1', [person])).toEqual({
      given: 'Jimmy John',
    })
  })
})

test.each([
  ['1990-05-12', '2026-05-12', '2026-05-12'],
  ['1990-05-12', '2026-05-13', '2027-05-12'],
  ['1990-01-01', '2026-12-31', '2027-01-01'],
  ['2000-02-29', '2027-02-28', '2027-02-28'],
  ['2000-02-29', '2027-03-01', '2028-02-29'],
  ['2000-02-29', '2028-02-28', '2028-02-29'],
  ['2000-02-29', '2028-02-29', '2028-02-29'],
  ['2000-02-29', '2028-03-01', '2029-02-28'],
  ['1990-03-01', '2028-02-29', '2028-03-01'],
])('who was born on %s has on %s the next birthday on %s', async (born, today, wanted) => {
  expect(await stage.one('select next_birthday($1, $2)::text as day', [born, today])).toEqual({ day: wanted })
})

describe('a birthday in the future', () => {
  test('is kept by no way in', async () => {
    const person = await stage.person()
    await expect(
      stage.rows("update person set person_born = date '2190-01-01' where person_id = $1", [person]),
    ).rejects.toMatchObject({ code: '23514', message: 'nobody is born in the future' })
    await expect(
      stage.rows("insert into person (person_given, person_born) values ('A', now()::date + 3)"),
    ).rejects.toMatchObject({ code: '23514' })
    await stage.rows('update person set person_born = now()::date where person_id = $1', [person])
    const packet = await stage.packet(person)
    expect((await stage.reply(packet, { set: { born: '2190-01-01' } })).slots).toEqual({
      'field/born': 'held not-a-date',
    })
  })

  test('that stands from before is in nobody’s way', async () => {
    const person = await stage.person()
    const owner = stage.as('satchel')
    await owner.query('alter table person disable trigger a_keep')
    await owner.query("update person set person_born = date '2190-01-01' where person_id = $1", [person])
    await owner.query('alter table person enable trigger a_keep')
    await stage.rows("update person set person_given = 'Jim', person_born = person_born where person_id = $1", [person])
    expect(await stage.one('select person_given as given from person where person_id = $1', [person])).toEqual({
      given: 'Jim',
    })
  })
})
