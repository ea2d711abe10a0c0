// A token damaged on the way is read by the address that the mail came to; one of another packet never is. Who is not understood is told.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answers, answer, openAnswers, type Sent } from '../helpers/answers.ts'
import { fillForm } from '../helpers/home.ts'

let answers: Answers
beforeAll(async () => {
  answers = await openAnswers(6)
})
afterAll(() => answers.home.close())

const filled = ({ file }: Sent, change: (token: string) => string) =>
  fillForm(file, { 'Given name': 'Zoe' }).replace(
    /(\[token\]\r?\n)([^\r\n]+)/,
    (_, label: string, token: string) => label + change(token),
  )

test('a token with a lost or a changed letter, or none: the address says which letter it answers', async () => {
  const changes = [
    (token: string) => token.slice(1),
    (token: string) => `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`,
    () => 'removed by our gateway',
  ]
  const sent = changes.map(() => answers.fresh())
  const { balance } = await answers.round(
    ...(await Promise.all(sent.map((of, at) => answer(of, { text: filled(of, changes[at] ?? String) })))),
  )
  expect(balance).toMatchObject({ imported: 3 })
  for (const of of sent) expect(await answers.stands(of)).toMatchObject({ given: 'Zoe' })
})

test('the whole token of another packet is never overridden, and the holder of the address is told', async () => {
  const [one, two] = [answers.fresh(), answers.fresh()]
  const other = /\[token\]\r?\n([^\r\n]+)/.exec(two.file)?.[1] ?? ''
  const { balance, letters, err } = await answers.send(one, { text: filled(one, () => other) })
  expect(balance).toMatchObject({ quarantined: 1 })
  expect(err).toContain('; a letter tells the recipient of its packet')
  expect(letters.map(({ file }) => file.split('-')[1])).toEqual(['unread'])
  expect(await answers.stands(one)).toMatchObject({ given: 'Jimmy' })
  expect(await answers.stands(two)).toMatchObject({ given: 'Jimmy' })
})
