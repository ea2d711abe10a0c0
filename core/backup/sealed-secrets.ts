// The part of a backup that only the recovery key opens: the other keys, and the settings, which may hold passwords.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isSealed, open } from '@satchel/protocol/envelope/envelope-open'
import { seal } from '@satchel/protocol/envelope/envelope-seal'
import type { PrivateKey } from '@satchel/protocol/envelope/pgp-keys'
import { Problem } from '@satchel/protocol/problem'
import { z } from 'zod'
import type { Home } from '../home/home.ts'
import { sealingKeys } from '../keys/core-keys.ts'
import { problem } from '../problems/problems.ts'

const Secrets = z.strictObject({
  settings: z.record(z.string(), z.unknown()),
  /** Key files by name. */
  keys: z.record(z.string().regex(/^[a-z0-9-]+\.(asc|pem|key)$/), z.string()),
})
export type Secrets = z.infer<typeof Secrets>

/** The private half of the recovery key never goes into a backup: what it opens would lie beside it. */
const left = new Set(['recovery-private.asc'])

/** @returns the secrets of a home folder, sealed to its recovery key. */
export async function sealSecrets(home: Home, now: Date): Promise<Uint8Array> {
  const names = readdirSync(home.keys).filter(name => /^[a-z0-9-]+\.(asc|pem|key)$/.test(name) && !left.has(name))
  const secrets: Secrets = {
    settings: JSON.parse(readFileSync(home.settingsFile, 'utf8')) as Record<string, unknown>,
    keys: Object.fromEntries(names.map(name => [name, readFileSync(join(home.keys, name), 'utf8')])),
  }
  return seal(JSON.stringify(secrets), await sealingKeys(home), { now })
}

/** @throws Problem key/unreadable where the recovery key or its passphrase is not the right one, backup/damaged. */
export async function openSecrets(sealed: Uint8Array, recovery: PrivateKey): Promise<Secrets> {
  if (!isSealed(sealed)) throw problem('backup/damaged', 'The backup holds no sealed keys.')
  try {
    const { text } = await open(sealed, { keys: [recovery] })
    return Secrets.parse(JSON.parse(text))
  } catch (cause) {
    if (!(cause instanceof Problem))
      throw problem('backup/damaged', 'The sealed keys of the backup cannot be read.', { cause })
    throw problem('key/unreadable', 'This recovery key does not open the backup.', {
      hint: 'it needs the recovery key of the installation that made it, as it was then',
      cause,
    })
  }
}
