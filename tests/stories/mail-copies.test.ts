// A mail may hold a form several times: filled in the text and as it was in a file, in a letter that is attached, above the one
// that it answers or below. The filled copy counts; where two filled ones disagree a person looks.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answers, answer as mail, old, openAnswers, type Sent, txt } from '../helpers/answers.ts'
import { fillForm, mails, replyTo } from '../helpers/home.ts'
import { outcomeIn, type ReceivedLetter } from '../helpers/letters.ts'
import { type Mail, mailOf, quoted, replyAddressOf } from '../helpers/mailing.ts'

let answers: Answers
beforeAll(async () => {
  answers = await openAnswers(24)
})
afterAll(() => answers.home.close())

const said = {
  'Given name': 'Zoe',
  'Date of the contact': '2026-11-20',
  'How it went': 'reached',
  'What was said': 'Wants seed.',
}
/** The letter itself, as a mail program attaches it. */
const attachedMail = (text: string, files: NonNullable<Mail['attachments']> = []) =>
  mailOf({ from: 'core@kilimo.example', to: mails.anna, subject: 'Work packet', text, attachments: files })

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')

function withMail(
  { letter }: Sent,
  text: string,
  inner: Uint8Array,
  name = 'Work packet.eml',
  type = 'message/rfc822',
) {
  const boundary = 'b-outer'
  return Buffer.from(
    [
      `From: ${mails.anna}`,
      `To: ${replyAddressOf(letter)}`,
      'Subject: Re: Work packet',
      `Message-ID: <${Math.random()}@mail.example.org>`,
      'MIME-Version: 1.0',
      `Content-Type: multipart/mixed; boundary="${boundary}"`,
      '',
      `--${boundary}`,
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
      '',
      text,
      `--${boundary}`,
      `Content-Type: ${type}; name="${name}"`,
      `Content-Disposition: attachment; filename="${name}"`,
      ...(type === 'message/rfc822' ? [] : ['Content-Transfer-Encoding: base64']),
      '',
      type === 'message/rfc822' ? Buffer.from(inner).toString('utf8') : Buffer.from(inner).toString('base64'),
      `--${boundary}--`,
      '',
    ].join('\r\n'),
  )
}

/** What one round with many mails makes of each. */
interface Kind {
  readonly about: string
  readonly mail: (of: Sent) => Promise<Uint8Array>
}

const filledIn = ({ file }: Sent) => fillForm(file, said)
const { 'Given name': _, ...report } = said

const kinds: readonly Kind[] = [
  {
    about: 'in the quoted text, with the file of the letter sent back as it was',
    mail: of => mail(of, { text: `done\n\n${quoted(filledIn(of))}\n`, attachments: [txt(of.file)] }),
  },
  {
    about: 'in a file of UTF-16, with the form quoted as it was',
    mail: of => mail(of, { text: `see file\n\n${quoted(of.file)}`, attachments: [txt(utf16(filledIn(of)))] }),
  },
  {
    about: 'in the second of two files',
    mail: of => mail(of, { text: 'attached', attachments: [txt(of.file), txt(filledIn(of), 'filled.txt')] }),
  },
  {
    about: 'in a file beside the page and the packet of the letter',
    mail: of => {
      const rest = [...of.letter.attachments].filter(([name]) => !name.endsWith('.txt'))
      const files = [...rest.map(([name, content]) => txt(content, name)), txt(filledIn(of))]
      return mail(of, { text: quoted(of.letter.text), attachments: files })
    },
  },
  { about: 'above the one that it answers', mail: of => mail(of, { text: `${filledIn(of)}\n\n${old(of)}` }) },
  { about: 'below the one that it answers', mail: of => mail(of, { text: `${old(of)}\n\n${filledIn(of)}` }) },
  {
    about: 'below a quoted one that was cut off',
    mail: of => mail(of, { text: `${old(of).replace(/^> \[end\]$/m, '')}\n\n${filledIn(of)}` }),
  },
  {
    about: 'in the text, with the letter attached as a mail',
    mail: async of => withMail(of, filledIn(of), await attachedMail(of.letter.text, [txt(of.file)])),
  },
  {
    about: 'in a mail that is attached',
    mail: async of => withMail(of, 'see attached', await attachedMail(filledIn(of), [txt(of.file)])),
  },
  {
    about: 'in a mail that is attached as a file',
    mail: async of =>
      withMail(of, quoted(of.file), await attachedMail(filledIn(of)), 'letter.EML', 'application/octet-stream'),
  },
  {
    about: 'in a mail that is attached to an attached mail',
    mail: async of => withMail(of, 'see attached', withMail(of, 'fw', await attachedMail(filledIn(of)))),
  },
  {
    about: 'twice',
    mail: of => mail(of, { text: quoted(filledIn(of)), attachments: [txt(filledIn(of))] }),
  },
  {
    about: 'in a file, of which the text says a part',
    mail: of =>
      mail(of, { text: quoted(fillForm(of.file, { 'Given name': 'Zoe' })), attachments: [txt(filledIn(of))] }),
  },
  {
    about: 'in part in the text, in part in a file',
    mail: of =>
      mail(of, {
        text: quoted(fillForm(of.file, { 'Given name': 'Zoe' })),
        attachments: [txt(fillForm(of.file, report))],
      }),
  },
]

describe('the filled copy counts, and once, where it stands', () => {
  const answered = new Map<string, Sent>()
  beforeAll(async () => {
    const bytes: Uint8Array[] = []
    for (const { about, mail: made } of kinds) {
      const of = answers.fresh()
      answered.set(about, of)
      bytes.push(await made(of))
    }
    await answers.round(...bytes)
  })

  test.each(kinds)('$about', async ({ about }) => {
    const of = answered.get(about)
    if (of === undefined) throw new Error('no mail')
    expect(await answers.stands(of)).toEqual({ given: 'Zoe', notes: ['Wants seed.'] })
    expect(await answers.replies(of)).toHaveLength(1)
  })
})

describe('two copies', () => {
  test('one of which shows what another reply has changed since: that stays', async () => {
    const of = answers.fresh()
    const { file } = of
    await answers.send(of, { text: fillForm(file, { 'Given name': 'James' }) })
    const { balance } = await answers.send(of, {
      text: fillForm(file, { 'Given name': 'James', 'Note about the person': 'Moved' }),
      attachments: [txt(file)],
    })
    expect(balance).toMatchObject({ imported: 1 })
    expect(await answers.stands(of)).toMatchObject({ given: 'James' })
  })

  test('that disagree are held whole, both, and told in one letter; the next answer goes in', async () => {
    const of = answers.fresh()
    const { file } = of
    const one = fillForm(file, { ...said, 'What was said': 'Wants seed.' })
    const other = fillForm(file, { ...said, 'Given name': 'Zora', 'What was said': 'Wants nothing.' })
    const mail = { text: quoted(one), attachments: [txt(other)] }
    const told = await answers.send(of, mail)
    expect(told.balance).toMatchObject({ held: 1 })
    expect(await answers.stands(of)).toEqual({ given: 'Jimmy', notes: [] })
    expect(told.letters).toHaveLength(1)
    expect(outcomeIn(told.letters[0] as ReceivedLetter)).toMatchObject({
      status: 'held',
      slots: { 'field/given-name': 'held copies-disagree', report: 'held copies-disagree' },
    })
    expect(told.letters[0]?.text).not.toMatch(/Zo|Wants/)
    const held = (await answers.home.satchel(['review', 'list', '--reason', 'copies-disagree', '--json'])).json<
      { id: string; slot: string; wants: string }[]
    >()
    const wanted = held.map(row => row.wants).join('\n')
    for (const value of ['Zoe', 'Zora', 'Wants seed.', 'Wants nothing.']) expect(wanted).toContain(value)
    // the same once more is no second pair, and a plain answer of one's own goes in
    expect((await answers.send(of, { ...mail, subject: 'again' })).balance).toMatchObject({ repeat: 1 })
    expect(await answers.replies(of)).toHaveLength(2)
    expect((await answers.send(of, { text: other })).balance).toMatchObject({ imported: 1 })
    expect(await answers.stands(of)).toEqual({ given: 'Zora', notes: ['Wants nothing.'] })
  })

  test('one of which is a reply file that disagrees with the text: held', async () => {
    const of = answers.fresh()
    const { file, packet } = of
    const sent = answers.home.packets(mails.anna).find(each => each.id === packet)
    if (sent === undefined) throw new Error('no packet')
    const content = replyTo(sent, { set: { 'given-name': 'Zora' } })
    const told = await answers.send(of, {
      text: fillForm(file, { 'Given name': 'Zoe' }),
      attachments: [txt(content, 'reply.sexp')],
    })
    expect(told.balance).toMatchObject({ held: 1 })
    expect(await answers.stands(of)).toMatchObject({ given: 'Jimmy' })
  })
})

test('a copy that cannot be read beside one that came back as it was is told, and is not "no change"', async () => {
  const of = answers.fresh()
  const { file } = of
  const broken = fillForm(file, said).replace(/^\[end\]$/m, '')
  const { balance, letters: told } = await answers.send(of, { text: `${broken}\n\nThey wrote:\n${quoted(file)}` })
  expect(balance).toMatchObject({ quarantined: 1 })
  expect(told.map(one => one.file.split('-')[1])).toEqual(['unread'])
  expect(await answers.stands(of)).toMatchObject({ given: 'Jimmy' })
})

test('a letter that came back as it was, twice, changes nothing', async () => {
  const of = answers.fresh()
  const { file, letter } = of
  const { balance } = await answers.send(of, { text: quoted(letter.text), attachments: [txt(file)] })
  expect(balance).toMatchObject({ imported: 1 })
  expect(await answers.stands(of)).toMatchObject({ given: 'Jimmy', notes: [] })
  expect(await answers.replies(of)).toHaveLength(1)
})
