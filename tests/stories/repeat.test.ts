// The very same file once more: nothing is done twice, it is said, and whoever may have lost the answer gets it again.

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
