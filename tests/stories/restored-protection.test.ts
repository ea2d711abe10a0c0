// A restore brings back how letters were protected on an earlier day. A phrase may have been lost and a choice changed since: nothing of it
// counts before a person has said that it is still right.

import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readServerState } from '@satchel/core/db/embedded-server'
import { homePaths } from '@satchel/core/home/home'
import { printReply } from '@satchel/protocol/messages/reply'
import { tokenHash } from '@satchel/protocol/messages/token'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withClient } from '../helpers/database.ts'
import { arrive, mails, makeHome, pageSealedReply, recoveryPassphrase, type TestHome } from '../helpers/home.ts'
import { runHere } from '../helpers/in-process.ts'
import { lettersOf } from '../helpers/letters.ts'
import { unlockPage } from '../helpers/unlock.ts'

let home: TestHome
let above: string
let lost = ''
const again = () => homePaths(join(above, 'again'))
const phraseIn = (out: string) => /^ {2}((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})$/m.exec(out)?.[1] ?? ''
/** Changes to staff are an administrator's. */
const byTina = (args: readonly string[]) => (args.includes('staff') ? ['--as', 'tina', ...args] : args)
const done = async (...args: readonly string[]) => {
  const ended = await home.satchel(byTina(args))
  expect(ended.code, `${args.join(' ')}: ${ended.err}`).toBe(0)
  return ended
}
const restored = (...args: readonly string[]) => runHere(['--home', again().folder, ...args])
const works = async (...args: readonly string[]) => {
  const ended = await restored(...byTina(args))
  expect(ended.code, `${args.join(' ')}: ${ended.err}`).toBe(0)
  return ended
}
const rows = async <T extends object>(text: string, values: readonly unknown[] = []) => {
  const server = readServerState(again())
  const url = `postgresql://satchel:${server?.ownerPassword}@localhost/satchel?host=${encodeURIComponent(server?.socket ?? '')}`
  return withClient(url, async client => (await client.query<T>(text, [...values])).rows)
}
const pages = (root: string, address: string) =>
  lettersOf(root, address).flatMap(({ attachments }) =>
    [...attachments].filter(([name]) => name.endsWith('.html')).map(([, page]) => page),
  )
/** The newest packet about a record, in the restored database. */
const packetOf = async (record: string) => {
  const [row] = await rows<{ id: string; hid: string; epoch: string; reply: string; status: string }>(
    `select packet_id as id, packet_hid as hid, packet_epoch as epoch, token_hid as reply, packet_status as status
     from packet join token on token_packet = packet_id and token_purpose = 'reply' join person on person_id = packet_entity
     where person_hid = $1 order by packet_id desc limit 1`,
    [record],
  )
  if (row === undefined) throw new Error(`no packet of ${record}`)
  return row
}
/** What its page sends, with the token that stands inside. */
async function answer(record: string, page: string, given: string) {
  const { hid, epoch, reply } = await packetOf(record)
  const inside = unlockPage(page, lost)
  const token = [...inside.matchAll(/[0-9A-Za-z]{26}/g)].map(([each]) => each).find(each => tokenHash(each) === reply)
  const id = tokenHash(given).slice(0, 32)
  const text = printReply({
    version: 1,
    id,
    draft: id,
    sequence: 1,
    packet: hid,
    epoch: Number(epoch),
    token: token ?? '',
    set: new Map([['given-name', given]]),
    rows: [],
    drops: [],
    files: [],
  })
  await arrive(again(), await pageSealedReply(again(), text))
  await restored('import')
  const [row] = await rows<{ evidence: string }>('select reply_evidence as evidence from reply where reply_hid = $1', [
    id,
  ])
  return row?.evidence
}

beforeAll(async () => {
  above = mkdtempSync(join(tmpdir(), 'satchel-restored-protection-'))
  chmodSync(above, 0o711)
  home = await makeHome()
  await home.rows("select add_staff('tina', 'Tina', 'tina@kilimo.example', 'admin', 'en', 'plain')")
  for (const hid of ['P1', 'P2', 'P3']) await home.person(hid)
  await home.person('B1', 'baraka')
  lost = phraseIn((await done('staff', 'protection', 'anna', 'passphrase')).out)
  await done('dispatch', 'P1', 'P2', '--to', 'anna')
  await done('send')
  // one that still waits when the backup is taken
  await done('dispatch', 'P3', '--to', 'anna')
  const file = join(above, 'satchel.backup')
  await done('db', 'backup', file)
  // since then the phrase was lost, and somebody else chose something safer
  await done('staff', 'phrase', 'new', 'anna')
  await done('staff', 'protection', 'baraka', 'passphrase')
  writeFileSync(join(above, 'passphrase'), `${await recoveryPassphrase()}\n`)
  copyFileSync(join(home.home.keys, 'recovery-private.asc'), join(above, 'recovery.asc'))
  const keys = ['--recovery-key', join(above, 'recovery.asc'), '--passphrase-file', join(above, 'passphrase')]
  const made = await works('db', 'restore', file, ...keys)
  expect(made.out).toContain('satchel staff confirm')
})
afterAll(async () => {
  await restored('db', 'stop')
  rmSync(above, { recursive: true, force: true })
  await home.close()
})

test('sends nothing under the protection of the backup, and says everywhere what to do', async () => {
  for (const [record, name] of [
    ['P1', 'anna'],
    ['B1', 'baraka'],
  ] as const) {
    const refused = await restored('dispatch', record, '--to', name, '--again')
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('(staff/not-confirmed)')])
    expect(refused.err).toContain('satchel staff confirm')
  }
  expect((await restored('next')).out).toMatch(/ staff confirm\n +check protection after the restore: .* anna, baraka/)
  expect((await restored('status')).out).toContain('NOT CONFIRMED since the restore, so no packet goes to them: anna')
  // letters of the outbox wait, too
  await works('db', 'release')
  await works('db', 'release', '--letters')
  await works('send')
  expect(pages(again().mail, mails.anna)).toHaveLength(pages(home.home.mail, mails.anna).length)
})

test('a phrase of the backup proves nobody, and what is told of a reply is numbers', async () => {
  const [page = ''] = pages(home.home.mail, mails.anna)
  expect(await answer('P1', page, 'Mallory')).toBe('weak')
  await works('send')
  const told = lettersOf(again().mail, mails.anna).filter(({ file }) => file.startsWith('outcome-'))
  expect(told.map(({ attachments }) => attachments.size)).toEqual([0])
})

test('what is still right counts again by one command of an administrator, pages that are out are read, and letters that waited leave', async () => {
  const listed = await works('--json', 'staff', 'confirm')
  expect(listed.json<{ waits: { hid: string; protection: string }[] }>().waits).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ hid: 'anna', protection: 'passphrase', phrase: expect.stringMatching(/^\d{4}-/) }),
      expect.objectContaining({ hid: 'baraka', protection: 'plain' }),
    ]),
  )
  expect((await restored('--as', 'anna', 'staff', 'confirm', 'anna')).err).toContain('(staff/admin-only)')
  expect((await restored('--as', 'tina', 'staff', 'confirm', 'nobody')).err).toContain('(staff/not-known)')
  await works('staff', 'confirm', 'anna')
  const [, page = ''] = pages(home.home.mail, mails.anna)
  expect(await answer('P2', page, 'Joan')).toBe('strong')
  const before = pages(again().mail, mails.anna).length
  await works('send')
  expect(pages(again().mail, mails.anna)).toHaveLength(before + 1)
  await works('staff', 'confirm', '--all')
  expect((await works('staff', 'confirm')).out).toContain('Nothing waits to be confirmed.')
  await works('dispatch', 'B1', '--to', 'baraka')
})

test('a new phrase needs no confirmation: the packets that the lost one opens are revoked, those of the outbox with them', async () => {
  // as it is right after a restore
  await works('dispatch', 'P3', '--to', 'anna', '--again')
  await rows("update letter set letter_status = 'parked' where letter_status = 'queued' and letter_kind = 'packet'")
  await rows(
    'update staff set staff_protection_restored = staff_protection, staff_protection = null where staff_protection is not null',
  )
  const dry = await works('staff', 'phrase', 'new', 'anna', '--dry-run')
  expect(dry.out).toContain('would revoke 4 open packets')
  expect(dry.out).not.toContain('shown this once')
  expect((await packetOf('P3')).status).toBe('open')
  const made = await works('staff', 'phrase', 'new', 'anna')
  expect(made.out).toContain('Revoked: 4 open packets')
  expect(made.out).toContain('satchel dispatch P1 P2 P3 --to anna --form call-report')
  const waiting = await packetOf('P3')
  expect(waiting.status).toBe('revoked')
  expect(
    await rows("select letter_status as s, letter_problem as p from letter where letter_hid = 'packet-' || $1", [
      waiting.hid,
    ]),
  ).toEqual([{ s: 'failed', p: 'packet-revoked' }])
  await works('dispatch', 'P3', '--to', 'anna', '--form', 'call-report')
  await works('send')
  const page = pages(again().mail, mails.anna).at(-1) ?? ''
  expect(() => unlockPage(page, lost)).toThrow('authenticate')
  expect(unlockPage(page, phraseIn(made.out))).toContain('Okello')
})
