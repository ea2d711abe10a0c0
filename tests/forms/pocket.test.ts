// The parts of Pocket that need no browser: what it takes and what it refuses, and how an item is sealed on the device.

import { createHash, generateKeyPairSync } from 'node:crypto'
import { keyOfPhrase } from '@satchel/forms/locked/lock'
import { printLockedPage } from '@satchel/forms/locked/locked-page'
import { fateOf } from '@satchel/forms/pocket/script/kept/fates'
import type { Head } from '@satchel/forms/pocket/script/kept/items'
import { keyFrom, openItem, sealItem } from '@satchel/forms/pocket/script/kept/seal-item'
import { checkFiles } from '@satchel/forms/pocket/script/read/check-files'
import { readOutcome } from '@satchel/forms/pocket/script/read/office-answer'
import { lockedOf, readTaken } from '@satchel/forms/pocket/script/read/taken-file'
import { openLocked, rootOf, stretched } from '@satchel/forms/browser/unlock'
import { printAppList, printSignedApp } from '@satchel/protocol/pull/pull-app'
import { signPullFile } from '@satchel/protocol/pull/pull-signature'
import { printOutcome } from '@satchel/protocol/messages/outcome'
import { printReceiptState, type ReceiptState } from '@satchel/protocol/messages/receipt-state'
import { describe, expect, test } from 'vitest'
import { workPage } from '../browser/work-page.ts'
import { forms, org, samplePacket, words } from './samples.ts'

const phrase = '7QK2M9XA3F0T8WVB'
const script = forms.scripts.get('locked-page') ?? { text: '', source: '' }
const key = await keyOfPhrase(phrase)
const page = workPage({ plain: false })
const locked = printLockedPage(page, '7QK2-M9XA-3F0T', words('en'), org, { template: forms.lockedPage, script, key })

describe('what Pocket takes', () => {
  test('is a locked page, which the phrase opens; also inside a mail that was saved whole', async () => {
    const attached = Buffer.from(locked).toString('base64').replace(/.{76}/g, '$&\r\n')
    const mail = `From: a@example.org\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nhello\r\n--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\n${attached}\r\n--x--\r\n`
    for (const text of [locked, mail]) {
      const taken = readTaken(text)
      if (taken.is !== 'locked') throw new Error(`not taken: ${taken.is}`)
      const { file } = taken
      const root = await rootOf(await stretched(phrase, file.salt, file.rounds))
      expect((await openLocked(file, root)).trimEnd()).toBe(page)
    }
  })

  test('is the office’s answer', () => {
    const text = printOutcome({
      version: 1,
      reply: 'abc',
      packet: '7QK2-M9XA-3F0T',
      epoch: 3,
      status: 'partly-held',
      slots: [
        { kind: 'report', name: 'report', outcome: 'applied' },
        { kind: 'row', name: 'contact-point', row: 'c81', outcome: 'held', reason: 'changed-meanwhile' },
        { kind: 'field', name: 'given-name', outcome: 'refused', reason: 'invalid' },
      ],
    })
    expect(readOutcome(text)).toEqual({
      reply: 'abc',
      packet: '7QK2-M9XA-3F0T',
      slots: [
        { slot: 'report', is: 'applied' },
        { slot: 'row contact-point c81', is: 'held' },
        { slot: 'field given-name', is: 'refused' },
      ],
    })
    expect(readTaken(text).is).toBe('answer')
  })
})

describe('what Pocket refuses', () => {
  test('a packet that came open, as a page or as data', () => {
    expect(readTaken(page).is).toBe('open')
    expect(readTaken(workPage({ packet: samplePacket() })).is).toBe('open')
    expect(readTaken('(satchel-packet\n  (version 2))').is).toBe('open')
  })

  test.each([
    ['-----BEGIN PGP MESSAGE-----\n', 'pgp'],
    ['Content-Type: multipart/encrypted; boundary=x\n\n', 'pgp'],
    ['', 'other'],
    ['<div id="sealed">AAAA</div>', 'other'],
    [' '.repeat(25 * 1024 * 1024), 'large'],
  ])('%.40j: %s', (text, is) => {
    expect(readTaken(text).is).toBe(is)
  })

  test('a locked file with a part that is another than it has to be', () => {
    const taken = readTaken(locked)
    if (taken.is !== 'locked') throw new Error('not taken')
    const { file } = taken
    expect(lockedOf(file)).toEqual(file)
    for (const change of [
      { packet: '__proto__' },
      { rounds: 1 },
      { rounds: 1e12 },
      { rounds: Number.NaN },
      { salt: '<b>' },
      { own: '' },
      { sealed: 'AA"' },
    ])
      expect([change, lockedOf({ ...file, ...change })]).toEqual([change, null])
  })
})

describe('the files of Pocket', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const other = generateKeyPairSync('ed25519')
  const keyText = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const hashes = new Map([
    ['index.html', 'a'.repeat(64)],
    ['worker.js', 'b'.repeat(64)],
  ])
  const lineOf = (files: ReadonlyMap<string, string>, key = privateKey) => {
    const text = printAppList(files)
    return printSignedApp({ text, signature: signPullFile(text, key).trim() })
  }
  const changed = new Map([...hashes, ['worker.js', 'c'.repeat(64)]])

  test.each([
    ['are those that the core signed', lineOf(hashes), [keyText], 'good'],
    ['are of one of the versions that it signed', lineOf(changed) + lineOf(hashes), [keyText], 'good'],
    ['differ in one', lineOf(changed), [keyText], 'changed'],
    ['lack one', lineOf(new Map([...hashes, ['packet.html', 'd'.repeat(64)]])), [keyText], 'changed'],
    ['have one more', lineOf(new Map([['index.html', 'a'.repeat(64)]])), [keyText], 'changed'],
    ['have a list that another key signed', lineOf(hashes, other.privateKey), [keyText], 'unsigned'],
    ['have a list that was changed', lineOf(changed).replace('c'.repeat(64), 'b'.repeat(64)), [keyText], 'unsigned'],
    ['have no list', '', [keyText], 'unsigned'],
    ['meet no packet with a key', lineOf(hashes), [], 'unknown'],
    ['meet a key that is none', lineOf(hashes), ['AAAA'], 'unknown'],
  ])('%s', async (_, lists, keys, says) => {
    expect(await checkFiles(lists, keys, hashes)).toBe(says)
  })
})

describe('the word about an answer', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const coreKey = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const code = '8R66CNH3YN83Y4R9ZQK1847FGY'
  const item = 'ab'.repeat(32)
  const receipt = createHash('sha256').update(code).digest('hex')
  const head = { code, item, coreKey, fate: null } as unknown as Head
  const word = (changes: Partial<ReceiptState> = {}) =>
    printReceiptState({
      version: 1,
      receipt,
      item,
      epoch: 3,
      number: 7,
      state: 'imported',
      said: '2026-11-30T10:00:00Z',
      ...changes,
    })
  const signed = (text: string, key = privateKey) => signPullFile(text, key).trim()

  test('counts where the core signed it about this very answer', async () => {
    expect(await fateOf(head, word(), signed(word()))).toMatchObject({ state: 'imported', epoch: 3, number: 7 })
  })

  test.each([
    ['of another item', word({ item: 'cd'.repeat(32) })],
    ['of another receipt', word({ receipt: 'cd'.repeat(32) })],
    ['that says less than it has to', '(satchel-receipt-state)'],
  ])('does not count where it is one %s', async (_, text) => {
    expect(await fateOf(head, text, signed(text))).toBe(null)
  })

  test('does not count where another key signed it, or it is older than the one before', async () => {
    expect(await fateOf(head, word(), signed(word(), generateKeyPairSync('ed25519').privateKey))).toBe(null)
    const later = { ...head, fate: { state: 'held', epoch: 3, number: 8, at: 0 } } as Head
    expect(await fateOf(later, word(), signed(word()))).toBe(null)
    expect(await fateOf(later, word({ number: 9 }), signed(word({ number: 9 })))).toMatchObject({ number: 9 })
  })
})

describe('an item on the device', () => {
  const salt = new Uint8Array(16)

  test('is sealed with the key of the passphrase, at its place, and shows nothing but its padded length', async () => {
    const own = await keyFrom('donkey lantern river', salt, 1000)
    const value = { name: 'Kanarienvogel7f3a' }
    const [one, other] = await Promise.all([sealItem(own, 'items a', value), sealItem(own, 'items a', value)])
    expect(await openItem(own, 'items a', one)).toEqual(value)
    expect(Buffer.from(one).toString('latin1')).not.toMatch(/Kanarien|name/)
    expect(one).not.toEqual(other)
    expect(one.length).toBe((await sealItem(own, 'items a', { name: 'x' })).length)
    await expect(openItem(own, 'items b', one)).rejects.toMatchObject({ name: 'OperationError' })
    await expect(openItem(await keyFrom('donkey lantern rivet', salt, 1000), 'items a', one)).rejects.toMatchObject({
      name: 'OperationError',
    })
    await expect(openItem(await keyFrom('donkey lantern river', salt, 1001), 'items a', one)).rejects.toMatchObject({
      name: 'OperationError',
    })
    await expect(
      openItem(
        own,
        'items a',
        one.map((octet, at) => (at === 40 ? octet ^ 1 : octet)),
      ),
    ).rejects.toMatchObject({ name: 'OperationError' })
  })
})
