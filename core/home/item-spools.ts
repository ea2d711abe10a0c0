// The core's spools, one per channel, so that where an item lies says how it came, whatever crashed in between:
//   spool/folder   dropped into the inbox        spool/web       pulled from an intake over a signed connection
//   spool/mail     raw mail                      spool/carried   pulled from a copy of an intake's spool: a stick, rsync

import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { linkNew, openSpool, syncFolder } from '@satchel/protocol/spool/spool'
import { extensions, placeOf, pools, type Spool, type SpoolItem } from '@satchel/protocol/spool/spool-layout'
import { type Home, makeFolder } from './home.ts'

export const spoolChannels = ['folder', 'mail', 'web', 'carried'] as const
export type SpoolChannel = (typeof spoolChannels)[number]
/** Their items came from an intake, which gave a receipt for each. */
export const intakeChannels: readonly SpoolChannel[] = ['web', 'carried']
export type Spools = Readonly<Record<SpoolChannel, Spool>>

export async function openSpools(home: Home): Promise<Spools> {
  const opened = await Promise.all(
    spoolChannels.map(async channel => [channel, await openSpool(join(home.spool, channel))] as const),
  )
  return Object.fromEntries(opened) as Spools
}

/** The file of an item, wherever in the spool it is; null when it is nowhere. */
export function findItem(spool: Spool, name: string, places: readonly string[] = pools): SpoolItem | null {
  for (const pool of places) {
    for (const extension of extensions) {
      const size = sizeOf(placeOf(spool, { pool, name, extension }))
      if (size !== null) return { pool, name, extension, size }
    }
  }
  return null
}

/** At once: a few microseconds, a tenth of what a look through the pool of threads takes. */
function sizeOf(path: string): number | null {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false })
    return found?.isFile() === true ? found.size : null
  } catch {
    return null
  }
}

/** A file that a submission named is kept, still sealed, and a mail with files of its own as it came, for as long as the record of it: spools are emptied after a time. */
export async function keepAttachment(home: Home, spool: Spool, item: SpoolItem): Promise<void> {
  makeFolder(home.attachments)
  const kept = attachmentPath(home, item.name, item.extension)
  await linkNew(placeOf(spool, item), kept)
  await syncFolder(home.attachments)
}

/** A mail that holds files is kept as it came. */
export const attachmentPath = (home: Home, name: string, extension: string = 'sexp.pgp') =>
  join(home.attachments, `${name}.${extension}`)
