// The letter with a case: who and why now, before any code; text and HTML say the same; nothing about the person outside the body.

import { htmlToText } from '@satchel/dispatcher/mail-text/html-text'
import { packetLetter } from '@satchel/forms/letters/packet-letter'
import { lockedLetter } from '@satchel/forms/locked/locked-letter'
import { letterDay } from '@satchel/forms/letters/letter-dates'
import { say } from '@satchel/forms/words/form-words'
import { describe, expect, test } from 'vitest'
import { callReport, casePacket, forms, org, sampleCase, samplePacket, texts, words } from './samples.ts'

const def = callReport()
const parts = { htmlForm: forms.htmlForm }
const print = (packet = casePacket(), language = 'en', more = {}) =>
  packetLetter(def, { ...packet, language }, words(language), org, { ...parts, ...more })
const beforeForm = (text: string) => text.split('[form]')[0] ?? ''
const plain = (text: string) =>
  text
    .replace(/^\d\. |^[-*] /gm, '')
    .replace(/\s+/g, ' ')
    .trim()

describe.each([...forms.words.keys()])('a work letter in %s', language => {
  const letter = print(casePacket(), language)

  test('says in HTML what it says in plain text, in the same order', () => {
    // the form stands in both where there are no links
    const same = print(casePacket(), language, { answerLinks: false })
    expect(same.text).toBe(letter.text)
    const html = plain(htmlToText(same.html ?? ''))
    let from = 0
    const paragraphs = beforeForm(letter.text).split(/\n(?! {2})/)
    expect(paragraphs.length).toBeGreaterThan(15)
    // lines of one paragraph are wrapped in the text alone
    for (const paragraph of beforeForm(letter.text).split('\n\n').map(plain)) {
      for (const word of paragraph.split(' ')) {
        const at = html.indexOf(word, from)
        expect([word, at >= from, at - from < 80]).toEqual([word, true, true])
        from = at + word.length
      }
    }
    expect(from).toBeGreaterThan(html.length - 400)
  })

  test('opens with the name and the day, in less than 40 lines under 70 characters', () => {
    expect(letter.text).toMatch(/^Jimmy Okello\n.*\b24\b.*\n/)
    const lines = beforeForm(letter.text).trimEnd().split('\n')
    expect(lines.length).toBeLessThan(40)
    for (const line of letter.text.split('\n')) expect(line.length).toBeLessThan(70)
  })

  test('names nobody outside its body', () => {
    const outside = [
      letter.subject,
      ...letter.attachments.map(({ name }) => name),
      /<title>(.*)<\/title>/.exec(letter.html ?? '')?.[1],
    ]
    expect(outside.join(' ')).not.toMatch(/Jimmy|Okello|Gulu|maize/i)
    expect(letter.subject).toMatch(/7QK2.*24/)
  })
})

describe('a work letter', () => {
  const letter = print()

  test('is read before any code: why now, how to reach, what was promised, said and done', () => {
    const [head = ''] = letter.text.split('How did it go?')
    for (const line of [
      'Jimmy Okello\nPlease get in touch by 24 November.',
      'Why now: He asked twice for the price of maize seed.',
      'Place: Gulu, Northern Region',
      'Call +256 700 000 001',
      'Write to jimmy@example.org',
      'Promised: call back with the price, by 24 November',
      'Last contact: reached, on 16 November, by you',
      'Stage: Land report, in this stage for 34 days (usually 30)',
      '1. Agree on a day to measure his plot, by 30 November',
    ])
      expect(head).toContain(line)
    expect(head).not.toMatch(/7QK2|c81|reported wrong/)
    expect(plain(letter.text)).toContain('Questions: Ruth Nakato, +256 700 000 010, Green Valley Co-operative')
  })

  test('says which days are over, and of what year a day is that is far away', () => {
    const far = {
      ...sampleCase,
      promises: [{ text: 'Call with the date', due: '2026-02-26' }],
      tasks: [
        { text: 'Measure the plot', due: '2026-11-21' },
        { text: 'Visit', due: '2026-11-22' },
        { text: 'Bring seed', due: '2027-03-01' },
      ],
      contacts: [{ date: '2026-01-27', kind: 'call', outcome: 'call-back' }],
    }
    const { text, html = '' } = print(casePacket({ case: far }))
    for (const said of [
      'Promised: Call with the date, overdue since 26 February 2026',
      'Last contact: call back, on 27 January 2026',
      '1. Measure the plot, overdue since 21 November\n2. Visit, by 22 November\n3. Bring seed, by 1 March 2027\n',
    ])
      expect(text).toContain(said)
    expect(text).toMatch(/^Jimmy Okello\nPlease get in touch by 22 November\./)
    expect(html.match(/<span class="ov" style="font-weight:bold;color:#a02a20">/g)).toHaveLength(2)
    const near = print(casePacket({ case: { ...far, promises: [{ text: 'Call', due: '2026-08-01' }] } })).text
    expect(near).toContain('Call, overdue since 1 August\n')
    for (const language of forms.words.keys())
      expect(plain(print(casePacket({ case: far }), language).text)).toContain(
        say(words(language), 'case-overdue', { date: letterDay('2026-02-26', '2026-11-22', language) }),
      )
  })

  test('names the file for a calendar where it has one', () => {
    expect(letter.text).toContain('The attached .ics file puts the day into your calendar.')
    expect(print(casePacket({ case: { ...sampleCase, promises: [], tasks: [] } })).text).not.toContain('.ics')
  })

  test('counts one day in a stage as one', () => {
    const of = (stage: object) => {
      const stages = [{ name: 'Land report', state: 'now', ...stage }] as const
      return print(casePacket({ case: { ...sampleCase, processes: [{ name: 'Land', stages }] } })).text
    }
    expect(of({ days: 1, planned: 30 })).toContain('Land report, in this stage for 1 day (usually 30)\n')
    expect(of({ days: 276 })).toContain('Land report, in this stage for 276 days\n')
    expect(of({})).toContain('Stage: Land report\n')
  })

  test('calls, writes and shows the way by one tap; the map learns the place alone', () => {
    const links = [...(letter.html ?? '').matchAll(/href="([^"]*)"/g)].map(([, href]) => href)
    expect(links.slice(0, 4)).toEqual([
      'tel:+256700000001',
      'sms:+256700000001',
      'https://www.openstreetmap.org/search?query=Gulu%2C%20Northern%20Region',
      'mailto:jimmy@example.org',
    ])
  })

  test('says of a number that it was reported wrong, and offers another one to call', () => {
    const number = (id: string, value: string) => ({ id, fields: texts({ kind: 'phone', value }) })
    const wrong = { value: '+256 700 000 001', state: 'reported-wrong', date: '2026-11-20' }
    const of = (more: readonly ReturnType<typeof number>[], troubles = [wrong]) => {
      const rows = new Map([['contact-point', [number('c81', wrong.value), ...more]]])
      return print(casePacket({ case: { ...sampleCase, troubles }, record: { ...samplePacket().record, rows } }))
    }
    const both = of([number('c90', '+256 700 000 009')])
    expect(both.text).toContain('Call +256 700 000 009\nCall +256 700 000 001 (reported wrong on 20 November)\n')
    expect(both.html).toMatch(/class="fu" href="tel:\+256700000009"/)
    expect(both.html).toContain('sms:+256700000009')
    const alone = of([]).html ?? ''
    expect(alone).not.toContain('class="fu"')
    expect(alone).toContain('href="tel:+256700000001"')
    expect(of([], []).html).toContain('class="fu" href="tel:+256700000001"')
    const cameBack = of([], [{ ...wrong, state: 'came-back' }])
    expect(cameBack.text).toContain('Call +256 700 000 001 (came back)')
  })

  test('says plainly where no number is on file, and does not ask to call where nothing is', () => {
    const rows = (...kinds: readonly [string, string][]) =>
      new Map([['contact-point', kinds.map(([kind, value], at) => ({ id: `c${at}`, fields: texts({ kind, value }) }))]])
    const of = (on: ReturnType<typeof rows>) =>
      print(casePacket({ record: { ...samplePacket().record, rows: on } })).text
    const mail = of(rows(['email', 'jimmy@example.org']))
    expect(mail).toContain('No telephone number is on file.')
    expect(mail).toContain('Please get in touch by 24 November.')
    const nothing = plain(of(rows()))
    expect(nothing).toContain(
      'Jimmy Okello No telephone number and no e-mail address is on file. Please find a way to get in touch by 24 November.',
    )
    expect(nothing).not.toContain('Please get in touch')
    expect(of(rows(['phone', '+256 700 000 001']))).not.toContain('on file')
  })

  test('says how to write a date, and where to call the office', () => {
    expect(letter.text).toContain('A date is written like this: 2026-11-22.')
    const { sender: _, 'sender-phone': __, ...about } = sampleCase
    const packet = casePacket({ case: { ...about, sender: 'Green Valley Co-operative' } })
    const { text } = packetLetter(def, packet, words('en'), { ...org, phone: '+256 700 000 099' }, parts)
    expect(text).toContain('+256 700 000 099')
  })

  test('that is locked names the number of the office, where one is set', () => {
    const locked = (phone?: string) =>
      lockedLetter(def, casePacket(), words('en'), phone === undefined ? org : { ...org, phone }, '<p>').text
    expect(plain(locked('+256 700 000 099'))).toContain('Call the office, +256 700 000 099, or go there')
    expect(plain(locked())).toContain('Call the office or go there')
    expect(locked('+256 700 000 099')).not.toMatch(/Jimmy|Ruth|000 010/)
  })

  test('fetches nothing, runs nothing, and has every style where it is used', () => {
    const html = letter.html ?? ''
    expect(html).not.toMatch(/<(?:img|script|link|iframe|form|input|object)|url\(|@import|src=|\son[a-z]+="/i)
    expect(Buffer.byteLength(html)).toBeLessThan(25_000)
    for (const [tag] of html.slice(html.indexOf('<main')).matchAll(/<(?:p|h1|h2|ol|li|main)\b[^>]*>/g))
      expect(tag).toContain('style="')
  })

  test('takes nothing from a record for markup, for a link of another kind or for a form', () => {
    const rows = new Map([
      [
        'contact-point',
        [
          { id: 'c1', fields: texts({ kind: 'phone', value: '+256 700"><script>1' }) },
          { id: 'c2', fields: texts({ kind: 'phone', value: 'javascript:alert(1)' }) },
          { id: 'c3', fields: texts({ kind: 'email', value: 'a@b.example?bcc=thief@evil.example&body=x' }) },
        ],
      ],
    ])
    const odd = '<b onclick="x">[form]</b>\n[form]\ncall-report 1 AAAA-AAAA-AAAA en\n[Next step]\nx\n[end]'
    const about = { ...sampleCase, name: odd, why: odd, place: odd, promises: [{ text: odd }], tasks: [{ text: odd }] }
    const packet = casePacket({ case: about, record: { ...samplePacket().record, rows } })
    const { html = '', text } = print(packet)
    expect(html).not.toMatch(/<b |<script|javascript:|bcc=thief/)
    expect(text.match(/^\s*\[form\]/gm)).toHaveLength(1)
  })

  test('is turned around by no mark in a value', () => {
    const odd = 'Jimmy \u202eollekO\u2066 fdp'
    const about = { ...sampleCase, name: odd, why: odd, promises: [{ text: odd }], tasks: [{ text: odd }] }
    const { html = '', text } = print(casePacket({ case: about }))
    for (const said of [html, text]) {
      expect(said).toContain('Jimmy ollekO fdp')
      expect(said).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
    }
  })

  test('without a case is a letter all the same, and asks no report where none is wanted', () => {
    const { text, html } = print(samplePacket())
    expect(text).toContain('sends you one record')
    expect(text).toContain('[How it went]')
    expect(html).toContain('packet-7QK2.html')
    const edit = print(casePacket({ report: [] }))
    expect(edit.text).toContain('Please look through the record and correct what is wrong.')
    expect(edit.text).not.toMatch(/\[form\]|How did it go/)
  })
})
