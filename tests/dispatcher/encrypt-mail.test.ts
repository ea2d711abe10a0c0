// A letter as PGP/MIME: what every server on the way reads, and what its recipient's mail program finds inside.

import { mailMaxima } from '@satchel/dispatcher/mail-limits'
import { compose, type Letter } from '@satchel/dispatcher/mail-out/compose'
import { encryptMail } from '@satchel/dispatcher/mail-out/encrypt-mail'
import { judgeMail } from '@satchel/dispatcher/mail-kind/judge-mail'
import { signedPartOf } from '@satchel/dispatcher/mail-read/pgp-signed'
import { encryptSigned } from '@satchel/protocol/envelope/message-encrypt'
import * as openpgp from 'openpgp'
import { describe, expect, test } from 'vitest'
import { makeTestKeys } from '../protocol/envelopes.ts'

const letter: Letter = {
  id: 'packet-7QK2-M9XA-3F0T',
  messageId: 'packet-7QK2-M9XA-3F0T@kilimo.example',
  date: new Date('2026-11-22T08:00:00Z'),
  from: 'core@kilimo.example',
  to: 'anna@kilimo.example',
  replyTo: 'core+weak@kilimo.example',
  envelopeFrom: 'core+bounce@kilimo.example',
  subject: 'Visit Jimmy Okello',
  text: 'Jimmy Okello\nFrom Moshi\n',
  attachments: [{ name: 'packet.html', type: 'text/html; charset=utf-8', content: '<p>Jimmy</p>' }],
  autoSubmitted: 'auto-generated',
  listUnsubscribe: { mailto: 'core+usecret@kilimo.example' },
}
const key = { address: 'core@kilimo.example', data: Buffer.alloc(200, 'k').toString('base64') }
const armor = (text: string) => `-----BEGIN PGP MESSAGE-----\n\n${text}\n-----END PGP MESSAGE-----\n`

async function encrypted(subject = '7QK2-M9XA-3F0T') {
  let inside = ''
  const mail = await encryptMail(
    await compose(letter),
    bytes => {
      inside = Buffer.from(bytes).toString('latin1')
      return Promise.resolve(armor('abcd'))
    },
    { subject, key },
  )
  return { mail: Buffer.from(mail).toString('latin1'), inside }
}
const headersOf = (mail: string) => (mail.split('\r\n\r\n', 1)[0] ?? '').replace(/\r\n[ \t]+/g, ' ').split('\r\n')
const namesOf = (mail: string) => headersOf(mail).map(line => line.replace(/:.*/s, ''))

describe('a letter that is encrypted', () => {
  test('shows what mail needs, and nothing else', async () => {
    const { mail } = await encrypted()
    expect(namesOf(mail).toSorted()).toEqual(
      [
        'Auto-Submitted',
        'Autocrypt',
        'Content-Type',
        'Date',
        'From',
        'MIME-Version',
        'Message-ID',
        'Reply-To',
        'Return-Path',
        'Subject',
        'To',
        'X-Auto-Response-Suppress',
      ].toSorted(),
    )
    expect(headersOf(mail)).toContain('Subject: 7QK2-M9XA-3F0T')
    for (const word of ['Jimmy', 'Okello', 'Moshi', 'secret', 'packet.html']) expect(mail).not.toContain(word)
    expect(mail.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })

  test('has subject, files and the way out inside', async () => {
    const { inside } = await encrypted()
    expect(headersOf(inside)).toEqual(
      expect.arrayContaining([
        'Subject: Visit Jimmy Okello',
        expect.stringMatching(/^Content-Type: multipart\/mixed; protected-headers="v1"; boundary=/),
        expect.stringMatching(/^List-Unsubscribe: /),
      ]),
    )
    const read = await judgeMail(Buffer.from(inside, 'latin1'), {
      ours: 'core@kilimo.example',
      trustedServers: [],
      maxima: mailMaxima,
    })
    expect(read).toMatchObject({ text: `${letter.text}\n`, attachments: [{ name: 'packet.html', text: 'Jimmy' }] })
  })

  test('brings our key, for our address and for that of the answer', async () => {
    const { mail, inside } = await encrypted()
    const data = key.data.replace(/(.{76})/g, '$1 ').trimEnd()
    expect(headersOf(mail)).toContain(`Autocrypt: addr=core@kilimo.example; prefer-encrypt=mutual; keydata= ${data}`)
    expect(headersOf(inside)).toContain(`Autocrypt-Gossip: addr=core+weak@kilimo.example; keydata= ${data}`)
  })

  test('is two parts, as RFC 3156 wants them', async () => {
    const { mail } = await encrypted()
    const read = await judgeMail(Buffer.from(mail, 'latin1'), {
      ours: 'other@example.org',
      trustedServers: [],
      maxima: mailMaxima,
    })
    expect(read.attachments.map(({ type, text }) => [type, text])).toEqual([
      ['application/pgp-encrypted', 'Version: 1\n\n'],
      ['application/octet-stream', expect.stringContaining('-----BEGIN PGP MESSAGE-----')],
    ])
  })

  test('has no subject that could say more than a number', async () => {
    for (const subject of ['Jimmy (visit)', 'a\r\nBcc: x', 'é', '', 'x'.repeat(61)]) {
      await expect(encrypted(subject)).rejects.toThrow(TypeError)
    }
  })
})

test('a thousand letters with their pages are encrypted in fifteen seconds on two cores', async () => {
  const keys = await makeTestKeys()
  const made = await openpgp.generateKey({
    type: 'rsa',
    rsaBits: 4096,
    userIDs: [{ email: letter.to }],
    date: new Date(Date.now() - 60_000),
    format: 'object',
  })
  const page = { name: 'packet.html', type: 'text/html; charset=utf-8', content: '<p>Jimmy</p>'.repeat(5000) }
  const start = process.cpuUsage()
  for (let count = 0; count < 100; count++) {
    const mail = await compose({ ...letter, id: `packet-${count}`, attachments: [page] })
    const sealed = await encryptMail(
      mail,
      bytes => encryptSigned(bytes, made.publicKey, keys.corePrivate, new Date()),
      { subject: '7QK2', key },
    )
    expect(sealed.length).toBeGreaterThan(80_000)
  }
  const { user, system } = process.cpuUsage(start)
  // a tenth of them, on one core of two
  expect((user + system) / 1000).toBeLessThan((15_000 * 2) / 10)
})

describe('the part that a signature covers', () => {
  const head = 'From: anna@kilimo.example\r\n'
  const type =
    'Content-Type: multipart/signed; micalg=pgp-sha256; protocol="application/pgp-signature"; boundary="b"\r\n'
  const signature = 'Content-Type: application/pgp-signature; name=signature.asc\r\n\r\nSIG\r\n'
  const part = 'Content-Type: text/plain\r\n\r\nfilled\r\n'
  const mail = (changes: { type?: string; body?: string } = {}) =>
    Buffer.from(
      `${head}${changes.type ?? type}\r\n${changes.body ?? `This is signed\r\n--b\r\n${part}\r\n--b\r\n${signature}\r\n--b--\r\n`}`,
    )
  const signed = (raw: Uint8Array) => {
    const found = signedPartOf(raw)
    return found === null ? null : [Buffer.from(found.bytes).toString(), Buffer.from(found.signature).toString()]
  }

  test('is its first part to the last octet, whatever ends the lines', () => {
    expect(signed(mail())).toEqual([part, 'SIG\r\n'])
    expect(signed(Buffer.from(mail().toString().replaceAll('\r\n', '\n')))).toEqual([part, 'SIG\r\n'])
    expect(signed(mail({ body: `--b  \r\n${part}\r\n--b\r\n${signature}\r\n--b--` }))).toEqual([part, 'SIG\r\n'])
    const inner = part.replace('filled', '--bc\r\n--b x\r\nfilled')
    expect(signed(mail({ body: `--b\r\n${inner}\r\n--b\r\n${signature}\r\n--b--` }))?.[0]).toBe(inner)
  })

  test('is none where it could be cut in another way', () => {
    const second = type.replace('"b"', '"c"')
    for (const changes of [
      { type: 'Content-Type: text/plain\r\n' },
      { type: type.replace('signed', 'mixed') },
      { type: `${type}${second}` },
      { type: type.replace('boundary="b"', 'boundary="b"; boundary="c"') },
      { type: type.replace('application/pgp-signature', 'application/pkcs7-signature') },
      { body: `--b\r\n${part}\r\n--b\r\n${signature}\r\n` },
      { body: `--b\r\n${part}\r\n--b\r\n${part}\r\n--b\r\n${signature}\r\n--b--` },
      { body: `--b\r\n${part}\r\n--b\r\n${part}\r\n--b--` },
      { body: `--b\r\n${part}\r\n--b--\r\n--b\r\n${signature}\r\n--b--` },
      { body: '' },
    ]) {
      expect(signed(mail(changes))).toBeNull()
    }
    expect(signedPartOf(Buffer.alloc(0))).toBeNull()
  })

  test('costs no more than the mail is long', () => {
    const many = mail({ body: '--b\r\n'.repeat(500_000) })
    const start = process.cpuUsage()
    expect(signedPartOf(many)).toBeNull()
    expect(signedPartOf(mail({ body: `--b\r\n${'--bx\r\n'.repeat(500_000)}` }))).toBeNull()
    const { user, system } = process.cpuUsage(start)
    expect((user + system) / 1000).toBeLessThan(2000)
  })
})
