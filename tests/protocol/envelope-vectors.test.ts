// What was sealed once opens for ever, with this and every later release: the dated files are never changed or deleted.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { open } from '@satchel/protocol/envelope/envelope-open'
import { readPrivateKey } from '@satchel/protocol/envelope/pgp-keys'
import { describe, expect, test } from 'vitest'

interface Vectors {
  readonly passphrase: string
  readonly core: string
  readonly recovery: string
  readonly vectors: readonly {
    readonly about: string
    /** Base64. */
    readonly sealed: string
    /** `ok` or `problem CODE`. */
    readonly expect: string
    readonly text?: string
  }[]
}

const folder = join(import.meta.dirname, '../vectors/sealed')
const files = readdirSync(folder).map(file => ({
  file,
  ...(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Vectors),
}))

test('there are sealed files of old', () => {
  expect(files.map(({ file }) => file)).toContain('2026-11-23.json')
})

describe.each(files)('sealed files of $file', ({ core, recovery, passphrase, vectors }) => {
  test.each(vectors)('$about: $expect', async vector => {
    const sealed = new Uint8Array(Buffer.from(vector.sealed, 'base64'))
    for (const key of [await readPrivateKey(core), await readPrivateKey(recovery, passphrase)]) {
      const verdict = await open(sealed, { keys: [key] }).then(
        ({ text }) => ({ verdict: 'ok', text: text.replace(/ +$/, '') }),
        (error: unknown) => ({
          verdict: `problem ${error instanceof Error && 'code' in error ? String(error.code) : String(error)}`,
        }),
      )
      // five times the core key: the recovery key sees that before it looks for itself
      expect(verdict).toEqual({ verdict: vector.expect, ...(vector.text === undefined ? {} : { text: vector.text }) })
    }
  })
})
