// Letters that we encrypt, read by gpg and sq; and what gpg, as the mail programs that use it, signs and encrypts for us.

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compose, type Letter } from '@satchel/dispatcher/mail-out/compose'
import { encryptMail } from '@satchel/dispatcher/mail-out/encrypt-mail'
import { encryptSigned } from '@satchel/protocol/envelope/message-encrypt'
import { messageOf, openMessage, signaturesOf, signerOf } from '@satchel/protocol/envelope/message-open'
import { readRecipientKey } from '@satchel/protocol/envelope/recipient-key'
import * as openpgp from 'openpgp'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { systemTest } from '../helpers/system.ts'
import { makeTestKeys, type TestKeys } from '../protocol/envelopes.ts'

const programs = ['gpg', 'gpgconf']
const text = 'Content-Type: text/plain; charset=utf-8\r\n\r\nWants seed – é.\r\n'
let folder: string
let keys: TestKeys
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  // short: the path of the agent's socket may have 107 bytes
  folder = mkdtempSync(join(tmpdir(), 'satchel-pe-'))
  // a minute ago: gpg dates what it makes by its own clock
  keys = await makeTestKeys(new Date(Date.now() - 60_000))
  env = { ...process.env, GNUPGHOME: folder, LC_ALL: 'C' }
})
afterAll(() => {
  spawnSync('gpgconf', ['--kill', 'all'], { env })
  rmSync(folder, { recursive: true })
})

const path = (name: string, content?: string | Uint8Array) => {
  if (content !== undefined) writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const run = (program: string, args: readonly string[], input?: string) =>
  execFileSync(program, args, {
    env,
    ...(input === undefined ? {} : { input }),
    maxBuffer: 50_000_000,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
const gpg = (args: readonly string[], input?: string) =>
  run(
    'gpg',
    [
      '--batch',
      '--quiet',
      '--yes',
      '--pinentry-mode',
      'loopback',
      '--passphrase',
      '',
      '--trust-model',
      'always',
      ...args,
    ],
    input,
  )

/** A key as gpg makes it, exported as its owner does. */
function gpgKey(address: string, algorithm: string): Uint8Array {
  gpg(['--quick-generate-key', address, algorithm, 'cert,sign', '1y'])
  const fingerprint = /fpr:+([0-9A-F]{40})/.exec(gpg(['--with-colons', '--list-keys', address]).toString())?.[1] ?? ''
  gpg(['--quick-add-key', fingerprint, algorithm === 'ed25519' ? 'cv25519' : algorithm, 'encr', '1y'])
  return gpg(['--export', address])
}

const letter: Letter = {
  id: 'packet-7QK2',
  messageId: 'packet-7QK2@kilimo.example',
  date: new Date('2026-11-22T08:00:00Z'),
  from: 'core@kilimo.example',
  to: 'anna@kilimo.example',
  subject: 'Visit in Moshi',
  text: 'Habari Anna – é\n',
  attachments: [{ name: 'packet.html', type: 'text/html; charset=utf-8', content: '<p>Jimmy</p>' }],
  autoSubmitted: 'auto-generated',
}

async function encrypted(key: openpgp.PublicKey): Promise<string> {
  const mail = await encryptMail(
    await compose(letter),
    bytes => encryptSigned(bytes, key, keys.corePrivate, new Date()),
    { subject: '7QK2', key: { address: letter.from, data: 'aaaa' } },
  )
  return /-----BEGIN PGP MESSAGE-----[^]*-----END PGP MESSAGE-----/.exec(Buffer.from(mail).toString())?.[0] ?? ''
}
const annas = new Map<string, Promise<Awaited<ReturnType<typeof readRecipientKey>>>>()
const annaOf = (algorithm: string) => {
  const known =
    annas.get(algorithm) ?? readRecipientKey(gpgKey(`anna-${algorithm}@kilimo.example`, algorithm), new Date())
  annas.set(algorithm, known)
  return known
}

describe.each(['ed25519', 'rsa3072'])('a colleague whose key gpg made (%s)', algorithm => {
  systemTest(programs, 'reads our letter, and sees who signed it', async () => {
    const anna = await annaOf(algorithm)
    expect(anna.userIds).toEqual([`anna-${algorithm}@kilimo.example`])
    expect(anna.expires?.getTime()).toBeGreaterThan(Date.now() + 300 * 86_400_000)
    gpg(['--import', path('core.asc', keys.core.publicArmored)])
    const { status, stdout, stderr } = spawnSync(
      'gpg',
      [
        '--batch',
        '--pinentry-mode',
        'loopback',
        '--passphrase',
        '',
        '--decrypt',
        path('letter.asc', await encrypted(anna.key)),
      ],
      { env },
    )
    expect([status, stderr.toString()]).toEqual([0, expect.stringContaining('Good signature from "Kilimo')])
    const inside = stdout.toString()
    for (const part of [
      'Subject: Visit in Moshi\r\n',
      'protected-headers="v1"',
      'Habari Anna',
      'filename=packet.html',
    ]) {
      expect(inside).toContain(part)
    }
    const packets = gpg(['--list-packets', path('letter.asc')]).toString()
    expect(packets).toMatch(/:encrypted data packet:[^]*mdc_method: 2/)
  })

  systemTest([...programs, 'sq'], 'reads our letter with sq', async () => {
    const anna = await annaOf(algorithm)
    const secret = path('secret.asc', gpg(['--armor', '--export-secret-keys', anna.fingerprint]))
    const out = run('sq', [
      'decrypt',
      '--recipient-key',
      secret,
      '--signer-cert',
      path('core.asc', keys.core.publicArmored),
      path('letter.asc', await encrypted(anna.key)),
    ])
    expect(out.toString()).toContain('Subject: Visit in Moshi')
  })

  systemTest(programs, 'is known by what they sign and encrypt, in every way that gpg writes it', async () => {
    const anna = await annaOf(algorithm)
    gpg(['--import', path('core.asc', keys.core.publicArmored)])
    const ring = { keys: [keys.corePrivate] }
    const sealing = ['--armor', '--encrypt', '-r', keys.core.fingerprint, '-u', anna.fingerprint]
    for (const more of [
      ['--sign'],
      ['--sign', '--compress-algo', 'none'],
      ['--sign', '--compress-algo', 'zip'],
      ['--sign', '--compress-algo', 'zlib', '-z', '9'],
      ['--sign', '--encrypt-to', anna.fingerprint],
      ['--sign', '--textmode'],
      ['--sign', '--cipher-algo', 'AES', '--digest-algo', 'SHA512'],
      ['--sign', '--set-filename', 'a.txt'],
    ]) {
      const opened = await openMessage(messageOf(gpg([...sealing, ...more], text).toString()) ?? new Uint8Array(), ring)
      expect([more, Buffer.from(opened.data).toString().replace(/\r?\n/g, '\r\n')]).toEqual([more, text])
      expect([more, await signerOf(opened, [anna.key], new Date())]).toEqual([more, anna.fingerprint])
    }
    const unsigned = await openMessage(messageOf(gpg(sealing, text).toString()) ?? new Uint8Array(), ring)
    expect(await signerOf(unsigned, [anna.key], new Date())).toBeNull()
    // a large one comes in parts
    const large = 'x'.repeat(3_000_000)
    const parts = await openMessage(messageOf(gpg([...sealing, '--sign'], large).toString()) ?? new Uint8Array(), ring)
    expect(parts.data.length).toBe(large.length)
    const signatures = signaturesOf(gpg(['--armor', '--detach-sign', '-u', anna.fingerprint], text))
    expect(await signerOf({ data: Buffer.from(text), signatures }, [anna.key], new Date())).toBe(anna.fingerprint)
    expect(await signerOf({ data: Buffer.from(`${text} `), signatures }, [anna.key], new Date())).toBeNull()
  })

  systemTest([...programs, 'sq'], 'is known by what they sign and encrypt with sq', async () => {
    const anna = await annaOf(algorithm)
    const secret = path('secret.asc', gpg(['--armor', '--export-secret-keys', anna.fingerprint]))
    const armored = run('sq', [
      'encrypt',
      '--signer-key',
      secret,
      '--recipient-cert',
      path('core.asc', keys.core.publicArmored),
      path('text', text),
    ]).toString()
    const opened = await openMessage(messageOf(armored) ?? new Uint8Array(), { keys: [keys.corePrivate] })
    expect(Buffer.from(opened.data).toString()).toBe(text)
    expect(await signerOf(opened, [anna.key], new Date())).toBe(anna.fingerprint)
  })
})

systemTest(programs, 'a key that gpg made for signing alone, or revoked, is refused', async () => {
  gpg(['--quick-generate-key', 'sign@kilimo.example', 'ed25519', 'sign', '1y'])
  await expect(readRecipientKey(gpg(['--export', 'sign@kilimo.example']), new Date())).rejects.toMatchObject({
    code: 'key/not-usable',
  })
  gpgKey('gone@kilimo.example', 'ed25519')
  const fingerprint = /fpr:+([0-9A-F]{40})/.exec(
    gpg(['--with-colons', '--list-keys', 'gone@kilimo.example']).toString(),
  )?.[1]
  const revocation = readFileSync(join(folder, 'openpgp-revocs.d', `${fingerprint}.rev`), 'utf8').replace(
    ':-----',
    '-----',
  )
  gpg(['--import', path('gone.rev', revocation.slice(revocation.indexOf('-----BEGIN')))])
  await expect(readRecipientKey(gpg(['--export', 'gone@kilimo.example']), new Date())).rejects.toMatchObject({
    code: 'key/revoked',
  })
})
