// Import, pull, run and what a person decides as use cases: called with a context they give their result, without a terminal.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '@satchel/core/context/context'
import { importReplies } from '@satchel/core/import/import-replies'
import { pullIntakes } from '@satchel/core/intake/pull-intakes'
import { setUpIntake } from '@satchel/core/intake/set-up-intake'
import { deliverLetters } from '@satchel/core/letters/deliver-letters'
import { dispatchPackets } from '@satchel/core/carriers/dispatch-packets'
import { listHeldChanges, showHeldChange, stampOf } from '@satchel/core/review/held-changes'
import { endInquiry, listInquiries, showInquiry } from '@satchel/core/inquiries/inquiries'
import { listQuarantine, retryItems, seeItems, showQuarantined } from '@satchel/core/review/quarantine'
import { listRefusedChanges, seeRefusedChanges } from '@satchel/core/review/refused-changes'
import { resolveChanges } from '@satchel/core/review/resolve-changes'
import { runRounds } from '@satchel/core/run/run-rounds'
import { watchInbox } from '@satchel/core/run/watch-inbox'
import { openSpool } from '@satchel/protocol/spool/spool'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contextOf, reported } from '../helpers/context.ts'
import { arrive, mails, makeHome, replyTo, sealedSubmission, type TestHome } from '../helpers/home.ts'

let home: TestHome
let context: Context
beforeAll(async () => {
  home = await makeHome()
  context = contextOf(home, 'grace')
  for (const hid of ['P1', 'P2']) await home.person(hid)
  await dispatchPackets(context, { records: ['P1', 'P2'], to: 'anna', form: 'call-report' })
  await deliverLetters(context, {})
})
afterAll(async () => {
  await context.close()
  await home.close()
})

/** Replies of hers that are held: a person always checks a changed birthday. */
const dropReplies = () => {
  for (const [index, packet] of home.packets(mails.anna).entries())
    home.drop(`reply-${index}.sexp`, replyTo(packet, { set: { born: '1971-01-01' } }))
}

/** The events of an import, by name. */
function heard() {
  const ended: string[] = []
  return {
    ended: (_item: string, state: string) => void ended.push(state),
    passedOver: () => undefined,
    remark: () => undefined,
    again: () => undefined,
    failed: () => undefined,
    told: ended,
  }
}

describe('an import', () => {
  test('gives its conservation line, says how far it is, and tells how each item ended', async () => {
    dropReplies()
    home.drop('nonsense.txt', 'nothing that anybody understands')
    const events = heard()
    const told = reported()
    const balance = await importReplies(context, { events }, told)
    expect(balance).toMatchObject({ pulled: 3, 'partly-held': 0, held: 2, quarantined: 1, after: 0, balanced: true })
    expect(events.told.toSorted()).toEqual(['held', 'held', 'quarantined'])
    expect(told).toMatchObject({ steps: ['1 items', '2 items', '3 items'], notes: [] })
  })
})

describe('held changes', () => {
  test('are listed, shown, and resolved together by their stamp', async () => {
    const rows = await listHeldChanges(context, { reason: 'needs-review' })
    expect(rows).toHaveLength(2)
    const [first] = rows
    expect(await showHeldChange(context, { id: first?.id ?? '' })).toEqual(first)
    const stale = { changes: { reason: 'needs-review', stamp: '00000000' }, decision: 'accepted' } as const
    await expect(resolveChanges(context, stale)).rejects.toMatchObject({ code: 'change/stale' })
    const together = { reason: 'needs-review', stamp: stampOf(rows) }
    expect(await resolveChanges(context, { changes: together, decision: 'accepted', why: 'saw the passport' })).toEqual(
      { decision: 'accepted', changes: rows.map(({ id }) => id) },
    )
    expect(await listHeldChanges(context, {})).toEqual([])
    await expect(showHeldChange(context, { id: first?.id ?? '' })).rejects.toMatchObject({ code: 'change/not-held' })
  })

  test('that were refused are seen; these are none', async () => {
    expect(await listRefusedChanges(context, {})).toEqual([])
    await expect(seeRefusedChanges(context, { changes: ['1'] })).rejects.toMatchObject({ code: 'change/not-refused' })
  })
})

describe('quarantine', () => {
  test('is listed, shown raw, tried again, and taken off the list', async () => {
    const [row] = await listQuarantine(context, {})
    const item = row?.item.slice(0, 8) ?? ''
    const shown = await showQuarantined(context, { item })
    expect(Buffer.from(shown.raw, 'base64').toString()).toBe('nothing that anybody understands')
    expect(await retryItems(context, { items: [item] })).toEqual({ waiting: [row?.item] })
    expect(await listQuarantine(context, {})).toEqual([])
    expect(await importReplies(context, {})).toMatchObject({ before: 1, quarantined: 1 })
    expect(await seeItems(context, { items: [item] })).toEqual({ done: [row?.item] })
    expect(await listQuarantine(context, {})).toEqual([])
    expect(await listQuarantine(context, { all: true })).toHaveLength(1)
  })
})

describe('a run', () => {
  test('of one round says how each part did', async () => {
    const question = await sealedSubmission(home.home, { kind: 'inquiry', fields: [['message', 'When?']] })
    await arrive(home.home, question, 'open')
    const { states } = await runRounds(context, { once: true })
    expect(Object.keys(states).toSorted()).toEqual([
      'database and import',
      'inbox',
      'letters out',
      'mail from a folder',
    ])
    expect(Object.values(states).every(({ since }) => since === null)).toBe(true)
    // the senders of what was accepted above
    expect(home.letters(mails.anna).length).toBeGreaterThan(2)
  })

  test('that is told to stop ends, and so does the watching of the inbox', async () => {
    const stop = new AbortController()
    const stopped: Context = { ...context, stop: stop.signal }
    const rounds: number[] = []
    const running = runRounds(stopped, {
      events: {
        ...heard(),
        turned: () => undefined,
        reread: () => undefined,
        running: () => undefined,
        roundFailed: () => undefined,
        notKept: () => undefined,
        roundDone: ({ mails: taken }) => {
          rounds.push(taken)
          stop.abort()
        },
      },
    })
    expect(Object.keys((await running).states)).toContain('letters out')
    expect(rounds).toEqual([0])
    expect(await watchInbox(stopped, {})).toEqual({ runs: 0 })
  })
})

test('an inquiry is listed, shown with its files, and done with', async () => {
  const [row] = await listInquiries(context, { limit: 5 })
  const inquiry = row?.inquiry ?? ''
  expect(await showInquiry(context, { inquiry, save: join(home.home.folder, 'saved') })).toMatchObject({
    message: 'When?',
    saved: [],
  })
  expect(await endInquiry(context, { inquiry, note: 'called back' })).toEqual({ inquiry, done: true })
  await expect(endInquiry(context, { inquiry })).rejects.toMatchObject({ code: 'inquiry/not-known' })
})

describe('an intake', () => {
  test('that nobody named is not pulled from; a folder is', async () => {
    await expect(pullIntakes(context, {})).rejects.toMatchObject({ code: 'config/wrong' })
    const from = join(home.home.folder, 'stick')
    await openSpool(from)
    expect(await pullIntakes(context, { from: [from] })).toMatchObject([{ from, fetched: 0, settled: 0 }])
  })

  test('gets its folder once', async () => {
    const order = { folder: join(home.home.folder, 'intake'), listen: '127.0.0.1:8080', pullListen: '127.0.0.1:8081' }
    await expect(setUpIntake(context, order)).rejects.toMatchObject({ code: 'config/wrong' })
    const made = await setUpIntake(context, { ...order, url: 'https://intake.example.org' })
    expect(made.files.every(file => existsSync(join(made.folder, file)))).toBe(true)
    await expect(setUpIntake(context, order)).rejects.toMatchObject({ code: 'usage/wrong' })
  })
})

test('a wrong input is refused, and nothing is done', async () => {
  const counts = () =>
    home.rows(
      'select (select count(*) from import_run) as r, (select count(*) from change) as c, (select count(*) from inquiry) as i',
    )
  const before = await counts()
  const wrong = { code: 'usage/wrong' }
  await expect(importReplies(context, { recovery: 'key.asc' } as never)).rejects.toMatchObject(wrong)
  await expect(runRounds(context, { once: 'yes' } as never)).rejects.toMatchObject(wrong)
  await expect(watchInbox(context, { events: 1 } as never)).rejects.toMatchObject(wrong)
  await expect(pullIntakes(context, { from: 'stick' } as never)).rejects.toMatchObject(wrong)
  await expect(setUpIntake(context, {} as never)).rejects.toMatchObject(wrong)
  await expect(resolveChanges(context, { changes: [], decision: 'accepted' })).rejects.toMatchObject(wrong)
  await expect(resolveChanges(context, { changes: ['12'], decision: 'accepted' })).rejects.toMatchObject(wrong)
  const two = { changes: ['1-00000000', '2-00000000'], decision: 'accepted', value: ['x'] } as const
  await expect(resolveChanges(context, { ...two, changes: [...two.changes], value: ['x'] })).rejects.toMatchObject(
    wrong,
  )
  await expect(seeRefusedChanges(context, { changes: ['one'] })).rejects.toMatchObject(wrong)
  await expect(retryItems(context, { items: 'abc' } as never)).rejects.toMatchObject(wrong)
  await expect(listInquiries(context, { limit: 0.5 })).rejects.toMatchObject(wrong)
  await expect(endInquiry(context, { note: 'done' } as never)).rejects.toMatchObject(wrong)
  expect(await counts()).toEqual(before)
})
