// A customer answers with one tap: that nothing has changed, or that somebody is to call. Each from the link of a delivered letter
// to the row.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import type { ReceivedLetter } from '../helpers/letters.ts'
import { deliverTo, linksIn, mailOf, replyAddressOf } from '../helpers/mailing.ts'

let home: TestHome
let letter: ReceivedLetter
const jimmy = 'jimmy@example.org'
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
  expect((await home.satchel(['form', 'P1'])).code).toBe(0)
  await home.satchel(['send'])
  letter = home.letters(jimmy).at(-1) as ReceivedLetter
})
afterAll(() => home.close())

const links = () => linksIn(letter.html).filter(({ to }) => to === replyAddressOf(letter))

async function send(which: number, above = '') {
  const draft = links()[which]
  if (draft === undefined) throw new Error('no such link')
  deliverTo(home, await mailOf({ from: jimmy, to: draft.to, subject: draft.subject, text: `${above}${draft.body}` }))
  const ended = await home.satchel(['run', '--once', '--json'])
  expect(ended.err).not.toMatch(/bug|quarantine/)
  return home.letters(jimmy).at(-1)
}

test('the letter has two, short and without a token', () => {
  expect(links()).toHaveLength(2)
  for (const { href, body } of links()) {
    expect(href.length).toBeLessThan(1500)
    expect(body).not.toContain('[token]')
  }
})

test('nothing has changed: the reply is marked as a confirmation, changes nothing, and is thanked for', async () => {
  const told = await send(0)
  expect(await home.rows('select reply_confirms, reply_status from reply')).toEqual([
    { reply_confirms: true, reply_status: 'imported' },
  ])
  expect(await home.rows('select from inquiry')).toHaveLength(0)
  expect(told?.text).not.toContain('Your reply changed nothing')
})

test('please call me: an open inquiry about the person, with the words above it; the answer says that somebody calls', async () => {
  const told = await send(1, 'In the evening, please.')
  const rows = await home.rows<{ message: string; hid: string; status: string }>(
    `select inquiry_message as message, person_hid as hid, inquiry_status as status
     from inquiry join person on person_id = inquiry_entity`,
  )
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ hid: 'P1', status: 'new' })
  expect(rows[0]?.message).toMatch(/Please call me\.[^]*In the evening, please\./)
  expect(told?.text).toMatch(/^We have your request: we will call you\.\n/)
  expect(told?.text).not.toMatch(/changed nothing|To change something/)
})
