// The intake's write path: a submission is sealed in memory, then made durable. Nothing here can open what it wrote, and no
// plaintext reaches the disk.

import { rm } from 'node:fs/promises'
import { cleanValue } from '@satchel/protocol/sexp/clean'
import { seal } from '@satchel/protocol/envelope/envelope-seal'
import { sealStream } from '@satchel/protocol/envelope/envelope-seal-stream'
import { limits } from '@satchel/protocol/limits'
import { problem } from '@satchel/protocol/problems'
import { type Reach, type Spool, writeItem } from '@satchel/protocol/spool/spool'
import { placeOf, type pools } from '@satchel/protocol/spool/spool-layout'
import { writeStream } from '@satchel/protocol/spool/spool-stream'
import { printSubmission, type Submission } from '@satchel/protocol/messages/submission'
import { printUploadStream } from '@satchel/protocol/messages/upload-stream'

type PublicKeys = Parameters<typeof seal>[1]
export type Pool = (typeof pools)[number]

export interface Store {
  readonly spool: Spool
  /** The core's key and the recovery key. */
  readonly recipients: PublicKeys
  readonly now: () => Date
  readonly failpoint?: Reach
}

/** A flood of one pool cannot push out the others. */
export const poolOf = { reply: 'reply', unsubscribe: 'unsubscribe', 'form-request': 'open', inquiry: 'open' } as const

const tenMinutesMs = 600_000

/** Rounded, so that a file's time tells little. */
function fileTime(now: Date): Date {
  return new Date(Math.floor(now.getTime() / tenMinutesMs) * tenMinutesMs)
}

/** The field that is a whole file: a reply file, or what a browser sealed. */
const wholeFile = 'body'

/**
 * Makes pasted text fit SX1, so that nothing a person wrote is refused on arrival. Dropped characters are counted.
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
 * @param pool where the item lies; its kind's where nothing is said.
 * @returns the item's name, the SHA-256 of its sealed bytes, and their size.
 * @throws Problem sexp/too-large, sexp/too-many, disk/full, and those of `seal`: a key that is not usable now.
 */
export async function storeSubmission(
  store: Store,
  submission: Submission,
  pool: Pool = poolOf[submission.kind],
): Promise<{ readonly name: string; readonly size: number }> {
  const text = printSubmission(cleaned(submission))
  if (Buffer.byteLength(text) > limits.submissionBytes) {
    throw problem('sexp/too-large', `The submission is larger than ${limits.submissionBytes} bytes.`)
  }
  const now = store.now()
  const sealed = await seal(text, store.recipients, { now })
  const { name } = await writeItem(store.spool, pool, 'sexp.pgp', sealed, store.failpoint, fileTime(now))
  return { name, size: sealed.length }
}

/** The sender's words for a file as SX1 can carry them, short enough to be read. */
function fileWord(word: string): string {
  return [...cleanValue(word).text.replace(/[\n\t]/g, ' ')].slice(0, 200).join('')
}

/**
 * Seals and stores an uploaded file as it comes, before the submission that names it.
 * @param chunks its bytes; nothing of them is kept in memory or on the disk but sealed.
 * @returns how a submission names it.
 * @throws Problem disk/full, envelope/too-large, key/...; what `chunks` throws passes through. Nothing remains then.
 */
export async function storeUpload(
  store: Store,
  upload: { readonly name: string; readonly type: string; readonly chunks: AsyncIterable<Uint8Array> },
  pool: Pool,
): Promise<{ readonly file: Submission['files'][number]; readonly size: number }> {
  const [name, type] = [fileWord(upload.name), fileWord(upload.type)]
  const now = store.now()
  const sealed = sealStream(printUploadStream({ name, type }, upload.chunks), store.recipients, { now })
  const failpoint: Reach = step => store.failpoint?.(`upload-${step}`)
  const written = await writeStream(store.spool, pool, 'sexp.pgp', sealed, { failpoint, modified: fileTime(now) })
  return { file: { name, type, sha256: written.name }, size: written.size }
}

/** Takes away an upload whose submission was refused. Gone already is no error. */
export async function removeUpload(spool: Spool, name: string, pool: Pool): Promise<void> {
  await rm(placeOf(spool, { pool, name, extension: 'sexp.pgp' }), { force: true })
}
