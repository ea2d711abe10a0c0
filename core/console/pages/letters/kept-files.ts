// Packets that leave as files or on paper, until the browser has fetched them: kept in the home folder under a random name, for the session
// that made them alone, for a day at most.

import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { ZipWriter } from '../../../files/xlsx/zip-write.ts'
import { makeFolder } from '../../../home/home.ts'
import { problem } from '../../../problems/problems.ts'
import type { Visit } from '../../page/page.ts'

type Who = Pick<Visit, 'context' | 'visitor'>

export interface KeptFile {
  readonly id: string
  /** An archive is saved; a page is opened and printed. */
  readonly kind: 'zip' | 'html'
}

const dayMs = 86_400_000
const ending = /\.packets\.(zip|html)$/

const pathOf = ({ context, visitor }: Who, { id, kind }: KeptFile) =>
  join(context.home.sheets, `${visitor.session}-${id}.packets.${kind}`)

function keep(who: Who, kind: KeptFile['kind'], bytes: Uint8Array): KeptFile {
  const { home, now } = who.context
  makeFolder(home.sheets)
  for (const name of readdirSync(home.sheets).filter(each => ending.test(each))) {
    const path = join(home.sheets, name)
    if (now().getTime() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > dayMs)
      rmSync(path, { force: true })
  }
  const kept = { id: randomBytes(16).toString('hex'), kind }
  writeFileSync(pathOf(who, kept), bytes, { mode: 0o600, flag: 'wx' })
  return kept
}

/** All files of a folder as one archive. */
export async function keepFolder(who: Who, folder: string): Promise<KeptFile> {
  const zip = new ZipWriter()
  const parts: Uint8Array[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    parts.push(zip.part(relative(folder, path).split(sep).join('/'), await readFile(path)))
  }
  return keep(who, 'zip', Buffer.concat([...parts, zip.end()]))
}

export const keepDocument = async (who: Who, file: string): Promise<KeptFile> => keep(who, 'html', await readFile(file))

/** @throws Problem entity/not-seen where there is none of this name for this session. */
export function keptFile(who: Who, id: string): KeptFile & { readonly bytes: Buffer } {
  for (const kind of ['zip', 'html'] as const) {
    const path = pathOf(who, { id, kind })
    if (/^[0-9a-f]{32}$/.test(id) && existsSync(path)) return { id, kind, bytes: readFileSync(path) }
  }
  throw problem('entity/not-seen', 'There are no such files: they are kept for a day, for the session that made them.')
}
