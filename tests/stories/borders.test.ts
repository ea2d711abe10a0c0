// Ways around the channels that must stay shut: a receipt that the sender wrote, a settling without a look, a home folder over
// another one's database, an attempt that another's lock cost.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { printSubmission } from '@satchel/protocol/messages/submission'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHome, mails, replyTo, type TestHome } from '../helpers/home.ts'
import { runHere } from '../helpers/in-process.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await home.person('B1')
  expect(await home.satchel(['dispatch', 'B1', '--to', 'anna'])).toMatchObject({ code: 0 })
  expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
})
afterAll(() => home.close())

function packet() {
  const [found] = home.packets(mails.anna)
  if (found === undefined) throw new Error('no packet')
  return found
}

test('a submission without a seal is put aside: it could name any time of receipt', async () => {
  const body = replyTo(packet(), { set: { 'given-name': 'James' } })
  const submission = {
    version: 1,
    channel: 'web',
    kind: 'reply',
    received: packet().issued,
    receipt: 'x',
    cleaned: 0,
  } as const
  home.drop('open.sexp', printSubmission({ ...submission, fields: [['body', body]], files: [] }))
  expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ quarantined: 1, imported: 0 })
  expect(await home.rows('select item_problem as v from item')).toEqual([{ v: 'item/not-a-reply' }])
})

test('a reply file with the line ends of another system is read', async () => {
  home.drop('crlf.sexp', `\u{FEFF}${replyTo(packet(), { set: { title: 'Dr' } }).replaceAll('\n', '\r\n')}`)
  expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ imported: 1 })
})

test('the last step of settling is no way of its own', async () => {
  home.drop('held.sexp', replyTo(packet(), { set: { born: '1970-01-02' } }))
  expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ held: 1 })
  const alone = `with me as (select set_config('role', staff_role_of('grace'), false)),
    held as (select change_id from change where change_outcome = 'held')
    select resolve_end(change_id, 'accepted', '', change_id) from me, held`
  await expect(home.rows(alone)).rejects.toMatchObject({ code: '42501' })
  expect(await home.rows("select 1 from change where change_outcome = 'held'")).toHaveLength(1)
})

test("a home folder made over another one's database is refused, and the first one goes on working", async () => {
  const other = join(mkdtempSync(join(tmpdir(), 'satchel-other-')), 'home')
  const made = await runHere([
    '--home',
    other,
    'init',
    '--protection',
    'plain',
    '--database-url',
    home.database.url('satchel'),
  ])
  expect([made.code, made.err]).toMatchObject([2, expect.stringContaining('home/other-instance')])
  expect(await home.satchel(['import', '--json'])).toMatchObject({ code: 0 })
  rmSync(join(other, '..'), { recursive: true })
})

test("an attempt that failed through somebody else's lock is given back", async () => {
  await home.rows(
    "insert into item (item_hid, item_channel, item_trust, item_size, item_received, item_pulled_run) select repeat('a', 64), 'folder', 'local', 1, now(), max(import_run_id) from import_run",
  )
  await home.rows("update item set item_attempts = 3 where item_hid = repeat('a', 64)")
  const { withClient } = await import('../helpers/database.ts')
  await withClient(home.database.url('satchel_import'), client =>
    client.query("select release_attempt(item) from waiting_items(null, null, 10) where hash = repeat('a', 64)"),
  )
  expect(await home.rows("select item_attempts as v from item where item_hid = repeat('a', 64)")).toEqual([{ v: 2 }])
})
