// A salesperson on a phone answers her packets in a hurry, in every way that a phone makes easy. Each word that she types is one that
// nobody else writes; in the end each is in the database, or she was told what to do. Nothing is "processed" that is not kept.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillForm, mails, makeHome, type TestHome } from '../helpers/home.ts'
import { attachmentOf, type ReceivedLetter } from '../helpers/letters.ts'
import { deliverTo, type Mail, mailOf, quoted, replyAddressOf } from '../helpers/mailing.ts'
import { allThatIsKept, lettersAbout, lostOf, newWord } from '../helpers/typed-words.ts'

interface Sheet {
  readonly hid: string
  readonly packet: string
  readonly letter: ReceivedLetter
  /** The text form, as it came. */
  readonly form: string
  /** A word that she types. */
  type(): string
}
interface Answer {
  readonly about: string
  readonly mail: (sheet: Sheet, other: Sheet) => Promise<Uint8Array> | Uint8Array
  readonly told?: RegExp
  /** The line with her own next step that the acknowledgement shows. */
  readonly shown?: RegExp
  /** What stands afterwards, besides her words. */
  readonly stands?: Readonly<Record<string, unknown>>
}

const signature = '\n\nSent from my phone'
const old = (text: string) => `\n\nOn Monday Kilimo wrote:\n${quoted(text)}\n`
const mail = (sheet: Sheet, rest: Partial<Mail>) =>
  mailOf({ from: mails.anna, to: replyAddressOf(sheet.letter), ...rest })
const inline = (sheet: Sheet, answers: Readonly<Record<string, string>>) =>
  mail(sheet, { text: `${fillForm(sheet.form, answers)}${signature}` })
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
/** The line below [token], written otherwise. */
const withToken = (form: string, change: (token: string) => string) =>
  form.replace(/(\[token\]\r?\n)([^\r\n]+)/, (_all, label: string, token: string) => `${label}${change(token)}`)
const report = (sheet: Sheet) => ({
  'Date of the contact': '2026-11-20',
  'How it went': 'reached',
  'What was said': `Wants ${sheet.type()}`,
})

const answers: readonly Answer[] = [
  {
    about: 'the form filled in below the labels',
    mail: sheet =>
      inline(sheet, {
        ...report(sheet),
        'Family name': sheet.type(),
        'Note about the person': sheet.type(),
        'Next step': `Bring ${sheet.type()}`,
        'Date of the next step': '2026-12-24',
      }),
    stands: { outcome: 'reached', due: '2026-12-24', day: '2026-11-20' },
    shown: /- Next step: Bring \w+, by 24 December/,
  },
  {
    about: 'the form inside the quoted letter',
    mail: sheet => mail(sheet, { text: old(fillForm(sheet.form, { ...report(sheet), Title: sheet.type() })) }),
    stands: { outcome: 'reached', day: '2026-11-20' },
  },
  {
    about: 'a form that her phone sends as HTML only',
    mail: sheet =>
      mail(sheet, {
        html: `<div dir="auto">${escaped(fillForm(sheet.form, report(sheet))).replace(/\n/g, '<br>')}</div>`,
      }),
    stands: { outcome: 'reached', day: '2026-11-20' },
  },
  {
    about: 'a date of the contact in words that no calendar has',
    mail: sheet => inline(sheet, { ...report(sheet), 'Date of the contact': `after ${sheet.type()}` }),
    stands: { outcome: 'reached' },
  },
  {
    about: 'a date as people write it, in the report and of the person',
    mail: sheet =>
      inline(sheet, { ...report(sheet), 'Date of the contact': '20 Nov 2026', 'Date of birth': '12 May 1980' }),
    stands: { outcome: 'reached', day: '2026-11-20' },
  },
  {
    about: 'no date of the contact',
    mail: sheet => inline(sheet, { ...report(sheet), 'Date of the contact': '' }),
    stands: { outcome: 'reached' },
  },
  {
    about: 'a full stop behind the outcome',
    mail: sheet => inline(sheet, { ...report(sheet), 'How it went': 'Reached.' }),
    stands: { outcome: 'reached', day: '2026-11-20' },
  },
  {
    about: 'an outcome in her own words',
    mail: sheet => inline(sheet, { ...report(sheet), 'How it went': `Reached, at ${sheet.type()}` }),
    stands: { day: '2026-11-20' },
  },
  {
    about: 'a next step before the contact',
    mail: sheet =>
      inline(sheet, { ...report(sheet), 'Next step': `Call ${sheet.type()}`, 'Date of the next step': '2025-12-24' }),
    stands: { outcome: 'reached', day: '2026-11-20' },
    shown: /- Next step: Call \w+/,
  },
  {
    about: 'a date of birth in words, and a country in letters that are too many',
    mail: sheet =>
      inline(sheet, {
        ...report(sheet),
        'Date of birth': `in the year of ${sheet.type()}`,
        'Address: town or village (new-1)': sheet.type(),
        'Address: country (new-1)': `Tanzania ${sheet.type()}`,
      }),
    stands: { outcome: 'reached' },
  },
  {
    about: 'a new number without its kind',
    mail: sheet => inline(sheet, { ...report(sheet), 'Phone or e-mail: number or address (new-1)': '0700 444 555' }),
    stands: { outcome: 'reached', phones: ['+255 700 000 001', '0700 444 555'] },
  },
  {
    about: 'words above a form that she left as it was',
    mail: sheet => mail(sheet, { text: `Her name is ${sheet.type()} now. When is the meeting?${old(sheet.form)}` }),
  },
  {
    about: 'words above and below a filled form',
    mail: sheet =>
      mail(sheet, {
        text: `Hello Grace, greetings from ${sheet.type()}!\n\n${fillForm(sheet.form, report(sheet))}\n\nPS: tell ${sheet.type()}, too.`,
      }),
    stands: { outcome: 'reached' },
  },
  {
    about: 'an answer in prose, without the form',
    mail: sheet => mail(sheet, { text: `I called. She moved to ${sheet.type()} and asks for ${sheet.type()}.` }),
  },
  {
    about: 'the form filled in a file, above the letter as it came, with a word on top',
    mail: sheet =>
      mail(sheet, {
        text: `See the file, ${sheet.type()}${old(sheet.form)}`,
        attachments: [{ filename: 'form.txt', content: fillForm(sheet.form, report(sheet)) }],
      }),
    stands: { outcome: 'reached', day: '2026-11-20' },
  },
  {
    about: 'the form filled in her mail, and the file of the letter sent back as it was',
    mail: sheet =>
      mail(sheet, {
        text: fillForm(sheet.form, report(sheet)),
        attachments: [{ filename: 'packet.txt', content: sheet.form }],
      }),
    stands: { outcome: 'reached', day: '2026-11-20' },
  },
  {
    about: 'two filled copies that disagree',
    mail: sheet =>
      mail(sheet, {
        text: fillForm(sheet.form, { 'Given name': sheet.type() }),
        attachments: [{ filename: 'packet.txt', content: fillForm(sheet.form, { 'Given name': sheet.type() }) }],
      }),
  },
  {
    about: 'a line of a gateway behind the token',
    mail: sheet =>
      mail(sheet, {
        text: withToken(fillForm(sheet.form, report(sheet)), token => `${token}\n\nCAUTION: external sender`),
      }),
    stands: { outcome: 'reached' },
  },
  {
    about: 'a token that lost a letter',
    mail: sheet => mail(sheet, { text: withToken(fillForm(sheet.form, report(sheet)), token => token.slice(0, -1)) }),
    stands: { outcome: 'reached' },
  },
  {
    about: 'brackets as an eastern keyboard writes them',
    mail: sheet =>
      mail(sheet, {
        text: fillForm(sheet.form, report(sheet)).replace(/^\[(.*)\]$/gm, '［$1］'),
      }),
    stands: { outcome: 'reached' },
  },
  {
    about: 'a file beside the form that nobody can read as one',
    mail: sheet =>
      mail(sheet, {
        text: fillForm(sheet.form, report(sheet)),
        attachments: [{ filename: 'contract.pdf', content: `%PDF-1.4 of ${sheet.type()}` }],
      }),
    stands: { outcome: 'reached' },
  },
  {
    about: 'the forms of two people in one mail',
    mail: (sheet, other) =>
      mail(sheet, {
        text: `${fillForm(sheet.form, report(sheet))}\n\n${fillForm(other.form, { 'Given name': sheet.type() })}`,
      }),
    stands: { outcome: 'reached' },
  },
  {
    about: 'a form that her phone cut off',
    mail: sheet => {
      const form = fillForm(sheet.form, report(sheet))
      return mail(sheet, { text: form.slice(0, form.indexOf('[Next step]')) })
    },
    told: /form is cut off/,
  },
  {
    about: 'a label that she made herself',
    mail: sheet =>
      mail(sheet, {
        text: fillForm(sheet.form, report(sheet)).replace(
          '[Next step]',
          `[Size of shoes]\n${sheet.type()}\n\n[Next step]`,
        ),
      }),
    told: /What stands in line \d+ of your form: the form does not ask for it/,
  },
]

let home: TestHome
const sheets: Sheet[] = []
const words = new Map<string, string[]>()
let kept = ''

beforeAll(async () => {
  home = await makeHome()
  const people = Array.from({ length: answers.length + 1 }, (_, at) => `P${at + 1}`)
  for (const hid of people) await home.person(hid)
  const dispatched = await home.satchel(['dispatch', ...people, '--to', 'anna', '--json'])
  await home.satchel(['send'])
  const came = home.letters(mails.anna)
  for (const [at, { packet }] of dispatched.json<{ packet: string }[]>().entries()) {
    const letter = came.find(({ file }) => file.includes(packet))
    if (letter === undefined) throw new Error(`no letter with ${packet}`)
    const typed: string[] = []
    words.set(packet, typed)
    const type = () => {
      const word = newWord()
      typed.push(word)
      return word
    }
    sheets.push({ hid: people[at] ?? '', packet, letter, form: attachmentOf(letter, '.txt'), type })
  }
  const spare = sheets.at(-1) as Sheet
  for (const [at, answer] of answers.entries()) deliverTo(home, await answer.mail(sheets[at] as Sheet, spare))
  const round = await home.satchel(['run', '--once', '--json'])
  expect(round.out, round.err).not.toBe('')
  kept = await allThatIsKept(home)
}, 240_000)
afterAll(() => home.close())

describe('she sends', () => {
  test.each(answers.map((answer, at) => ({ ...answer, at })))(
    'is kept, or she is told: $about',
    async ({ at, told, shown, stands }) => {
      const { hid, packet } = sheets[at] as Sheet
      const letters = await lettersAbout(home, mails.anna, packet)
      const typed = { words: words.get(packet) ?? [], letters, ...(told && { told }), ...(shown && { shown }) }
      expect(lostOf(typed, kept)).toEqual([])
      const [row] = await home.rows(
        `select split_part(lookup_hid, '/', 2) as outcome, to_char(activity_start at time zone 'Africa/Dar_es_Salaam', 'YYYY-MM-DD') as day,
         activity_due::text as due, array(select contact_point_value from contact_point where contact_point_entity = person_id
           and lookup_value(contact_point_kind) = 'phone' order by contact_point_id) as phones
       from person left join activity on activity_entity = person_id left join lookup on lookup_id = activity_outcome where person_hid = $1`,
        [hid],
      )
      expect(row).toMatchObject(stands ?? {})
    },
  )
})
