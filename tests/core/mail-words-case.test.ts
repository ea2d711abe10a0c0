// A letter with a case holds a name, a reason and tasks in words that nobody knows beforehand: come back without marks, they are none
// of the sender's words.

import type { FormCatalog } from '@satchel/core/forms/form-catalog'
import { ourWords } from '@satchel/core/import/mail-words/own-letter-lines'
import { saidInWords } from '@satchel/core/import/mail-words/sender-words'
import { htmlToText } from '@satchel/dispatcher/mail-text/html-text'
import { packetLetter } from '@satchel/forms/letters/packet-letter'
import { loadForms, wordsFor } from '@satchel/forms/loader'
import { describe, expect, test } from 'vitest'
import { callReport, casePacket } from '../forms/samples.ts'

const forms = loadForms()
const catalog: FormCatalog = {
  forms,
  find: (name, version) => forms.definitions.find(form => form.name === name && form.version === version) ?? null,
}
const words = (text: string) => saidInWords(text, ourWords(catalog, 'Kilimo', text), 'anna@kilimo.example').words
const quoted = (text: string) => text.replace(/^/gm, '> ')

const letterIn = (language: string) =>
  packetLetter(
    callReport(),
    casePacket({ language }),
    wordsFor(forms.words, language),
    { name: 'Kilimo' },
    { htmlForm: { render: () => '', styleSource: '' } },
  )

describe.each(['en', 'de', 'fr', 'sw'])('a letter with a case in %s', language => {
  test.each([
    ['as it is', (text: string) => text],
    ['quoted', quoted],
    [
      'below a head',
      (text: string) => `Von: Kilimo <core@kilimo.example>\nGesendet: Montag\nAn: Anna\nBetreff: x\n\n${text}`,
    ],
    ['with an empty line between all lines', (text: string) => text.replaceAll('\n', '\n\n')],
  ])('with a case in it, %s', (_, as) => {
    const text = as(letterIn(language).text)
    expect(words(text)).toBeNull()
    expect(words(`Her name is Zoe now.\n\n${text}`)).toBe('Her name is Zoe now.')
    expect(words(`Call +255 700 000 009\n\n${text}`)).toBe('Call +255 700 000 009')
    expect(words(`${text}\n\nWhen is the meeting?`)).toBe('When is the meeting?')
  })

  test('its HTML is none either, read as text', () => {
    const text = htmlToText(letterIn(language).html ?? '')
    expect(words(text)).toBeNull()
    expect(words(`She moved.\n\n${text}`)).toBe('She moved.')
  })
})
