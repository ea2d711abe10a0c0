// Customers who are told what is on file about them answer as people do: on the page, in the form, around it, without it, with a yes
// and more. Each word that they type is one that nobody else writes; in the end each is in the database, or they were told.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { seal } from '@satchel/protocol/envelope/envelope-seal'
import { itemName } from '@satchel/protocol/spool/item-name'
import { readPublicKey } from '@satchel/protocol/envelope/pgp-keys'
import { printUpload } from '@satchel/protocol/messages/upload'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { arrive, fillForm, makeHome, sealedSubmission, type TestHome } from '../helpers/home.ts'
import { attachmentOf, type ReceivedLetter } from '../helpers/letters.ts'
import { deliverTo, mailOf, quoted, replyAddressOf } from '../helpers/mailing.ts'
import { posted } from '../helpers/posted.ts'
import { allThatIsKept, lostOf, newWord } from '../helpers/typed-words.ts'

const outside = { SATCHEL_MAIL_TRUST: 'none', SATCHEL_INTAKE_URL: 'https://intake.kilimo.example' }

interface Customer {
  readonly hid: string
  readonly address: string
  readonly letter: ReceivedLetter
  readonly form: string
  readonly words: readonly string[]
  type(): string
  /** Answers a letter in words. */
  answer(letter: ReceivedLetter, text: string): Promise<void>
  /** What a browser posts of the page that came with the letter. */
  post(changes: Readonly<Record<string, string>>): Promise<void>
}
interface Way {
  readonly about: string
  readonly first: (customer: Customer) => Promise<void>
  /** When what answers the first has come. */
  readonly next?: (customer: Customer, newest: (kind: string) => ReceivedLetter) => Promise<void>
  readonly stands?: (customer: Customer) => Readonly<Record<string, unknown>>
  readonly told?: RegExp
}

const emailRow = 'Phone or e-mail: number or address (new-1)'
const fill = (customer: Customer, answers: Readonly<Record<string, string>>) =>
  customer.answer(customer.letter, fillForm(customer.form, answers))

const ways: readonly Way[] = [
  {
    about: 'the page filled in',
    first: customer => customer.post({ 'set.given-name': customer.type(), 'set.family-name': customer.type() }),
  },
  {
    about: 'the form in a mail, with words above and below',
    first: customer =>
      customer.answer(
        customer.letter,
        `Dear ${customer.type()}, please call after five.\n\n${fillForm(customer.form, {
          'Family name': customer.type(),
          'Address: town or village (new-1)': customer.type(),
        })}\n\nMy goats ${customer.type()} are ill.`,
      ),
  },
  {
    about: 'prose above the form as it came',
    first: customer =>
      customer.answer(
        customer.letter,
        `I moved to ${customer.type()}.\n\nOn Monday Kilimo wrote:\n${quoted(customer.form)}`,
      ),
  },
  {
    about: 'prose alone',
    first: customer => customer.answer(customer.letter, `My name is ${customer.type()} since the wedding.`),
  },
  {
    about: 'a country in words',
    first: customer => fill(customer, { 'Address: country (new-1)': `Tanzania, near ${customer.type()}` }),
  },
  {
    about: 'a new address, and a yes with more words to the question about it',
    first: customer => fill(customer, { [emailRow]: `${customer.type().toLowerCase()}@example.org` }),
    next: (customer, newest) =>
      customer.answer(newest('outcome-'), `Yes, that was me. Please tell ${customer.type()}, too.`),
    stands: () => ({ others: 1 }),
  },
  {
    about: 'a new address, and a plain yes in a language of ours',
    first: customer => fill(customer, { [emailRow]: `${customer.type().toLowerCase()}@example.org` }),
    next: (customer, newest) => customer.answer(newest('outcome-'), 'Ndiyo.'),
    stands: () => ({ others: 2 }),
  },
  {
    about: 'a new number without its kind, and a yes',
    first: customer => fill(customer, { [emailRow]: '0700 444 777' }),
    next: (customer, newest) => customer.answer(newest('outcome-'), 'Yes'),
    stands: () => ({ phones: ['+255 700 000 001', '0700 444 777'] }),
  },
  {
    about: 'an answer to the acknowledgement',
    first: customer => fill(customer, { 'Given name': customer.type() }),
    next: (customer, newest) =>
      customer.answer(newest('outcome-'), `Thanks! And my second name is ${customer.type()}.`),
  },
  {
    about: 'no more letters, and a reason',
    first: async customer => {
      const to = /mailto:([^?>]+)/.exec(customer.letter.headers.get('list-unsubscribe') ?? '')?.[1] ?? ''
      deliverTo(
        home,
        await mailOf({
          from: customer.address,
          to,
          subject: 'Stop',
          text: `Stop. You never came to ${customer.type()}.`,
        }),
      )
    },
  },
  {
    about: 'a question on the public page, with a file',
    first: async customer => {
      const bytes = await upload('photo.txt', `A photo of ${customer.type()}`)
      await arrive(home.home, bytes, 'open')
      const fields = [
        ['name', customer.type()],
        ['email', customer.address],
        ['message', `When does ${customer.type()} open?`],
      ] as const
      const files = [{ name: 'photo.txt', type: 'text/plain', sha256: itemName(bytes) }]
      await arrive(home.home, await sealedSubmission(home.home, { kind: 'inquiry', fields, files }), 'open')
    },
  },
]
/** Nobody is written to about a question from the public page. */
const unanswered = 'a question on the public page, with a file'

let home: TestHome
const customers: Customer[] = []
let kept = ''

async function upload(name: string, content: string): Promise<Uint8Array> {
  const keys = await Promise.all(
    ['core-public.asc', 'recovery-public.asc'].map(file =>
      readPublicKey(readFileSync(join(home.home.keys, file), 'utf8')),
    ),
  )
  return seal(printUpload({ version: 1, name, type: 'text/plain', bytes: Buffer.from(content) }), keys, {
    now: new Date(),
  })
}

function customerOf(hid: string, address: string, letter: ReceivedLetter): Customer {
  const words: string[] = []
  return {
    hid,
    address,
    letter,
    form: attachmentOf(letter, '.txt'),
    words,
    type() {
      const word = newWord()
      words.push(word)
      return word
    },
    async answer(to, text) {
      const headers = { 'In-Reply-To': to.headers.get('message-id') ?? '' }
      deliverTo(home, await mailOf({ from: address, to: replyAddressOf(to), text, headers }))
    },
    async post(changes) {
      const fields = posted(letter, changes)
      await arrive(home.home, await sealedSubmission(home.home, { kind: 'reply', fields }))
    },
  }
}

async function round(): Promise<void> {
  const ended = await home.satchel(['run', '--once', '--json'], { env: outside })
  expect(ended.out, ended.err).not.toBe('')
}

beforeAll(async () => {
  home = await makeHome()
  const people = ways.map((_, at) => ({ hid: `P${at + 1}`, address: `p${at + 1}@example.org` }))
  for (const { hid, address } of people) {
    await home.person(hid)
    await home.rows(
      "update contact_point set contact_point_value = $2 where contact_point_entity = (select person_id from person where person_hid = $1) and lookup_value(contact_point_kind) = 'email'",
      [hid, address],
    )
    const wish = { kind: 'form-request', fields: [['email', address]] } as const
    await arrive(home.home, await sealedSubmission(home.home, wish), 'open')
  }
  await round()
  for (const [at, { hid, address }] of people.entries()) {
    const letter = home.letters(address).find(({ file }) => file.startsWith('packet-'))
    if (letter === undefined) throw new Error(`no form for ${hid}`)
    customers.push(customerOf(hid, address, letter))
    await ways[at]?.first(customers[at] as Customer)
  }
  await round()
  for (const [at, customer] of customers.entries()) {
    await ways[at]?.next?.(customer, kind => {
      const letter = home.letters(customer.address).findLast(({ file }) => file.startsWith(kind))
      if (letter === undefined) throw new Error(`${ways[at]?.about}: no letter ${kind}`)
      return letter
    })
  }
  await round()
  kept = await allThatIsKept(home)
}, 240_000)
afterAll(() => home.close())

test.each(ways.map((way, at) => ({ ...way, at })))(
  'is kept, or they are told: $about',
  async ({ about, at, stands, told }) => {
    const customer = customers[at] as Customer
    const letters = home.letters(customer.address).filter(({ file }) => file !== customer.letter.file)
    const lost = lostOf({ words: customer.words, letters, ...(told === undefined ? {} : { told }) }, kept)
    expect(lost).toEqual(about === unanswered ? ['the sender was told nothing'] : [])
    const [row] = await home.rows(
      `select array(select contact_point_value from contact_point where contact_point_entity = person_id and lookup_value(contact_point_kind) = 'phone' order by contact_point_id) as phones,
       (select count(*)::int from contact_point where contact_point_entity = person_id and lookup_value(contact_point_kind) = 'email') as others
     from person where person_hid = $1`,
      [customer.hid],
    )
    expect(row).toMatchObject(stands?.(customer) ?? {})
  },
)
