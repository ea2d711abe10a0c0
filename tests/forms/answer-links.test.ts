// Links that open a draft with an answer in it: short enough for every mail program, without a token, and read as what was tapped.

import { packetLetter } from '@satchel/forms/letters/packet-letter'
import { parseTextForm } from '@satchel/forms/text/text-form-parse'
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

  test('are four, of less than 1,500 characters each', () => {
    expect(links).toHaveLength(4)
    for (const { href } of links) expect(href.length).toBeLessThan(1500)
  })

  test('say what was tapped, with room for words above, and hold neither a token nor a name', () => {
    const said = links.map(({ body }) => {
      expect(body).toMatch(/^\r\n\r\n\[form\]\r\n/)
      const form = parseTextForm(body, () => def)
      expect(form).toMatchObject({ packet: packet.id, token: '', language, link: { above: '\n' } })
      return Object.fromEntries(form.statements.report ?? [])
    })
    expect(said).toEqual(['reached', 'not-reached', 'call-back', 'wrong-number'].map(outcome => ({ outcome })))
    const all = links.map(({ href, subject, body }) => `${href} ${subject} ${body}`).join(' ')
    expect(all).not.toMatch(/\[token\]|Jimmy|Okello|maize/i)
    expect(all.toUpperCase()).not.toContain(token)
  })
})

describe('answers by link', () => {
  test('are there for plain letters; for sealed ones only where somebody asked, with a warning', () => {
    const counted = (more: object) => answersIn(print('en', more).html).length
    expect(counted({ answerLinks: false })).toBe(0)
    expect(counted({ protection: 'pgp' })).toBe(0)
    expect(counted({ protection: 'pgp', answerLinks: true })).toBe(4)
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
    expect(read(`He wants seed.\n${body}`).link?.above.trim()).toBe('He wants seed.')
    expect(read(`He wants seed.\n${body.replace(' link', '')}`).link).toBeUndefined()
    expect(read(`He wants seed.\n${body.replace(/^/gm, '> ')}`).link).toBeUndefined()
    expect(read(body.replace('3F0T en link', '3F0T\r\nen link')).link).toBeDefined()
  })
})
