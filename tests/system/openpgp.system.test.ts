// Other people's OpenPGP programs open what we seal: in an emergency nothing of ours is needed.

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { padText } from '@satchel/forms/browser/padding'
import { agreeByHand, seal as sealInPage } from '@satchel/forms/browser/seal'
import { open } from '@satchel/protocol/envelope/envelope-open'
import { seal } from '@satchel/protocol/envelope/envelope-seal'
import { detachedSign } from '@satchel/protocol/envelope/envelope-sign'
import { sealingPart } from '@satchel/protocol/envelope/sealing-part'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemTest } from '../helpers/system.ts'
import { makeTestKeys, type TestKeys } from '../protocol/envelopes.ts'

const text = '(satchel-reply (note "Sema \\"jambo\\" – é, 你好, \u{1f600}\n\tsecond line"))'

let folder: string
let keys: TestKeys
let item: string

beforeAll(async () => {
  // short: the path of the agent's socket may have 107 bytes
  folder = mkdtempSync(join(tmpdir(), 'satchel-pgp-'))
  keys = await makeTestKeys()
  item = join(folder, 'item.sexp.pgp')
  writeFileSync(item, await seal(text, keys.publicKeys))
})

afterAll(() => rmSync(folder, { recursive: true }))

/** Runs work with gpg in a fresh home of its own, and stops the agent that gpg starts there. */
function withGpg<T>(work: (gpg: (...args: string[]) => Buffer) => T): T {
  const home = mkdtempSync(join(folder, 'g-'))
  const env = { ...process.env, GNUPGHOME: home, LC_ALL: 'C' }
  try {
    return work((...args) =>
      execFileSync('gpg', ['--batch', '--quiet', '--pinentry-mode', 'loopback', ...args], {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    )
  } finally {
    spawnSync('gpgconf', ['--kill', 'gpg-agent'], { env })
  }
}

function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

systemTest(['gpg', 'gpgconf'], 'gpg opens a sealed item with the core key, to the very same text', () => {
  const opened = withGpg(gpg => {
    gpg('--import', fileOf('core.asc', keys.core.privateArmored))
    return gpg('--decrypt', item)
  })
  expect(opened.toString().trimEnd()).toBe(text)
  expect(opened.length).toBe(4096)
})

systemTest(['gpg', 'gpgconf'], 'K2: gpg opens it with the recovery key and its passphrase, and not without', () => {
  withGpg(gpg => {
    gpg('--passphrase', keys.passphrase, '--import', fileOf('recovery.asc', keys.recovery.privateArmored))
    expect(() => gpg('--passphrase', 'another', '--decrypt', item)).toThrow('decryption failed')
    expect(gpg('--passphrase', keys.passphrase, '--decrypt', item).toString().trimEnd()).toBe(text)
  })
})

systemTest(['gpg', 'gpgconf'], 'gpg sees two recipients, integrity protection, and no compression', () => {
  const packets = withGpg(gpg => {
    gpg('--import', fileOf('core.asc', keys.core.privateArmored))
    return gpg('--list-packets', item).toString()
  })
  expect(packets.match(/^:pubkey enc packet: version 3/gm)).toHaveLength(2)
  expect(packets.match(/^:encrypted data packet:/gm)).toHaveLength(1)
  expect(packets).toMatch(/mdc_method: 2/)
  expect(packets.match(/^:literal data packet:\n\tmode b /gm)).toHaveLength(1)
  expect(packets).not.toMatch(/^:compressed/m)
})

systemTest(['gpg', 'gpgconf'], 'what an operator seals by hand with gpg opens here', async () => {
  const plain = fileOf('by-hand.sexp', text)
  const sealed = withGpg(gpg => {
    gpg('--import', fileOf('public.asc', keys.core.publicArmored + keys.recovery.publicArmored))
    const recipients = ['-r', keys.core.fingerprint, '-r', keys.recovery.fingerprint]
    return gpg('--trust-model', 'always', '--compress-algo', 'none', '--output', '-', ...recipients, '--encrypt', plain)
  })
  for (const key of [keys.corePrivate, keys.recoveryPrivate]) {
    expect((await open(new Uint8Array(sealed), { keys: [key] })).text).toBe(text)
  }
})

systemTest(['gpg', 'gpgconf'], 'gpg verifies the signature of a packet file, and notices a changed one', async () => {
  const signature = fileOf('packet.asc', await detachedSign(text, keys.corePrivate, new Date()))
  withGpg(gpg => {
    gpg('--import', fileOf('public.asc', keys.core.publicArmored))
    gpg('--verify', signature, fileOf('packet', text))
    expect(() => gpg('--verify', signature, fileOf('changed', `${text} `))).toThrow('BAD signature')
  })
})

systemTest(['sq'], 'sq opens a sealed item with the core key and with the recovery key', () => {
  // sq asks a terminal for passphrases
  for (const key of [keys.core.privateArmored, keys.recoveryPrivate.armor()])
    expect(openedBySq(key, item).trimEnd()).toBe(text)
})

function openedBySq(key: string, file: string): string {
  // the option has another name since sq 0.32
  const help = execFileSync('sq', ['decrypt', '--help'], { encoding: 'utf8' })
  const option = help.includes('--recipient-file') ? '--recipient-file' : '--recipient-key'
  const output = join(folder, 'sq-opened')
  rmSync(output, { force: true })
  execFileSync('sq', ['decrypt', option, fileOf('sq-key.asc', key), '--output', output, file], { stdio: 'pipe' })
  return readFileSync(output, 'utf8')
}

/** What a page seals, with WebCrypto's X25519 and with the second way; short, and so long that its length takes five octets. */
async function pageItems(): Promise<readonly { readonly file: string; readonly said: string }[]> {
  const [core = '', recovery = ''] = await Promise.all(keys.publicKeys.map(key => sealingPart(key, new Date())))
  const items: { readonly file: string; readonly said: string }[] = []
  for (const [name, agree] of [['native', {}] as const, ['by-hand', { agree: agreeByHand }] as const])
    for (const said of [text, `(note "${'x'.repeat(20_000)}")`]) {
      const sealed = await sealInPage(padText(said), [core, recovery], agree)
      items.push({ file: fileOf(`page-${name}-${said.length}.sexp.pgp`, sealed), said })
    }
  return items
}

systemTest(
  ['gpg', 'gpgconf'],
  'gpg opens what a page sealed with the core key, and with the recovery key',
  async () => {
    const items = await pageItems()
    for (const [name, key, passphrase] of [
      ['core', keys.core.privateArmored, ''],
      ['recovery', keys.recovery.privateArmored, keys.passphrase],
    ] as const)
      withGpg(gpg => {
        gpg('--passphrase', passphrase, '--import', fileOf(`${name}.asc`, key))
        for (const { file, said } of items) {
          const opened = gpg('--passphrase', passphrase, '--decrypt', file)
          expect(opened.toString().trimEnd()).toBe(said)
          // it can end well and open nothing: this line alone says that the integrity was checked
          const status = gpg(
            '--passphrase',
            passphrase,
            '--status-fd',
            '1',
            '--output',
            '/dev/null',
            '--yes',
            '--decrypt',
            file,
          )
          expect(status.toString()).toContain('DECRYPTION_OKAY')
          const changed = readFileSync(file)
          changed[changed.length - 30] = (changed[changed.length - 30] ?? 0) ^ 1
          expect(() => gpg('--passphrase', passphrase, '--decrypt', fileOf('changed.pgp', changed))).toThrow('failed')
        }
      })
  },
)

systemTest(['sq'], 'sq opens what a page sealed with the core key, and with the recovery key', async () => {
  for (const key of [keys.core.privateArmored, keys.recoveryPrivate.armor()])
    for (const { file, said } of await pageItems()) expect(openedBySq(key, file).trimEnd()).toBe(said)
})

test('the item of these tests opens with our own keys', async () => {
  expect((await open(new Uint8Array(readFileSync(item)), { keys: [keys.corePrivate] })).text.trimEnd()).toBe(text)
})
