import { createHash } from 'node:crypto'
import { itemName } from '@satchel/protocol/spool/item-name'
import { foldPacketId, foldToken, newPacketId, newReplyId, newToken, tokenHash } from '@satchel/protocol/messages/token'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const token = 'Q7N4M9XA3F0TB2C5D6E8G1HJKV'
const many = Array.from({ length: 2000 })

describe('a token', () => {
  test('is 26 characters of the alphabet that nobody misreads, each of them used', () => {
    const tokens = many.map(() => newToken())
    for (const made of tokens) expect(made).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
    expect(new Set(tokens).size).toBe(many.length)
    expect([...new Set(tokens.join(''))].sort().join('')).toBe('0123456789ABCDEFGHJKMNPQRSTVWXYZ')
  })

  test('is the same in lower case, with O for 0, I or L for 1, spaces, and dashes of any kind', () => {
    const spelled = ['q7n4m9xa3fotb2c5d6e8glhjkv', 'Q7N4 M9XA-3FOT–B2C5—D6E8\u00a0GIHJ\nKV']
    for (const text of spelled) expect(foldToken(text)).toBe(token)
  })

  test('folds to itself however it is spelled', () => {
    const spelling = fc.record({
      lower: fc.boolean(),
      gap: fc.constantFrom('', ' ', '-', '\u2011', ' \t'),
      each: fc.integer({ min: 1, max: 9 }),
    })
    fc.assert(
      fc.property(spelling, ({ lower, gap, each }) => {
        const made = newToken()
        const spelled = made.replace(new RegExp(`.{${each}}`, 'g'), part => part + gap)
        expect(foldToken(lower ? spelled.toLowerCase() : spelled)).toBe(made)
      }),
    )
  })

  test('is nothing else: too short, too long, U, signs, letters of other alphabets', () => {
    const wrong = ['', token.slice(1), `${token}0`, `U${token.slice(1)}`, `*${token.slice(1)}`]
    // Kelvin sign, dotless i, long s and full width letters become Latin ones in upper case or when normalised
    const foreign = ['\u212a', '\u0131', '\u017f', '\uff21'].map(letter => letter + token.slice(1))
    for (const text of [...wrong, ...foreign, ' '.repeat(300) + token]) expect(foldToken(text)).toBeNull()
  })

  test('is looked for by the hash of its folded form, which no other text has', () => {
    const known = createHash('sha256').update(token).digest('hex')
    expect(tokenHash(token)).toBe(known)
    expect(tokenHash(' q7n4-m9xa-3fot-b2c5-d6e8-glhj-kv ')).toBe(known)
    expect(tokenHash('')).toMatch(/^[0-9a-f]{64}$/)
    expect(tokenHash('')).not.toBe(createHash('sha256').update('').digest('hex'))
  })
})

describe('ids', () => {
  test('a packet id can be read aloud and typed back', () => {
    for (const id of many.slice(0, 200).map(() => newPacketId())) {
      expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)
      expect(foldPacketId(` ${id.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')}`)).toBe(id)
    }
  })

  test('a packet id of another length, or a token, is none', () => {
    for (const text of ['', '7QK2-M9XA-3F0', '7QK2-M9XA-3F0T-1', token]) expect(foldPacketId(text)).toBeNull()
  })

  test('a reply id is 128 random bits', () => {
    const ids = many.map(() => newReplyId())
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/)
    expect(new Set(ids).size).toBe(many.length)
  })

  test('an item is named by the SHA-256 of its bytes', () => {
    expect(itemName(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })
})
