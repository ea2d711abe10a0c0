// Reads a backup: what is in it, and whether it is whole. Believes nothing: even our own old files may have been changed.

import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import { problem } from '../problems/problems.ts'
import { type ArchivePart, readArchive } from './archive.ts'

const About = z.strictObject({
  version: z.literal(1),
  at: z.iso.datetime(),
  instance: z.string().min(1),
  epoch: z.number().int().positive(),
  migrations: z.array(z.strictObject({ name: z.string(), digest: z.string() })),
  /** Files of tables and fields of one's own; a backup of before them has none. */
  added: z
    .array(z.strictObject({ name: z.string(), digest: z.string(), text: z.string(), by: z.string() }))
    .default([]),
  tables: z.array(z.strictObject({ name: z.string(), columns: z.string() })),
})
export type About = z.infer<typeof About>

const Counts = z.strictObject({
  rows: z.record(z.string(), z.number().int().min(0)),
  sequences: z.array(z.strictObject({ name: z.string(), last: z.number().int() })),
})
export type Counts = z.infer<typeof Counts>

export interface Contents {
  readonly about: About
  readonly counts: Counts
  readonly secrets: Uint8Array
  readonly files: number
}

/** Larger than what any of the small parts ever is. */
const smallPart = 16 * 1024 * 1024

/** Parts of a backup file. @throws Problem backup/damaged; backup/not-there. */
export function partsOf(file: string): AsyncGenerator<ArchivePart> {
  return readArchive(unzipped(file))
}

/** Judged here and not by whoever reads a part: what the unpacking throws reaches its reader. */
async function* unzipped(file: string): AsyncGenerator<Uint8Array> {
  const source = createReadStream(file)
  const gunzip = createGunzip()
  source.on('error', error => gunzip.destroy(error))
  source.pipe(gunzip)
  try {
    yield* gunzip as AsyncIterable<Uint8Array>
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'ENOENT' || code === 'EISDIR') throw problem('backup/not-there', `There is no backup ${file}.`)
    if (!code.startsWith('Z_')) throw error
    throw problem('backup/damaged', 'The backup is damaged: it is cut off, or no backup.', {
      hint: 'nothing was changed; take another backup, or another copy of this one',
      cause: error,
    })
  } finally {
    source.destroy()
    gunzip.destroy()
  }
}

/** All bytes of a small part. */
export async function bytesOf(part: ArchivePart): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of part.content) {
    size += chunk.length
    if (size > smallPart)
      throw problem('backup/damaged', `The part ${part.name} of the backup is larger than it can be.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Reads a backup from beginning to end, every hash of it. @throws Problem backup/damaged, backup/not-there. */
export async function readContents(file: string, progress: (what: string) => void): Promise<Contents> {
  const small = new Map<string, Uint8Array>()
  let files = 0
  for await (const part of partsOf(file)) {
    progress(part.name.startsWith('file/') ? 'files' : part.name)
    if (part.name === 'about' || part.name === 'counts' || part.name === 'secrets')
      small.set(part.name, await bytesOf(part))
    else for await (const _ of part.content);
    if (part.name.startsWith('file/')) files++
  }
  const json = (name: string): unknown => JSON.parse(Buffer.from(small.get(name) ?? []).toString())
  try {
    return {
      about: About.parse(json('about')),
      counts: Counts.parse(json('counts')),
      secrets: small.get('secrets') ?? new Uint8Array(),
      files,
    }
  } catch (cause) {
    throw problem('backup/damaged', 'The backup does not say what is in it, or a newer program wrote it.', { cause })
  }
}
