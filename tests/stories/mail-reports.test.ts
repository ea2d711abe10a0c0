// What mail servers say of our letters, through the real command and a mailbox on disk: that one came back, that one is late.

import { foldToken, tokenHash } from '@satchel/protocol/messages/token'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillForm, mails, makeHome, type TestHome } from '../helpers/home.ts'
import type { ReceivedLetter } from '../helpers/letters.ts'
import { deliverTo, mailOf } from '../helpers/mailing.ts'
import { readable } from '../helpers/unlock.ts'

let home: TestHome
const people = ['P4', 'P5']
const letters = new Map<string, ReceivedLetter>()

beforeAll(async () => {
  home = await makeHome()
  for (const hid of people) await home.person(hid)
  const dispatched = await home.satchel(['dispatch', ...people, '--to', 'anna', '--json'])
  expect(await home.satchel(['send'])).toMatchObject({ code: 0, err: '' })
  dispatched.json<{ packet: string }[]>().forEach(({ packet }, index) => {
    const letter = home.letters(mails.anna).find(({ file }) => file.includes(packet))
    if (letter !== undefined) letters.set(people[index] ?? '', letter)
  })
})
afterAll(() => home.close())

function letterFor(hid: string): ReceivedLetter {
  const letter = letters.get(hid)
  if (letter === undefined) throw new Error(`no letter for ${hid}`)
  return letter
}

const given = async (hid: string) =>
  (await home.rows<{ v: string }>('select person_given as v from person where person_hid = $1', [hid]))[0]?.v

/** One round with the mailbox; what the database counted. */
async function round() {
  const ended = await home.satchel(['run', '--once', '--json'])
  return { facts: ended.json<{ balance: Record<string, number>; letters: { sent: number } }>() }
}

describe('what a server says of a letter', () => {
  const state = async (hid: string) =>
    (
      await home.rows(
        `select letter_bounce as bounce, letter_delay as delay from letter join packet on packet_id = letter_packet
         where packet_hid = $1 and letter_kind = 'packet'`,
        [letterFor(hid).file.replace('packet-', '')],
      )
    )[0]
  const bounceTo = (hid: string) => letterFor(hid).headers.get('return-path')?.replace(/[<>]/g, '') ?? ''
  const arrives = async (lines: readonly string[]) => {
    deliverTo(home, Buffer.from(lines.join('\r\n')))
    const { facts } = await round()
    expect(facts).toMatchObject({ balance: { noted: 1 }, letters: { sent: 0 } })
  }
  const report = (action: string, status: string, original: readonly string[] = []) => [
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.org',
    '',
    `Final-Recipient: rfc822; ${mails.anna}`,
    `Action: ${action}`,
    `Status: ${status}`,
    '',
    ...(original.length === 0 ? [] : ['--b', 'Content-Type: text/rfc822-headers', '', ...original, '']),
    '--b--',
    '',
  ]

  test('that it is late is kept apart, and does not count as one that came back', async () => {
    const before = (await home.satchel(['status'])).out
    await arrives([
      'Return-Path: <>',
      'From: MAILER-DAEMON@mx.example.org',
      `To: ${bounceTo('P5')}`,
      ...report('delayed', '4.4.1'),
    ])
    expect(await state('P5')).toEqual({ bounce: null, delay: '4.4.1' })
    const back = (out: string) => /^.*came back.*$/m.exec(out)?.[0]
    expect(back(before)).toBeDefined()
    expect(back((await home.satchel(['status'])).out)).toBe(back(before))
  })

  test('counts by the address that it came to, whoever writes and however, with our letter quoted below', async () => {
    await arrives([
      'Return-Path: <answers@provider.example>',
      'From: Provider <answers@provider.example>',
      `To: ${bounceTo('P5')}`,
      'Subject: About your mail',
      '',
      'Reason: 554 5.7.1 not wanted',
      '',
      ...letterFor('P5').text.split(/\r?\n/),
    ])
    expect(await state('P5')).toMatchObject({ bounce: '5.7.1' })
  })

  test('counts for a locked letter by the weak token of its address, says nothing of the packet, and opens nothing', async () => {
    await home.person('P6')
    expect((await home.satchel(['staff', 'protection', 'anna', 'passphrase'])).code).toBe(0)
    await home.satchel(['dispatch', 'P6', '--to', 'anna'])
    await home.satchel(['send'])
    const letter = home.letters(mails.anna).find(each => [...letters.values()].every(({ file }) => file !== each.file))
    if (letter === undefined) throw new Error('no letter')
    letters.set('P6', letter)
    const weak = /[0-9A-Za-z]{26}/.exec(letter.headers.get('reply-to') ?? '')?.[0] ?? ''
    const hash = tokenHash(foldToken(weak) ?? '')
    expect(await home.rows('select token_purpose as purpose from token where token_hid = $1', [hash])).toEqual([
      { purpose: 'address' },
    ])
    const before = home.letters(mails.anna).length
    await arrives([
      'Return-Path: <>',
      'From: MAILER-DAEMON@mx.example.org',
      `To: ${letter.headers.get('reply-to')}`,
      ...report('failed', '5.1.1'),
    ])
    expect(await state('P6')).toEqual({ bounce: '5.1.1', delay: null })
    // no letter about it, no reply and no quarantine; the office reads its number and status
    expect(home.letters(mails.anna)).toHaveLength(before)
    expect(
      await home.rows('select 1 from reply join packet on packet_id = reply_packet where packet_hid = $1', [
        letter.file.replace('packet-', ''),
      ]),
    ).toEqual([])
    expect(readable([letter.text, ...letter.attachments.values()].join('\n'))).not.toContain('Okello')
    await home.rows("update staff set staff_protection = 'plain' where staff_hid = 'anna'")
  })

  test('counts by the Message-ID in the headers that it returns, and by nothing that anybody could write', async () => {
    const head = ['Return-Path: <>', 'From: MAILER-DAEMON@mx.example.org', 'To: core@kilimo.example']
    const id = letterFor('P4').headers.get('message-id') ?? ''
    await arrives([
      ...head,
      ...report('failed', '5.1.8', ['From: core@kilimo.example', 'Message-ID: <packet-AAAA-BBBB-CCCC@kilimo.example>']),
    ])
    expect(await state('P4')).toEqual({ bounce: null, delay: null })
    await arrives([...head, ...report('failed', '5.1.8', ['From: core@kilimo.example', `Message-ID: ${id}`])])
    expect(await state('P4')).toEqual({ bounce: '5.1.8', delay: null })
  })

  test('is no answer of a person, whose words to that address are read', async () => {
    const text = fillForm(letterFor('P5').form, { 'Given name': 'Neema' })
    const id = letterFor('P5').headers.get('message-id') ?? ''
    deliverTo(home, await mailOf({ from: mails.anna, to: bounceTo('P5'), text, headers: { 'In-Reply-To': id } }))
    expect((await round()).facts).toMatchObject({ balance: { imported: 1 } })
    expect(await given('P5')).toBe('Neema')
  })
})
