// Letters are written from the library's tree in one go: the bytes are those that the library's own streams write.

import { compose, type Letter, mailOf } from '@satchel/dispatcher/mail-out/compose'
import { writeMail } from '@satchel/dispatcher/mail-out/write-mail'
import fc from 'fast-check'
import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import { describe, expect, test, vi } from 'vitest'

const plain: Letter = {
  id: 'outcome-7QK2',
  messageId: 'outcome-7QK2@kilimo.example',
  date: new Date('2026-11-22T08:00:00Z'),
  from: 'core@kilimo.example',
  to: 'anna@kilimo.example',
  subject: 'Your reply to 7QK2',
  text: 'Hello,\n\nthank you.\n',
  attachments: [],
  autoSubmitted: 'auto-replied',
}

/** Writes a letter both ways. @param isSigned as it is before a signature. @returns whether the streams were needed. */
async function bothWays(letter: Letter, isSigned = false): Promise<boolean> {
  const byLibrary = await mailOf(letter, isSigned).build()
  const mail = mailOf(letter, isSigned)
  const streams = vi.spyOn(mail, 'build')
  expect(Buffer.from(await writeMail(mail)).toString('latin1')).toBe(byLibrary.toString('latin1'))
  return streams.mock.calls.length > 0
}

const said = {
  en: 'Thank you for your reply. We have saved these changes:',
  sw: "Asante kwa jibu lako. Tumehifadhi mabadiliko haya: jina, simu, ng'ombe wa maziwa",
  fr: 'Merci de votre réponse. Nous avons enregistré ces changements\u00a0: prénom, téléphone, l’adresse à côté de l’école',
  de: 'Vielen Dank für Ihre Antwort. Wir haben diese Änderungen gespeichert: Straße, Größe, Übergabe',
  ar: 'شكرا على ردك. لقد حفظنا هذه التغييرات: الاسم والهاتف والعنوان',
  odd: 'From here. =20 = == =?UTF-8?Q?a?= 😀👩‍🌾 e\u0301 \u200b …',
} as const

/** Sentences cut anywhere, long words, lines of any length, spaces and tabs at their ends. */
const piece = fc.oneof(
  fc.constantFrom(...Object.values(said)),
  fc.constantFrom(...Object.values(said)).chain(text => fc.nat(text.length).map(at => [...text].slice(0, at).join(''))),
  fc.constantFrom(
    ' ',
    '  ',
    '\t',
    '.',
    ',',
    '!',
    '=',
    '-',
    '.\n',
    '\n',
    '\n\n',
    ' \n',
    '\t\n',
    '\r\n',
    '\nFrom ',
    '\n.\n',
  ),
  fc.nat(90).map(length => 'x'.repeat(length)),
  fc.nat(60).map(length => 'é'.repeat(length)),
  fc.nat(60).map(length => 'س'.repeat(length)),
  fc.nat(30).map(length => '😀'.repeat(length)),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
)
const text = fc.array(piece, { maxLength: 12 }).map(pieces => pieces.join(''))
const line = fc.array(piece, { maxLength: 5 }).map(pieces => pieces.join(' '))
const attachment = fc.record({
  name: fc.constantFrom('outcome-7QK2.sexp', 'packet.html', 'packet-7QK2.sexp.asc', `${'long-name-'.repeat(9)}.txt`),
  type: fc.constantFrom('application/x-satchel; charset=utf-8', 'text/html; charset=utf-8', 'text/plain', 'image/png'),
  content: fc.oneof(text, fc.uint8Array({ maxLength: 300 })),
})
const letters: fc.Arbitrary<Letter> = fc.record(
  {
    id: fc.string(),
    messageId: fc.constantFrom('outcome-7QK2@kilimo.example', 'a@bücher.example', `${'o'.repeat(90)}@kilimo.example`),
    date: fc.date({ min: new Date(0), max: new Date('2099-01-01'), noInvalidDate: true }),
    from: fc.constantFrom('core@kilimo.example', 'core+0123456789@bücher.example'),
    fromName: line,
    to: fc.constantFrom(
      'anna@kilimo.example',
      "o'neill+x@kilimo.example",
      `${'a'.repeat(60)}@${'b'.repeat(60)}.example`,
    ),
    replyTo: fc.constantFrom('core+r0123@kilimo.example', `core+r${'0'.repeat(55)}@kilimo.example`),
    envelopeFrom: fc.constant('core+b4567@kilimo.example'),
    subject: line,
    // the library fails where a letter says nothing at all
    text: text.map(inner => `Hello${inner}`),
    html: text.map(
      inner => `<!DOCTYPE html>\n<html lang="sw"><p style="margin:0 0 14px;font-size:17px">${inner}</p></html>\n`,
    ),
    attachments: fc.array(attachment, { maxLength: 3 }),
    autoSubmitted: fc.constantFrom('auto-replied' as const, 'auto-generated' as const),
    listUnsubscribe: fc.record({
      url: fc.constantFrom('https://kilimo.example/u?t=0123', `https://kilimo.example/${'u'.repeat(90)}`),
      mailto: fc.constant('core+u0123@kilimo.example'),
    }),
  },
  {
    requiredKeys: ['id', 'messageId', 'date', 'from', 'to', 'subject', 'text', 'attachments', 'autoSubmitted'],
  },
)

test('2,000 random letters, signed and not: the same bytes from both', async () => {
  let streamed = 0
  await fc.assert(
    fc.asyncProperty(letters, fc.boolean(), async (letter, isSigned) => {
      if (await bothWays(letter, isSigned)) streamed += 1
    }),
    { numRuns: 2000, seed: 17 },
  )
  // few need the streams, or this shows nothing
  expect(streamed).toBeLessThan(600)
})

describe('the same bytes', () => {
  test.each(Object.entries(said))('%s: in the subject, the name, the text and its HTML', async (_, words) => {
    const letter = { ...plain, fromName: words, subject: words.repeat(3), text: `${words}\n`.repeat(20) }
    const attachments = [{ name: 'outcome-7QK2.sexp', type: 'text/plain; charset=utf-8', content: words }]
    for (const each of [letter, { ...letter, html: `<p>${words}</p>\n` }, { ...letter, attachments }]) {
      expect(await bothWays(each)).toBe(false)
    }
  })

  test('lines of every length about the limit, with and without a place to break', async () => {
    for (let length = 48; length < 80; length++) {
      for (const unit of ['x', 'x ', 'é']) {
        const words = unit.repeat(length).trim()
        expect(await bothWays({ ...plain, text: `${words}\n${words}` }, true)).toBe(false)
      }
    }
  })

  test('nothing in it: no text, no words in the HTML, an empty file', async () => {
    const empty = { name: 'a.txt', type: 'text/plain', content: '' }
    for (const letter of [
      { text: '' },
      { attachments: [empty, empty] },
      { text: 'no end' },
      { text: 'x', html: 'y' },
    ]) {
      await bothWays({ ...plain, ...letter })
    }
  })

  test('of a long text, which the library encodes in slices, and one that ends in spaces: its streams write them', async () => {
    const long = 'Kilimo é '.repeat(9000)
    expect(await bothWays({ ...plain, text: `${long}\n`, html: `<p>${long}</p>\n` })).toBe(true)
    expect(await bothWays({ ...plain, html: `<p>${'word '.repeat(13)}` })).toBe(true)
    const content = Buffer.alloc(200_001, 7)
    const files = [{ name: 'photo.png', type: 'image/png', content }]
    expect(await bothWays({ ...plain, attachments: files })).toBe(false)
  })
})

test('a letter goes this way', async () => {
  const written = Buffer.from(await compose({ ...plain, html: '<p>Hello</p>\n' })).toString('latin1')
  expect(written).toBe((await mailOf({ ...plain, html: '<p>Hello</p>\n' }, false).build()).toString('latin1'))
})

/** Composes a letter. @returns whether the library was needed. */
async function ownWay(letter: Letter): Promise<boolean> {
  const byLibrary = await mailOf(letter, false).build()
  const library = vi.spyOn(MailComposer.prototype, 'compile')
  try {
    expect(Buffer.from(await compose(letter)).toString('latin1')).toBe(byLibrary.toString('latin1'))
    return library.mock.calls.length === 0
  } finally {
    library.mockRestore()
  }
}

const outcome: Letter = {
  ...plain,
  fromName: 'Kilimo',
  html: '<p>Hello</p>\n',
  attachments: [{ name: 'outcome-7QK2.sexp', type: 'application/x-satchel', content: '(satchel-outcome)\n' }],
}

describe('a letter of the shape of acknowledgements', () => {
  test('is written by ourselves, in any language of its text, and is the same bytes', async () => {
    for (const words of Object.values(said)) {
      expect(await ownWay({ ...outcome, text: `${words}\n`.repeat(20), html: `<p>${words}</p>\n` })).toBe(true)
      expect(await ownWay({ ...outcome, replyTo: 'core+r0123@kilimo.example' })).toBe(true)
    }
    for (const fromName of ['Kilimo Co-op', "O'Reilly, Sons (Ltd.)", 'A:B;C']) {
      expect(await ownWay({ ...outcome, fromName })).toBe(true)
    }
    const { html: _, ...withoutHtml } = outcome
    expect(await ownWay(withoutHtml)).toBe(true)
    for (let length = 70; length < 80; length++)
      expect(await ownWay({ ...outcome, text: `${'x'.repeat(length)}\n` })).toBe(true)
  })

  test('is written by the library where anything about it is unusual, and is the same bytes', async () => {
    const [file] = outcome.attachments
    if (file === undefined) return
    for (const changes of [
      { fromName: 'Bücher & Co' },
      { fromName: '' },
      { subject: '=?UTF-8?Q?a?=' },
      { subject: 'Votre réponse' },
      { subject: 'word '.repeat(20) },
      { to: 'anna@KILIMO.example' },
      { to: "o'neill@kilimo.example" },
      { from: 'core@bücher.example' },
      { messageId: 'outcome-1@bücher.example' },
      { messageId: `${'o'.repeat(90)}@kilimo.example` },
      { to: `${'a'.repeat(60)}@${'b'.repeat(60)}.example` },
      { envelopeFrom: 'core+b4567@kilimo.example' },
      { listUnsubscribe: { mailto: 'core+u0123@kilimo.example' } },
      { attachments: [] },
      { attachments: [file, file] },
      { attachments: [{ ...file, content: new Uint8Array(3) }] },
      { attachments: [{ ...file, content: '' }] },
      { attachments: [{ ...file, type: 'text/plain; charset=utf-8' }] },
      { attachments: [{ ...file, name: `${'long-name-'.repeat(9)}.txt` }] },
      { text: '' },
    ])
      expect(await ownWay({ ...outcome, ...changes }), JSON.stringify(changes)).toBe(false)
  })

  test('is written by ourselves up to the length at which the library folds a header, and is the same bytes', async () => {
    for (let length = 60; length < 72; length++) {
      const isShort = `Subject: ${'x'.repeat(length)}`.length < 76
      expect(await ownWay({ ...outcome, subject: 'x'.repeat(length) }), String(length)).toBe(isShort)
      await ownWay({ ...outcome, fromName: 'x'.repeat(length - 20) })
      await ownWay({ ...outcome, to: `${'x'.repeat(60)}@${'y'.repeat(length - 58)}.example` })
      await ownWay({ ...outcome, replyTo: `core+r${'0'.repeat(length - 25)}@kilimo.example` })
    }
  })

  test('2,000 random ones: the same bytes', async () => {
    let own = 0
    const random = fc.record({
      text: text.map(inner => `Hello${inner}`),
      html: text.map(inner => `<p>${inner}</p>\n`),
      fromName: fc.oneof(fc.constant('Kilimo Coop'), line),
      subject: fc.oneof(fc.constant('Answer 7QK2 9ABC'), line),
      attachments: fc.array(
        fc.record({
          name: fc.constant('outcome-7QK2.sexp'),
          type: fc.constantFrom('application/x-satchel', 'text/plain'),
          content: text,
        }),
        { minLength: 1, maxLength: 1 },
      ),
    })
    await fc.assert(
      fc.asyncProperty(random, async changes => {
        if (await ownWay({ ...outcome, ...changes })) own += 1
      }),
      { numRuns: 2000, seed: 17 },
    )
    expect(own).toBeGreaterThan(200)
  })
})
