import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { printReceipt } from '@satchel/protocol/messages/receipt'
import { receiptKeyText, signReceipt, verifyReceipt } from '@satchel/protocol/messages/receipt-sign'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { receipt } from './arbitraries.ts'

const make = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
const { privateKey, publicKey } = make()
const keyText = receiptKeyText(publicKey)
const text = '(satchel-receipt)\n'

describe('a signed receipt', () => {
  test('is known by the public half of its key, which fits on one line', () => {
    fc.assert(
      fc.property(receipt, given => {
        const printed = printReceipt(given)
        expect(verifyReceipt(printed, signReceipt(printed, privateKey), keyText)).toBe(true)
      }),
      { numRuns: 20 },
    )
    expect(keyText).toMatch(/^[A-Za-z0-9+/=]{100,200}$/)
    expect(receiptKeyText(privateKey)).toBe(keyText)
  })

  test('is known by a browser’s own verification', async () => {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
    const key = await crypto.subtle.importKey('spki', Buffer.from(keyText, 'base64'), algorithm, false, ['verify'])
    const signature = Buffer.from(signReceipt(text, privateKey), 'base64')
    expect(signature).toHaveLength(64)
    const hashed = { name: 'ECDSA', hash: 'SHA-256' }
    expect(await crypto.subtle.verify(hashed, key, signature, Buffer.from(text))).toBe(true)
  })

  test('is not known with another text, another key, or a changed signature', () => {
    const signature = signReceipt(text, privateKey)
    expect(verifyReceipt(`${text} `, signature, keyText)).toBe(false)
    expect(verifyReceipt(text, signature, receiptKeyText(make().publicKey))).toBe(false)
    for (let octet = 0; octet < 64; octet += 7) {
      const changed = Buffer.from(signature, 'base64')
      changed[octet] = (changed[octet] ?? 0) ^ 1
      expect(verifyReceipt(text, changed.toString('base64'), keyText)).toBe(false)
    }
  })

  test('of a key of another kind, or of no key, is none', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    const signed = signReceipt(text, createPrivateKey(other.privateKey.export({ type: 'pkcs8', format: 'pem' })))
    expect(verifyReceipt(text, signed, receiptKeyText(other.publicKey))).toBe(false)
    for (const key of [receiptKeyText(rsa), '', 'AAAA', 'x'.repeat(500)]) {
      expect(verifyReceipt(text, signReceipt(text, privateKey), key)).toBe(false)
    }
  })
})
