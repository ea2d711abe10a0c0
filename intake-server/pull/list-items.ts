// Lists items for the core and gives their bytes. Only sealed files of the spool are read here, and only by checked names.

import { constants, type FileHandle, open } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { findDone, listDone } from '@satchel/protocol/pull/pull-done'
import { type ListedItem, type Listing, listedPools } from '@satchel/protocol/pull/pull-files'
import { pullLimits } from '@satchel/protocol/pull/pull-limits'
import { findPlaces } from '@satchel/protocol/pull/pull-place'
import { listItems, type Spool } from '@satchel/protocol/spool/spool'
import { itemFile, pools } from '@satchel/protocol/spool/spool-layout'

export interface Page {
  /** null: all pools of new/. */
  readonly pool: ListedItem['pool'] | null
  readonly after: string
  readonly limit: number
}

/** Reads `pool=POOL&after=NAME&limit=NUMBER`, each at most once. @returns null for anything else. */
export function readPage(query: string): Page | null {
  const given = new URLSearchParams(query)
  const names = [...given.keys()]
  if (new Set(names).size !== names.length) return null
  if (names.some(name => !['pool', 'after', 'limit'].includes(name))) return null
  const [asked, after, limit] = [given.get('pool'), given.get('after') ?? '', given.get('limit') ?? '500']
  const pool = listedPools.find(each => each === asked) ?? null
  if (pool === null && asked !== null) return null
  if (!/^([0-9a-f]{64})?$/.test(after) || !/^[1-9][0-9]{0,3}$/.test(limit)) return null
  return { pool, after, limit: Math.min(Number(limit), pullLimits.page) }
}

/** One page by name; `next` is null only behind the last item, so that a file that goes meanwhile hides none. */
export async function listPage(spool: Spool, { pool, after, limit }: Page): Promise<Listing> {
  const from = after === '' ? { limit } : { limit, after }
  const found =
    pool === 'done' ? await listDone(spool, from) : await listItems(spool, pool === null ? from : { ...from, pool })
  const items = found.map(({ pool: where, name, extension, size }) => ({
    pool: where as ListedItem['pool'],
    name,
    extension: extension as ListedItem['extension'],
    size,
  }))
  return { items, next: items.at(-1)?.name ?? null }
}

async function pathOf(spool: Spool, file: string): Promise<string | null> {
  if (!itemFile.test(file)) return null
  const [name, extension] = [file.slice(0, 64), file.slice(65) as ListedItem['extension']]
  const found = (await findPlaces(spool, name, [...pools, 'bad'])).find(path => path.endsWith(file))
  return found ?? findDone(spool, { name, extension })
}

/** First and last byte of `bytes=FIRST-` or `bytes=FIRST-LAST`; null for what lies outside, or another form of range. */
function readRange(range: string, size: number): readonly [number, number] | null {
  const [, first, last = ''] = /^bytes=([0-9]{1,12})-([0-9]{0,12})$/.exec(range) ?? []
  if (first === undefined) return null
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return Number(first) <= end ? [Number(first), end] : null
}

interface Asked {
  /** NAME.EXT, as it stood in the path. */
  readonly file: string
  readonly range: string | undefined
  readonly ifRange: string | undefined
}

/** Streams an item, or the asked range of it; 404 where there is none, 416 for a range outside of it. */
export async function giveItem(spool: Spool, asked: Asked, response: ServerResponse): Promise<void> {
  const path = await pathOf(spool, asked.file)
  const handle = path === null ? null : await openFile(path)
  if (handle === null) {
    response.writeHead(404, { 'content-length': 0 }).end()
    return
  }
  try {
    await stream(handle, asked, response)
  } finally {
    await handle.close().catch(() => undefined)
  }
}

/** Null: it was moved meanwhile, or is a link. */
async function openFile(path: string): Promise<FileHandle | null> {
  return open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ELOOP')) return null
    throw error
  })
}

async function stream(handle: FileHandle, asked: Asked, response: ServerResponse): Promise<void> {
  const { size } = await handle.stat()
  const tag = `"${asked.file.slice(0, 64)}"`
  const headers = { 'content-type': 'application/octet-stream', 'accept-ranges': 'bytes', etag: tag }
  const wantsPart = asked.range !== undefined && (asked.ifRange === undefined || asked.ifRange === tag)
  const part = wantsPart ? readRange(asked.range ?? '', size) : ([0, size - 1] as const)
  if (part === null) {
    response.writeHead(416, { 'content-range': `bytes */${size}`, 'content-length': 0 }).end()
    return
  }
  const [start, end] = part
  response.writeHead(wantsPart ? 206 : 200, {
    ...headers,
    'content-length': end - start + 1,
    ...(wantsPart ? { 'content-range': `bytes ${start}-${end}/${size}` } : {}),
  })
  if (size === 0) response.end()
  else await pipeline(handle.createReadStream({ start, end, autoClose: false }), response)
}
