import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type ChangeToConfirm,
  confirmChangeLetter,
  unreadableLetter,
  unsubscribedLetter,
} from '@satchel/forms/letters/notice-letters'
import { looksLikeTextForm, parseTextForm } from '@satchel/forms/text/text-form-parse'
import { Problem } from '@satchel/protocol/problem'
import { wordOf } from '@satchel/core/import/mail-words/mail-phrases'
import { describe, expect, test } from 'vitest'
import { callReport, forms, org, sameText, token, words } from './samples.ts'

const def = callReport()
const languages = [...forms.words.keys()]
const change: ChangeToConfirm = {
  organization: org,
  packet: '7QK2-M9XA-3F0T',
  asked: [
    { slot: { kind: 'row', name: 'contact-point', row: 'c82', entry: 2 }, becomes: 'removed' },
    {
      slot: { kind: 'row', name: 'contact-point', row: 'c81', entry: 1 },
      becomes: 'changed',
      hint: { kind: 'phone', part: '31' },
    },
    {
      slot: { kind: 'row', name: 'contact-point', row: 'new-1' },
      becomes: 'new',
      hint: { kind: 'email', part: 'z' },
    },
    { slot: { kind: 'field', name: 'given-name' }, becomes: 'changed' },
    { slot: { kind: 'field', name: 'given-name' }, becomes: 'changed' },
  ],
  token,
}
const url = 'https://intake.example.org/reply'

/** Every notice in one language, with as much in it as there can be. */
const everyNotice = (language: string, name = org.name) => [
  unsubscribedLetter(words(language), { name }),
  unreadableLetter(words(language), {
    organization: { name },
    packet: change.packet,
    faults: [...shippedFaults, 'mail/no-form', 'something/else'].map((code, line) => ({ code, line })),
  }),
  confirmChangeLetter(def, words(language), { ...change, organization: { name }, url, page: forms.confirmPage }),
]

const shippedFaults = [
  'no-form',
  'cut-off',
  'bad-header',
  'unknown-form',
  'unknown-label',
  'label-twice',
  'mixed-quotes',
]
  .map(name => `text-form/${name}`)
  .concat('text-form/too-large', 'html-form/mangled')

describe('every notice', () => {
  test('says in its HTML what it says in its text', () => {
    for (const language of languages)
      for (const { text, html = '' } of everyNotice(language)) expect(sameText(html)).toBe(sameText(text))
  })

  test('names the packet by its first group only, has lines that mail programs leave alone, and ends with who writes', () => {
    for (const language of languages)
      for (const { subject, text } of everyNotice(language)) {
        expect(subject + text).not.toContain('M9XA')
        expect(subject.length).toBeLessThan(80)
        expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThan(70)
        expect(text.endsWith(`\n${org.name}\n`)).toBe(true)
        expect(text.startsWith(words(language).texts.get('letter-greeting') ?? '?')).toBe(true)
      }
  })

  test('is never taken for a text form when it comes back quoted, whatever the organisation is called', () => {
    for (const language of languages)
      for (const { text } of everyNotice(language, `${'x'.repeat(60)} [form]\r\n[form]`)) {
        expect(looksLikeTextForm(text)).toBe(false)
        expect(looksLikeTextForm(text.replace(/^/gm, '> '))).toBe(false)
      }
  })

  test('keeps the token that confirms out of its text', () => {
    for (const { subject, text } of everyNotice('en')) expect(subject + text).not.toContain(token)
  })
})

describe('the notice of an opt-out', () => {
  test('says that it counts, and how to come back', () => {
    const { subject, text, attachments } = unsubscribedLetter(words('en'), org)
    expect(subject).toBe('You get no more letters of this kind')
    expect(text).toContain('answer this letter\nin your own words, and a person reads it')
    expect(attachments).toEqual([])
  })
})

describe('the notice of a reply that could not be read', () => {
  test('names each fault with its line, and how to do it right', () => {
    const { subject, text } = unreadableLetter(words('en'), {
      organization: org,
      packet: change.packet,
      faults: [{ code: 'text-form/unknown-label', line: 12 }, { code: 'text-form/cut-off' }],
    })
    expect(subject).toBe('Your answer to 7QK2 could not be read')
    expect(text).toContain('- Line 12: the words in brackets are not in the form.')
    expect(text).toContain('- the form is cut off;')
    expect(text).toContain('This is how it works:\n- Take the letter with the form once more')
  })

  test('has words of its own for every fault that a sender can mend', () => {
    const said = shippedFaults.map(
      code => unreadableLetter(words('sw'), { organization: org, packet: 'X', faults: [{ code }] }).text,
    )
    const unknown = unreadableLetter(words('sw'), {
      organization: org,
      packet: 'X',
      faults: [{ code: 'odd/one' }],
    }).text
    expect(said).not.toContain(unknown)
    expect(new Set(said).size).toBe(shippedFaults.length)
    expect(unreadableLetter(words('sw'), { organization: org, packet: 'X', faults: [] }).text).toBe(unknown)
  })

  test('says nothing of what was written, for every text form that cannot be read', () => {
    const folder = join(import.meta.dirname, '../vectors/text-form')
    const vectors = readdirSync(folder).map(file => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Vector)
    const problems = vectors.filter(({ expect: verdict }) => verdict !== 'ok')
    expect(problems.length).toBeGreaterThan(5)
    for (const { text } of problems) {
      const code = codeOf(text)
      const letter = unreadableLetter(words('en'), { organization: org, packet: 'X', faults: [code] })
      expect(letter.text).not.toContain('James')
      expect(letter.text).not.toContain('is not in a form that we can read')
    }
  })
})

describe('the question whether a change was meant', () => {
  test('names each place once, without its value, and asks for one word', () => {
    const { subject, text, attachments } = confirmChangeLetter(def, words('en'), change)
    expect(subject).toBe('Did you change your details? 7QK2')
    expect(text.split('\n').filter(line => line.startsWith('- '))).toEqual([
      '- Phone or e-mail, entry 2: to be removed',
      '- your phone number ending in 31: in place of the one on file',
      '- your e-mail address beginning with z: new',
      '- Given name: in place of the one on file',
    ])
    expect(text).toContain('with the one word YES')
    expect(text).not.toContain('button')
    expect(attachments).toEqual([])
  })

  test('asks for a word that the core knows, in each language', () => {
    const asked = languages.map(language => confirmChangeLetter(def, words(language), change).text)
    const yes = asked.map(
      text => /(?<!\p{L})(?:YES|JA|OUI|NDIYO|SÍ|SIM|YA|አዎ|हाँ|نعم)(?![\p{L}\p{M}])/u.exec(text)?.[0] ?? '?',
    )
    expect(new Set(yes).size).toBe(languages.length)
    expect(yes.map(wordOf)).toEqual(languages.map(() => 'yes'))
  })

  test('with a page has a button that posts the token, and nothing else of the person', () => {
    const { text, attachments } = confirmChangeLetter(def, words('en'), { ...change, url, page: forms.confirmPage })
    const [page] = attachments
    expect(text).toContain('confirm-7QK2.html')
    expect([page?.name, page?.type]).toEqual(['confirm-7QK2.html', 'text/html; charset=utf-8'])
    expect(page?.content).toContain(`<input type="hidden" name="token" value="${token}">`)
    expect(page?.content).toContain('form-action https://intake.example.org;')
    expect(page?.content).not.toMatch(/<script|M9XA/)
  })

  test('is not made with an address that is not on the web', () => {
    const odd = { ...change, url: 'javascript:alert(1)', page: forms.confirmPage }
    expect(() => confirmChangeLetter(def, words('en'), odd)).toThrow(/not an http address/)
  })
})

interface Vector {
  readonly text: string
  readonly expect: string
}

function codeOf(text: string): { readonly code: string } {
  try {
    parseTextForm(text, name => (name === def.name ? def : null))
  } catch (error) {
    if (error instanceof Problem) return { code: error.code }
    throw error
  }
  throw new Error('the text can be read')
}
