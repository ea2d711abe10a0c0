// A protection that changes holds for what still lies in the outbox, too; and nothing about a colleague or a person leaves more openly
// than was chosen.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
  await home.person('P2', 'baraka')
})
afterAll(() => home.close())

const letterState = async (record: string) =>
  (
    await home.rows<{ status: string; problem: string | null }>(
      `select letter_status as status, letter_problem as problem from letter join packet on packet_id = letter_packet
       join entity on entity_id = packet_entity join person on person_id = entity_id where person_hid = $1 order by letter_id desc limit 1`,
      [record],
    )
  )[0]
const done = async (...args: readonly string[]) => {
  const ended = await home.satchel(args)
  expect(ended.code, ended.err).toBe(0)
  return ended
}

test('a plain letter that is queued when a phrase is chosen never leaves', async () => {
  await done('dispatch', 'P1', '--to', 'anna')
  await done('staff', 'phrase', 'new', 'anna')
  await done('staff', 'protection', 'anna', 'passphrase')
  await done('send')
  expect(await letterState('P1')).toEqual({ status: 'failed', problem: 'protection-changed' })
  // tried again with the bytes that it had, it stays here
  const [row] = await home.rows<{ id: string }>(
    "select letter_id as id from letter where letter_problem = 'protection-changed'",
  )
  await home.satchel(['letter', 'retry', `letter-${row?.id}`])
  await done('send')
  expect(await letterState('P1')).toEqual({ status: 'failed', problem: 'protection-changed' })
  // the record goes out anew, as was chosen
  await done('dispatch', 'P1', '--to', 'anna')
  await done('send')
  expect(await letterState('P1')).toEqual({ status: 'sent', problem: null })
})

test('one for somebody without a choice waits, and leaves once plain is chosen', async () => {
  await done('dispatch', 'P2', '--to', 'baraka')
  await home.rows("update staff set staff_protection = null where staff_hid = 'baraka'")
  await done('send')
  expect((await letterState('P2'))?.status).toBe('queued')
  await done('staff', 'protection', 'baraka', 'plain')
  await done('send')
  expect(await letterState('P2')).toEqual({ status: 'sent', problem: null })
})

test('links that answer in the clear end with another protection, until somebody says so again', async () => {
  await done('staff', 'letters', 'baraka', '--answer-links', 'on')
  await done('staff', 'phrase', 'new', 'baraka')
  await done('staff', 'protection', 'baraka', 'passphrase')
  expect(await home.rows("select staff_answer_links as links from staff where staff_hid = 'baraka'")).toEqual([
    { links: null },
  ])
})

test('where people get no forms in the clear, they get all that is kept of them no more openly', async () => {
  const refused = await home.satchel(['my-data', 'P1', '--mail'], { env: { SATCHEL_OWN_FORMS: 'none' } })
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('(form/not-in-clear)')])
})

test('a hand-over to somebody without a choice changes nothing where a packet would have to follow', async () => {
  await home.person('P6', 'grace')
  await done('dispatch', 'P6', '--to', 'grace')
  await home.rows("update staff set staff_active = false where staff_hid = 'grace'")
  await home.rows("update staff set staff_protection = null where staff_hid = 'baraka'")
  const refused = await home.satchel(['hand', 'P6', '--to', 'baraka'])
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('(staff/no-protection)')])
  expect(
    await home.rows(
      `select staff_hid as owner from person join entity on entity_id = person_id join staff on staff_id = entity_owner
       where person_hid = 'P6'`,
    ),
  ).toEqual([{ owner: 'grace' }])
})
