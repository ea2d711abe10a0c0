// Keeps the files that the core leaves with the intake: live tokens (shortened hashes) and outcome files by receipt code. Checked for
// form and size, stored whole, never judged.

import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { limits } from '@satchel/protocol/limits'
import { parseOutcome } from '@satchel/protocol/messages/outcome'
import { replaceFile } from '@satchel/protocol/pull/pull-place'
import { countTokens, tokenListBytes } from '@satchel/protocol/pull/pull-tokens'
import { notValid } from '@satchel/protocol/sexp/tagged-lists'
import { syncFolder } from '@satchel/protocol/spool/spool'

export const keepLimits = {
  tokenListBytes,
  outcomeBytes: limits.replyBytes,
  /** Outcome files of some months; each is a few hundred bytes. */
  outcomes: 200_000,
} as const

/** Replaces `live-tokens` in the home folder, durably. @throws Problem record/not-valid, disk/full. */
export async function keepTokens(home: string, body: Uint8Array): Promise<number> {
  const count = countTokens(body)
  if (count === null) throw notValid('The list of live tokens is not lines of 16 hex digits')
  await replaceFile(join(home, 'live-tokens'), body)
  return count
}

/** A receipt code as a file name: its letters and digits only. */
export const outcomePath = /^\/outcomes\/([0-9A-Z]{4,32})$/

/**
 * Stores the outcome for a receipt code as `outcomes/CODE.sexp` in the home folder, in place of an earlier one.
 * @param most files; tests have fewer. @returns false when there is room for no more.
 * @throws Problem of SX1, record/not-valid, disk/full.
 */
export async function keepOutcome(
  home: string,
  code: string,
  body: Uint8Array,
  most: number = keepLimits.outcomes,
): Promise<boolean> {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(body)
  parseOutcome(text)
  const folder = join(home, 'outcomes')
  if ((await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined) await syncFolder(home)
  const held = await readdir(folder)
  if (held.length >= most && !held.includes(`${code}.sexp`)) return false
  await replaceFile(join(folder, `${code}.sexp`), body)
  return true
}
