// Rows of a record of one's own go out in a form, as a collection.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mails, makeHome, replyTo, type TestHome } from '../helpers/home.ts'

let home: TestHome
let crate: string
beforeAll(async () => {
  home = await makeHome()
  for (const words of [
    ['new-type', 'crate', 'wood:text'],
    ['new-table', 'crate-visit', 'line:text:required', 'weight:number', 'tel:phone', '--of', 'crate'],
  ])
    expect((await home.satchel(words)).code).toBe(0)
  crate = (await home.satchel(['--json', 'add', 'crate', 'name=Red crate', 'owner=anna'])).json<{ record: string }>()
    .record
  expect((await home.satchel(['set', crate, 'crate-visit/new.line=First visit'])).code).toBe(0)
}, 180_000)
afterAll(() => home?.close())

describe("rows of one's own", () => {
  test('are added, changed and removed by an answer', async () => {
    expect((await home.satchel(['form', 'new', 'crate-rows', '--type', 'crate'])).code).toBe(0)
    const file = join(home.home.folder, 'forms', 'crate-rows.sexp')
    const rows = `  (collection crate-visit (table "own_crate_visit") (add true) (change true) (drop true)
    (label (en "Visit"))
    (field line (column "own_crate_visit_line") (type text) (required true) (label (en "line of the visit")))
    (field weight (column "own_crate_visit_weight") (type number) (label (en "weight then")))
    (field tel (column "own_crate_visit_tel") (type phone) (label (en "number then"))))
`
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^  \(report/m, `${rows}  (report`))
    expect(await home.satchel(['form', 'publish'])).toMatchObject({ code: 0 })
    for (const line of ['Second visit', 'Third visit'])
      expect(
        (await home.satchel(['set', crate, `crate-visit/new.line=${line}`, 'crate-visit/new.weight=7'])).code,
      ).toBe(0)
    expect(await home.satchel(['dispatch', crate, '--to', 'anna', '--form', 'crate-rows'])).toMatchObject({ code: 0 })
    expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
    const [packet] = home.packets(mails.anna)
    if (packet === undefined) throw new Error('no packet')
    const row = (line: string) => {
      const found = packet.record.rows.get('crate-visit')?.find(({ fields }) => fields.get('line') === line)
      if (found === undefined) throw new Error(`the packet has no ${line}`)
      return { collection: 'crate-visit', row: found.id }
    }
    home.drop(
      'rows.sexp',
      replyTo(packet, {
        rows: [
          { ...row('Second visit'), fields: { weight: '8', tel: '0754 000 333' } },
          { collection: 'crate-visit', row: 'new-1', fields: { line: 'Fourth visit', weight: '4.5' } },
          { collection: 'crate-visit', row: 'new-2', fields: { line: 'Fifth visit', tel: 'none' } },
        ],
        drops: [row('Third visit')],
      }),
    )
    await home.satchel(['import'])
    expect(
      await home.rows(
        'select own_crate_visit_line as line, own_crate_visit_weight::text as weight, own_crate_visit_tel as tel from own_crate_visit join own_crate on own_crate_id = own_crate_visit_crate where own_crate_hid = $1 order by own_crate_visit_id',
        [crate],
      ),
    ).toEqual([
      { line: 'First visit', weight: null, tel: null },
      { line: 'Second visit', weight: '8', tel: '0754 000 333' },
      { line: 'Fourth visit', weight: '4.5', tel: null },
    ])
    // what is none waits, and nothing of its row is lost
    expect((await home.satchel(['review', 'list'])).out).toMatch(/crate-visit.*not-a-phone/)
  })
})
