// An answer by one tap: the link of a delivered letter becomes a mail, the mail a report. Words above its form are the note; beside
// any other form they stay words that a person reads.

import { localDay } from '@satchel/core/home/local-day'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mails, makeHome, type TestHome } from '../helpers/home.ts'
import type { ReceivedLetter } from '../helpers/letters.ts'
import { deliverTo, linksIn, mailOf, quoted, replyAddressOf } from '../helpers/mailing.ts'

const records = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6']
let home: TestHome
let letters: readonly ReceivedLetter[]
beforeAll(async () => {
  home = await makeHome()
  for (const hid of records) await home.person(hid)
  await home.satchel(['dispatch', ...records, '--to', 'anna'])
  await home.satchel(['send'])
  letters = home.letters(mails.anna)
})
afterAll(() => home.close())

/** The draft that a link of a letter opens: which of the six, in their order. */
function draftOf(at: number, which: number) {
  const letter = letters[at] as ReceivedLetter
  const answers = linksIn(letter.html).filter(({ to }) => to === replyAddressOf(letter))
  expect(answers).toHaveLength(6)
  return answers[which] as (typeof answers)[number]
}

async function send(draft: { readonly to: string; readonly subject: string }, text: string, html?: string) {
  const before = home.letters(mails.anna).length
  deliverTo(
    home,
    await mailOf({
      from: mails.anna,
      to: draft.to,
      subject: draft.subject,
      ...(html === undefined ? { text } : { html }),
    }),
  )
  const ended = await home.satchel(['run', '--once', '--json'])
  expect(ended.err).not.toMatch(/bug|quarantine/)
  return home.letters(mails.anna).slice(before)
}

const reports = () =>
  home.rows<{ outcome: string; note: string | null; isToday: boolean }>(
    `select l.lookup_value as outcome, activity_body as note, activity_start at time zone 'UTC' = $1::date as "isToday"
     from activity left join lookup l on l.lookup_id = activity_outcome order by activity_id`,
    [localDay(new Date(), undefined)],
  )
const inquiries = async () => (await home.rows('select from inquiry')).length

test('a tap and one sentence: outcome, note and the day of receipt are on file, and its sender is thanked', async () => {
  const draft = draftOf(0, 0)
  const told = await send(draft, `He wants ten bags.\r\nCall on Monday.${draft.body}`)
  expect(await reports()).toEqual([{ outcome: 'reached', note: 'He wants ten bags.\nCall on Monday.', isToday: true }])
  expect(await inquiries()).toBe(0)
  expect(told).toHaveLength(1)
  expect(told[0]?.text).not.toMatch(/bags|outside the form/)
})

test('a tap alone is a report, whatever a phone writes below it', async () => {
  const draft = draftOf(1, 1)
  await send(draft, `${draft.body}\r\nSent from my phone\r\n`)
  expect((await reports()).at(-1)).toEqual({ outcome: 'not-reached', note: null, isToday: true })
  expect(await inquiries()).toBe(0)
})

test('words above a form that no link made are kept for the office, and are no note', async () => {
  const letter = letters[2] as ReceivedLetter
  const form = letter.text.slice(letter.text.indexOf('[form]')).replace('[How it went]\n', '[How it went]\nbusy\n')
  const told = await send({ to: replyAddressOf(letter), subject: 'Re: Work packet' }, `Is she on leave?\n\n${form}`)
  expect((await reports()).at(-1)).toEqual({ outcome: 'busy', note: null, isToday: true })
  expect(await inquiries()).toBe(1)
  expect(told[0]?.text).toMatch(/outside the form/)
})

test('what somebody writes above the copy of an answer by link is no note of it', async () => {
  const draft = draftOf(3, 3)
  await send(draft, `Please look at this one.\n\nOn Monday Anna wrote:\n${quoted(`He asked again.${draft.body}`)}`)
  expect((await reports()).at(-1)?.note ?? '').not.toContain('Please look')
  expect(await inquiries()).toBe(2)
})

/** A form as an office's mail program writes it in HTML: one paragraph a line, and its card below every mail. */
const inParagraphs = (text: string) =>
  text
    .split('\r\n')
    .map(line => `<p class="MsoNormal">${line === '' ? '&nbsp;' : line}<o:p></o:p></p>`)
    .join('')

test('a greeting, a closing and the card of an office program are neither note nor question', async () => {
  const draft = draftOf(4, 0)
  const card = 'Kind regards\r\n\r\nAnna Auma\r\nSales, Kilimo Co-operative\r\nT +255 700 000 001'
  await send(draft, `Hello,\r\n\r\nHe wants ten bags.\r\n\r\n${card}${draft.body}`)
  expect((await reports()).at(-1)).toEqual({ outcome: 'reached', note: 'He wants ten bags.', isToday: true })
  const html = inParagraphs(`He wants more.${draft.body}\r\nAnna Auma\r\nSales | Kilimo Co-operative`)
  const told = await send(draft, '', `<div class="WordSection1">${html}</div>`)
  expect((await reports()).at(-1)).toEqual({ outcome: 'reached', note: 'He wants more.', isToday: true })
  expect(told[0]?.text).not.toMatch(/outside the form/)
  expect(await inquiries()).toBe(2)
})

test('a draft whose line breaks were lost is read; where somebody quotes it, words above are no note', async () => {
  const inOneLine = (which: number) => draftOf(5, which).body.replaceAll(/\s+/g, ' ')
  await send(draftOf(5, 5), `It is her aunt's. ${inOneLine(5)} Sent from my phone`)
  expect((await reports()).at(-1)).toEqual({ outcome: 'wrong-number', note: "It is her aunt's.", isToday: true })
  expect(await inquiries()).toBe(2)
  await send(draftOf(5, 1), `Look at this:\n>${inOneLine(1)}`)
  expect((await reports()).at(-1)).toEqual({ outcome: 'not-reached', note: null, isToday: true })
  expect(await inquiries()).toBe(3)
})

test('two links of one letter on one day are one report: the later corrects it, and keeps the note; another day is another report', async () => {
  await home.person('P9')
  await home.satchel(['dispatch', 'P9', '--to', 'anna'])
  await home.satchel(['send'])
  letters = home.letters(mails.anna).slice(-1)
  const before = (await reports()).length
  const [reached, callBack] = [draftOf(0, 0), draftOf(0, 3)]
  await send(reached, `He wants two bags.${reached.body}`)
  await send(callBack, callBack.body)
  expect((await reports()).slice(before)).toEqual([{ outcome: 'call-back', note: 'He wants two bags.', isToday: true }])
  // the same answer once more is none; with other words it corrects them
  await send(callBack, callBack.body)
  await send(callBack, `On Friday.${callBack.body}`)
  expect((await reports()).slice(before)).toEqual([{ outcome: 'call-back', note: 'On Friday.', isToday: true }])
  await home.rows(
    "update reply set reply_draft = 'link-2026-01-01' from packet join person on person_id = packet_entity where packet_id = reply_packet and person_hid = 'P9'",
  )
  await home.rows(
    "update change set change_slot = 'report/link-2026-01-01' where change_slot like 'report/link-%' and change_packet = (select max(packet_id) from packet)",
  )
  await send(reached, `Now he wants three.${reached.body}`)
  expect((await reports()).slice(before)).toMatchObject([{ note: 'On Friday.' }, { outcome: 'reached' }])
})
