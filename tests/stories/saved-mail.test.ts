// An answer that was written in a mail program and saved into the inbox folder as a mail, instead of being sent.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answers, answer, openAnswers, type Sent } from '../helpers/answers.ts'
import { fillForm } from '../helpers/home.ts'

let answers: Answers
beforeAll(async () => {
  answers = await openAnswers(3)
})
afterAll(() => answers.home.close())

/** The form without its token, as a link or a gateway leaves it. */
const filled = ({ file }: Sent) =>
  fillForm(file, { 'Given name': 'Zoe' }).replace(/(\[token\]\r?\n)[^\r\n]+/, '$1removed by our gateway')
const evidence = async (of: Sent) =>
  answers.home.rows(
    'select reply_evidence as evidence from reply join packet on packet_id = reply_packet where packet_hid = $1',
    [of.packet],
  )

test('is read with the token of the address that it goes to', async () => {
  const of = answers.fresh()
  answers.home.drop('answer.eml', await answer(of, { text: filled(of) }))
  expect(await answers.home.satchel(['import'])).toMatchObject({ code: 0 })
  expect(await answers.stands(of)).toMatchObject({ given: 'Zoe' })
})

test('proves nothing about its sender where others can write into the folder', async () => {
  const of = answers.fresh()
  const raw = Buffer.from(await answer(of, { text: filled(of) })).toString('latin1')
  const vouched = `Authentication-Results: mx.kilimo.example; dkim=pass header.d=kilimo.example
${raw}`
  answers.home.drop('answer.eml', Buffer.from(vouched, 'latin1'))
  const env = { SATCHEL_INBOX_TRUST: 'none', SATCHEL_MAIL_SERVERS: 'mx.kilimo.example' }
  await answers.home.satchel(['import'], { env })
  expect(await evidence(of)).toEqual([{ evidence: 'weak' }])
})

test('to an address of no letter is put aside', async () => {
  const of = answers.fresh()
  const raw = Buffer.from(await answer(of, { text: filled(of), to: 'core@kilimo.example' })).toString('latin1')
  answers.home.drop('answer.eml', Buffer.from(raw.replace(/^(?:In-Reply-To|References):.*\r\n/gm, ''), 'latin1'))
  const ended = await answers.home.satchel(['import'])
  expect(ended.code).toBe(3)
  expect(ended.err).toContain('(token/not-known)\n')
  expect(await answers.stands(of)).toMatchObject({ given: 'Jimmy' })
})
