// The intake's write path: a submission is sealed in memory, then made durable. Nothing here can open what it wrote, and no
// plaintext reaches the disk.

import { cleanValue } from '@satchel/protocol/clean'
import { seal } from '@satchel/protocol/envelope-seal'
import { limits } from '@satchel/protocol/limits'
import { problem } from '@satchel/protocol/problems'
import { type Reach, type Spool, writeItem } from '@satchel/protocol/spool'
import { printSubmission, type Submission } from '@satchel/protocol/submission'

type PublicKeys = Parameters<typeof seal>[1]

export interface Store {
  readonly spool: Spool
  /** The core's key and the recovery key. */
  readonly recipients: PublicKeys
  readonly now: () => Date
  readonly reach?: Reach
}

/** A flood of one pool cannot push out the others. */
const poolOf = { reply: 'reply', unsubscribe: 'unsubscribe', 'form-request': 'open', inquiry: 'open' } as const

const tenMinutesMs = 600_000

/** The field that is a whole file: a reply file, or what a browser sealed. */
const wholeFile = 'body'

/**
 * What was pasted as SX1 can carry it, so that nothing a person wrote is refused at the door; what was dropped is counted.
 * A whole file may be signed, byte by byte: it loses only what cannot be carried, and is composed by nobody.
 */
function cleaned(submission: Submission): Submission {
  let dropped = submission.cleaned
  const clean = (text: string, isWhole = false): string => {
    const value = cleanValue(text, { composed: !isWhole })
    dropped += value.dropped
    return value.text
  }
  const fields = submission.fields.map(([name, value]) => [clean(name), clean(value, name === wholeFile)] as const)
  const files = submission.files.map(file => ({ ...file, name: clean(file.name), type: clean(file.type) }))
  return { ...submission, fields, files, cleaned: dropped }
}

/**
 * Cleans, seals and stores one submission. Returns only when the item is durable: a receipt may be given after that, never before.
 * @param submission fields and file names as they came; `cleaned` as counted before, 0 where nothing was.
 * @returns the item's name, the SHA-256 of its sealed bytes.
 * @throws Problem sexp/too-large, sexp/too-many, disk/full, and those of `seal`: a key that is not usable now.
 */
export async function storeSubmission(store: Store, submission: Submission): Promise<{ readonly name: string }> {
  const text = printSubmission(cleaned(submission))
  if (Buffer.byteLength(text) > limits.submissionBytes) {
    throw problem('sexp/too-large', `The submission is larger than ${limits.submissionBytes} bytes.`)
  }
  const now = store.now()
  const sealed = await seal(text, store.recipients, { now })
  // rounded, so that the file's time tells little
  const modified = new Date(Math.floor(now.getTime() / tenMinutesMs) * tenMinutesMs)
  const { name } = await writeItem(store.spool, poolOf[submission.kind], 'sexp.pgp', sealed, store.reach, modified)
  return { name }
}
