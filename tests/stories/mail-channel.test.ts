// The channel of mail, through the real command and a mailbox on disk: what is a reply is merged, what is none is noted and never
// answered, and what cannot be read is answered with what was wrong.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { floods } from '../dispatcher/floods.ts'
import { fillForm, mails, makeHome, replyTo, type TestHome } from '../helpers/home.ts'
import { attachmentOf, type ReceivedLetter } from '../helpers/letters.ts'
import { core, deliverTo, type Mail, mailOf, quoted, replyAddressOf } from '../helpers/mailing.ts'

let home: TestHome
const people = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8', 'P9']
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
async function round(env: Readonly<Record<string, string>> = {}) {
  const ended = await home.satchel(['run', '--once', '--json'], { env })
  return {
    ...ended,
    facts:
      ended.out === ''
        ? null
        : ended.json<{ mails: number; balance: Record<string, number>; letters: { sent: number } }>(),
  }
}

const reply = (hid: string, mail: Partial<Mail>): Promise<Buffer> =>
  mailOf({ from: mails.anna, to: replyAddressOf(letterFor(hid)), ...mail })

describe('a mail that answers a packet', () => {
  test('with the form edited in the body, top of a quoted letter, is merged and acknowledged to the address on file', async () => {
    const form = fillForm(letterFor('P1').form, { 'Given name': 'James', 'Date of the contact': '2026-11-20' })
    const text = `Dear colleagues, here it is.\n\nOn Monday the office wrote:\n${quoted(form)}\n`
    deliverTo(home, await reply('P1', { text, from: 'anna.private@example.com' }))
    const { facts } = await round()
    expect(facts).toMatchObject({ mails: 1, balance: { imported: 1 } })
    expect(await given('P1')).toBe('James')
    expect(home.letters(mails.anna).at(-1)?.headers.get('auto-submitted')).toBe('auto-replied')
    expect(home.letters('anna.private@example.com')).toEqual([])
  })

  test('with the form as an attachment: that beats the body; with a reply file alike', async () => {
    const form = fillForm(attachmentOf(letterFor('P2'), '.txt'), { 'Given name': 'Amina' })
    deliverTo(
      home,
      await reply('P2', { text: 'See attached.', attachments: [{ filename: 'form.txt', content: form }] }),
    )
    const [packet] = home.packets(mails.anna).filter(one => letterFor('P3').file.includes(one.id))
    if (packet === undefined) throw new Error('no packet')
    const file = replyTo(packet, { set: { 'given-name': 'Neema' } })
    deliverTo(
      home,
      await reply('P3', { text: 'See attached.', attachments: [{ filename: 'reply.sexp', content: file }] }),
    )
    expect((await round()).facts).toMatchObject({ balance: { imported: 2 } })
    expect([await given('P2'), await given('P3')]).toEqual(['Amina', 'Neema'])
  })

  test('whose form lost its token is known by the address that it came to', async () => {
    const whole = fillForm(letterFor('P4').form, { 'Given name': 'Zawadi' })
    const form = whole.replace(/\[token\]\r?\n[^\n]*\n/, '[token]\n\n')
    expect(form).not.toBe(whole)
    deliverTo(home, await reply('P4', { text: form }))
    expect((await round()).facts).toMatchObject({ balance: { imported: 1 } })
    expect(await given('P4')).toBe('Zawadi')
  })

  test('D4: taken twice, because it could not be moved, counts once', async () => {
    const mail = await reply('P5', { text: fillForm(letterFor('P5').form, { 'Given name': 'Juma' }) })
    deliverTo(home, mail)
    deliverTo(home, mail)
    expect((await round()).facts).toMatchObject({ mails: 2, balance: { pulled: 1, imported: 1 } })
    expect(
      await home.rows('select 1 from reply join packet on packet_id = reply_packet where packet_hid = $1', [
        letterFor('P5').file.replace('packet-', ''),
      ]),
    ).toHaveLength(1)
  })
})

test('a mail of 700,000 parts is put aside with a plain reason, and the mail behind it is read', async () => {
  deliverTo(home, Buffer.from(floods['parts of one letter'](7 * 1024 * 1024)))
  deliverTo(home, await reply('P9', { text: fillForm(letterFor('P9').form, { 'Given name': 'Rehema' }) }))
  const { facts, err } = await round()
  expect(facts).toMatchObject({ mails: 2, balance: { imported: 1, quarantined: 1, after: 0 } })
  expect(err).toMatch(/takes more memory than a mail may take/)
  expect(await given('P9')).toBe('Rehema')
  expect(await home.rows("select item_problem as v from item where item_state = 'quarantined'")).toContainEqual({
    v: 'mail/not-readable',
  })
})

describe('a mail that is no reply', () => {
  const state = () =>
    home.rows(
      `select (select count(*) from reply) as replies, (select count(*) from letter) as letters, (select count(*) from consent) as consents,
         (select count(*) from audit) as audits, (select count(*) from item where item_state = 'quarantined') as quarantined`,
    )

  test.each([
    [
      'an out-of-office',
      { subject: 'Out of office', text: 'I am away.', headers: { 'Auto-Submitted': 'auto-replied' } },
    ],
    [
      'one of an old kind, with the whole form quoted and filled in',
      { subject: 'Abwesenheit', text: 'QUOTED', headers: { 'X-Autoreply': 'yes', Precedence: 'auto_reply' } },
    ],
    ['a copy from a list', { text: 'QUOTED', headers: { 'List-Id': '<all.example.org>', Precedence: 'list' } }],
  ] as const)('%s is noted, and nothing happens', async (_what, mail) => {
    const before = await state()
    const text = mail.text === 'QUOTED' ? fillForm(letterFor('P6').form, { 'Given name': 'Nobody' }) : mail.text
    deliverTo(home, await reply('P6', { ...mail, text }))
    expect((await round()).facts).toMatchObject({ mails: 1, balance: { noted: 1 }, letters: { sent: 0 } })
    expect(await state()).toEqual(before)
  })

  test('our own acknowledgement that comes back is noted, and nothing happens', async () => {
    const before = await state()
    const [own] = home.letters(mails.anna).filter(letter => letter.file.startsWith('outcome-'))
    if (own === undefined) throw new Error('no acknowledgement')
    deliverTo(home, readFileSync(join(home.home.mail, mails.anna, 'new', own.file)))
    expect((await round()).facts).toMatchObject({ balance: { noted: 1 }, letters: { sent: 0 } })
    expect(await state()).toEqual(before)
  })

  test('a bounce of a packet is noted with its letter', async () => {
    const letter = letterFor('P6')
    const bounceTo = letter.headers.get('return-path')?.replace(/[<>]/g, '') ?? ''
    const boundary = 'b0undary'
    const raw = [
      'Return-Path: <>',
      'From: MAILER-DAEMON@mx.example.org',
      `To: ${bounceTo}`,
      'Subject: Undelivered Mail Returned to Sender',
      'MIME-Version: 1.0',
      `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
      '',
      `--${boundary}`,
      'Content-Type: text/plain',
      '',
      'The address does not exist.',
      `--${boundary}`,
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example.org',
      '',
      `Final-Recipient: rfc822; ${mails.anna}`,
      'Action: failed',
      'Status: 5.1.1',
      '',
      `--${boundary}--`,
      '',
    ].join('\r\n')
    deliverTo(home, Buffer.from(raw))
    expect((await round()).facts).toMatchObject({ balance: { noted: 1 }, letters: { sent: 0 } })
    const packet = letter.file.replace('packet-', '')
    expect(
      await home.rows(
        'select letter_bounce as s from letter join packet on packet_id = letter_packet where packet_hid = $1',
        [packet],
      ),
    ).toEqual([{ s: '5.1.1' }])
  })
})

describe('a mail that cannot be read', () => {
  test('from somebody with a live packet is kept, and answered with what was wrong, once', async () => {
    const [cut = ''] = fillForm(letterFor('P7').form, { 'Given name': 'James' }).split('[end]')
    deliverTo(home, await reply('P7', { text: cut }))
    const { facts } = await round()
    expect(facts).toMatchObject({ balance: { quarantined: 1 }, letters: { sent: 1 } })
    const letter = home.letters(mails.anna).at(-1)
    expect(letter?.file).toMatch(/^notice-unread-/)
    expect(letter?.headers.get('auto-submitted')).toBe('auto-replied')
    // nothing that was said comes back to a wrong reader
    expect(letter?.text).not.toContain('James')
    expect((await home.satchel(['quarantine', 'list'])).out).toContain('text-form/cut-off')
  })

  test('without a token of ours is kept, and answered to nobody', async () => {
    const before = home.letters(mails.anna).length
    deliverTo(home, await mailOf({ from: 'stranger@example.org', to: core, text: 'Buy now!' }))
    const forged = fillForm(letterFor('P8').form, { 'Given name': 'Mallory' }).replace(
      /(\[token\]\r?\n)[^\r\n]+/,
      '$1ZZZZZZZZZZZZZZZZZZZZZZZZZZ',
    )
    deliverTo(home, await mailOf({ from: mails.anna, to: core, text: forged }))
    expect((await round()).facts).toMatchObject({ balance: { quarantined: 2 }, letters: { sent: 0 } })
    expect(home.letters(mails.anna)).toHaveLength(before)
    expect(home.letters('stranger@example.org')).toEqual([])
    expect(await given('P8')).toBe('Jimmy')
  })
})

describe('evidence', () => {
  test('our own mailbox is strong; a mailbox that the world can write to is weak, but for a sender whom our server vouches for', async () => {
    const evidence = () =>
      home.rows<{ e: string }>('select reply_evidence as e from reply order by reply_id desc limit 1')
    const outside = { SATCHEL_MAIL_TRUST: 'none', SATCHEL_MAIL_SERVERS: 'mx.kilimo.example' }
    const send = async (
      note: string,
      env: Record<string, string>,
      headers: Record<string, string> = {},
      from = mails.anna,
    ) => {
      const text = fillForm(letterFor('P8').form, { 'Note about the person': note })
      deliverTo(home, await reply('P8', { text, headers, from }))
      await round(env)
      return (await evidence())[0]?.e
    }
    const passed = (server: string) => ({ 'Authentication-Results': `${server}; dkim=pass header.d=kilimo.example` })
    expect(await send('one', {})).toBe('strong')
    expect(await send('two', outside)).toBe('weak')
    expect(await send('three', outside, passed('mx.kilimo.example'))).toBe('strong')
    expect(await send('four', outside, passed('mx.evil.example'))).toBe('weak')
    expect(await send('five', outside, passed('mx.kilimo.example'), 'mallory@kilimo.example')).toBe('weak')
  })

  test('a mail of no one author is weak, in our own mailbox too', async () => {
    const send = async (note: string, change: (raw: string) => string) => {
      const text = fillForm(letterFor('P8').form, { 'Note about the person': note })
      const raw = await reply('P8', { text })
      deliverTo(home, Buffer.from(change(raw.toString('latin1')), 'latin1'))
      await round()
      const [last] = await home.rows<{ e: string; n: number }>(
        'select reply_evidence as e, (select count(*)::int from reply) as n from reply order by reply_id desc limit 1',
      )
      return last
    }
    const before = (await send('six', raw => raw))?.n ?? 0
    expect(await send('seven', raw => `fRoM:\r\n mallory@kilimo.example\r\n${raw}`)).toEqual({
      e: 'weak',
      n: before + 1,
    })
    const two = (raw: string) => raw.replace(/^From: .*$/m, `From: ${mails.anna},\r\n mallory@kilimo.example`)
    expect(await send('eight', two)).toEqual({ e: 'weak', n: before + 2 })
    expect(await send('nine', raw => raw.replace(/^From: .*\r?\n/m, ''))).toEqual({ e: 'weak', n: before + 3 })
    expect(await send('ten', raw => raw)).toEqual({ e: 'strong', n: before + 4 })
  })
})

test('every mail that was taken lies in Done, none is lost', () => {
  const folder = join(home.home.mail, core)
  expect(readdirSync(join(folder, 'new'))).toEqual([])
  expect(readdirSync(join(folder, '.Done/cur')).length).toBeGreaterThan(10)
})
