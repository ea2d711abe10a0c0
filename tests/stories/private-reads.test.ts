// A colleague who is shown what only the office sees of a person leaves a note of it: who, which fields, when and by which page. No value is in it.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
let served: TestConsole
beforeAll(async () => {
  home = await makeHome()
  await home.person('P7')
  await home.person('P8')
  await home.rows(
    "insert into person_private (person_private_id, person_private_document, person_private_note) select person_id, 'AB123456', 'Ill since May' from person where person_hid = 'P7'",
  )
  served = await openTestConsole(home)
})
afterAll(async () => {
  await served.close()
  await home.close()
})

const reads = () =>
  home.rows(
    "select person_hid as person, private_read_by ~ '_staff_grace$' as grace, private_read_page as page, private_read_fields as fields from private_read join person on person_id = private_read_entity order by private_read_id",
  )
const noted = (page: string) => ({ person: 'P7', grace: true, page, fields: 'document note' })

test('a record that is shown, its history and all its data are noted, by command and in the console', async () => {
  expect((await home.satchel(['--as', 'grace', 'show', 'P7'])).out).toContain('AB123456')
  expect(await reads()).toEqual([noted('show')])
  const office = await served.as('grace')
  expect((await office.get('/records/P7/history')).text).toContain('AB123456')
  expect(await reads()).toEqual([noted('show'), noted('history')])
  const file = await office.post('/records/P7/my-data', { kind: 'data' })
  expect(file.text).toContain('AB123456')
  expect(await reads()).toEqual([noted('show'), noted('history'), noted('my-data')])
})

test('who sees none of it leaves no note, and a record without it gets none', async () => {
  const before = await reads()
  const sales = await served.as('anna')
  await sales.get('/records/P7')
  await home.satchel(['--as', 'anna', 'show', 'P7'])
  const office = await served.as('grace')
  await office.get('/records/P8/history')
  await home.satchel(['--as', 'grace', 'show', 'P8'])
  expect(await reads()).toEqual(before)
})

test('the office reads the notes, a salesperson does not, and they go with the person', async () => {
  const [row] = await home.rows<{ id: string }>("select person_id as id from person where person_hid = 'P7'")
  const asked = ['query', 'privacy/reads', '--param', `entity=${row?.id ?? ''}`]
  const told = await home.satchel(['--as', 'grace', ...asked])
  expect(told.out).toContain('document note')
  expect(told.out).not.toContain('AB123456')
  expect((await home.satchel(['--as', 'anna', ...asked])).out).not.toContain('document')
  expect((await home.satchel(['--as', 'grace', 'erase', 'P7', '--sure'])).code).toBe(0)
  expect(await reads()).toEqual([])
})
