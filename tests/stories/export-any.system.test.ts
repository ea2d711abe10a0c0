// Whatever stands in the database: an export of it loads into an empty installation, which exports the same.

import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'

const seed = Number(process.env.SATCHEL_EXPORT_SEED ?? 215_094)
/** Of two and three letters, those that the platform has a name for. */
const letters = [...'abcdefghijklmnopqrstuvwxyz']
const languages = letters
  .flatMap(a => letters.flatMap(b => [`${a}${b}`, ...letters.map(c => `${a}${b}${c}`)]))
  .filter(code => new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' }).of(code) !== undefined)
  // an old or second code comes back as the one that stands for it
  .filter(code => new Intl.Locale(code).language === code)
  // and this one is asked about, since programs write it for nothing
  .filter(code => code !== 'nan')
const tags = [...languages, 'zh-Hant', 'sr-Latn', 'pt-BR', 'es-419', 'zh-Hant-TW']

const awkward = [
  "O'Brien",
  "'Tis",
  '=1+1',
  '@home',
  '-7',
  '+x',
  'a;b',
  'a, b',
  'a|b',
  '"q"',
  'Zoë',
  '山田',
  'محمد',
  '\\n',
  '{}',
  'TRUE',
  '007',
]
const words = (max: number) =>
  fc.oneof(fc.constantFrom(...awkward), fc.string({ unit: 'grapheme', minLength: 1, maxLength: max })).map(text =>
    text
      .normalize('NFC')
      .replaceAll(/[^\p{L}\p{N} '=@+;,|"\\{}()-]/gu, '')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  )
const maybe = (value: fc.Arbitrary<string>) =>
  fc.option(
    value.map(text => (text === '' ? null : text)),
    { nil: null },
  )
const person = fc.record({
  given: words(12).filter(text => /\p{L}/u.test(text)),
  family: maybe(words(12)),
  prefix: maybe(words(8)),
  title: maybe(words(8)),
  born: maybe(fc.constantFrom('1910-01-02', '1970-01-01', '1980-05-31', '2024-02-29')),
  prefers: maybe(fc.constantFrom('phone', 'email', 'visit', 'post')),
  note: maybe(fc.array(words(20), { minLength: 1, maxLength: 3 }).map(lines => lines.join('\n').trim())),
  phones: fc.uniqueArray(
    fc.constantFrom('0700 000 911', '+44 20 7946 0958 ext. 12', '+1 202 456 1111', '(+49) 30 123456'),
    { maxLength: 3 },
  ),
  mails: fc.uniqueArray(
    fc.constantFrom("o'brien@example.org", 'a+b@example.org', 'müller@bücher.example', 'X@EXAMPLE.org'),
    { maxLength: 2 },
  ),
  line1: maybe(words(20)),
  line2: maybe(words(20)),
  city: maybe(words(12)),
  postcode: maybe(fc.constantFrom('01234', 'N1 1AA', '2510')),
  country: maybe(fc.constantFrom('TZ', 'DE', 'XK', 'HK')),
})

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  const people = fc.sample(person, { numRuns: tags.length, seed })
  const said = JSON.stringify(
    people.map(({ phones, mails, ...one }, place) => ({
      ...one,
      hid: `E-${place}`,
      language: tags[place],
      contacts: [...phones.map(value => ['phone', value]), ...mails.map(value => ['email', value])],
    })),
  )
  const read = `jsonb_to_recordset($1) s (hid text, given text, family text, prefix text, title text, born date, prefers text, note text,
    language text, line1 text, line2 text, city text, postcode text, country text, contacts jsonb)`
  for (const statement of [
    `insert into entity (entity_uuid, entity_type, entity_name, entity_owner, entity_created, entity_creator)
     select hid, entity_type_id, concat_ws(' ', given, family), staff_id, clock_timestamp(), 'satchel'
     from ${read}, entity_type, staff where entity_type_hid = 'person' and staff_hid = 'anna'`,
    `insert into person (person_id, person_hid, person_given, person_family, person_prefix, person_title, person_born, person_prefers, person_note, person_language)
     select entity_id, hid, given, family, prefix, title, born, prefers, note, language from ${read} join entity on entity_uuid = hid`,
    `insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value)
     select entity_id, lookup_find('contact-kind', contact ->> 0), contact ->> 1
     from ${read} join entity on entity_uuid = hid, jsonb_array_elements(contacts) contact`,
    `insert into address (address_entity, address_kind, address_line1, address_line2, address_city, address_postcode, address_country)
     select entity_id, lookup_find('address-kind', 'home'), line1, line2, city, postcode, country
     from ${read} join entity on entity_uuid = hid where num_nonnulls(line1, line2, city, postcode, country) > 0`,
  ])
    await home.rows(statement, [said])
})
afterAll(() => home?.close())

/** All that an export says, by id: two of one name come in one after the other, and stand in another order then. */
async function everybody(of: TestHome): Promise<readonly unknown[]> {
  const file = join(of.home.folder, 'everybody.json')
  rmSync(file, { force: true })
  expect((await of.satchel(['export', file])).code).toBe(0)
  const all = JSON.parse(readFileSync(file, 'utf8')) as readonly { readonly hid: string }[]
  return all.toSorted((a, b) => (a.hid < b.hid ? -1 : 1))
}

test.each(['csv', 'vcf', 'json', 'sexp'])(`as .%s, seed ${seed}`, async extension => {
  const file = join(home.home.folder, `any.${extension}`)
  expect((await home.satchel(['export', file, '--json'])).json()).toMatchObject({ people: tags.length })
  const again = (await home.satchel(['load', file, '--json'])).json()
  expect(again).toMatchObject({ new: 0, filled: 0, same: tags.length, faults: [], held: [], kept: [], told: [] })
  const other = await makeHome()
  try {
    expect((await other.satchel(['load', file, '--json'])).json()).toMatchObject({
      new: tags.length,
      faults: [],
      told: [],
    })
    expect(await everybody(other)).toEqual(await everybody(home))
  } finally {
    await other.close()
  }
})
