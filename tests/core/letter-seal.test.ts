// The bytes of a letter as the database holds them: they come back whole, for their own letter, address and key alone.

import {
  letterKeyOf,
  type LetterName,
  newLetterKey,
  openLetterBytes,
  sealedUnder,
  sealLetterBytes,
} from '@satchel/core/keys/seal-letter'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const key = newLetterKey()
const names = fc.record({ hid: fc.stringMatching(/^[a-z0-9-]{1,40}$/), mailto: fc.emailAddress() })
const mails = fc.uint8Array({ maxLength: 300 })
const letter: LetterName = { hid: 'packet-7QK2-M9XA-3F0T', mailto: 'anna@kilimo.example' }
const mail = Buffer.from('From: core@kilimo.example\r\n\r\nThe token is in here.\r\n')
const sealed = Buffer.from(sealLetterBytes(key, letter, mail))

test('any bytes come back as they were, with the key whose id they carry', () => {
  fc.assert(
    fc.property(names, mails, (name, bytes) => {
      const made = sealLetterBytes(key, name, bytes)
      expect(sealedUnder(made)).toBe(key.id)
      expect(openLetterBytes(key, name, made)).toEqual(Buffer.from(bytes))
    }),
  )
})

test('the same mail never looks the same twice, and nothing of it shows', () => {
  expect(sealLetterBytes(key, letter, mail)).not.toEqual(sealed)
  expect(sealed.includes('token')).toBe(false)
})

test('they do not open for another letter, another address, or another split of the two', () => {
  const others: readonly LetterName[] = [
    { ...letter, hid: 'packet-7QK2-M9XA-3F0V' },
    { ...letter, mailto: 'mallory@kilimo.example' },
    { hid: `${letter.hid}${letter.mailto.slice(0, 1)}`, mailto: letter.mailto.slice(1) },
    { hid: letter.mailto, mailto: letter.hid },
  ]
  for (const other of others) expect(openLetterBytes(key, other, sealed)).toBeNull()
  expect(openLetterBytes(key, letter, sealed)).toEqual(mail)
})

test('they do not open with another key, also where its id is written over', () => {
  const other = newLetterKey()
  expect(openLetterBytes(other, letter, sealed)).toBeNull()
  const relabelled = Buffer.from(sealed)
  Buffer.from(other.id, 'hex').copy(relabelled, 1)
  expect(openLetterBytes(other, letter, relabelled)).toBeNull()
  // the same secret under an id that is not its own
  expect(openLetterBytes({ ...key, id: other.id }, letter, relabelled)).toBeNull()
})

test('one bit turned over anywhere, a byte more, or cut anywhere: nothing comes out', () => {
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed)
    changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
    expect(openLetterBytes(key, letter, changed), `bit ${bit}`).toBeNull()
  }
  for (let length = 0; length < sealed.length; length++) {
    expect(openLetterBytes(key, letter, sealed.subarray(0, length)), `length ${length}`).toBeNull()
  }
  expect(openLetterBytes(key, letter, Buffer.concat([sealed, Buffer.of(0)]))).toBeNull()
})

test('a mail in the clear, as earlier versions kept it, is taken for no sealed one', () => {
  expect(sealedUnder(mail)).toBeNull()
  expect(sealedUnder(new Uint8Array())).toBeNull()
  fc.assert(fc.property(fc.string(), text => sealedUnder(Buffer.from(`From: ${text}`)) === null))
})

test('a key of another length is refused', () => {
  expect(() => letterKeyOf(new Uint8Array(16))).toThrow(TypeError)
})
