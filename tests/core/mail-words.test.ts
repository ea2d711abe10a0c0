// What is somebody's own in a mail, and what is the form, the letter, the mail program's or a gateway's. And which lines are an
// answer by themselves.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDefinition } from '@satchel/forms/definition/read-definition'
import type { FormCatalog } from '@satchel/core/forms/form-catalog'
import { wordOf } from '@satchel/core/import/mail-words/mail-phrases'
import { saidInWords } from '@satchel/core/import/mail-words/sender-words'
import { ourWords } from '@satchel/core/import/mail-words/own-letter-lines'
import { packetLetter } from '@satchel/forms/letters/packet-letter'
import { loadForms, wordsFor } from '@satchel/forms/loader'
import { confirmChangeLetter } from '@satchel/forms/letters/notice-letters'
import { describe, expect, test } from 'vitest'
import { callReport, samplePacket } from '../forms/samples.ts'

const forms = loadForms()
/** Version 1, which the sample mails answer. */
const earlier = parseDefinition(readFileSync(join(import.meta.dirname, '../vectors/forms/self-update-1.sexp'), 'utf8'))
const catalog: FormCatalog = {
  forms,
  find: (name, version) =>
    [...forms.definitions, earlier].find(form => form.name === name && form.version === version) ?? null,
}
const said = (text: string, author: string | null = 'anna@kilimo.example', org = 'Kilimo') =>
  saidInWords(text, ourWords(catalog, org, text), author)
const words = (text: string) => said(text).words

const languages = ['en', 'de', 'fr', 'sw', 'es', 'ar', 'pt', 'am', 'hi', 'id'] as const
const letterIn = (language: string) => {
  const def = callReport()
  const packet = { ...samplePacket(), language }
  const render = { render: () => '', styleSource: '' }
  return packetLetter(def, packet, wordsFor(forms.words, language), { name: 'Kilimo' }, { htmlForm: render }).text
}
const quoted = (text: string) => text.replace(/^/gm, '> ')

describe.each(languages)('our own letter in %s is nobody’s words', language => {
  const letter = letterIn(language)

  test.each([
    ['as it is', letter],
    ['quoted', quoted(letter)],
    ['quoted with bars', letter.replace(/^/gm, '| ')],
    [
      'without marks, below a head',
      `Von: Kilimo <core@kilimo.example>\nGesendet: Montag\nAn: Anna\nBetreff: x\n\n${letter}`,
    ],
    ['with its paragraphs in one line each', letter.replace(/([^\n-])\n(?=[a-zA-Zäöüéèà(])/g, '$1 ')],
    ['with an empty line between all lines', letter.replaceAll('\n', '\n\n')],
  ])('%s', (_, text) => {
    expect(words(text)).toBeNull()
    expect(words(`Her name is Zoe now.\n\n${text}`)).toBe('Her name is Zoe now.')
    expect(words(`${text}\n\nWhen is the meeting?`)).toBe('When is the meeting?')
  })

  test('words between its paragraphs are found', () => {
    const [first = '', ...rest] = letter.split('\n\n')
    expect(words([first, 'She moved to Arusha.', ...rest].join('\n\n'))).toBe('She moved to Arusha.')
    const at = letter.indexOf('[form]')
    expect(words(`${letter.slice(0, at)}Is this the right form?\n\n${letter.slice(at)}`)).toBe(
      'Is this the right form?',
    )
    expect(words(`${quoted(letter.slice(0, at))}\nIs this the right form?\n${quoted(letter.slice(at))}`)).toBe(
      'Is this the right form?',
    )
  })

  test('is nobody’s words in the texts of an earlier version either', () => {
    const filled = (text: string) =>
      text
        .replace('{org}', 'Kilimo')
        .replace('{file}', 'packet.html')
        .replace(/\{[a-z]+\}/g, '#')
    for (const text of wordsFor(forms.words, language).earlier ?? [])
      expect([text, said(`Ja.\n\n${filled(text)}\n`).beside]).toEqual([text, null])
  })

  test('a question of ours that came back without marks is none', () => {
    const render = { render: () => '', styleSource: '' }
    const { text } = confirmChangeLetter(callReport(), wordsFor(forms.words, language), {
      organization: { name: 'Kilimo' },
      packet: '7QK2-M9XA-3F0T',
      asked: [
        { slot: { kind: 'field', name: 'given-name' }, becomes: 'changed' },
        {
          slot: { kind: 'row', name: 'contact-point', row: 'c1', entry: 1 },
          becomes: 'new',
          hint: { kind: 'phone', part: '31' },
        },
      ],
      token: 'ABCDEFGHJKMNPQRSTVWXYZ0123',
      url: 'https://intake.example/reply',
      page: render,
    })
    expect(said(`Ja.\n\n________________________________\n${text}`)).toMatchObject({ word: 'yes', beside: null })
  })
})

describe('what programs and gateways add is nobody’s words', () => {
  test.each([
    'On Sat, Nov 28, 2026 at 9:00 AM Kilimo <core@kilimo.example> wrote:',
    'On Sat, Nov 28, 2026 at 9:00 AM Kilimo\n<core+abcdefghjkmnpqrstvwxyz0123@kilimo.example> wrote:',
    'Am 28.11.2026 um 09:00 schrieb Kilimo <core@kilimo.example>:',
    'Le sam. 28 nov. 2026 à 09:00, Kilimo <core@kilimo.example> a écrit :',
    'Mnamo Jumamosi, 28 Novemba 2026, Kilimo <core@kilimo.example> aliandika:',
    'El sáb, 28 nov 2026 a las 9:00, Kilimo (<core@kilimo.example>) escribió:',
    'On Monday the office wrote:',
    '-----Original Message-----\nFrom: Kilimo\nSent: Saturday\nTo: Anna\nSubject: Work packet 7QK2',
    '-----Ursprüngliche Nachricht-----\nVon: Kilimo <core@kilimo.example>\nGesendet: Samstag\nAn: Anna\nBetreff: Paket',
    '________________________________\nDe : Kilimo <core@kilimo.example>\nEnvoyé : samedi\nÀ : Anna\nObjet : Paquet',
    'Sent from my iPhone',
    'Von meinem iPhone gesendet',
    'Envoyé de mon iPhone',
    'Enviado desde mi iPhone',
    'Gesendet mit der GMX Mail App',
    'Get Outlook for Android',
    'Get Outlook for iOS <https://aka.ms/o0ukef>',
    '-- \nAnna Mollel\nSales, Kilimo\n+255 700 000 001\nOur shop moved: come and see',
    'Best regards,\nAnna Mollel',
    'Mit freundlichen Grüßen\n\nAnna Mollel\nSales Manager\nTel: +255 700 000 001\nwww.kilimo.example',
    'Cordialement, Anna Mollel',
    'Wasalaam,\nAnna',
    'CAUTION: This email originated from outside of the organization. Do not click links unless you know the sender.',
    '[EXTERNAL]',
    '[EXTERN] ',
    'This e-mail and any files transmitted with it are confidential and intended solely for the addressee.',
    'Diese E-Mail ist vertraulich und nur für den Empfänger bestimmt.',
    'Virus-free. www.avast.com',
    '[image: logo.png]',
    'Thanks!',
    'See attached.',
    'Dear colleagues, here it is.',
    'Hello Grace,\n\nsee below. Thank you!\n\nAnna',
    '----------',
    '',
  ])('%j', text => {
    expect(words(`${text}\n\n${quoted(letterIn('en'))}`)).toBeNull()
    expect(words(`${text}\n\nHer phone is lost.\n\n${quoted(letterIn('en'))}`)).toContain('Her phone is lost.')
  })
})

describe('somebody’s words are kept, whole', () => {
  test.each([
    'Thanks, but the street is wrong.',
    'Dear Grace, please call me.',
    'Wrong number',
    'Deceased.',
    '???',
    '👍',
    'From: now on call me on Mondays only',
    'She wrote: I want no seed.',
    'This mail is not for me, I sold the farm.',
    'Best regards,\nAnna\n\nP.S. Her name is Zoe now.',
    'Best regards,\nAnna\n\nWho calls on Monday?',
    'no',
    'ありがとうございます',
    'Sent the seed back to you',
  ])('%j', text => {
    expect(words(`${text}\n\n${quoted(letterIn('en'))}`)).toBe(text)
    expect(words(`${quoted(letterIn('en'))}\n\n${text}`)).toBe(text)
    expect(words(text)).toBe(text)
  })

  test('words behind the token, where nobody answers anything, are found; a broken token and a header in two lines are none', () => {
    const form = (below: string) =>
      `[form]\ncall-report 1\n7QK2-M9XA-3FXT en\n\n[token]\n${below}\n\n[Given name]\nZoe Maria\n\n[end]\n`
    expect(words(form('ABCDEFGHJKMNPQRS\nTVWXYZ0123\n\nPlease call her in the morning.'))).toBe(
      'Please call her in the morning.',
    )
    expect(words(quoted(form('ABCDEFGHJKMNPQRSTVWXYZ0123')).replace('0123\n', '0123\nShe moved to Arusha.\n'))).toBe(
      'She moved to Arusha.',
    )
    expect(words(form('ABCDEFGHJKMNPQRS\nTVWXYZ0123\n\nCAUTION: external sender'))).toBeNull()
    expect(words(form('ABCDEFGHJKMNPQRS\nTVWXYZ0123'))).toBeNull()
  })

  test('a form that is cut off takes no words along that stand outside its quote', () => {
    const form = letterIn('en')
    const cut = quoted(form.slice(0, form.indexOf('[end]')))
    expect(words(`${cut}\nPlease call her.`)).toBe('Please call her.')
  })
})

describe('a yes, a no and a start are a line of nothing but listed words', () => {
  test.each([
    [
      'yes',
      [
        'yes',
        'YES!',
        'Yes, that was me.',
        'ok',
        'Yes please',
        'Yes, I confirm. Thank you.',
        'Hello, yes',
        '"Yes"',
        'Yes 👍',
        "That's right",
      ],
    ],
    ['yes', ['Ja', 'Ja, das war ich.', 'Stimmt', 'Ja, das ist richtig, danke', 'Ich bestätige die Änderung']],
    ['yes', ["Oui, c'est moi", 'oui', 'Je confirme', "D'accord", 'Oui, c’était bien moi. Merci']],
    ['yes', ['Ndiyo', 'Ndiyo, ni mimi', 'Ndiyo, asante', 'Nathibitisha']],
    ['yes', ['sí', 'Si', 'Sí, fui yo', 'Confirmo, gracias']],
    ['yes', ['نعم', 'نعم، أؤكد', 'نعم، شكرا']],
    [
      'stop',
      [
        'stop',
        'STOP.',
        'Unsubscribe',
        'Please stop',
        'abmelden',
        'Bitte abmelden',
        'Stop sending me letters, please',
        'désabonner',
        'jiondoe',
        'baja',
        'إلغاء الاشتراك',
      ],
    ],
    ['start', ['start', 'Subscribe', 'anmelden', 'abonner', 'anza', 'alta']],
    [
      null,
      [
        '',
        'no',
        'Yes?',
        'yes and no',
        'Yes, but please change the street',
        'yesterday I called',
        'Yes I will call you on Monday',
        'not ok',
        'Ja, aber nicht die Adresse',
        'Oui mais non',
        'Ndiyo lakini si leo',
        'Sí, pero no la calle',
        'نعم ولكن',
        'stop calling me on Mondays, mornings are fine',
        'Do not stop',
        'nonstop',
        'yes stop',
        'I did not',
        'thanks',
        'start on Monday',
      ],
    ],
  ] as const)('%s', (word, lines) => {
    expect(lines.map(line => [line, wordOf(line)])).toEqual(lines.map(line => [line, word]))
  })

  test('it is looked for in the first line of one’s own, above the quote or below it', () => {
    const letter = quoted(letterIn('en'))
    expect(said(`Yes.\n\nJames\n\n${letter}`)).toMatchObject({ word: 'yes', beside: null })
    expect(said(`On Monday Kilimo wrote:\n${letter}\n\nYes, that was me.\n`)).toMatchObject({
      word: 'yes',
      beside: null,
    })
    expect(said('Hello,\n\nYes, that was me.\n\nRegards,\nAnna')).toMatchObject({ word: 'yes', beside: null })
    expect(said('I want to ask.\n\nYes')).toMatchObject({ word: null, words: 'I want to ask.\n\nYes' })
  })

  test('what stands below it is kept; a line that goes on is more than a word', () => {
    expect(said('Yes.\n\nAnd please change the street.')).toMatchObject({
      word: 'yes',
      beside: 'And please change the street.',
    })
    expect(said('Stop\n\nI sold the farm.')).toMatchObject({ word: 'stop', beside: 'I sold the farm.' })
    expect(said('Yes,\nbut not the street')).toMatchObject({ word: null, words: 'Yes,\nbut not the street' })
    expect(said('Yes\nthanks')).toMatchObject({ word: 'yes', beside: null })
  })
})

test('of the sample mails of the world’s mail programs, only those ask something in which somebody does', () => {
  const folder = join(import.meta.dirname, '../vectors/text-form')
  const asked = readdirSync(folder).flatMap(file => {
    const { text } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { text?: string }
    const own = text === undefined ? null : said(text, null, 'Green Valley Co-operative').words
    return own === null ? [] : [[file, own.split('\n')[0]]]
  })
  expect(asked).toEqual([
    ['mail-form-not-touched.json', 'Hello, all correct. My [new number] follows next week. (delete)'],
    ['no-form.json', 'please call me back.'],
    ['top-posted.json', 'Hello, all is well with her, see below.'],
  ])
})

test.each([
  ['one long line of capitals', () => `${'A'.repeat(4_000_000)}!`],
  ['one long line of small letters', () => `${'a'.repeat(4_000_000)}@`],
  ['many lines', () => 'abcdefghijklmnopqrstuvwxyz 12345\n'.repeat(120_000)],
  ['many forms that do not end', () => '[form]\n'.repeat(500_000)],
  ['many lines that end with a colon', () => 'On Monday at 10:00 a@b.example\nwrote:\n'.repeat(100_000)],
  ['many closings', () => 'Best regards,\n\nAnna\n'.repeat(200_000)],
  ['many marks', () => `${'> '.repeat(2_000_000)}x`],
])('%s: read in a moment', (_, text) => {
  expect(said(text()).word).toBeNull()
})
