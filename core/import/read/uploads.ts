// Files that a submission names. It may name whatever it likes, since everybody can seal one: a colleague's reply, a mail, a file
// of somebody else's. Only an upload is a file, and only by the name and type that it says of itself.

import { isSealed } from '@satchel/protocol/envelope/envelope-open'
import { Problem } from '@satchel/protocol/problem'
import { readItem } from '@satchel/protocol/spool/spool'
import { pools, type Spool, type SpoolItem } from '@satchel/protocol/spool/spool-layout'
import { parseUpload } from '@satchel/protocol/messages/upload'
import type { NamedFile } from './act.ts'
import { openText, type Reader } from './reader.ts'
import { findItem, type Spools } from '../../home/item-spools.ts'

/** Where an item waits, or lies in quarantine, whatever channel it came by; null when it does neither. */
export async function findWaiting(
  spools: Spools,
  name: string,
): Promise<{ readonly spool: Spool; readonly item: SpoolItem } | null> {
  for (const spool of Object.values(spools)) {
    const item = await findItem(spool, name, [...pools, 'quarantine'])
    if (item !== null) return { spool, item }
  }
  return null
}

/** @returns those of the named files that are here and are uploads of that name and type; the others stay what they are. */
export async function uploadsAmong(
  spools: Spools,
  reader: Pick<Reader, 'keys' | 'failpoint'>,
  files: readonly NamedFile[],
): Promise<readonly NamedFile[]> {
  const uploads: NamedFile[] = []
  for (const file of files) {
    const found = await findWaiting(spools, file.item)
    if (found !== null && (await isUpload(found.spool, found.item, reader, file))) uploads.push(file)
  }
  return uploads
}

async function isUpload(spool: Spool, item: SpoolItem, reader: Pick<Reader, 'keys' | 'failpoint'>, file: NamedFile) {
  try {
    const bytes = await readItem(spool, item)
    if (!isSealed(bytes)) return false
    const upload = parseUpload(await openText(bytes, reader))
    return upload.name === file.name && upload.type === file.type
  } catch (error) {
    // what cannot be opened or read is no file of anybody's; its own turn says what is wrong with it
    if (error instanceof Problem && (error.blame === 'sender' || error.code.startsWith('spool/'))) return false
    throw error
  }
}
