// Keeps the list of live tokens (shortened hashes), and the kinds of letters that may be stopped one by one, as the core leaves them. Checked for form and size, stored whole, never
// judged.

import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from '@satchel/protocol/pull/pull-place'
import { countTokens, tokenHead, tokenListBytes } from '@satchel/protocol/pull/pull-tokens'
import { parsePurposes, type PurposeList } from '@satchel/protocol/pull/purpose-list'
import { notValid } from '@satchel/protocol/sexp/tagged-lists'

/** In the home folder. */
export const purposesFile = 'purposes.sexp'

export const keepLimits = { tokenListBytes } as const

/** Replaces `live-tokens` in the home folder, durably. @throws Problem record/not-valid, disk/full. */
export async function keepTokens(home: string, body: Uint8Array): Promise<number> {
  const count = countTokens(body)
  if (count === null) throw notValid('The list of live tokens is not lines of 16 hex digits')
  await replaceFile(join(home, 'live-tokens'), body)
  return count
}

/**
 * The same for a list that came by folder: one of an earlier run than the list that is kept changes nothing, since a stick may be slow.
 * @returns null then. @throws Problem record/not-valid, disk/full.
 */
export async function keepTokensOf(home: string, body: Uint8Array): Promise<number | null> {
  const [kept, brought] = [await keptHead(home), tokenHead(body)?.of ?? null]
  const isLater =
    kept === null ||
    (brought !== null && (brought.epoch > kept.epoch || (brought.epoch === kept.epoch && brought.run > kept.run)))
  return isLater ? keepTokens(home, body) : null
}

/** Of which run the list is that is kept; null: there is none, or it came over the listener. */
async function keptHead(home: string) {
  const handle = await open(join(home, 'live-tokens'), 'r').catch(() => null)
  if (handle === null) return null
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, 0)
    return tokenHead(buffer.subarray(0, bytesRead))?.of ?? null
  } finally {
    await handle.close()
  }
}

/** Replaces the list of purposes, durably, where it is no older than the one that is kept. @throws Problem of SX1, record/not-valid, disk/full. */
export async function keepPurposes(home: string, text: string): Promise<void> {
  const [brought, file] = [parsePurposes(text), join(home, purposesFile)]
  const kept = await readFile(file, 'utf8')
    .then(readHead)
    .catch(() => null)
  if (kept === null || brought.epoch > kept.epoch || (brought.epoch === kept.epoch && brought.run >= kept.run))
    await replaceFile(file, text)
}

function readHead(text: string): PurposeList | null {
  try {
    return parsePurposes(text)
  } catch {
    // a damaged one is replaced by any
    return null
  }
}
