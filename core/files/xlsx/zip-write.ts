// A zip archive, a part after the other, packed as it comes: of a long part only the packed bytes are held.

import { crc32, deflateRawSync } from 'node:zlib'

interface Written {
  readonly name: Uint8Array
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly start: number
}

/** 1 January 1980, the first day that the format knows: a file of the same content has the same bytes. */
const day = 0x0021
const inUtf8 = 0x0800
const deflated = 8

export class ZipWriter {
  readonly #parts: Written[] = []
  #at = 0

  /** @returns the bytes of the part, to be written next. */
  part(name: string, content: Uint8Array): Uint8Array {
    const packed = deflateRawSync(content)
    const written = {
      name: Buffer.from(name),
      crc: crc32(content),
      packed: packed.length,
      size: content.length,
      start: this.#at,
    }
    this.#parts.push(written)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    this.#fields(head, 4, written)
    const bytes = Buffer.concat([head, written.name, packed])
    this.#at += bytes.length
    return bytes
  }

  /** @returns the directory, which ends the archive. */
  end(): Uint8Array {
    const entries = this.#parts.map(part => {
      const entry = Buffer.alloc(46)
      entry.writeUInt32LE(0x02014b50, 0)
      entry.writeUInt16LE(20, 4)
      this.#fields(entry, 6, part)
      entry.writeUInt32LE(part.start, 42)
      return Buffer.concat([entry, part.name])
    })
    const directory = Buffer.concat(entries)
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50, 0)
    end.writeUInt16LE(entries.length, 8)
    end.writeUInt16LE(entries.length, 10)
    end.writeUInt32LE(directory.length, 12)
    end.writeUInt32LE(this.#at, 16)
    return Buffer.concat([directory, end])
  }

  /** Those that stand alike before a part and in the directory. */
  #fields(into: Buffer, at: number, { name, crc, packed, size }: Written): void {
    for (const [place, value] of [20, inUtf8, deflated, 0, day].entries()) into.writeUInt16LE(value, at + place * 2)
    for (const [place, value] of [crc, packed, size].entries()) into.writeUInt32LE(value, at + 10 + place * 4)
    into.writeUInt16LE(name.length, at + 22)
  }
}
