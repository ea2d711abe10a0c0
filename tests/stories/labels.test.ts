// Labels of types, fields and choices in the languages of the console: the shipped ones are complete, an organisation's own count first,
// and every interface can read them.

import { shippedLabels } from '@satchel/core/records/labels'
import { languagesWith } from '@satchel/protocol/languages'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
let served: TestConsole
beforeAll(async () => {
  home = await makeHome()
  await home.person('A1', 'anna')
  for (const command of [['add', 'deal', 'id=D-1', 'name=Maize', 'kind=quote', 'party=A1', '--owner', 'anna']])
    expect(await home.satchel(command)).toMatchObject({ code: 0 })
  await home.rows("update staff set staff_language = 'de' where staff_hid = 'grace' returning staff_hid")
  await home.rows("update staff set staff_language = 'sw' where staff_hid = 'anna' returning staff_hid")
  served = await openTestConsole(home)
})
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await home.close()
})

describe('the shipped labels', () => {
  test('are there in every language, by the same keys', () => {
    const keys = Object.keys(shippedLabels('en')).sort()
    expect(languagesWith('catalog')).toEqual(['en', 'sw', 'fr', 'de'])
    for (const language of languagesWith('catalog'))
      expect([language, Object.keys(shippedLabels(language)).sort()]).toEqual([language, keys])
  })

  test('name every field that a record shows, every type, and every choice that the program brings', async () => {
    for (const language of ['de', 'fr', 'sw']) {
      const fields = await home.rows<{ field: string }>(
        `select attname::text as field from (select source from record_tables() union select 'entity') t
         join pg_attribute on attrelid = source::text::regclass and attnum > 0 and not attisdropped
         where source <> 'staff' and not exists (select from meta_fields where meta_fields_table = source
           and meta_fields_field = attname and meta_fields_attribute = 'label-${language}')`,
      )
      const types = await home.rows<{ type: string }>(
        `select entity_type_hid as type from entity_type where not exists (select from meta_tables
         where meta_tables_table = entity_type_hid::name and meta_tables_attribute = 'label-${language}')`,
      )
      const choices = await home.rows<{ choice: string }>(
        `select lookup_hid as choice from lookup where not lookup_labels ? '${language}'`,
      )
      expect([language, fields, types, choices]).toEqual([language, [], [], []])
    }
  })

  test('are what a colleague reads in the record, in lists, in a new record and in its history', async () => {
    const grace = await served.as('grace')
    const anna = await served.as('anna')
    expect((await grace.get('/records/A1')).words).toMatch(/Vorname .*Nachname .*Geburtsdatum .*Sprache/)
    expect((await anna.get('/records/A1')).words).toMatch(/Jina la kwanza .*Jina la ukoo .*Tarehe ya kuzaliwa/)
    expect((await grace.get('/list/deal')).words).toMatch(/Art .*Angebot/)
    expect((await grace.get('/add/deal')).words).toMatch(/Betrag .*Währung/)
    expect((await grace.get('/add')).words).toContain('Geschäft')
    await grace.press('/records/A1', { form: 'field', 'f.title': 'Dr', 'was.title': '' })
    expect((await grace.get('/records/A1/history')).words).toMatch(/Titel .*Dr/)
  })

  test('stay away where the organisation calls a thing something else', async () => {
    await home.rows(
      "update lookup set lookup_name = 'Farm visit', lookup_labels = '{}' where lookup_hid = 'source/visit' returning lookup_id",
    )
    expect(await home.satchel(['db', 'migrate'])).toMatchObject({ code: 0 })
    expect(await home.rows("select lookup_labels as labels from lookup where lookup_hid = 'source/visit'")).toEqual([
      { labels: {} },
    ])
  })
})

describe('satchel label', () => {
  const label = (...words: string[]) => home.satchel(['label', ...words, '--json'])

  test('names a field, a type and a choice, before the shipped label, and an upgrade leaves them', async () => {
    expect(await label('deal.amount', 'de=Summe', 'en=Sum')).toMatchObject({ code: 0 })
    expect(await label('deal', 'de=Auftrag')).toMatchObject({ code: 0 })
    expect(await label('deal-kind/quote', 'de=Kostenvoranschlag')).toMatchObject({ code: 0 })
    expect(await home.satchel(['db', 'migrate'])).toMatchObject({ code: 0 })
    const grace = await served.as('grace')
    expect((await grace.get('/records/D-1')).words).toMatch(/Auftrag .*Kostenvoranschlag .*Summe/)
    const { out } = await home.satchel(['fields', 'deal'])
    expect(out).toContain('Sum')
    expect(await label('deal.amount', 'de=')).toMatchObject({ code: 0 })
    expect((await grace.get('/records/D-1')).words).toContain('Betrag')
  })

  test('lists what there is, and changes nothing in a dry run', async () => {
    const { out } = await home.satchel(['label', 'deal.currency'])
    expect(out).toMatch(/de\s+Währung[\s\S]*fr\s+Devise[\s\S]*sw\s+Sarafu/)
    const dry = await home.satchel(['label', 'deal.currency', 'de=Geld', '--dry-run'])
    expect(dry).toMatchObject({ code: 0, out: expect.stringMatching(/Geld\s+yours/) as string })
    expect((await home.satchel(['label', 'deal.currency'])).out).not.toContain('Geld')
  })

  test('is for the office, and names what it does not know', async () => {
    expect(await home.satchel(['--as', 'anna', 'label', 'deal.amount', 'de=X'])).toMatchObject({ code: 2 })
    expect(await home.rows("select 1 from meta_fields where meta_fields_value = 'X'")).toEqual([])
    const { code, err } = await home.satchel(['label', 'deal.amuont', 'de=X'])
    expect([code, err]).toEqual([2, expect.stringContaining('There is no type, field or choice "deal.amuont".')])
    expect(await home.satchel(['label', 'deal.amount', 'X'])).toMatchObject({ code: 2 })
    expect(await home.satchel(['label', 'deal.amount', 'german=X'])).toMatchObject({ code: 2 })
  })
})
