// A mail that answers two packets: each counts once, and what cannot be taken of one stops not the other.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answers, answer, old, openAnswers } from '../helpers/answers.ts'
import { fillForm, mails } from '../helpers/home.ts'
import { outcomeIn } from '../helpers/letters.ts'
import { deliverTo } from '../helpers/mailing.ts'

let answers: Answers
beforeAll(async () => {
  answers = await openAnswers(8)
})
afterAll(() => answers.home.close())

const said = {
  'Given name': 'Zoe',
  'Date of the contact': '2026-11-20',
  'How it went': 'reached',
  'What was said': 'Wants seed.',
}
const everything = { given: 'Zoe', notes: ['Wants seed.'] }

test('two filled forms count, each once, and each is acknowledged; killed at any step, too', async () => {
  const { home } = answers
  const [one, two] = [answers.fresh(), answers.fresh()]
  const text = `${fillForm(one.file, said)}\n\nand\n\n${fillForm(two.file, said)}`
  const mail = await answer(one, { text })
  deliverTo(home, mail)
  const before = home.letters(mails.anna).length
  for (const step of ['import/applied', 'import/acknowledged', 'import/ended-item', 'import/committed']) {
    const killed = await home.process(['run', '--once'], { env: { SATCHEL_CRASH_AT: step } })
    expect([step, killed.signal]).toEqual([step, 'SIGKILL'])
  }
  await answers.round()
  for (const of of [one, two]) {
    expect(await answers.stands(of)).toEqual(everything)
    expect(await answers.replies(of)).toHaveLength(1)
  }
  const told = home.letters(mails.anna).slice(before)
  expect(new Set(told.map(letter => outcomeIn(letter).packet))).toEqual(new Set([one.packet, two.packet]))
  expect(told).toHaveLength(2)
  // the very same bytes, and the same text in another mail
  expect((await answers.round(mail)).balance).toMatchObject({ pulled: 0 })
  expect((await answers.send(two, { text, subject: 'once more' })).balance).toMatchObject({ repeat: 1 })
  expect((await home.satchel(['verify'])).code).toBe(0)
})

test('a letter that is quoted as it was below the answer to another is no answer', async () => {
  const [one, two] = [answers.fresh(), answers.fresh()]
  const { balance, letters } = await answers.send(one, { text: `${fillForm(one.file, said)}\n\n${old(two)}` })
  expect(balance).toMatchObject({ imported: 1 })
  expect(letters).toHaveLength(1)
  expect([await answers.stands(one), await answers.replies(two)]).toEqual([everything, []])
})

test('one that cannot be taken: the other goes in, its sender is told of both, and a person looks at the mail', async () => {
  const [one, two] = [answers.fresh(), answers.fresh()]
  const forged = fillForm(two.file, said).replace(/(\[token\]\r?\n)[^\r\n]+/, '$1ZZZZZZZZZZZZZZZZZZZZZZZZZZ')
  const text = `${fillForm(one.file, said)}\n\n${forged}`
  const { balance, letters } = await answers.send(one, { text })
  expect(balance).toMatchObject({ quarantined: 1 })
  expect([await answers.stands(one), await answers.stands(two)]).toMatchObject([everything, { given: 'Jimmy' }])
  expect(new Set(letters.map(letter => letter.file.split('-')[0]))).toEqual(new Set(['notice', 'outcome']))
  const notice = letters.find(letter => letter.file.startsWith('notice'))
  expect(notice?.text).not.toContain('Nothing was changed')
  const { home } = answers
  const [item] = (await home.satchel(['quarantine', 'list', '--json'])).json<{ item: string }[]>()
  expect((await home.satchel(['verify'])).code).toBe(0)
  // tried again, what went in is a repeat
  expect((await home.satchel(['quarantine', 'retry', item?.item ?? ''])).code).toBe(0)
  await answers.round()
  expect(await answers.replies(one)).toHaveLength(1)
  expect((await home.satchel(['verify'])).code).toBe(0)
})
