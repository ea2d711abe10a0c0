// Whose people a load reaches: row security and grants of the acting role decide, and tell nothing else.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { sheetsOf, type Told } from '../helpers/sheets.ts'

let empty: TestHome
let home: TestHome
beforeAll(async () => {
  empty = await makeHome()
})
afterAll(() => empty.close())
beforeEach(async () => {
  home = await makeHome({ from: empty })
  return () => home.close()
})

const { sheet, load } = sheetsOf(() => home)

describe('rights', () => {
  test("a salesperson loads people of their own, never another's, and never learns who else is there", async () => {
    await home.person('P900', 'baraka')
    const own = sheet('name,phone\nNew Person,0700 000 931\nJimmy Okello,0700 000 001\n')
    expect(await load(own)).toMatchObject({ new: 1, same: 1 })
    const asAnna = async (file: string) => {
      const ended = await home.satchel(['--json', '--as', 'anna', 'load', file])
      return { code: ended.code, ...ended.json<Told & { problem?: { code: string } }>() }
    }
    // baraka's Jimmy is not seen, so the row is somebody new of anna's own
    expect(await asAnna(sheet('name,phone\nJimmy Okello,0700 000 001\n'))).toMatchObject({ code: 0, new: 1 })
    expect(await asAnna(sheet('id,name\nP900,Jimmy Okello\n'))).toMatchObject({
      code: 3,
      faults: [{ line: 2, column: 'id', fault: 'is the id of a record that you may not see' }],
    })
    expect(await asAnna(sheet('name,owner\nJimmy Okello,baraka\n'))).toMatchObject({ code: 3, done: false })
    expect(
      (await home.rows("select 1 from entity join staff on staff_id = entity_owner where staff_hid = 'baraka'")).length,
    ).toBe(1)
  })

  test('a salesperson sees the files that they loaded, and no others', async () => {
    await load(sheet('name\nJimmy Okello\n', 'office.csv'))
    await home.satchel(['--as', 'anna', 'load', sheet('name\nAgnes Auma\n', 'anna.csv')])
    const seen = await home.satchel(['--json', '--as', 'anna', 'query', 'load/runs', '--param', 'limit=5'])
    expect(seen.json()).toMatchObject([{ file: 'anna.csv' }])
  })
})
