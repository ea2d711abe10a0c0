// A person's no, through the real channels: said by one click, it counts at every address of theirs, also for a letter that waits and
// after an erasure; taken back by a mail of their own. A typed address silences itself alone.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Channels, openChannels } from '../helpers/channels.ts'
import { mails } from '../helpers/home.ts'
import { packetOf, type ReceivedLetter } from '../helpers/letters.ts'
import { deliverTo, mailOf, replyAddressOf } from '../helpers/mailing.ts'

let channels: Channels
/** Each runs a dozen commands. */
vi.setConfig({ testTimeout: 240_000 })
beforeAll(async () => {
  channels = await openChannels(['P1', 'P2', 'P3'])
  await channels.home.rows(
    "update contact_point set contact_point_value = lower(person_hid) || '@example.org' from person where person_id = contact_point_entity and contact_point_value like '%@%'",
  )
})
afterAll(() => channels.close())

const newest = (address: string): ReceivedLetter => {
  const letter = channels.home.letters(address).findLast(one => packetOf(one) !== null)
  if (letter === undefined) throw new Error('no letter')
  return letter
}
async function form(hid: string): Promise<string> {
  const ended = await channels.satchel('form', hid)
  return /\(([a-z/-]+)\)/.exec(ended.err)?.[1] ?? 'queued'
}
const once = () => channels.satchel('run', '--once', '--json')
const click = (letter: ReceivedLetter) =>
  fetch(/<(http[^>]+)>/.exec(letter.headers.get('list-unsubscribe') ?? '')?.[1] ?? '', {
    method: 'POST',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  })
async function load(hid: string, email: string): Promise<void> {
  const sheet = join(channels.home.home.folder, 'more.csv')
  writeFileSync(sheet, `hid,given-name,family-name,email,owner\n${hid},Jimmy,Okello,${email},anna\n`)
  const ended = await channels.satchel('load', sheet)
  expect([ended.code, ended.err.slice(-300)]).toEqual([0, expect.anything()])
}
const mayWrite = async (address: string) =>
  (await channels.satchel('--json', 'consent', 'show', address)).json<{ mayWrite: boolean }>().mayWrite

test('by one click ends unasked letters to them at every address, also one that is loaded later', async () => {
  expect(await form('P1')).toBe('queued')
  await channels.satchel('send')
  expect((await click(newest('p1@example.org'))).status).toBe(200)
  expect((await once()).code).toBe(0)
  await load('P1', 'later@example.org')
  expect(await form('P1')).toBe('consent/withdrawn')
  expect([await mayWrite('later@example.org'), await mayWrite('p2@example.org')]).toEqual([false, true])
})

test('is read by staff, on the screen and in their packets', async () => {
  expect((await channels.satchel('show', 'P1')).out).toContain('No letters unasked')
  expect(await channels.satchel('dispatch', 'P1', '--to', 'anna')).toMatchObject({ code: 0 })
  await channels.satchel('send')
  expect(channels.home.packets(mails.anna)[0]?.background.map(line => line.kind)).toContain('letters')
})

test('while their letter waits it keeps the letter back; for a typed address it stops that address alone', async () => {
  expect(await form('P2')).toBe('queued')
  const typed = await fetch(`${channels.intake().url}/unsubscribe`, {
    method: 'POST',
    body: new URLSearchParams({ email: 'p2@example.org' }),
  })
  expect(typed.status).toBe(200)
  expect((await once()).code).toBe(0)
  expect(channels.home.letters('p2@example.org').map(letter => packetOf(letter))).toEqual([null])
  expect(
    await channels.home.rows("select letter_problem as problem from letter where letter_status = 'failed'"),
  ).toEqual([{ problem: 'consent/withdrawn' }])
  await load('P2', 'second@example.org')
  expect(await form('P2')).toBe('queued')
  await channels.satchel('send')
  expect(newest('second@example.org').headers.get('to')).toBe('second@example.org')
})

test('is taken back by "start" from the address that the form went to; from another that address is asked', async () => {
  expect(await form('P3')).toBe('queued')
  await channels.satchel('send')
  const letter = newest('p3@example.org')
  const answer = async (from: string, to: ReceivedLetter, text: string) => {
    deliverTo(channels.home, await mailOf({ from, to: replyAddressOf(to), text }))
    expect((await once()).code).toBe(0)
  }
  const anHourAgo = async () => {
    await channels.home.rows(
      "begin; alter table consent disable trigger user; update consent set consent_received = consent_received - interval '1 hour' where consent_entity = (select person_id from person where person_hid = 'P3'); alter table consent enable trigger user; commit",
    )
  }
  await click(letter)
  expect((await once()).code).toBe(0)
  await anHourAgo()
  await answer('mallory@evil.example', letter, 'Start\n')
  expect(await form('P3')).toBe('consent/withdrawn')
  const question = channels.home.letters('p3@example.org').find(one => one.file.startsWith('notice-again-'))
  if (question === undefined) throw new Error('no question')
  await answer('p3@example.org', question, 'Yes\n')
  expect(await form('P3')).toBe('queued')
  await answer('p3@example.org', letter, 'Stop\n')
  expect(await form('P3')).toBe('consent/withdrawn')
  await anHourAgo()
  await answer('p3@example.org', letter, 'Start\n')
  expect(await form('P3')).toBe('queued')
})

test('outlives an erasure at every address: who is loaded again is not written to', async () => {
  expect(await channels.satchel('erase', 'P1', '--sure')).toMatchObject({ code: 0 })
  await load('AGAIN', 'later@example.org')
  expect(await form('AGAIN')).toBe('consent/withdrawn')
  expect(await mayWrite('p1@example.org')).toBe(false)
})
