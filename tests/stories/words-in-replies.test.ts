// A reply to our HTML letter as Gmail and Outlook write it: only the letter's HTML is quoted, and that has no form. What the person
// wrote becomes a question of the office, tied to packet and person, without a line of ours; and they are told that a person reads it.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { mails, makeHome, type TestHome } from '../helpers/home.ts'
import type { ReceivedLetter } from '../helpers/letters.ts'
import { core, deliverTo, mailOf, replyAddressOf } from '../helpers/mailing.ts'

const words = 'Her new number is 0700 123 456.\n\nShe asked when the meeting is.'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  for (const hid of ['P1', 'P2']) await home.person(hid)
})
afterAll(() => home.close())

/** As a mail program makes text of a letter that it quotes: links behind their words, each block a line of its own. */
const textOf = (html: string): string =>
  html
    .replace(/^[^]*<body[^>]*>/, '')
    .replace(/<a [^>]*href="([^"]*)"[^>]*>([^]*?)<\/a>/g, (_, href: string, text: string) => `${text} <${href}>`)
    .replace(/<\/td>/g, '\t')
    .replace(/<(?:br|\/(?:p|div|tr|table|li|h\d))>/g, '\n')
    .replace(/<(?!(?:mailto|tel|sms|https?):)[^>]+>/g, '')
    .replace(/\t*$/gm, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/[ \t]*\n\s*\n/g, '\n\n')
    .trim()

const bodyOf = (html: string) => html.replace(/^[^]*<body[^>]*>/, '').replace(/<\/body>[^]*$/, '')
const paragraphs = words
  .split('\n\n')
  .map(text => `<div>${text}</div>`)
  .join('<div><br></div>')

const programs = {
  Gmail: (letter: ReceivedLetter) => ({
    text: `${words}\n\nOn Mon, Nov 30, 2026 at 9:12 AM Kilimo <${core}> wrote:\n\n${textOf(letter.html)
      .split('\n')
      .map(line => `> ${line}`.trim())
      .join('\n')}\n`,
    html: `<div dir="ltr">${paragraphs}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Mon, Nov 30, 2026 at 9:12 AM Kilimo &lt;<a href="mailto:${core}">${core}</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">${bodyOf(letter.html)}</blockquote></div>`,
  }),
  Outlook: (letter: ReceivedLetter) => ({
    text: `${words}\n\n________________________________\nFrom: Kilimo <${core}>\nSent: Monday, November 30, 2026 9:12 AM\nTo: Anna <${mails.anna}>\nSubject: Work packet\n\n${textOf(letter.html)}\n`,
    html: `<html><body><div class="elementToProof">${paragraphs}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><b>From:</b> Kilimo &lt;${core}&gt;<br><b>Sent:</b> Monday, November 30, 2026 9:12 AM<br><b>To:</b> Anna<br><b>Subject:</b> Work packet</div>${bodyOf(letter.html)}</body></html>`,
  }),
}

interface Question {
  readonly inquiry: string
  readonly packet: string | null
  readonly recipient: string | null
  readonly record: string | null
}

for (const [program, write] of Object.entries(programs))
  for (const parts of ['text and HTML', 'HTML alone'])
    test(`${program}, ${parts}: the words reach the office with packet and person, and their sender is told that a person reads them`, async () => {
      const sent = await home.satchel(['dispatch', 'P1', '--to', 'anna', '--again', '--json'])
      await home.satchel(['send'])
      const packet = sent.json<{ packet: string }[]>()[0]?.packet ?? ''
      const letter = home.letters(mails.anna).find(({ file }) => file.includes(packet))
      if (letter === undefined) throw new Error('no letter')
      const { text, html } = write(letter)
      deliverTo(
        home,
        await mailOf({
          from: mails.anna,
          to: replyAddressOf(letter),
          html,
          ...(parts === 'HTML alone' ? {} : { text }),
        }),
      )
      const ended = await home.satchel(['run', '--once', '--json'])
      expect(ended.json()).toMatchObject({ balance: { noted: 1, quarantined: 0 } })
      const question = (await home.satchel(['inquiry', 'list', '--json'])).json<Question[]>().at(-1)
      expect(question).toMatchObject({ packet, recipient: 'anna', record: 'Jimmy Okello' })
      const shown = await home.satchel(['inquiry', 'show', question?.inquiry ?? '', '--json'])
      expect(shown.json<{ message: string }>().message).toBe(words)
      const told = (home.letters(mails.anna).at(-1)?.text ?? '').replace(/\s+/g, ' ')
      expect(told).toContain('A person in our office reads what you sent, so you need not send it again.')
      expect(told).not.toContain('0700')
    })
