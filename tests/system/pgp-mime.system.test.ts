// A letter signed as PGP/MIME, verified by gpg as a mail program does it: the signed part and the signature, cut out by their
// boundary.

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compose, type Letter } from '@satchel/dispatcher/mail-out/compose'
import { detachedSign } from '@satchel/protocol/envelope/envelope-sign'
import { afterAll, beforeAll, expect } from 'vitest'
import { systemTest } from '../helpers/system.ts'
import { makeTestKeys, type TestKeys } from '../protocol/envelopes.ts'

const letter: Letter = {
  id: 'packet-7QK2-M9XA-3F0T',
  messageId: 'packet-7QK2-M9XA-3F0T@kilimo.example',
  date: new Date('2026-11-22T08:00:00Z'),
  from: 'core@kilimo.example',
  to: 'anna@kilimo.example',
  subject: 'Work packet 7QK2',
  text: 'Habari Anna – é\nFrom here on\n- dashes \n\ttabs\t\n.\nend  \n',
  attachments: [
    { name: 'packet.html', type: 'text/html; charset=utf-8', content: '<p>é</p>' },
    { name: 'packet.sexp', type: 'text/plain; charset=utf-8', content: '(satchel-packet)\n' },
  ],
  autoSubmitted: 'auto-generated',
}

let folder: string
let keys: TestKeys

beforeAll(async () => {
  // short: the path of the agent's socket may have 107 bytes
  folder = mkdtempSync(join(tmpdir(), 'satchel-pm-'))
  keys = await makeTestKeys()
})

afterAll(() => rmSync(folder, { recursive: true }))

/** The two parts, as RFC 2046 cuts them: the line end before a boundary belongs to the boundary. */
function partsOf(mail: string) {
  const boundary = /boundary="(signed-[^"]+)"/.exec(mail)?.[1] ?? ''
  const [, signed = '', signature = ''] = mail.split(new RegExp(`(?:^|\r\n)--${boundary}(?:--)?\r\n`))
  return { signed, signature: signature.slice(signature.indexOf('\r\n\r\n') + 4) }
}

function verify(signed: string, signature: string) {
  const home = mkdtempSync(join(folder, 'g-'))
  const env = { ...process.env, GNUPGHOME: home, LC_ALL: 'C' }
  const paths = { key: join(home, 'key.asc'), signed: join(home, 'signed'), signature: join(home, 'signature.asc') }
  writeFileSync(paths.key, keys.core.publicArmored)
  writeFileSync(paths.signed, signed, 'latin1')
  writeFileSync(paths.signature, signature, 'latin1')
  try {
    execFileSync('gpg', ['--batch', '--quiet', '--import', paths.key], { env, stdio: 'pipe' })
    const { status, stderr } = spawnSync('gpg', ['--batch', '--verify', paths.signature, paths.signed], { env })
    return { status, says: stderr.toString() }
  } finally {
    spawnSync('gpgconf', ['--kill', 'all'], { env })
  }
}

const signer = (bytes: Uint8Array) => detachedSign(Buffer.from(bytes).toString('latin1'), keys.corePrivate, new Date())

systemTest(['gpg', 'gpgconf'], 'gpg verifies the signed part of a letter, and notices a changed one', async () => {
  for (const attachments of [letter.attachments, []]) {
    const mail = Buffer.from(await compose({ ...letter, attachments }, signer)).toString('latin1')
    const { signed, signature } = partsOf(mail)
    expect(verify(signed, signature)).toMatchObject({ status: 0, says: expect.stringContaining('Good signature') })
    expect(verify(signed.replace('Habari', 'habari'), signature).says).toContain('BAD signature')
  }
})

systemTest(
  ['gpg', 'gpgconf'],
  'the hash that the letter names is the one that gpg finds in the signature',
  async () => {
    const mail = Buffer.from(await compose(letter, signer)).toString('latin1')
    const path = join(folder, 'signature.asc')
    writeFileSync(path, partsOf(mail).signature)
    const packets = execFileSync('gpg', ['--list-packets', path], {
      env: { ...process.env, GNUPGHOME: folder },
      stdio: 'pipe',
    })
    const names: Readonly<Record<string, string>> = { 8: 'pgp-sha256', 9: 'pgp-sha384', 10: 'pgp-sha512' }
    const algorithm = /digest algo (\d+)/.exec(packets.toString())?.[1] ?? ''
    expect(/micalg=([a-z0-9-]+)/.exec(mail)?.[1]).toBe(names[algorithm])
  },
)
