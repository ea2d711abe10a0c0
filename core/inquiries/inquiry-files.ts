// The files that came with an inquiry, opened and written where the operator wants them.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readMail } from '@satchel/dispatcher/mail-reader/read-mail'
import { open } from '@satchel/protocol/envelope/envelope-open'
import { limits } from '@satchel/protocol/limits'
import { parseUpload } from '@satchel/protocol/messages/upload'
import { readItem } from '@satchel/protocol/spool/spool'
import type { Context } from '../context/context.ts'
import { attachmentPath, findItem, openSpools } from '../home/item-spools.ts'
import { openingKeys } from '../keys/core-keys.ts'
import { problem } from '../problems/problems.ts'

/** Kept beside the database; a run that was killed may have left it in the spool. */
export async function keptFile(context: Context, item: string, extension: string): Promise<Uint8Array> {
  const kept = attachmentPath(context.home, item, extension)
  if (existsSync(kept)) return new Uint8Array(readFileSync(kept))
  for (const spool of Object.values(await openSpools(context.home))) {
    const found = findItem(spool, item)
    if (found !== null) return readItem(spool, found)
  }
  throw problem('inquiry/file-missing', 'A file of the inquiry is not in the home folder.', {
    hint: 'bring the folder attachments back from your backup',
  })
}

interface Sent {
  readonly item: string
  /** Sealed, each an item of its own. */
  readonly files: readonly { readonly item: string; readonly name: string }[]
  /** In the mail that the inquiry came in. */
  readonly inside: readonly { readonly name: string; readonly type: string; readonly size: number }[]
}

/** All files of an inquiry, one after the other. @throws Problem inquiry/file-missing. */
export async function* openedFiles(
  context: Context,
  sent: Sent,
): AsyncGenerator<{ readonly name: string; readonly bytes: Uint8Array }> {
  const keys = await openingKeys(context.home)
  for (const file of sent.files) {
    const sealed = await keptFile(context, file.item, 'sexp.pgp')
    const { text } = await open(sealed, { keys }, { maxBytes: limits.sealedUploadBytes })
    yield { name: file.name, bytes: parseUpload(text).bytes }
  }
  if (sent.inside.length === 0) return
  const { mail: ours } = context.settings
  const mail = await readMail(await keptFile(context, sent.item, 'raw'), { ours, trustedServers: [] })
  const isWanted = (file: Sent['inside'][number]) =>
    sent.inside.some(({ name, type, size }) => name === file.name && type === file.type && size === file.size)
  for (const { name, type, bytes } of mail.attachments)
    if (isWanted({ name, type, size: bytes.length })) yield { name, bytes }
}

/**
 * Names come from strangers: a file gets the inquiry's name, a number, and an ending only where that is a plain one.
 * @returns the paths. @throws Problem inquiry/file-missing.
 */
export async function saveFiles(context: Context, inquiry: string, sent: Sent, folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const paths: string[] = []
  for await (const { name, bytes } of openedFiles(context, sent)) {
    const path = join(folder, savedName(inquiry, paths.length + 1, name))
    writeFileSync(path, bytes, { mode: 0o600, flag: 'wx' })
    paths.push(path)
  }
  return paths
}

export function savedName(inquiry: string, number: number, name: string): string {
  const ending = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase()
  return `${inquiry}-${number}${ending === undefined ? '' : `.${ending}`}`
}
