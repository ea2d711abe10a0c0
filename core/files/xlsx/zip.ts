// Parts of a zip archive by name. The archive is not believed: each part must have the size and the checksum (CRC) that
// its entry names, so that a damaged byte is never read as another value. Never unpacks more than the bound of the whole archive.

import { crc32, inflateRawSync } from 'node:zlib'
import { loadLimits } from '../file-limits.ts'

/** Says why an archive cannot be read; its reader makes a Problem of it. */
export class ZipFault extends Error {}

interface Entry {
  readonly method: number
  readonly isLocked: boolean
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly start: number
}

export interface Archive {
  readonly has: (name: string) => boolean
  readonly names: () => readonly string[]
  /** @returns undefined where there is no such part. @throws ZipFault. */
  readonly part: (name: string) => Uint8Array | undefined
}

/** Names are compared as the packaging standard compares them; some programs write backslashes. */
export const plainName = (name: string) => name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase()

const damaged = () => new ZipFault('it is cut off or damaged')
const signs = { end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50, entry: 0x02014b50, local: 0x04034b50 }
const longest = { comment: 0xffff, entries: 10_000 }

/** @throws ZipFault. */
export function openZip(bytes: Uint8Array): Archive {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const guarded = <T>(read: () => T): T => {
    try {
      return read()
    } catch (error) {
      // what lies outside of the bytes
      throw error instanceof RangeError ? damaged() : error
    }
  }
  const entries = guarded(() => readEntries(bytes, view))
  let room = loadLimits.fileBytes
  return {
    has: name => entries.has(plainName(name)),
    names: () => [...entries.keys()],
    part(name) {
      const entry = entries.get(plainName(name))
      if (entry === undefined) return undefined
      room -= entry.size
      if (room < 0)
        throw new ZipFault(
          'it is too large when unpacked; delete empty rows below the list, or split the sheet into several files',
        )
      return guarded(() => unpack(bytes, view, entry))
    },
  }
}

function readEntries(bytes: Uint8Array, view: DataView): ReadonlyMap<string, Entry> {
  let { count, at, after } = findDirectory(view)
  if (count > longest.entries) throw new ZipFault('it holds more parts than a workbook has')
  const entries = new Map<string, Entry>()
  while (count-- > 0) {
    if (view.getUint32(at, true) !== signs.entry) throw damaged()
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map(offset => view.getUint16(at + offset, true)) as [
      number,
      number,
      number,
    ]
    const extra = at + 46 + nameLength
    const name = plainName(new TextDecoder().decode(bytes.subarray(at + 46, extra)))
    // the first one or the last one: programs do not agree which they would read
    if (entries.has(name)) throw new ZipFault('it holds two parts of one name')
    const [size, packed, start] = wide(view, extra, extra + extraLength, [
      view.getUint32(at + 24, true),
      view.getUint32(at + 20, true),
      view.getUint32(at + 42, true),
    ])
    entries.set(name, {
      method: view.getUint16(at + 10, true),
      isLocked: (view.getUint16(at + 8, true) & 1) === 1,
      crc: view.getUint32(at + 16, true),
      packed,
      size,
      start,
    })
    at = extra + extraLength + commentLength
    if (at > after) throw damaged()
  }
  return entries
}

/** The record at the end of the archive, with the larger one before it where the archive has one (zip64). */
function findDirectory(view: DataView): { count: number; at: number; after: number } {
  let end = view.byteLength - 22
  while (end >= 0 && view.getUint32(end, true) !== signs.end) {
    if (--end < view.byteLength - 22 - longest.comment) throw damaged()
  }
  if (end < 0) throw damaged()
  if (end >= 20 && view.getUint32(end - 20, true) === signs.locator64) {
    const large = small(view.getBigUint64(end - 12, true))
    if (view.getUint32(large, true) !== signs.end64) throw damaged()
    return {
      count: small(view.getBigUint64(large + 32, true)),
      at: small(view.getBigUint64(large + 48, true)),
      after: large,
    }
  }
  return { count: view.getUint16(end + 10, true), at: view.getUint32(end + 16, true), after: end }
}

/** Sizes that do not fit into four bytes stand in an extra field, in this order. */
function wide(view: DataView, from: number, to: number, values: [number, number, number]): [number, number, number] {
  if (!values.includes(0xffffffff)) return values
  for (let at = from; at + 4 <= to; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue
    let next = at + 4
    return values.map(value => {
      if (value !== 0xffffffff) return value
      next += 8
      return small(view.getBigUint64(next - 8, true))
    }) as [number, number, number]
  }
  throw damaged()
}

function small(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged()
  return Number(value)
}

function unpack(bytes: Uint8Array, view: DataView, { method, isLocked, crc, packed, size, start }: Entry): Uint8Array {
  if (isLocked) throw new ZipFault('it has a password')
  if (method !== 0 && method !== 8) throw new ZipFault('it is packed in a way that Excel does not use')
  if (view.getUint32(start, true) !== signs.local) throw damaged()
  const from = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true)
  if (from + packed > bytes.length) throw damaged()
  const inside = bytes.subarray(from, from + packed)
  const part = method === 0 ? inside : inflated(inside, size)
  if (part.length !== size || crc32(part) !== crc) throw damaged()
  return part
}

/** Not a byte more than its entry says. */
function inflated(packed: Uint8Array, size: number): Uint8Array {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) })
  } catch {
    throw damaged()
  }
}
