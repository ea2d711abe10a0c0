// What an e-mail address is, in TypeScript and in the database: two programs, one rule.

import { isMailAddress, isPlainAddress } from '@satchel/protocol/mail-address'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

/** What the database says of each. */
const judged = async (call: string, texts: readonly string[]) =>
  (
    await stage.rows<{ v: boolean }>(
      `select ${call} as v from unnest($1::text[]) with ordinality u (x, n) order by n`,
      [texts],
    )
  ).map(row => row.v)

/** Signs on both sides of every border of the rule, and what addresses are usually made of. */
const signs = [
  ...'aZ09éü用ß.-+\'_@@.."(),:;<>[]\\ !#$%&*/=?^`{|}~\u0001\u001f\u007f\u00a0\u00ad\u00ae\u1680\u1ffe\u2000\u200b\u2010\u2019\u2027\u2028\u202e\u202f',
  ...'\u2030\u205e\u205f\u2060\u206f\u2070\u3000\u3001\ufeff\uffee\ufff9\uffff\t\n',
  '𝒶',
  '🌱',
]
const piece = fc.oneof(
  { weight: 5, arbitrary: fc.stringMatching(/^[a-z0-9]{1,3}$/) },
  { weight: 3, arbitrary: fc.constantFrom('.', '-', 'x.', '1', 'xn--p1ai', 'example', 'é') },
  { weight: 1, arbitrary: fc.constantFrom(...signs) },
)
const part = (most: number) => fc.array(piece, { minLength: 0, maxLength: most }).map(pieces => pieces.join(''))
const long = fc
  .tuple(fc.constantFrom('a', 'é', '用', '𝒶'), fc.integer({ min: 60, max: 66 }))
  .map(([sign, count]) => sign.repeat(count))
const address = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(part(4), part(6)).map(sides => sides.join('@')) },
  { weight: 1, arbitrary: fc.tuple(long, part(4)).map(sides => sides.join('@')) },
  { weight: 1, arbitrary: fc.tuple(part(2), long, part(3)).map(([a, b, c]) => `${a}@${b}.${c}`) },
  { weight: 1, arbitrary: fc.tuple(long, long, long, long).map(([a, b, c, d]) => `${a}@${b}.${c}.${d}.example`) },
  { weight: 1, arbitrary: part(8) },
)

test('the database and the program say the same of every text', async () => {
  const texts = fc.sample(address, { numRuns: 20_000, seed: 7 })
  const there = await judged('mail_valid(x)', texts)
  expect(texts.filter((text, at) => isMailAddress(text) !== there[at])).toEqual([])
  // and the sample has enough of both
  expect(there.filter(Boolean).length).toBeGreaterThan(500)
  expect(there.filter(valid => !valid).length).toBeGreaterThan(500)
})

test('each of these signs alone has the same place in both', async () => {
  const texts = signs.flatMap(sign => [
    `a${sign}b@x.example`,
    `a@x${sign}y.example`,
    `${sign}@x.example`,
    `a@x.${sign}`,
  ])
  const there = await judged('mail_valid(x)', texts)
  expect(texts.filter((text, at) => isMailAddress(text) !== there[at])).toEqual([])
})

test('every address of a person is one that a letter can go to', () => {
  const texts = fc.sample(address, { numRuns: 20_000, seed: 11 }).filter(isMailAddress)
  expect(texts.length).toBeGreaterThan(500)
  expect(texts.filter(text => !isPlainAddress(text))).toEqual([])
})

test("a colleague's address that the program lets through is one for the database", async () => {
  const texts = fc.sample(address, { numRuns: 20_000, seed: 13 }).filter(isPlainAddress)
  const check = (
    await stage.one<{ rule: string }>(
      "select pg_get_expr(conbin, conrelid) as rule from pg_constraint where conname = 'staff_staff_email_check'",
    )
  ).rule.replaceAll('staff_email', 'x')
  expect(texts.length).toBeGreaterThan(500)
  const there = await judged(check, texts)
  expect(texts.filter((_, at) => there[at] === false)).toEqual([])
})
