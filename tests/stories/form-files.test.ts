// Definitions before they are sent: written to begin with, and checked with every fault by line.

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mails, makeHome, replyTo, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
})
afterAll(() => home.close())

const path = (name: string) => join(home.home.forms, `${name}.sexp`)
const check = async (file: string) => {
  const ended = await home.satchel(['form', 'check', file, '--json'])
  const { faults } = ended.json<{ faults: { line: number; fault: string }[] }>()
  return { code: ended.code, faults: faults.map(({ line, fault }) => `${line} ${fault}`) }
}
const formCount = async () => (await home.rows<{ forms: number }>('select count(*)::int as forms from form'))[0]?.forms

describe('form new', () => {
  test('writes every field of each type of record, and check finds no fault in it', async () => {
    const types = await home.rows<{ type: string }>(
      "select entity_type_hid as type from entity_type where entity_type_hid <> 'staff'",
    )
    expect(types.length).toBeGreaterThan(5)
    for (const { type } of types) {
      const made = (await home.satchel(['form', 'new', `of-${type}`, '--type', type, '--json'])).json<{
        fields: number
        leftOut: string[]
      }>()
      expect(await check(`of-${type}`), type).toEqual({ code: 0, faults: [] })
      const columns = await home.rows<{ field: string }>(
        `select field from entity_type, lateral table_fields(entity_type_table) where entity_type_hid = $1 and field <> 'id'`,
        [type],
      )
      // nothing of the type is lost on the way: each column is a field, or is named as one that no form can hold
      const text = readFileSync(path(`of-${type}`), 'utf8')
      for (const { field } of columns)
        expect(text.includes(`(field ${field} (column `) || made.leftOut.includes(field), `${type} ${field}`).toBe(true)
    }
  })

  test('takes the words that people use for a type, and the lists of this installation', async () => {
    await home.rows(
      "insert into lookup (lookup_hid, lookup_domain, lookup_value, lookup_name, lookup_sort, lookup_labels) values ('industry/bees', 'industry', 'bees', 'Beekeeping', 99, '{\"fr\": \"Apiculture\"}')",
    )
    expect(await home.satchel(['form', 'new', 'bees', '--type', 'organisations'])).toMatchObject({ code: 0 })
    expect(readFileSync(path('bees'), 'utf8')).toContain('(choice bees (en "Beekeeping") (fr "Apiculture"))')
    expect(await check('bees')).toEqual({ code: 0, faults: [] })
  })

  test('copies a form that is there, with its name and number alone changed, and goes on behind a version that was published', async () => {
    expect(await home.satchel(['form', 'new', 'our-visit', '--from', 'visit'])).toMatchObject({ code: 0 })
    const shipped = readFileSync(join(import.meta.dirname, '../../forms/definitions/visit.sexp'), 'utf8')
    expect(readFileSync(path('our-visit'), 'utf8')).toBe(
      shipped.replace(/\(name "visit"\) \(version [0-9]+\)/, '(name "our-visit") (version 1)'),
    )
    expect(await check('our-visit')).toEqual({ code: 0, faults: [] })
    await home.satchel(['form', 'publish'])
    rmSync(path('our-visit'))
    expect(await home.satchel(['form', 'new', 'our-visit', '--from', 'our-visit'])).toMatchObject({ code: 0 })
    expect(readFileSync(path('our-visit'), 'utf8')).toContain('(name "our-visit") (version 2)')
  })

  test('shows the stages of a process as they are called here, and an answer moves the record', async () => {
    await home.rows("select add_process('farmer')")
    const none = await home.satchel(['form', 'new', 'plot', '--from', 'land-report', '--stage', 'farmr'])
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('hint: do you mean farmer?')])
    const other = await home.satchel(['form', 'new', 'plot', '--from', 'ticket', '--stage', 'farmer'])
    expect([other.code, other.err]).toEqual([
      2,
      expect.stringContaining('is for records of the type person, not ticket'),
    ])
    expect(await home.satchel(['form', 'new', 'plot', '--from', 'land-report', '--stage', 'farmer'])).toMatchObject({
      code: 0,
    })
    expect(await check('plot')).toEqual({ code: 0, faults: [] })
    await home.satchel(['form', 'publish'])
    await home.person('P9')
    await home.rows(
      "insert into development_tracking (development_tracking_entity, development_tracking_stage) select find_entity('P9'), development_stage_id from development_stage where development_stage_hid = 'farmer-land-report'",
    )
    expect(await home.satchel(['dispatch', 'P9', '--form', 'plot', '--to', 'anna'])).toMatchObject({ code: 0 })
    await home.satchel(['send'])
    const [packet] = home.packets(mails.anna)
    if (packet === undefined) throw new Error('no packet')
    expect(packet.record.fields.get('stage')).toBe('farmer-land-report')
    const report = { when: '2026-11-20', crop: 'Maize, 2 acres' }
    home.drop('plot', replyTo(packet, { set: { stage: 'farmer-exchange' }, report }))
    expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ imported: 1, quarantined: 0 })
    expect(
      await home.rows(
        `select development_stage_hid as stage, (select lookup_value(activity_kind) from activity where activity_entity = find_entity('P9')) as report
         from development_tracking join development_stage on development_stage_id = development_tracking_stage
         where development_tracking_entity = find_entity('P9') and development_tracking_finished is null`,
      ),
    ).toEqual([{ stage: 'farmer-exchange', report: 'visit' }])
  })

  test('leaves a file alone that is there, and writes none where something is wrong', async () => {
    writeFileSync(path('mine'), 'my words')
    const ended = await home.satchel(['form', 'new', 'mine', '--type', 'deal'])
    expect([ended.code, ended.err]).toEqual([2, expect.stringContaining('already, and nothing was written.')])
    expect(readFileSync(path('mine'), 'utf8')).toBe('my words')
    for (const [args, said] of [
      [['visit', '--type', 'person'], '"visit" is the name of a form that comes with the program'],
      [['other', '--type', 'dael'], 'hint: do you mean deal?'],
      [['other', '--from', 'vist'], 'hint: do you mean visit?'],
      [['other', '--from', 'self-update'], 'is the one of people themselves'],
      [['other', '--from', 'visit', '--type', 'deal'], 'The form visit is for records of the type person, not deal.'],
      [['other', '--type', 'staff'], 'You may write no field of the type staff'],
      [['other'], 'Say which records the form is for.'],
      [['Other Form', '--type', 'deal'], 'The name of a form is small letters, digits and hyphens'],
      [['../other', '--type', 'deal'], 'The name of a form is small letters, digits and hyphens'],
    ] as const) {
      const refused = await home.satchel(['form', 'new', ...args])
      expect([refused.code, refused.err], args.join(' ')).toEqual([2, expect.stringContaining(said)])
    }
    expect(existsSync(path('other'))).toBe(false)
    rmSync(path('mine'))
  })
})

const wrong = `(satchel-form (name "wrong") (version 1) (entity deal)
  (title (en "Deal"))
  (field value (column "deal_amuont") (type integer) (label (en "Value")))
  (field colour (column "colour") (type text) (label (en "Colour")))
  (field closed (column "deal_closed") (type text) (label (en "Closed")))
  (field kind (column "deal_kind") (type choice) (label (en "Kind"))
    (choice ordr (en "order")))
  (field sort (column "deal_kind") (type text) (label (en "Sort")))
  (report (kind vist)
    (field when (column "activity_start") (type date) (required true) (label (en "Date")))))`

describe('form check', () => {
  test('tells what the database finds wrong, each with its line and what to write instead', async () => {
    writeFileSync(path('wrong'), wrong)
    const before = await formCount()
    const { code, faults } = await check('wrong')
    expect(code).toBe(3)
    expect(faults).toEqual([
      '3 field value: there is no column deal_amuont in the table deal: do you mean (column "deal_amount")?',
      expect.stringMatching(/^4 field colour: there is no column colour in the table deal: there is deal_name, /),
      '5 field closed: the column deal_closed holds date, which the type text cannot: write (type date)',
      '6 field kind: the choice ordr is not in the list deal-kind: do you mean order?',
      '8 field sort: the column deal_kind holds a word of the list deal-kind, so its type is choice: write (type choice) and a (choice ...) for each of opportunity, quote, order, invoice, contract, credit',
      expect.stringMatching(
        /^9 the report: \(kind \.\.\.\) is not one of the list activity-kind: .*: do you mean \(kind visit\)\?$/,
      ),
    ])
    expect(await formCount()).toBe(before)
    const spoken = await home.satchel(['form', 'check', path('wrong')])
    expect([spoken.code, spoken.out.split('\n')[0]]).toEqual([3, `wrong.sexp, line 3: ${faults[0]?.slice(2)}`])
    // and publishing says the same
    expect((await home.satchel(['form', 'publish'])).err).toContain(`hint: wrong.sexp, line 3: ${faults[0]?.slice(2)}`)
  })

  test.each([
    [
      '(entity deal)',
      '(entity deel)',
      /^1 the form: \(entity \.\.\.\) is not one of .*: do you mean \(entity deal\)\?$/,
    ],
    [
      '(type integer)',
      '(type intger)',
      /^3 field value: \(type \.\.\.\) is not one of .*: do you mean \(type integer\)\?$/,
    ],
    [
      '(column "deal_amuont")',
      '(colum "deal_amount")',
      /^3 field value: \(colum \.\.\.\) is not known here: do you mean \(column \.\.\.\)\?$/,
    ],
    [
      '(label (en "Value"))',
      '(label (en "End"))',
      /^2 the form: the text form itself and value share the label "end"$/,
    ],
    ['(name "wrong")', '(name "visit")', /^1 the form: \(name \.\.\.\) is that of a form that comes with the program/],
    ['(title (en "Deal"))', '(title (en "Deal)', /^\d+ ./],
  ])('of %s as %s says what is meant', async (right, instead, fault) => {
    writeFileSync(path('wrong'), wrong.replace(right, instead))
    const { code, faults } = await check('wrong')
    expect(code).toBe(3)
    expect(
      faults.filter(each => fault.test(each)),
      faults.join('\n'),
    ).toHaveLength(1)
    rmSync(path('wrong'))
  })

  test('asks for the next number where a published version was changed', async () => {
    await home.satchel(['form', 'new', 'changed', '--type', 'ticket'])
    await home.satchel(['form', 'publish'])
    expect(await check('changed')).toEqual({ code: 0, faults: [] })
    writeFileSync(path('changed'), readFileSync(path('changed'), 'utf8').replace('(en "Name")', '(en "Matter")'))
    expect(await check('changed')).toEqual({
      code: 3,
      faults: ['1 the form: (version ...) was published with another content: write (version 2)'],
    })
  })

  test('of no file, or of one that is no text, says so', async () => {
    const none = await home.satchel(['form', 'check', 'nothing'])
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('The file nothing cannot be read.')])
    writeFileSync(path('bytes'), Buffer.from([0xff, 0xfe, 0x00]))
    const bytes = await home.satchel(['form', 'check', 'bytes'])
    expect([bytes.code, bytes.err]).toEqual([2, expect.stringContaining('is no text in UTF-8')])
    writeFileSync(path('bytes'), Buffer.alloc(1024 * 1024 + 1, 32))
    expect((await home.satchel(['form', 'check', 'bytes'])).err).toContain('larger than 1 MiB')
    rmSync(path('bytes'))
  })
})
