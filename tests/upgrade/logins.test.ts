// Staff of an earlier version log in to PostgreSQL after the upgrade, each with the rights of their role, and no others.

import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Restored, restoreFixture } from './restored.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 300_000 })

let old: Restored
const logins = new Map<string, pg.Client>()
beforeAll(async () => {
  old = await restoreFixture()
  for (const name of ['anna', 'baraka', 'maria', 'sam', 'grace', 'ada', 'mark', 'nina', 'audrey'])
    logins.set(name, await old.login(name))
})
afterAll(async () => {
  for (const client of logins.values()) await client.end()
  await old.close()
})

const query = async (name: string, text: string) => {
  const client = logins.get(name)
  if (client === undefined) throw new Error(`no login ${name}`)
  return client.query<Record<string, unknown>>(text)
}
/** SQLSTATE of what is refused; null where it is not. */
const refusal = (name: string, text: string) =>
  query(name, text).then(
    () => null,
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  )
const seen = async (name: string) =>
  (await query(name, 'select person_hid as hid from person order by 1')).rows.map(row => row.hid)
const change = (hid: string) => `update person set person_note = 'changed' where person_hid = '${hid}'`

describe('sales', () => {
  test('see and change what they own, with their own notes, and nothing of a colleague', async () => {
    expect(await seen('baraka')).toEqual(['B-01', 'B-02', 'B-03'])
    expect((await seen('anna')).filter(hid => !String(hid).startsWith('A'))).toEqual([])
    expect((await query('anna', change('A-04'))).rowCount).toBe(1)
    expect((await query('anna', change('B-01'))).rowCount).toBe(0)
    expect((await query('baraka', change('A-04'))).rowCount).toBe(0)
    const notes = "select activity_body from activity where activity_body like 'For myself%'"
    expect((await query('anna', notes)).rowCount).toBe(1)
    for (const other of ['baraka', 'maria', 'grace', 'sam'])
      expect([other, (await query(other, notes)).rowCount]).toEqual([other, 0])
    expect(await refusal('anna', 'select from audit')).toBe('42501')
  })
})

test('a manager sees and changes what she owns, and nothing beside', async () => {
  const hers = await seen('maria')
  expect(hers).toContain('M-01')
  expect(hers.filter(hid => /^[BCD]/.test(String(hid)))).toEqual([])
  expect((await query('maria', change('M-01'))).rowCount).toBe(1)
})

test('support reads people and tickets, and changes no person', async () => {
  expect(await seen('sam')).toContain('B-01')
  expect((await query('sam', "select from ticket where ticket_hid = 'T-1'")).rowCount).toBe(1)
  expect(
    (await query('sam', "update ticket set ticket_resolution = 'Sent again' where ticket_hid = 'T-1'")).rowCount,
  ).toBe(1)
  expect(await refusal('sam', change('A-04'))).toBe('42501')
})

test('the office and an administrator see and change everybody', async () => {
  for (const name of ['grace', 'ada']) {
    expect(await seen(name)).toEqual(expect.arrayContaining(['A-01', 'B-01', 'C-01', 'D-01', 'M-01']))
    expect((await query(name, change('D-03'))).rowCount).toBe(1)
    expect((await query(name, 'select from change')).rowCount).toBeGreaterThan(0)
  }
  expect(
    (await query('grace', "select from deal join deal_line on deal_line_deal = deal_id where deal_hid = 'V-1'"))
      .rowCount,
  ).toBe(1)
})

test('marketing keeps lists, an analyst sees numbers and no name, an auditor reads the audit; none of them changes a person', async () => {
  expect(
    (await query('mark', "select from member join grp on grp_id = member_grp where grp_hid = 'L-goats'")).rowCount,
  ).toBe(3)
  expect((await query('nina', 'select person_language from person')).rowCount).toBeGreaterThan(15)
  expect(await refusal('nina', 'select person_given from person')).toBe('42501')
  expect((await query('audrey', 'select from audit')).rowCount).toBeGreaterThan(50)
  for (const name of ['mark', 'nina', 'audrey'])
    expect([name, await refusal(name, change('A-04'))]).toEqual([name, '42501'])
})
