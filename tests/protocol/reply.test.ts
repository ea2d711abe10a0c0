import { limits } from '@satchel/protocol/limits'
import { parseReply, printReply } from '@satchel/protocol/messages/reply'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reply } from './arbitraries.ts'
import { caught } from './caught.ts'
import { changed, refusal } from './changed.ts'
import { example } from './examples.ts'

const good = example('reply')
const sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const file = `(file "map.jpg" "image/jpeg" 48211 "${sha256}")`

describe('a reply file', () => {
  test('says everything that is in it', () => {
    expect(parseReply(good)).toEqual({
      version: 1,
      id: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
      draft: '00112233445566778899aabbccddeeff',
      sequence: 1,
      packet: '7QK2-M9XA-3F0T',
      epoch: 3,
      token: 'ABCDEFGHJKMNPQRSTVWXYZ0123',
      written: '2026-11-22T10:12:00Z',
      set: new Map([
        ['given-name', 'James'],
        ['title', null],
      ]),
      rows: [
        { collection: 'contact-point', row: 'c81', fields: new Map([['value', '+256 700 000 009']]) },
        {
          collection: 'contact-point',
          row: 'new-7f3a',
          fields: new Map([
            ['kind', 'email'],
            ['value', 'jimmy@example.org'],
          ]),
        },
      ],
      drops: [{ collection: 'contact-point', row: 'c82' }],
      report: new Map([
        ['outcome', 'reached'],
        ['note', 'Wants a visit in May'],
      ]),
      files: [{ name: 'map.jpg', type: 'image/jpeg', size: 48211, sha256 }],
    })
  })

  test('says the same after it was printed and read', () => {
    fc.assert(
      fc.property(reply, given => {
        expect(parseReply(printReply(given))).toEqual(given)
      }),
    )
  })

  test('may state nothing at all', () => {
    const head = good.slice(0, good.indexOf('(written'))
    const { set, rows, drops, files, ...rest } = parseReply(`${head})`)
    expect([set.size, rows, drops, files]).toEqual([0, [], [], []])
    expect(Object.keys(rest)).toEqual(['version', 'id', 'draft', 'sequence', 'packet', 'epoch', 'token'])
  })

  test('says in a cleared field that it is cleared, in an absent one nothing', () => {
    const { set } = parseReply(good)
    expect(set.get('title')).toBeNull()
    expect(set.has('family-name')).toBe(false)
  })

  test('with an empty value is not printed, since nobody could read it', () => {
    const given = { ...parseReply(good), set: new Map([['note', '']]) }
    expect(caught(() => printReply(given)).code).toBe('record/not-valid')
  })

  test.each([
    ['of another kind', '(satchel-reply', '(satchel-packet', /not a reply file/],
    ['of a later version', '(version 1)', '(version 2)', /version/],
    ['with an unknown part', '(epoch 3)', '(epoch 3) (from "someone else")', /unknown part \(from/],
    ['that sets twice', '(report', '(set) (report', /\(set \.\.\.\) twice/],
    ['without an id', '(id "0f1e2d3c4b5a69788796a5b4c3d2e1f0")', '', /lacks \(id/],
    ['with a shorter id', '3c4b5a69788796a5b4c3d2e1f0")', '3c4b5a69788796a5b4c3d2e1f")', /32 hex digits/],
    ['with an upper-case id', '0f1e2d', '0F1E2D', /32 hex digits/],
    ['without a draft', '(draft "00112233445566778899aabbccddeeff")', '', /lacks \(draft/],
    ['with a draft that is no id', '(draft "00112233', '(draft "0x112233', /32 hex digits/],
    ['without a sequence', '(sequence 1)', '', /lacks \(sequence/],
    ['without a token', '(token "ABCDEFGHJKMNPQRSTVWXYZ0123")', '', /lacks \(token/],
    ['written at no time', '(written "2026-11-22T10:12:00Z")', '(written "2026-11-22T24:12:00Z")', /written/],
    ['with a field of the record twice', '(field title)', '(field given-name)', /twice/],
    ['with an empty value', '(field title)', '(field title "")', /without a value/],
    ['with a number for a value', '(field title)', '(field title 1)', /at most one string/],
    ['with a row without an id', '(row contact-point "c81"', '(row contact-point c81', /row \.\.\./],
    ['with a row of no collection', '(row contact-point "c81"', '(row "contact-point" "c81"', /row \.\.\./],
    ['with a row named twice', '(row contact-point "new-7f3a"', '(row contact-point "c81"', /row is named twice/],
    ['that changes and drops a row', '(drop contact-point "c82")', '(drop contact-point "c81")', /named twice/],
    ['with a drop that holds fields', '(drop contact-point "c82")', '(drop contact-point "c82" (field a))', /drop/],
    ['that reports a field without a value', '(field outcome "reached")', '(field outcome)', /needs a value/],
    ['with a file without a size', ' 48211', '', /file/],
    ['with a file of a size below 0', ' 48211', ' -1', /wrong size/],
    ['with a file of two hashes', `"${sha256}"`, `"${sha256}" "${sha256}"`, /file/],
    ['with a file of a short hash', sha256, sha256.slice(1), /SHA-256/],
  ])('%s is refused', (_, from, to, reason) => {
    expect(refusal(parseReply, good, from, to)).toMatch(reason)
  })

  test.each(['constructor', 'to-string', 'has-own-property'])('may name a field %s', name => {
    expect([...parseReply(changed(good, '(field title)', `(field ${name} "x")`)).set.keys()]).toContain(name)
  })

  test(`of sequence 1 to ${limits.sequence} is read, of 0 or one more is not`, () => {
    const numbered = (sequence: number) => changed(good, '(sequence 1)', `(sequence ${sequence})`)
    expect(parseReply(numbered(limits.sequence)).sequence).toBe(limits.sequence)
    expect(refusal(parseReply, good, '(sequence 1)', '(sequence 0)')).toMatch(/sequence/)
    expect(refusal(parseReply, good, '(sequence 1)', `(sequence ${limits.sequence + 1})`)).toMatch(/sequence/)
  })

  test(`with ${limits.files} files is read, with one more is not`, () => {
    const many = (count: number) => Array.from({ length: count }, () => file).join(' ')
    expect(parseReply(changed(good, file, many(limits.files))).files).toHaveLength(limits.files)
    expect(refusal(parseReply, good, file, many(limits.files + 1))).toMatch(/More than/)
  })

  test(`of ${limits.replyBytes} bytes is read, of one more is not`, () => {
    expect(parseReply(good.padEnd(limits.replyBytes)).epoch).toBe(3)
    expect(caught(() => parseReply(good.padEnd(limits.replyBytes + 1))).code).toBe('sexp/too-large')
  })
})
