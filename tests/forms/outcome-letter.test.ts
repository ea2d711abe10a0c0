// The acknowledgement as its reader gets it: whole letters, in every language, and what must never stand in one.

import { differingKeys } from '@satchel/forms/words/form-words'
import { outcomeLetter, type ToldOutcome } from '@satchel/forms/letters/packet-letter'
import { printOutcome } from '@satchel/protocol/messages/outcome'
import { describe, expect, test } from 'vitest'
import { callReport, forms, org, sameText, selfUpdate, words } from './samples.ts'

const outcome: ToldOutcome = {
  version: 1,
  reply: '0123456789abcdef0123456789abcdef',
  packet: '7QK2-M9XA-3F0T',
  epoch: 3,
  status: 'partly-held',
  slots: [
    { kind: 'field', name: 'given-name', outcome: 'applied' },
    { kind: 'field', name: 'family-name', outcome: 'untouched' },
    { kind: 'field', name: 'born', outcome: 'held', reason: 'needs-review' },
    {
      kind: 'field',
      name: 'language',
      outcome: 'refused',
      reason: 'invalid',
      misfit: { field: 'language', fault: 'form' },
    },
    { kind: 'row', name: 'contact-point', row: 'c81', entry: 1, outcome: 'held', reason: 'changed-meanwhile' },
    {
      kind: 'row',
      name: 'contact-point',
      row: 'new-1',
      outcome: 'refused',
      reason: 'invalid',
      misfit: { field: 'value', fault: 'form' },
    },
    { kind: 'row', name: 'address', row: 'a5', entry: 1, outcome: 'same' },
    { kind: 'field', name: 'salary', outcome: 'refused', reason: 'not-in-form' },
    { kind: 'report', name: 'report', outcome: 'applied' },
  ],
}
const letter = (slots: ToldOutcome['slots'], language = 'en', def = callReport()) =>
  outcomeLetter(def, { ...outcome, slots }, words(language), org).text

describe('an outcome letter', () => {
  test('says in its HTML what it says in its text, in every language, and no more', () => {
    for (const language of forms.words.keys()) {
      const { text, html = '' } = outcomeLetter(callReport(), outcome, words(language), org)
      expect(sameText(html)).toBe(sameText(text))
      expect(html).not.toMatch(/<script|<img|<form|M9XA/)
      expect(Buffer.byteLength(html)).toBeLessThan(25_000)
    }
  })

  test('names what changed, what is checked and what failed, with what to write instead', () => {
    const { subject, text, attachments } = outcomeLetter(callReport(), outcome, words('en'), org)
    expect(subject).toBe('Your reply to 7QK2')
    expect(text).toMatchInlineSnapshot(`
      "Thank you. Your reply has arrived. Not all of it counts yet.

      We have saved these changes:
      - Given name
      - Report

      These were on file already as you wrote them:
      - Address, entry 1

      Our staff check these before they count:
      - Date of birth: staff check this field before changing it
      - Phone or e-mail, entry 1: somebody else changed it in the
        meantime

      You need not answer for these. We write to you when they are
      decided.

      These could not be saved:
      - Language: this is not one of the words to choose from. Please
        write one of these: English, Swahili, French, Luganda, German,
        Spanish, Arabic, Portuguese, Amharic, Hindi, Indonesian.
      - Phone or e-mail, new entry 1 (number or address): this does not
        fit the kind beside it. Please write a phone number such as +256
        712 345 678, or an address like name@example.org, and the kind
        that fits.
      - salary: the form does not ask for it. If it matters, write it to
        us in your own words.

      To send something again, answer the letter with the form once more
      and correct it there.

      The attached file outcome-7QK2.sexp says the same for computer
      programs. You need not open it.

      Green Valley Co-operative
      "
    `)
    expect(attachments).toEqual([
      { name: 'outcome-7QK2.sexp', type: 'application/x-satchel', content: printOutcome(outcome) },
    ])
  })

  test('to a colleague says first about whom, what the report says, and names entries by what they are', () => {
    const told: ToldOutcome = {
      ...outcome,
      status: 'imported',
      about: { name: 'Agnes Mollel', outcome: 'not-reached', next: 'call again', due: '2026-11-30' },
      slots: [
        { kind: 'report', name: 'report', outcome: 'applied' },
        { kind: 'field', name: 'given-name', outcome: 'applied', becomes: 'changed' },
        {
          kind: 'row',
          name: 'contact-point',
          row: 'new-1',
          outcome: 'applied',
          becomes: 'new',
          values: { kind: 'phone', value: '+255 700 000 031' },
        },
        {
          kind: 'row',
          name: 'address',
          row: 'a5',
          entry: 1,
          outcome: 'applied',
          becomes: 'changed',
          values: { kind: 'farm', city: 'Gulu', region: 'Northern Region', country: 'UG' },
        },
      ],
    }
    const { text, html = '', subject } = outcomeLetter(callReport(), told, words('en'), org)
    expect(subject).not.toContain('Agnes')
    expect(sameText(html)).toBe(sameText(text))
    expect(text).toMatchInlineSnapshot(`
      "Agnes Mollel

      Thank you. We have processed your reply.
      - How it went: not reached
      - Next step: call again, by 30 November 2026

      We have saved these changes:
      - Report
      - Given name: changed
      - Phone +255 700 000 031: added
      - Farm, Gulu, Northern Region: changed

      You need not answer this letter.

      The attached file outcome-7QK2.sexp says the same for computer
      programs. You need not open it.

      Green Valley Co-operative
      "
    `)
  })

  test('shows no value that is no number or address, and to the person concerned a hint alone', () => {
    const slot = { kind: 'row', name: 'contact-point', row: 'new-1', outcome: 'applied', becomes: 'new' } as const
    expect(letter([{ ...slot, values: { kind: 'phone', value: 'ring me at evil.example' } }])).not.toContain('evil')
    const hint = { kind: 'phone', part: '31' } as const
    expect(letter([{ ...slot, hint }], 'en', selfUpdate())).toContain('- Your phone number ending in 31: added')
  })

  test('tells one story of a change that waits: nobody has to answer, and a letter follows', () => {
    const text = letter([{ kind: 'field', name: 'born', outcome: 'held', reason: 'needs-review' }]).replace(/\s+/g, ' ')
    expect(text).toContain('You need not answer for these. We write to you when they are decided.')
    expect(text).not.toMatch(/need not answer this letter|answer the letter|processed/)
  })

  test('says nothing about what was left as it was, in any language', () => {
    for (const language of forms.words.keys()) {
      const label = callReport()
        .fields.find(({ name }) => name === 'family-name')
        ?.label.get(language)
      expect(label).toBeTruthy()
      expect(letter(outcome.slots, language)).not.toContain(label)
    }
  })

  test('says that the reply is processed only where nothing failed and nothing waits', () => {
    const done = (language: string) => words(language).texts.get('outcome-processed') ?? '?'
    const squeezed = (text: string) => text.replace(/\s+/g, ' ')
    for (const language of forms.words.keys()) {
      const all = outcome.slots.filter(slot => ['applied', 'same', 'untouched'].includes(slot.outcome))
      expect(squeezed(letter(all, language))).toContain(done(language))
      for (const open of outcome.slots.filter(slot => ['held', 'refused'].includes(slot.outcome))) {
        expect(squeezed(letter([...all, open], language))).not.toContain(done(language))
      }
      expect(squeezed(letter([], language))).not.toContain(done(language))
    }
  })

  test('says plainly that nothing changed, and how to fill the form in', () => {
    expect(letter([{ kind: 'field', name: 'given-name', outcome: 'untouched' }])).toMatchInlineSnapshot(`
      "Thank you. Your reply changed nothing.

      The form came back as we had sent it. To change something, answer
      the letter with the form once more: write what is right below the
      label, in place of what stands there, and send it. Or write to us
      in your own words.

      The attached file outcome-7QK2.sexp says the same for computer
      programs. You need not open it.

      Green Valley Co-operative
      "
    `)
  })

  test('asks to send again only what can be mended, and to answer nothing else', () => {
    expect(letter([{ kind: 'field', name: 'born', outcome: 'refused', reason: 'refused-by-office' }])).not.toMatch(
      /once more|need not answer/,
    )
    expect(letter([{ kind: 'field', name: 'born', outcome: 'held', reason: 'late' }])).toContain('need not answer')
  })

  test('says for each kind of field what to write instead, and never more of it than the form does', () => {
    const fault = (field: string, fault: 'empty' | 'too-long' | 'form', row = 'new-1') =>
      letter(
        [{ kind: 'row', name: 'contact-point', row, outcome: 'refused', reason: 'invalid', misfit: { field, fault } }],
        'en',
        selfUpdate(),
      ).replace(/\s+/g, ' ')
    expect(fault('kind', 'form')).toContain(
      'Phone or e-mail, new entry 1 (kind): this is not one of the words to choose from. Please write one of these: phone, e-mail, web page, other.',
    )
    expect(fault('value', 'too-long')).toContain(
      '(number or address): it is too long. Please write 254 characters at the most.',
    )
    expect(fault('value', 'empty', 'new-2')).toContain(
      'Phone or e-mail, new entry 2 (number or address): it must not be empty.',
    )
    expect(
      letter([
        {
          kind: 'field',
          name: 'born',
          outcome: 'refused',
          reason: 'invalid',
          misfit: { field: 'born', fault: 'form' },
        },
      ]),
    ).toContain('Date of birth: this isn’t a date we can read. Write it\n  year-month-day, for example 1980-05-31.')
  })

  test('shows a number of the organisation’s country, and for a next step a day that lies ahead', () => {
    const slot = { outcome: 'refused', reason: 'invalid' } as const
    const { text } = outcomeLetter(
      callReport(),
      {
        version: 1,
        reply: '4F8A2C6E00000001',
        packet: '7QK2-M9XA-3F0T',
        epoch: 1,
        status: 'refused',
        day: '2026-12-24',
        slots: [
          { ...slot, kind: 'report-field', name: 'next-date', misfit: { field: 'next-date', fault: 'form' } },
          { ...slot, kind: 'field', name: 'born', misfit: { field: 'born', fault: 'form' } },
          { ...slot, kind: 'row', name: 'contact-point', row: 'c1', misfit: { field: 'value', fault: 'form' } },
        ],
      },
      words('en'),
      { ...org, callingCode: '+255' },
    )
    const said = text.replace(/\s+/g, ' ')
    expect(said).toMatch(/next step: [^]*for example 2027-01-07\. - Date of birth: [^]*for example 1980-05-31\./)
    expect(said).toContain('+255 712 345 678')
    expect(said).not.toContain('+256')
  })

  test('has words for every reason, with advice for each that refuses', () => {
    const keys = [...words('en').texts.keys()]
    for (const language of forms.words.keys()) expect(differingKeys(words(language), words('en'))).toEqual([])
    const advised = keys.filter(key => key.startsWith('advice-')).map(key => key.slice('advice-'.length))
    for (const reason of advised)
      expect(letter([{ kind: 'field', name: 'born', outcome: 'refused', reason }]).length).toBeGreaterThan(80)
    const dotted = keys.filter(key => key.startsWith('reason-') && words('en').texts.get(key)?.endsWith('.'))
    expect(dotted.map(key => key.slice('reason-'.length)).sort()).toEqual([...advised].sort())
  })

  test('of an amount and lines that differ tells both figures where it may, in every language, and how to go on', () => {
    const slot = { kind: 'field', name: 'given-name', outcome: 'held', reason: 'lines-differ' } as const
    for (const language of forms.words.keys()) {
      const figures = { amount: '26 EUR', lines: '15.5 EUR' }
      expect(letter([{ ...slot, figures }], language)).toMatch(/26\s+EUR.*15\.5\s+EUR/s)
      expect(letter([slot], language)).not.toContain('EUR')
    }
    expect(letter([slot]).replaceAll(/\s+/g, ' ')).toContain(
      'the amount and the lines do not agree; write them so that they do, or say why',
    )
  })

  test('with a reason outside the fixed list is not written', () => {
    const slots = [{ kind: 'field', name: 'given-name', outcome: 'refused', reason: 'mood' }] as const
    expect(() => letter(slots)).toThrow(/reason-mood/)
  })
})
