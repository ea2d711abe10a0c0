// What satchel keys, status and next say about the keys. Fingerprint and date stand in the first bytes of a key: OpenPGP is loaded only
// where there are earlier keys, whose private half alone is kept.

import { join } from 'node:path'
import { readKeyHead } from '@satchel/protocol/envelope/key-head'
import { z } from 'zod'
import type { Home } from '../home/home.ts'
import { earlierFiles, needKeyFile, pathOf, readKeyFile } from './key-files.ts'

export const KeyRow = z.object({
  key: z.string(),
  fingerprint: z.string(),
  made: z.string(),
  file: z.string(),
  note: z.string(),
})
type KeyRow = z.infer<typeof KeyRow>

/** @throws Problem key/missing, key/not-readable, key/not-public, key/not-compatible; whether a key can be used is not looked at. */
export async function listKeys(home: Home): Promise<readonly KeyRow[]> {
  const isHere = (file: 'private' | 'recoveryPrivate') => readKeyFile(home, file) !== null
  return [
    publicRow(
      home,
      'core',
      'public',
      isHere('private') ? 'private half here' : 'private half MISSING: items cannot be opened',
    ),
    ...(await earlierRows(home)),
    publicRow(
      home,
      'recovery',
      'recoveryPublic',
      isHere('recoveryPrivate')
        ? 'private half still on this host: move it to a safe place'
        : 'private half kept elsewhere',
    ),
  ]
}

const day = (date: Date) => date.toISOString().slice(0, 10)

function publicRow(home: Home, key: string, file: 'public' | 'recoveryPublic', note: string): KeyRow {
  const { fingerprint, made } = readKeyHead(needKeyFile(home, file))
  return { key, fingerprint, made: day(made), file: pathOf(home, file), note }
}

async function earlierRows(home: Home): Promise<readonly KeyRow[]> {
  const names = earlierFiles(home)
  if (names.length === 0) return []
  const { earlierKeys } = await import('./core-keys.ts')
  const keys = await earlierKeys(home)
  return keys.map((key, at) => ({
    key: 'core, earlier',
    fingerprint: key.getFingerprint().toUpperCase(),
    made: day(key.getCreationTime()),
    file: join(home.keys, names[at] ?? ''),
    note: 'opens what was sealed to it; nothing new is',
  }))
}
