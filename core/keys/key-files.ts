// Where the keys lie. Texts of files and nothing more: no OpenPGP is loaded for them.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Home } from '../home/home.ts'
import { problem } from '../problems/problems.ts'

const files = {
  private: 'core-private.asc',
  public: 'core-public.asc',
  recoveryPrivate: 'recovery-private.asc',
  recoveryPublic: 'recovery-public.asc',
} as const

export const pathOf = (home: Home, file: keyof typeof files) => join(home.keys, files[file])

export function readKeyFile(home: Home, file: keyof typeof files): string | null {
  try {
    return readFileSync(pathOf(home, file), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw problem('key/unreadable', `The key file ${pathOf(home, file)} cannot be read.`, { cause: error })
  }
}

/** @throws Problem key/missing, key/unreadable. */
export function needKeyFile(home: Home, file: keyof typeof files): string {
  const text = readKeyFile(home, file)
  if (text !== null) return text
  throw problem('key/missing', `The key file ${pathOf(home, file)} is missing.`, {
    hint: 'bring it back from your backup; without it sealed items open with the recovery key only',
  })
}

/** Private halves of earlier core keys: what was sealed to them before a rotation is opened, nothing new is. */
const earlierFile = /^core-private-earlier-[0-9a-f]{16}\.asc$/

export function earlierFiles(home: Home): readonly string[] {
  return readdirSync(home.keys)
    .filter(name => earlierFile.test(name))
    .sort((a, b) => a.localeCompare(b))
}

/** Public key for others to write to: `core` or `recovery`, armoured. */
export function exportKey(home: Home, name: 'core' | 'recovery'): string {
  return needKeyFile(home, name === 'core' ? 'public' : 'recoveryPublic')
}
