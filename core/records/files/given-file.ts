// A file that somebody names by its path, or hands over with its name: small enough, and called as a file may be.

import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { limits } from '@satchel/protocol/limits'
import { problem } from '../../problems/problems.ts'
import type { HandedFile } from '../read/said-fields.ts'
import { contentType } from './content-type.ts'

export interface GivenFile {
  readonly name: string
  /** By its bytes, whatever it is called. */
  readonly type: string
  readonly data: Buffer
}

/** Asked before it is read. @throws Problem usage/wrong for a file that is too large or cannot be read. */
export async function mustFit(file: string | HandedFile): Promise<void> {
  if (typeof file !== 'string') return mustBeSmall(file.name, file.data.length)
  const about = await stat(file).catch((cause: unknown) => {
    throw problem('usage/wrong', `The file ${file} cannot be read.`, { cause })
  })
  if (!about.isFile()) throw problem('usage/wrong', `${file} is no file.`)
  mustBeSmall(file, about.size)
}

/** @throws Problem usage/wrong. */
function mustBeSmall(file: string, size: number): void {
  if (size <= limits.attachmentBytes) return
  throw problem('usage/wrong', `The file ${file} has over ${limits.attachmentBytes / 1024 / 1024} MiB.`, {
    hint: 'make it smaller, or keep it elsewhere and note where: satchel note',
  })
}

export async function givenFile(file: string | HandedFile): Promise<GivenFile> {
  const data = typeof file === 'string' ? await readFile(file) : Buffer.from(file.data)
  const name = typeof file === 'string' ? basename(file) : fileName(file.name)
  return { name, type: contentType(data, name), data }
}

/** A name that a browser said, without what no name of a file has. */
const fileName = (name: string): string => name.replaceAll(/[/\\\p{Cc}]/gu, '_') || 'file'
