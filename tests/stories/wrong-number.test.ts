// A wrong number, from the answer by a link to the next letter: its right number is on file, and nobody is asked to call the wrong one again.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { mails, makeHome, type TestHome } from '../helpers/home.ts'
import { deliverTo, linksIn, mailOf, replyAddressOf } from '../helpers/mailing.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  for (const hid of ['P1', 'P2', 'P3']) await home.person(hid)
})
afterAll(() => home.close())

/** The letter of a new packet. */
async function letterFor(hid: string) {
  expect(await home.satchel(['dispatch', hid, '--to', 'anna', '--again'])).toMatchObject({ code: 0 })
  await home.satchel(['send'])
  const letter = home.letters(mails.anna).at(-1)
  if (letter === undefined) throw new Error('no letter')
  return letter
}
type Letter = Awaited<ReturnType<typeof letterFor>>

/** Answers by a link of a letter, with its draft changed or as it is. */
async function answer(letter: Letter, outcome: string, change = (body: string) => body) {
  const draft = linksIn(letter.html)
    .filter(({ to }) => to === replyAddressOf(letter))
    .find(({ body }) => body.includes(`\r\n${outcome}\r\n`))
  if (draft === undefined) throw new Error(`no link for ${outcome}`)
  deliverTo(home, await mailOf({ from: mails.anna, ...draft, text: change(draft.body) }))
  const ended = await home.satchel(['run', '--once', '--json'])
  expect(ended.err).not.toMatch(/bug|quarantine/)
}

const button = ({ html }: Letter) => /class="fu" href="tel:([^"]*)"/.exec(html)?.[1]
const numbers = (hid: string) =>
  home.rows<{ value: string; kind: string }>(
    `select contact_point_value as value, lookup_value(contact_point_kind) as kind from contact_point
     join person on person_id = contact_point_entity where person_hid = $1 order by contact_point_id`,
    [hid],
  )

test('the right number that its answer names is on file, and the next letter offers that one', async () => {
  const first = await letterFor('P1')
  expect(button(first)).toBe('+255700000001')
  expect(first.text).not.toContain('reported wrong')
  await answer(first, 'wrong number', body => body.replace(/(\[[^\]]*new-1[^\]]*\])\r\n/, '$1\r\n+255 700 000 009\r\n'))
  expect(await numbers('P1')).toContainEqual({ value: '+255 700 000 009', kind: 'phone' })
  const next = await letterFor('P1')
  expect(button(next)).toBe('+255700000009')
  expect(next.text).toMatch(/Call \+255 700 000 001 \(reported wrong on \d+ \w+\)/)
  // that one is wrong, too: nobody means the first one again
  await answer(next, 'wrong number')
  const last = await letterFor('P1')
  expect(button(last)).toBeUndefined()
  expect(last.text.match(/reported wrong on/g)).toHaveLength(2)
})

test('a talk over the same number says that it is right; a corrected one is another number', async () => {
  await answer(await letterFor('P2'), 'wrong number')
  const doubted = await letterFor('P2')
  expect(doubted.text).toContain('reported wrong on')
  expect(button(doubted)).toBeUndefined()
  await answer(doubted, 'reached')
  expect(button(await letterFor('P2'))).toBe('+255700000001')

  await answer(await letterFor('P3'), 'wrong number')
  await home.rows(
    "update contact_point set contact_point_value = '+255 700 000 077' from person where person_id = contact_point_entity and person_hid = 'P3' and contact_point_value like '+255%'",
  )
  const corrected = await letterFor('P3')
  expect(button(corrected)).toBe('+255700000077')
  expect(corrected.text).not.toContain('reported wrong')
})

test('an address that a letter came back from says so', async () => {
  await home.rows(
    "update contact_point set contact_point_bounced = now() where contact_point_value = 'jimmy@example.org'",
  )
  expect((await letterFor('P3')).text).toContain('Write to jimmy@example.org (came back)')
})

test('a record without a number and an address leaves with a warning, and its letter says so', async () => {
  await home.person('P4')
  await home.rows('delete from contact_point using person where person_id = contact_point_entity and person_hid = $1', [
    'P4',
  ])
  const args = ['dispatch', 'P4', 'P3', '--to', 'anna', '--again']
  const told = await home.satchel(args)
  expect(told.code).toBe(0)
  expect(told.err.match(/neither a telephone number nor an e-mail address/g)).toHaveLength(1)
  expect(told.err).toContain('(P4)')
  expect((await home.satchel([...args, '--dry-run', '--json'])).json()).toMatchObject([{ unreachable: true }, {}])
  expect((await letterFor('P4')).text).toContain('No telephone number and no e-mail address is on file.')
})
