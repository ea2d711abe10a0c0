// Killed at every step, and at random moments: after the next runs, database, spool and mailboxes are as if nobody had pulled
// the plug. SATCHEL_CRASHES and SATCHEL_CRASH_SEED make it a long run (npm run crash); npm run test:system makes a shorter one.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillForm, mails, makeHome, replyTo, sealedReply, type TestHome } from '../helpers/home.ts'
import { importAgain } from '../helpers/import-again.ts'
import { attachmentOf } from '../helpers/letters.ts'
import { randoms } from '../helpers/randoms.ts'
import { filesOf, tablesOf } from '../helpers/state.ts'
import { channelSteps } from './crash-channel-steps.ts'

/** Every step that can be named in SATCHEL_CRASH_AT, and which of its times is the most telling one. */
const steps: Readonly<
  Record<'import' | 'dispatch' | 'send' | 'channels' | 'others', Readonly<Record<string, number>>>
> = {
  import: {
    'import/begun': 1,
    'spool/created': 2,
    'spool/written': 2,
    'spool/synced': 1,
    'spool/linked': 2,
    'spool/unlinked': 1,
    'spool/folder-synced': 2,
    'import/spooled': 2,
    'import/taken': 3,
    'import/recorded': 3,
    'import/tried': 2,
    'import/opened': 1,
    'import/parsed': 2,
    'import/applied': 2,
    'import/acknowledged': 2,
    'import/ended-item': 1,
    'import/committed': 2,
    'import/put-away': 3,
    'import/ended': 1,
  },
  dispatch: { 'dispatch/opened': 1, 'dispatch/posted': 1, 'dispatch/committed': 1 },
  /** Of files of people, backup and restore, edits, erasures, letters, commands and own tables: load, load-undo, files-whole, backup, holds, erase, letters-upgrade records-whole and own-tables.test.ts kill there. */
  others: {
    'erase/noted': 1,
    'erase/committed': 1,
    'load/written': 1,
    'load/tables-written': 1,
    'consent/list-noted': 1,
    'load/undone': 1,
    'backup/tables': 1,
    'backup/written': 1,
    'restore/filled': 1,
    'edit/spooled': 1,
    'letters/sealed': 1,
    'out/staged': 1,
    'out/placed': 1,
    'command/read': 1,
    'command/written': 1,
    'own/committed': 1,
  },
  /** Of the channels: tests/stories/crash-channels.test.ts kills there. */
  channels: channelSteps,
  send: { 'maildir/written': 1, 'maildir/linked': 2, 'maildir/synced': 1, 'send/delivered': 2, 'send/marked': 1 },
}

const root = join(import.meta.dirname, '../..')
let prepared: TestHome
let imported: TestHome
let expected: { readonly tables: Record<string, readonly string[]>; readonly files: readonly string[] }

const stateOf = async (home: TestHome) => ({ tables: await tablesOf(home), files: filesOf(home) })

/** Answers of every kind: a text form, a reply file with a new row, a hold, a sealed reply, a repeat, a broken file. */
async function fillInbox(home: TestHome, people: readonly string[]): Promise<void> {
  const packets = home.packets(mails.anna)
  const ids = await home.rows<{ hid: string; packet: string }>(
    'select person_hid as hid, packet_hid as packet from packet join person on person_id = packet_entity',
  )
  const [first, second, third, fourth] = people.map(hid => {
    const found = packets.find(packet => packet.id === ids.find(row => row.hid === hid)?.packet)
    if (found === undefined) throw new Error(`no packet of ${hid}`)
    return found
  })
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) return
  const letter = home.letters(mails.anna).find(({ file }) => file.includes(first.id))
  if (letter === undefined) throw new Error('no letter')
  const form = { 'Given name': 'James', 'Date of the contact': '2026-11-20', 'What was said': 'Wants seed' }
  home.drop('1.txt', fillForm(attachmentOf(letter, '.txt'), form))
  const rows = [{ collection: 'contact-point', row: 'new-1', fields: { kind: 'phone', value: '0700 000 777' } }]
  const answer = { id: 'a'.repeat(32), draft: 'b'.repeat(32) }
  home.drop('2.sexp', replyTo(second, { ...answer, set: { 'given-name': 'Jacob' }, rows }))
  home.drop('3.sexp', replyTo(third, { set: { born: '1970-01-02', note: 'Grows beans' } }))
  home.drop('4.pgp', await sealedReply(home.home, replyTo(fourth, { set: { 'given-name': 'Joram' } })))
  home.drop('5.sexp', `${replyTo(second, { ...answer, set: { 'given-name': 'Jacob' }, rows })}\n\n`)
  home.drop('6.sexp', '(satchel-reply (version 1)')
}

beforeAll(async () => {
  prepared = await makeHome()
  const people = ['P1', 'P2', 'P3', 'P4']
  for (const hid of people) await prepared.person(hid)
  expect(await prepared.satchel(['dispatch', ...people, '--to', 'anna'])).toMatchObject({ code: 0 })
  expect(await prepared.satchel(['send'])).toMatchObject({ code: 0 })
  await fillInbox(prepared, people)
  imported = await makeHome({ from: prepared })
  expect(await imported.satchel(['import'])).toMatchObject({ code: 3 })
  const whole = await makeHome({ from: imported })
  expect(await whole.satchel(['send'])).toMatchObject({ code: 0 })
  expected = await stateOf(whole)
  await whole.close()
})
afterAll(async () => {
  await prepared.close()
  await imported.close()
})

test('every step that the sources name is in the list of this file', () => {
  const sources = [
    'protocol/spool/spool.ts',
    'dispatcher/mail-out/maildir-out.ts',
    'dispatcher/mail-in/maildir-in.ts',
    'dispatcher/mail-in/imap.ts',
  ].map(file => join(root, file))
  for (const name of readdirSync(join(root, 'core'), { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.ts') && !name.includes('dist/')) sources.push(join(root, 'core', name))
  }
  const named: readonly string[] = sources.flatMap(file =>
    [...readFileSync(file, 'utf8').matchAll(/\bfailpoint\('([^']+)'\)/g)].map(match => match[1] ?? ''),
  )
  expect(new Set(named)).toEqual(new Set(Object.values(steps).flatMap(table => Object.keys(table))))
})

test('what is compared is not empty', () => {
  expect(expected.tables.change?.length).toBeGreaterThan(5)
  expect(expected.tables.letter).toHaveLength(8)
  expect(expected.files.filter(file => file.startsWith('spool/folder/done/DAY/'))).toHaveLength(5)
  expect(expected.files.filter(file => file.startsWith('spool/folder/quarantine/'))).toHaveLength(1)
  expect(expected.files.filter(file => file.startsWith(`mail/${mails.anna}/new/outcome`))).toHaveLength(4)
})

/** Import until nothing waits, then send; then everything must be as if no run had been killed. */
async function finish(home: TestHome): Promise<void> {
  const last = await importAgain(home)
  expect([0, 3], last.err).toContain(last.code)
  expect(last.json()).toMatchObject({ after: 0, balanced: true })
  const sent = await home.satchel(['send'])
  expect(sent.code, sent.err).toBe(0)
  const state = await stateOf(home)
  expect(state.files).toEqual(expected.files)
  expect(state.tables).toEqual(expected.tables)
  const runs = await home.rows(
    'select import_run_id from import_run where import_run_finished is null or import_run_before + import_run_pulled <> import_run_after + (select coalesce(sum(value::int), 0) from jsonb_each_text(import_run_result))',
  )
  expect(runs, 'runs that do not add up').toEqual([])
}

describe('P2, P5, P7: an import that is killed at', () => {
  for (const [step, nth] of Object.entries(steps.import)) {
    test(`${step} is gone on with by the next`, async () => {
      const home = await makeHome({ from: prepared })
      try {
        const killed = await home.process(['import'], { env: { SATCHEL_CRASH_AT: `${step}#${nth}` } })
        expect(killed.signal, killed.err).toBe('SIGKILL')
        await finish(home)
      } finally {
        await home.close()
      }
    })
  }
})

describe('P3: a send that is killed at', () => {
  for (const [step, nth] of Object.entries(steps.send)) {
    test(`${step} leaves every letter in its mailbox once`, async () => {
      const home = await makeHome({ from: imported })
      try {
        const killed = await home.process(['send'], { env: { SATCHEL_CRASH_AT: `${step}#${nth}` } })
        expect(killed.signal, killed.err).toBe('SIGKILL')
        await finish(home)
      } finally {
        await home.close()
      }
    })
  }
})

describe('a dispatch that is killed at', () => {
  for (const [step, packets] of [
    ['dispatch/opened', 0],
    ['dispatch/posted', 0],
    ['dispatch/committed', 1],
  ] as const) {
    test(`${step} leaves ${packets === 0 ? 'nothing' : 'one whole packet with its letter'}`, async () => {
      const home = await makeHome({ from: imported })
      try {
        const count = () =>
          home.rows<{ packets: number; letters: number; tokens: number }>(
            "select (select count(*)::int from packet) as packets, (select count(*)::int from letter where letter_kind = 'packet') as letters, (select count(*)::int from token) as tokens",
          )
        const [before] = await count()
        const killed = await home.process(['dispatch', 'P1', '--to', 'anna'], { env: { SATCHEL_CRASH_AT: step } })
        expect(killed.signal, killed.err).toBe('SIGKILL')
        expect(await count()).toEqual([
          {
            packets: (before?.packets ?? 0) + packets,
            letters: (before?.letters ?? 0) + packets,
            tokens: (before?.tokens ?? 0) + 2 * packets,
          },
        ])
      } finally {
        await home.close()
      }
    })
  }
})

test('kills at random moments lose nothing and double nothing', { timeout: 3_600_000 }, async () => {
  const seed = Number(process.env.SATCHEL_CRASH_SEED ?? Date.now() % 1_000_000)
  const wanted = Number(process.env.SATCHEL_CRASHES ?? 2)
  const random = randoms(seed)
  let kills = 0
  for (let round = 1; kills < wanted; round++) {
    const home = await makeHome({ from: prepared })
    try {
      // at most four in a row: the fifth would make an item poison, which is another story
      for (const command of ['import', 'import', 'import', 'send', 'import', 'send']) {
        const running = home.start([command])
        const timer = setTimeout(() => running.child.kill('SIGKILL'), 100 + random() * 500)
        if ((await running.ended).signal === 'SIGKILL') kills++
        clearTimeout(timer)
      }
      await finish(home)
    } catch (error) {
      throw new Error(`seed ${seed}, round ${round}`, { cause: error })
    } finally {
      await home.close()
    }
  }
})

test('Q4: an item that stops the program five times is put aside, the others are imported, and it can be tried again', async () => {
  const home = await makeHome({ from: prepared })
  try {
    for (let time = 1; time <= 5; time++) {
      const killed = await home.process(['import'], { env: { SATCHEL_CRASH_AT: 'import/tried' } })
      expect(killed.signal).toBe('SIGKILL')
    }
    const sixth = await home.satchel(['import', '--json'])
    expect(sixth.code).toBe(3)
    expect(sixth.json()).toMatchObject({ after: 0, balanced: true })
    const poison = await home.rows<{ item: string }>(
      "select item_hid as item from item where item_problem = 'item/poison'",
    )
    expect(poison).toHaveLength(1)
    const ended = await home.rows("select 1 from item where item_state not in ('waiting', 'quarantined')")
    expect(ended.length).toBeGreaterThanOrEqual(4)
    const retried = await home.satchel(['quarantine', 'retry', poison[0]?.item ?? ''])
    expect(retried.code, retried.err).toBe(0)
    expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ before: 1, after: 0, balanced: true })
    expect(await home.rows("select 1 from item where item_problem = 'item/poison'")).toEqual([])
  } finally {
    await home.close()
  }
})
