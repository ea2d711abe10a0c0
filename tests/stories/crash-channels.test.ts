// Killed at every step of the channels: after the next round, each mail, wish and answer had its effect once, and every letter it
// owes lies in its mailbox once.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { arrive, fillForm, mails, makeHome, sealedSubmission, type TestHome } from '../helpers/home.ts'
import { importGone } from '../helpers/import-again.ts'
import { core, deliverTo, mailOf, replyAddressOf } from '../helpers/mailing.ts'
import { randoms } from '../helpers/randoms.ts'
import { channelSteps } from './crash-channel-steps.ts'

const jimmy = 'jimmy@example.org'
let prepared: TestHome
let expected: unknown

/** What the channels did, without ids, times and tokens. */
async function effects(home: TestHome) {
  const rows = await home.rows(
    `select (select count(*)::int from reply) as replies, (select count(*)::int from consent) as consents,
       (select count(*)::int from packet where packet_kind = 'self-update') as forms,
       (select string_agg(person_given, ' ' order by person_hid) from person) as names,
       (select jsonb_object_agg(k, n) from (select letter_kind || ' ' || letter_status as k, count(*) as n from letter group by 1) l) as letters,
       (select jsonb_object_agg(item_state, n) from (select item_state, count(*) as n from item group by 1) i) as items,
       (select string_agg(form_request_status, ' ' order by form_request_id) from form_request) as wishes`,
  )
  const boxes = [mails.anna, jimmy].map(address =>
    home
      .letters(address)
      .map(letter => letter.file.split('-')[0] ?? '')
      .toSorted((a, b) => a.localeCompare(b)),
  )
  const spools = ['mail', 'web'].map(channel => [
    ...readdirSync(join(home.home.spool, channel, 'new/reply')),
    ...readdirSync(join(home.home.spool, channel, 'new/open')),
  ])
  const waiting = readdirSync(join(home.home.mail, core, 'new'))
  return { rows, boxes, spools, waiting }
}

beforeAll(async () => {
  prepared = await makeHome()
  for (const hid of ['P1', 'P2']) await prepared.person(hid)
  expect(await prepared.satchel(['dispatch', 'P1', 'P2', '--to', 'anna'])).toMatchObject({ code: 0 })
  expect(await prepared.satchel(['send'])).toMatchObject({ code: 0 })
  for (const [index, letter] of prepared.letters(mails.anna).entries()) {
    const text = fillForm(letter.form, { 'Given name': `James ${index}` })
    deliverTo(prepared, await mailOf({ from: mails.anna, to: replyAddressOf(letter), text }))
  }
  deliverTo(
    prepared,
    await mailOf({ from: mails.anna, to: core, text: 'away', headers: { 'Auto-Submitted': 'auto-replied' } }),
  )
  const wish = { kind: 'form-request', fields: [['email', jimmy]] } as const
  await arrive(prepared.home, await sealedSubmission(prepared.home, wish), 'open')
  const leaving = { kind: 'unsubscribe', fields: [['email', jimmy]] } as const
  await arrive(prepared.home, await sealedSubmission(prepared.home, leaving), 'unsubscribe')
  const whole = await makeHome({ from: prepared })
  expect(await whole.satchel(['run', '--once'])).toMatchObject({ code: 0, err: '' })
  expected = await effects(whole)
  await whole.close()
})
afterAll(() => prepared.close())

test('what is compared is not empty', () => {
  expect(expected).toMatchObject({
    rows: [{ replies: 2, consents: 1, forms: 2, names: 'James 0 James 1', wishes: 'sent' }],
    boxes: [
      ['outcome', 'outcome', 'packet', 'packet'],
      ['notice', 'packet', 'packet'],
    ],
    waiting: [],
  })
})

describe('a round that is killed at', () => {
  for (const [step, nth] of Object.entries(channelSteps).filter(([name]) => !name.startsWith('pull/'))) {
    test(`${step} is gone on with by the next`, async () => {
      const home = await makeHome({ from: prepared })
      try {
        const killed = await home.process(['run', '--once'], { env: { SATCHEL_CRASH_AT: `${step}#${nth}` } })
        expect(killed.signal, killed.err).toBe('SIGKILL')
        await importGone(home)
        expect(await home.satchel(['run', '--once'])).toMatchObject({ code: 0 })
        expect(await effects(home)).toEqual(expected)
      } finally {
        await home.close()
      }
    })
  }
})

test('rounds killed at random moments lose nothing and double nothing', { timeout: 3_600_000 }, async () => {
  const wanted = Number(process.env.SATCHEL_CRASHES ?? 2)
  const random = randoms(Number(process.env.SATCHEL_CRASH_SEED ?? Date.now() % 1_000_000))
  for (let kills = 0; kills < wanted; ) {
    const home = await makeHome({ from: prepared })
    try {
      // at most four in a row: the fifth would make an item poison, which is another story
      for (let round = 0; round < 4; round++) {
        const running = home.start(['run', '--once'])
        const timer = setTimeout(() => running.child.kill('SIGKILL'), 200 + random() * 1500)
        if ((await running.ended).signal === 'SIGKILL') kills++
        clearTimeout(timer)
      }
      const last = await home.satchel(['run', '--once'])
      expect(last.code, last.err).toBe(0)
      expect(await effects(home)).toEqual(expected)
    } finally {
      await home.close()
    }
  }
})
