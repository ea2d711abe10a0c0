// What the intake writes: submission, upload, receipt.
import { limits } from '@satchel/protocol/limits'
import { parseReceipt, printReceipt } from '@satchel/protocol/messages/receipt'
import { parseSubmission, printSubmission } from '@satchel/protocol/messages/submission'
import { parseUpload, printUpload } from '@satchel/protocol/messages/upload'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { receipt, submission, upload } from './arbitraries.ts'
import { caught } from './caught.ts'
import { changed, refusal } from './changed.ts'
import { example } from './examples.ts'

const sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

describe('a submission', () => {
  const good = example('submission')

  test('says everything that is in it', () => {
    expect(parseSubmission(good)).toEqual({
      version: 1,
      channel: 'web',
      kind: 'inquiry',
      received: '2026-11-22T10:12:00Z',
      receipt: '5F3K-9QTM',
      cleaned: 0,
      fields: [
        ['name', 'Ada Obi'],
        ['message', 'Do you sell sorghum seed?'],
      ],
      files: [{ name: 'list.pdf', type: 'application/pdf', sha256 }],
    })
  })

  test('says the same after it was printed and read', () => {
    fc.assert(
      fc.property(submission, given => {
        expect(parseSubmission(printSubmission(given))).toEqual(given)
      }),
    )
  })

  test('carries a reply file unchanged as its body', () => {
    const given = { ...parseSubmission(good), fields: [['body', example('reply')] as const] }
    expect(parseSubmission(printSubmission(given)).fields).toEqual([['body', example('reply')]])
  })

  test('keeps fields that repeat, are empty or have any name, in their order', () => {
    const fields = '(field "b" "") (field "__proto__" "x") (field "b" "2") (field "" "y")'
    const given = changed(good, '(field "name" "Ada Obi")', fields)
    expect(parseSubmission(given).fields.slice(0, 4)).toEqual([
      ['b', ''],
      ['__proto__', 'x'],
      ['b', '2'],
      ['', 'y'],
    ])
  })

  test.each([
    ['of another kind', '(satchel-submission', '(satchel-reply', /not a submission/],
    ['of a later version', '(version 1)', '(version 2)', /version/],
    ['in a submission is not nested', '(cleaned 0)', '(cleaned 0) (satchel-submission)', /unknown part/],
    ['through an unknown way in', '(door web)', '(door window)', /door/],
    ['of an unknown purpose', '(kind inquiry)', '(kind order)', /kind/],
    ['received at no time', '10:12:00Z', '10:61:00Z', /received/],
    ['cleaned of less than nothing', '(cleaned 0)', '(cleaned -1)', /cleaned/],
    ['without fields', '(fields', '(files', /twice|lacks/],
    ['with a field without a value', '(field "name" "Ada Obi")', '(field "name")', /2 strings/],
    ['with a field named by a symbol', '(field "name" "Ada Obi")', '(field name "Ada Obi")', /2 strings/],
    ['with a file without a type', '(type "application/pdf")', '', /lacks \(type/],
    ['with a file that is named by no hash', sha256, '../../etc/passwd', /64 hex digits/],
  ])('%s is refused', (_, from, to, reason) => {
    expect(refusal(parseSubmission, good, from, to)).toMatch(reason)
  })

  test(`names ${limits.files} files at most`, () => {
    const one = `(file (name "list.pdf") (type "application/pdf") (sha256 "${sha256}"))`
    const most = changed(good, one, `${one} `.repeat(limits.files).trim())
    expect(parseSubmission(most).files).toHaveLength(limits.files)
    expect(refusal(parseSubmission, most, '(files', `(files ${one} `)).toMatch(/more files/)
  })

  test(`of ${limits.submissionBytes} bytes is read, of one more is not`, () => {
    expect(parseSubmission(good.padEnd(limits.submissionBytes)).cleaned).toBe(0)
    expect(caught(() => parseSubmission(good.padEnd(limits.submissionBytes + 1))).code).toBe('sexp/too-large')
  })
})

describe('an upload', () => {
  const good = example('upload')

  test('holds the bytes that it was made of', () => {
    const { bytes, ...rest } = parseUpload(good)
    expect(new TextDecoder().decode(bytes)).toBe('Hello')
    expect(rest).toEqual({ version: 1, name: 'hello.txt', type: 'text/plain' })
    fc.assert(
      fc.property(upload, given => {
        expect(parseUpload(printUpload(given))).toEqual(given)
      }),
    )
  })

  test.each([0, 1, 49151, 49152, 49153, 98304, 98305])('of %i bytes comes apart into strings of 48 KiB', size => {
    const bytes = Uint8Array.from({ length: size }, (_, index) => index * 7)
    const printed = printUpload({ version: 1, name: 'a', type: 'b', bytes })
    expect(printed.match(/"[A-Za-z0-9+/=]{4,}"/g) ?? []).toHaveLength(Math.ceil(size / 49152))
    expect(parseUpload(printed).bytes).toEqual(bytes)
  })

  test('may be padded', () => {
    expect(parseUpload(changed(good, '(size 5)', '(size 5) (pad "      ")'))).toEqual(parseUpload(good))
  })

  test.each([
    ['of another kind', '(satchel-upload', '(satchel-reply', /not an upload/],
    ['with a wrong size', '(size 5)', '(size 6)', /size/],
    ['with a size below 0', '(size 5)', '(size -5)', /size/],
    ['with characters that are not base64', '"SGVsbG8="', '"SGVs-G8="', /base64/],
    ['with half a group of base64', '"SGVsbG8="', '"SGVsbG8"', /base64/],
    ['that ends before its last part', '"SGVsbG8="', '"SGVsbA==" "bw=="', /base64/],
    ['without a name', '(name "hello.txt")', '', /lacks \(name/],
  ])('%s is refused', (_, from, to, reason) => {
    expect(refusal(parseUpload, good, from, to)).toMatch(reason)
  })

  test(`of ${limits.uploadBytes} bytes is read, of one more is not`, () => {
    expect(parseUpload(good.padEnd(limits.uploadBytes)).name).toBe('hello.txt')
    expect(caught(() => parseUpload(good.padEnd(limits.uploadBytes + 1))).code).toBe('sexp/too-large')
  })

  test('of a file of 10 MiB fits', () => {
    const bytes = new Uint8Array(10 * 1024 * 1024).fill(255)
    expect(printUpload({ version: 1, name: 'a', type: 'b', bytes }).length).toBeLessThan(limits.uploadBytes)
  })
})

describe('a receipt', () => {
  const good = example('receipt')

  test('says the same after it was printed and read', () => {
    expect(parseReceipt(good)).toEqual({
      version: 1,
      item: sha256,
      code: '5F3K-9QTM',
      received: '2026-11-22T10:12:00Z',
    })
    fc.assert(
      fc.property(receipt, given => {
        expect(parseReceipt(printReceipt(given))).toEqual(given)
      }),
    )
  })

  test.each([
    ['of another kind', '(satchel-receipt', '(satchel-reply', /not a receipt/],
    ['of a later version', '(version 1)', '(version 3)', /version/],
    ['for something that is no item', sha256, `../${sha256.slice(3)}`, /SHA-256/],
    ['without a code', '(code "5F3K-9QTM")', '', /lacks \(code/],
    ['given at no time', '2026-11-22T', '2026-13-22T', /received/],
  ])('%s is refused', (_, from, to, reason) => {
    expect(refusal(parseReceipt, good, from, to)).toMatch(reason)
  })

  test(`of ${limits.replyBytes} bytes is read, of one more is not`, () => {
    expect(parseReceipt(good.padEnd(limits.replyBytes)).item).toBe(sha256)
    expect(caught(() => parseReceipt(good.padEnd(limits.replyBytes + 1))).code).toBe('sexp/too-large')
  })
})
