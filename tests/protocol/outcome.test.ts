import { limits } from '@satchel/protocol/limits'
import { parseOutcome, printOutcome } from '@satchel/protocol/messages/outcome'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outcome } from './arbitraries.ts'
import { caught } from './caught.ts'
import { refusal } from './changed.ts'
import { example } from './examples.ts'

const good = example('outcome')

describe('an outcome file', () => {
  test('says everything that is in it, slots in their order', () => {
    expect(parseOutcome(good)).toEqual({
      version: 1,
      reply: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
      packet: '7QK2-M9XA-3F0T',
      epoch: 3,
      status: 'partly-held',
      slots: [
        { kind: 'field', name: 'given-name', outcome: 'applied' },
        { kind: 'field', name: 'born', outcome: 'held', reason: 'needs-review' },
        { kind: 'row', name: 'contact-point', row: 'c81', outcome: 'held', reason: 'changed-meanwhile' },
        { kind: 'report', name: 'report', outcome: 'applied' },
        { kind: 'report-field', name: 'next-date', outcome: 'held', reason: 'not-a-date' },
      ],
    })
  })

  test('says the same after it was printed and read', () => {
    fc.assert(
      fc.property(outcome, given => {
        expect(parseOutcome(printOutcome(given))).toEqual(given)
      }),
    )
  })

  test.each([
    ['of another kind', '(satchel-outcome', '(satchel-reply', /not an outcome file/],
    ['of a later version', '(version 1)', '(version 2)', /version/],
    ['with an unknown part', '(epoch 3)', '(epoch 3) (value "James")', /unknown part \(value/],
    ['with an unknown status', 'partly-held', 'lost', /status/],
    ['with a slot of an unknown outcome', 'given-name applied', 'given-name eaten', /not a slot/],
    ['with a slot that has no outcome', 'given-name applied', 'given-name', /not a slot/],
    ['with a value for a reason', 'given-name applied', 'given-name applied "James"', /reason that is no symbol/],
    ['with two reasons', 'given-name applied', 'given-name held late weak-evidence', /not a slot/],
    ['with a field named by a text', 'given-name applied', '"given-name" applied', /not a slot/],
    ['with a row without an id', 'contact-point "c81"', 'contact-point', /not a slot/],
  ])('%s is refused', (_, from, to, reason) => {
    expect(refusal(parseOutcome, good, from, to)).toMatch(reason)
  })

  test(`of ${limits.replyBytes} bytes is read, of one more is not`, () => {
    expect(parseOutcome(good.padEnd(limits.replyBytes)).epoch).toBe(3)
    expect(caught(() => parseOutcome(good.padEnd(limits.replyBytes + 1))).code).toBe('sexp/too-large')
  })
})
