// Links that open a draft with an answer in it: short enough for every mail program, without a token, and read as what was tapped.

import { answerLinks } from '@satchel/forms/letters/answer-links'
import { packetLetter } from '@satchel/forms/letters/packet-letter'
import { parseTextForm } from '@satchel/forms/text/text-form-parse'
import { say } from '@satchel/forms/words/form-words'
import { describe, expect, test } from 'vitest'
import { linksIn } from '../helpers/mailing.ts'
import { callReport, casePacket, forms, org, token, words } from './samples.ts'

const def = callReport()
const packet = casePacket()
const print = (language: string, more = {}) =>
  packetLetter(def, { ...packet, language }, words(language), org, { htmlForm: forms.htmlForm, ...more })
const answersIn = (html = '') => linksIn(html).filter(({ to }) => to === packet.replyTo.mail)

describe.each([...forms.words.keys()])('the answers of a letter in %s', language => {
  const links = answersIn(print(language).html)

  test('are the six outcomes, of less than 1,500 characters each', () => {
    expect(links).toHaveLength(6)
    for (const { href } of links) expect(href.length).toBeLessThan(1500)
  })

  test('say what was tapped, with room for words above, and hold neither a token nor a name', () => {
    const said = links.map(({ body }) => {
      // room, the line that the note stands above, how to write a date where the form asks for one
      const note = words(language).texts.get('letter-note-above') ?? '?'
      const dates = say(words(language), 'letter-dates', { date: '2026-11-22' })
      const lines = body.split('\r\n')
      expect(lines.slice(0, 3)).toEqual(['', '', note])
      expect(lines.indexOf('[form]')).toBeLessThan(6)
      expect(body.includes(dates)).toBe(true)
      const form = parseTextForm(body, () => def)
      expect(form).toMatchObject({ packet: packet.id, token: '', language })
      expect(form.link?.above.trim().split('\n')[0]).toBe(note)
      return Object.fromEntries(form.statements.report ?? [])
    })
    const outcomes = ['reached', 'not-reached', 'busy', 'call-back', 'refused', 'wrong-number']
    expect(said).toEqual(outcomes.map(outcome => ({ outcome })))
    const all = links.map(({ href, subject, body }) => `${href} ${subject} ${body}`).join(' ')
    expect(all).not.toMatch(/\[token\]|Jimmy|Okello|maize/i)
    expect(all.toUpperCase()).not.toContain(token)
  })
})

describe('answers by link', () => {
  test('of a wrong number have a line for the right one, and no other answer has it', () => {
    const bodies = answersIn(print('en').html).map(({ body }) => body)
    const withLine = bodies.filter(body => body.includes('new-1'))
    expect(withLine).toEqual(bodies.slice(-1))
    const [label = ''] = /^\[.*new-1.*\]$/m.exec(withLine[0]?.replaceAll('\r', '') ?? '') ?? []
    const filled = withLine[0]?.replace(label, `${label}\r\n+256 700 000 009`) ?? ''
    expect(parseTextForm(filled, () => def).statements).toMatchObject({
      rows: [{ collection: 'contact-point', row: 'new-1', fields: new Map([['value', '+256 700 000 009']]) }],
      report: new Map([['outcome', 'wrong-number']]),
    })
    expect(parseTextForm(withLine[0] ?? '', () => def).statements.rows).toEqual([])
  })

  test('stay under 1,500 characters however long the labels are; one that cannot is left out', () => {
    const long = (count: number, letter = '\u0e01') => {
      const label = new Map([['en', letter.repeat(count)]])
      const report = def.report.map(field => {
        if (field.name === 'next-step') return { ...field, label }
        if (field.name !== 'outcome') return field
        const choices = field.choices.map(choice => (choice.value === 'busy' ? { ...choice, label } : choice))
        return { ...field, choices }
      })
      return answerLinks({ ...def, report }, packet, words('en'))
    }
    const [short = [], middle = [], longest = []] = [10, 140, 300].map(count => long(count))
    expect([short, middle, longest].map(links => links.length)).toEqual([6, 6, 5])
    for (const { href } of [...short, ...middle, ...longest]) expect(href.length).toBeLessThan(1500)
    // room for more gives way first
    expect(short[0]?.href).toContain('%E0%B8%81')
    expect(longest[0]?.href).not.toContain('%E0%B8%81')
    expect(longest[0]?.href).toContain('What%20was%20said')
    // up to the limit, and no further
    const lengths = Array.from({ length: 700 }, (_, count) => long(500 + count, 'x')[0]?.href.length ?? 0)
    expect(Math.max(...lengths)).toBe(1499)
  })

  test('are there for plain letters; for sealed ones only where somebody asked, with a warning', () => {
    const counted = (more: object) => answersIn(print('en', more).html).length
    expect(counted({ answerLinks: false })).toBe(0)
    expect(counted({ protection: 'pgp' })).toBe(0)
    expect(counted({ protection: 'pgp', answerLinks: true })).toBe(6)
    const warning = 'travels like a postcard'
    expect(print('en', { protection: 'pgp', answerLinks: true }).html).toContain(warning)
    expect(print('en').html).not.toContain(warning)
  })

  test('are without a token in either kind; the form of a sealed letter has it, for its address has none', () => {
    const open = print('en', { protection: 'pgp', answerLinks: true })
    for (const { body } of answersIn(open.html)) expect(body).not.toContain(token)
    expect(parseTextForm(open.text, () => def).token).toBe(token)
    expect(print('en').text).not.toContain(token)
  })

  test('have the form itself in their place where there are none', () => {
    expect(print('en', { answerLinks: false }).html).toContain('[How it went]')
    expect(print('en').html).not.toContain('[How it went]')
    expect(print('en').text).toContain('[How it went]')
  })

  test('are known by the header of the form alone, and only where it is not quoted', () => {
    const body = answersIn(print('en').html)[0]?.body ?? ''
    const read = (text: string) => parseTextForm(text, () => def)
    expect(read(`He wants seed.\n${body}`).link?.above).toMatch(/^He wants seed\.\s+Your note above this line\n/)
    expect(read(`He wants seed.\n${body.replace(' link', '')}`).link).toBeUndefined()
    expect(read(`He wants seed.\n${body.replace(/^/gm, '> ')}`).link).toBeUndefined()
    expect(read(body.replace('3F0T en link', '3F0T\r\nen link')).link).toBeDefined()
  })
})
