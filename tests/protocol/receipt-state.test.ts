// The fate of a receipt: one word, signed by the core; and the lists in which such words travel.
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import {
  isNewer,
  parseReceiptState,
  printReceiptState,
  type ReceiptState,
  receiptHash,
  receiptStates,
} from '@satchel/protocol/messages/receipt-state'
import { tokenHash } from '@satchel/protocol/messages/token'
import { pullLimits } from '@satchel/protocol/pull/pull-limits'
import { parseOutcomeList, printOutcomeList } from '@satchel/protocol/pull/pull-outcomes'
import { signPullFile } from '@satchel/protocol/pull/pull-signature'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { caught } from './caught.ts'
import { refusal } from './changed.ts'

const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 })
const number = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
const states: fc.Arbitrary<ReceiptState> = fc.record({
  version: fc.constant(1 as const),
  receipt: hex,
  item: hex,
  epoch: number,
  number,
  state: fc.constantFrom(...receiptStates),
  said: fc.constant('2026-11-22T10:12:00Z'),
})
const one: ReceiptState = {
  version: 1,
  receipt: 'a'.repeat(64),
  item: 'b'.repeat(64),
  epoch: 3,
  number: 7,
  state: 'held',
  said: '2026-11-22T10:12:00Z',
}
const keys = generateKeyPairSync('ed25519')
const signed = (told: ReceiptState) => {
  const text = printReceiptState(told)
  return { text, signature: signPullFile(text, keys.privateKey).trim() }
}

test('is read as it was printed', () => {
  fc.assert(
    fc.property(states, told => {
      expect(parseReceiptState(printReceiptState(told))).toEqual(told)
    }),
  )
})

test('is refused with another word, number or digest', () => {
  const good = printReceiptState(one)
  expect(refusal(parseReceiptState, good, '(state held)', '(state lost)')).toMatch(/state/)
  expect(refusal(parseReceiptState, good, '(number 7)', '(number 0)')).toMatch(/number/)
  expect(refusal(parseReceiptState, good, 'b")', 'x")')).toMatch(/SHA-256/)
  expect(refusal(parseReceiptState, good, '(satchel-receipt-state', '(satchel-receipt')).toMatch(/became/)
})

test('of two the one of the later epoch counts, then the one with the higher number', () => {
  const of = (epoch: number, count: number) => ({ epoch, number: count })
  expect(isNewer(of(2, 1), of(1, 9))).toBe(true)
  expect(isNewer(of(1, 9), of(2, 1))).toBe(false)
  expect(isNewer(of(1, 2), of(1, 1))).toBe(true)
  expect(isNewer(of(1, 1), of(1, 1))).toBe(false)
})

test('names the receipt by the hash of its code, however that was typed', () => {
  const code = '8R66CNH3YN83Y4R9ZQK1847FGY'
  expect(receiptHash('8r66-cnh3 yn83-y4r9-zqkl-847f-gy')).toBe(tokenHash(code))
  expect(receiptHash('8R66')).toBeNull()
})

test('is verified by the text and the public half in SPKI, as browsers do', () => {
  const { text, signature } = signed(one)
  const spki = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const key = createPublicKey({ key: Buffer.from(spki, 'base64'), type: 'spki', format: 'der' })
  expect(verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'))).toBe(true)
  expect(verify(null, Buffer.from(text.replace('held', 'imported')), key, Buffer.from(signature, 'base64'))).toBe(false)
})

test('travels in lists of at most so many, each as it was signed', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, at) =>
      signed({ ...one, number: Number.MAX_SAFE_INTEGER - at, epoch: Number.MAX_SAFE_INTEGER, state: 'imported' }),
    )
  const full = printOutcomeList({ epoch: 1, run: 2, outcomes: many(pullLimits.outcomes) })
  expect(Buffer.byteLength(full)).toBeLessThan(pullLimits.fileBytes)
  const read = parseOutcomeList(full)
  expect(read.outcomes.map(({ text, signature }) => ({ text, signature }))).toEqual(
    many(pullLimits.outcomes).map((each, at) => ({ ...each, signature: read.outcomes[at]?.signature })),
  )
  expect(() => printOutcomeList({ epoch: 1, run: 2, outcomes: many(pullLimits.outcomes + 1) })).toThrow(TypeError)
  const [first = signed(one)] = many(1)
  const more = full.replace('(outcomes', `(outcomes (outcome ${JSON.stringify('x')} "y")`)
  expect(caught(() => parseOutcomeList(more)).code).toBe('record/not-valid')
  expect(
    caught(() => parseOutcomeList(printOutcomeList({ epoch: 1, run: 2, outcomes: [{ ...first, signature: 'A' }] })))
      .code,
  ).toBe('record/not-valid')
})
