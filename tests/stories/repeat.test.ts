// Too much and once more: rows without end are put aside; the very same file again does nothing twice, it is said, and whoever may
// have lost the answer gets it again.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { mails, makeHome, replyTo, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
  await home.satchel(['dispatch', 'P1', '--to', 'anna'])
  await home.satchel(['send'])
})
afterAll(() => home.close())

test('a reply may state 300 rows; one more is put aside before the database sees it', async () => {
  const [packet] = home.packets(mails.anna)
  if (packet === undefined) throw new Error('no packet')
  const rows = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      collection: 'contact-point',
      row: `new-${index}`,
      fields: { kind: 'phone', value: `+255 711 ${String(index).padStart(6, '0')}` },
    }))
  home.drop('most.sexp', replyTo(packet, { rows: rows(300) }))
  home.drop('more.sexp', replyTo(packet, { rows: rows(301) }))
  expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ imported: 1, quarantined: 1 })
  expect((await home.satchel(['quarantine', 'list'])).out).toContain('reply/too-many-rows')
  expect((await home.satchel(['send'])).code).toBe(0)
})

test('a file that comes again is told to the operator; an hour after its answer went out, the same bytes go out again', async () => {
  const [packet] = home.packets(mails.anna)
  if (packet === undefined) throw new Error('no packet')
  const file = replyTo(packet, { set: { 'given-name': 'James' } })
  home.drop('first.sexp', file)
  expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ imported: 1 })
  expect((await home.satchel(['send', '--json'])).json()).toMatchObject({ sent: 1 })
  const before = await home.rows('select audit_id from audit order by 1')
  for (const [hours, letters] of [
    [0, 0],
    [2, 1],
  ] as const) {
    await home.rows('update letter set letter_sent = letter_sent - make_interval(hours => $1)', [hours])
    home.drop('again.sexp', file)
    const again = await home.satchel(['import'])
    expect([again.code, again.err]).toEqual([0, expect.stringContaining('was here before (imported)')])
    expect((await home.satchel(['send', '--json'])).json()).toMatchObject({ sent: letters })
  }
  expect(await home.rows('select audit_id from audit order by 1')).toEqual(before)
})
