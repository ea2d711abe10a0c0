// What core and intake write to each other: listings, lists of names, what an intake says about itself, live tokens, signatures.
import { generateKeyPairSync } from 'node:crypto'
import { type IntakeAbout, parseAbout, printAbout } from '@satchel/protocol/pull/pull-about'
import {
  type ListedItem,
  listedPools,
  type Listing,
  type NameList,
  parseListing,
  parseNameList,
  printListing,
  printNameList,
} from '@satchel/protocol/pull/pull-files'
import { settleFile, settleFileName } from '@satchel/protocol/pull/pull-folder'
import { pullLimits } from '@satchel/protocol/pull/pull-limits'
import { signPullFile, verifyPullFile } from '@satchel/protocol/pull/pull-signature'
import { countTokens, printTokenList, tokenListBytes } from '@satchel/protocol/pull/pull-tokens'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { caught } from './caught.ts'
import { refusal } from './changed.ts'

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
const number = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
const moment = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true })
  .map(date => `${date.toISOString().slice(0, 19)}Z`)

const item: fc.Arbitrary<ListedItem> = fc.record({
  pool: fc.constantFrom(...listedPools),
  name: hex(64),
  extension: fc.constantFrom('sexp.pgp', 'raw'),
  size: fc.maxSafeNat(),
})
const listing: fc.Arbitrary<Listing> = fc.record({ items: fc.array(item, { maxLength: 5 }), next: fc.option(hex(64)) })
const names = { epoch: number, run: number, names: fc.array(hex(64), { maxLength: 5 }) }
const nameList: fc.Arbitrary<NameList> = fc.oneof(
  fc.record({ kind: fc.constant('forget' as const), ...names }),
  fc.record({ kind: fc.constant('settle' as const), ...names, backedUpThrough: moment }),
  fc.record({ kind: fc.constant('settle' as const), ...names }),
)
const about: fc.Arbitrary<IntakeAbout> = fc.record({
  receiptKey: fc.option(
    fc.uint8Array({ minLength: 91, maxLength: 91 }).map(key => Buffer.from(key).toString('base64')),
  ),
  counts: fc.record({
    reply: fc.maxSafeNat(),
    unsubscribe: fc.maxSafeNat(),
    open: fc.maxSafeNat(),
    bad: fc.maxSafeNat(),
    done: fc.maxSafeNat(),
  }),
  oldest: fc.option(moment),
  freeBytes: fc.maxSafeNat(),
  outcomes: fc.option(fc.record({ epoch: number, number })),
})

const name = (digit: string) => digit.repeat(64)
const many = (count: number) => Array.from({ length: count }, (_, index) => index.toString(16).padStart(64, '0'))

describe('printed and read again, nothing is lost', () => {
  test('of a listing', () => {
    fc.assert(
      fc.property(listing, given => {
        expect(parseListing(printListing(given))).toEqual(given)
      }),
    )
  })
  test('of a list of names', () => {
    fc.assert(
      fc.property(nameList, given => {
        expect(parseNameList(printNameList(given))).toEqual(given)
      }),
    )
  })
  test('of what an intake says about itself', () => {
    fc.assert(
      fc.property(about, given => {
        expect(parseAbout(printAbout(given))).toEqual(given)
      }),
    )
  })
  test('of the name of a settle file', () => {
    expect(settleFileName({ epoch: 3, run: 17 }, 2)).toBe('3-17-2.sexp')
    expect(settleFile.test(settleFileName({ epoch: Number.MAX_SAFE_INTEGER, run: Number.MAX_SAFE_INTEGER }, 1))).toBe(
      true,
    )
    for (const odd of ['3-17.sexp', '3-17-2.sexp.part', '../3-17-2.sexp', '3-17-2.sexp.sig']) {
      expect(settleFile.test(odd)).toBe(false)
    }
  })
})

describe('a listing', () => {
  const good = `(satchel-listing
  (version 1)
  (items
    (item reply "${name('a')}" "sexp.pgp" 4096)
    (item done "${name('b')}" "raw" 0))
  (next "${name('b')}"))
`
  test('looks like this', () => {
    const items = [
      { pool: 'reply', name: name('a'), extension: 'sexp.pgp', size: 4096 },
      { pool: 'done', name: name('b'), extension: 'raw', size: 0 },
    ]
    expect(parseListing(good)).toEqual({ items, next: name('b') })
    expect(printListing(parseListing(good)).replaceAll(/\s+/g, ' ')).toBe(good.replaceAll(/\s+/g, ' '))
  })

  test.each([
    ['a path for a name', `"${name('a')}"`, '"../../etc/passwd"', /no item/],
    ['a name in upper case', `"${name('a')}"`, `"${name('A')}"`, /no item/],
    ['another extension', '"sexp.pgp"', '"exe"', /no item/],
    ['another pool', '(item done', '(item tmp', /no item/],
    ['a size below nothing', '4096', '-1', /no item/],
    ['one thing more', '4096', '4096 1', /no item/],
    ['something that is no item', '(item reply', '(thing reply', /no item/],
    ['a next that is no name', `(next "${name('b')}")`, '(next "b")', /next/],
    ['another version', '(version 1)', '(version 2)', /version/],
    ['an unknown part', '(version 1)', '(version 1) (more 1)', /unknown/],
    ['another tag', '(satchel-listing', '(satchel-reply', /not a listing/],
  ])('with %s is refused', (_, from, to, why) => {
    expect(refusal(parseListing, good, from, to)).toMatch(why)
  })

  test(`holds ${pullLimits.names} items, and not one more`, () => {
    const items = many(pullLimits.names).map(
      each => ({ pool: 'reply', name: each, extension: 'raw', size: 1 }) as const,
    )
    const text = printListing({ items, next: null })
    expect(parseListing(text).items).toHaveLength(pullLimits.names)
    const more = text.replace('(items', `(items (item reply "${name('f')}" "raw" 1)`)
    expect(caught(() => parseListing(more)).code).toBe('record/not-valid')
    expect(() => printListing({ items: [...items, ...items.slice(0, 1)], next: null })).toThrow(TypeError)
  })
})

describe('a list of names', () => {
  const good = printNameList({
    kind: 'settle',
    epoch: 3,
    run: 17,
    names: [name('a')],
    backedUpThrough: '2026-11-20T00:00:00Z',
  })

  test.each([
    ['a path for a name', name('a'), '../a', /name of an item/],
    ['no run', ' (run 17)', '', /run/],
    ['epoch 0', '(epoch 3)', '(epoch 0)', /epoch/],
    ['a mark that is no time', '2026-11-20T00:00:00Z', '2026-11-20', /time/],
    ['another tag', '(satchel-settle', '(satchel-unsettle', /neither/],
    ['a mark on forgetting', '(satchel-settle', '(satchel-forget', /unknown part/],
  ])('with %s is refused', (_, from, to, why) => {
    const flat = good.replaceAll(/\s+/g, ' ')
    expect(refusal(parseNameList, flat, from, to)).toMatch(why)
  })

  test(`holds ${pullLimits.names} names, and not one more`, () => {
    const list: NameList = { kind: 'forget', epoch: 1, run: 1, names: many(pullLimits.names) }
    const text = printNameList(list)
    expect(text.length).toBeLessThan(pullLimits.fileBytes)
    expect(parseNameList(text)).toEqual(list)
    expect(caught(() => parseNameList(text.replace('(names', `(names "${name('f')}"`))).code).toBe('record/not-valid')
    expect(() => printNameList({ ...list, names: many(pullLimits.names + 1) })).toThrow(TypeError)
  })

  test('of settling says nothing else than of forgetting, but its tag', () => {
    expect(parseNameList(printNameList({ kind: 'forget', epoch: 1, run: 2, names: [] })).kind).toBe('forget')
    expect(parseNameList(printNameList({ kind: 'settle', epoch: 1, run: 2, names: [] })).kind).toBe('settle')
  })
})

test('what an intake says about itself is refused with a key that is none', () => {
  const good = printAbout({
    receiptKey: 'A'.repeat(124),
    counts: { reply: 1, unsubscribe: 2, open: 3, bad: 0, done: 4 },
    oldest: '2026-11-20T00:00:00Z',
    freeBytes: 5,
    outcomes: { epoch: 3, number: 7 },
  })
  expect(refusal(parseAbout, good, 'A'.repeat(124), '<script>')).toMatch(/key/)
  expect(refusal(parseAbout, good, '(outcomes 3 7)', '(outcomes 3 0)')).toMatch(/epoch and number/)
  expect(refusal(parseAbout, good, '(outcomes 3 7)', '(outcomes 3)')).toMatch(/epoch and number/)
  expect(refusal(parseAbout, good, '(bad 0)', '(bad -1)')).toMatch(/bad/)
  expect(refusal(parseAbout, good, '(satchel-about', '(satchel-reply')).toMatch(/about itself/)
})

describe('the list of live tokens', () => {
  const hashes = ['0123456789abcdef', 'ffffffffffffffff']
  const list = () => Buffer.from(printTokenList(hashes))

  test('is a first line and a hash a line, also with none', () => {
    expect(list().toString()).toBe('(satchel-tokens (version 1))\n0123456789abcdef\nffffffffffffffff\n')
    expect(countTokens(list())).toBe(2)
    expect(countTokens(printTokenList([]))).toBe(0)
  })

  test('with any octet that is not of its form is none', () => {
    fc.assert(
      fc.property(fc.nat(list().length - 1), fc.integer({ min: 0, max: 255 }), (at, octet) => {
        const other = list()
        other[at] = octet
        const isHexThere = at >= 29 && (at - 29) % 17 < 16 && /[0-9a-f]/.test(String.fromCharCode(octet))
        expect(countTokens(other)).toBe(isHexThere || other.equals(list()) ? 2 : null)
      }),
    )
    for (const odd of [Buffer.alloc(0), list().subarray(0, -1), Buffer.concat([list(), Buffer.from('\n')])]) {
      expect(countTokens(odd)).toBe(null)
    }
  })

  test('holds as many as the limit says, and not one more', () => {
    const most = Array.from({ length: pullLimits.tokens }, () => '0'.repeat(16))
    const whole = printTokenList(most)
    const largest = { epoch: Number.MAX_SAFE_INTEGER, run: Number.MAX_SAFE_INTEGER }
    expect(printTokenList(most, largest)).toHaveLength(tokenListBytes)
    expect(countTokens(printTokenList(most, largest))).toBe(pullLimits.tokens)
    expect(countTokens(whole)).toBe(pullLimits.tokens)
    expect(countTokens(Buffer.concat([whole, Buffer.from(`${'0'.repeat(16)}\n`)]))).toBe(null)
    expect(() => printTokenList([...most, '0'.repeat(16)])).toThrow(RangeError)
  })

  test('is not made of what is no hash', () => {
    expect(() => printTokenList(['0'.repeat(15)])).toThrow(TypeError)
  })
})

describe('a signed file', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const text = printNameList({ kind: 'settle', epoch: 1, run: 2, names: [name('a')] })
  const signature = signPullFile(text, privateKey)
  const code = (...given: Parameters<typeof verifyPullFile>) => caught(() => verifyPullFile(...given)).code

  test('is taken as it was signed', () => {
    verifyPullFile(text, signature, publicKey)
  })

  test('is refused with any other letter, in the file or in the signature', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.nat(85), fc.constantFrom(...'xyzB0'), (at, place, letter) => {
        fc.pre(text[at] !== letter && signature[place] !== letter)
        expect(code(text.slice(0, at) + letter + text.slice(at + 1), signature, publicKey)).toBe('signature/wrong')
        const other = signature.slice(0, place) + letter + signature.slice(place + 1)
        expect(code(text, other, publicKey)).toMatch(/^signature\/(wrong|not-readable)$/)
      }),
    )
  })

  test('is refused with another key, and without a signature that is one', () => {
    expect(code(text, signature, generateKeyPairSync('ed25519').publicKey)).toBe('signature/wrong')
    for (const odd of ['', '\n', `${signature}${signature}`, 'x'.repeat(88)]) {
      expect(code(text, odd, publicKey)).toBe('signature/not-readable')
    }
  })

  test('is only ever a file of ours, so that nothing else can be made to look like one', () => {
    expect(() => signPullFile('"@method": POST', privateKey)).toThrow(TypeError)
  })
})
