// Files that a submission names. It may name whatever it likes, since everybody can seal one: a colleague's reply, a mail, a file
// of somebody else's. Only an upload is a file, and only by the name and type that it says of itself.

import { createHash } from 'node:crypto'
import { isSealed } from '@satchel/protocol/envelope/envelope-open'
import { Problem } from '@satchel/protocol/problem'
import { readItem } from '@satchel/protocol/spool/spool'
import { pools, type Spool, type SpoolItem } from '@satchel/protocol/spool/spool-layout'
import { parseUpload, type Upload } from '@satchel/protocol/messages/upload'
import type { NamedFile } from './act.ts'
import { openText, type Reader } from './reader.ts'
import { findItem, type Spools } from '../../home/item-spools.ts'

/** Where an item waits, or lies in quarantine, whatever channel it came by; null when it does neither. */
export async function findWaiting(
  spools: Spools,
  name: string,
): Promise<{ readonly spool: Spool; readonly item: SpoolItem } | null> {
  for (const spool of Object.values(spools)) {
    const item = findItem(spool, name, [...pools, 'quarantine'])
    if (item !== null) return { spool, item }
  }
  return null
}

/** A file that belongs to its submission; with its content where the sender's own reply announces it, and that reply's id. */
export interface FoundFile extends NamedFile {
  readonly content?: Uint8Array
  readonly reply?: string | null
}

/** @returns those of the named files that are here and are uploads of that name and type; the others stay what they are. */
export async function uploadsAmong(
  spools: Spools,
  reader: Pick<Reader, 'keys' | 'failpoint'>,
  files: readonly NamedFile[],
): Promise<readonly FoundFile[]> {
  const uploads: FoundFile[] = []
  for (const file of files) {
    const found = await findWaiting(spools, file.item)
    if (found === null) continue
    const upload = await readUpload(found.spool, found.item, reader)
    const named = upload === null ? null : await nameOf(upload, file, reader)
    if (named !== null) uploads.push({ item: file.item, ...named })
  }
  return uploads
}

async function readUpload(spool: Spool, item: SpoolItem, reader: Pick<Reader, 'keys' | 'failpoint'>) {
  return openedUpload(() => readItem(spool, item), reader)
}

/** Null for what is no upload that we can open: its own turn says what is wrong with it. */
async function openedUpload(
  read: () => Promise<Uint8Array>,
  reader: Pick<Reader, 'keys' | 'failpoint'>,
): Promise<Upload | null> {
  try {
    const bytes = await read()
    return isSealed(bytes) ? parseUpload(await openText(bytes, reader)) : null
  } catch (error) {
    if (error instanceof Problem && (error.blame === 'sender' || error.code.startsWith('spool/'))) return null
    throw error
  }
}

/** The file that an upload holds: sealed by its sender, or as it is. */
export async function insideOf(upload: Upload, reader: Pick<Reader, 'keys' | 'failpoint'>): Promise<Upload | null> {
  return isSealed(upload.bytes) ? openedUpload(async () => upload.bytes, reader) : upload
}

/** The name and type of an upload that is the file which a submission, or the reply that its sender sealed, means; null for any other. */
async function nameOf(upload: Upload, file: NamedFile, reader: Pick<Reader, 'keys' | 'failpoint'>) {
  if (upload.name !== file.name || upload.type !== file.type) return null
  if (file.announced === undefined) return { name: upload.name, type: upload.type }
  const sent = await insideOf(upload, reader)
  if (sent === null) return null
  const sha256 = createHash('sha256').update(sent.bytes).digest('hex')
  const meant = file.announced.find(
    one => one.sha256 === sha256 && one.name === sent.name && one.type === sent.type && one.size === sent.bytes.length,
  )
  return meant ? { name: sent.name, type: sent.type, content: sent.bytes, reply: meant.reply } : null
}
