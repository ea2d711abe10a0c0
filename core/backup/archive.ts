// The form of a backup: named parts of any length, each closed by its size and hash, and a closing record over all of them, so
// that a cut or changed file is noticed whatever is missing. Written and read as a stream; nothing of it is ever executed.
//
//   satchel-backup 1
//   part NAME
//   LENGTH            then so many bytes; again and again
//   0
//   hash SHA-256 SIZE
//   ...
//   close COUNT SHA-256 of the hash lines

import { createHash } from 'node:crypto'
import { problem } from '../problems/problems.ts'

const firstLine = 'satchel-backup 1'
/** Names of ours are far shorter; a line without an end is no reason to read on. */
const maxLine = 4096
/** Parts of ours come in 64 KiB; a length beyond this is none of ours. */
const maxChunk = 16 * 1024 * 1024

const damaged = (what: string) =>
  problem('backup/damaged', `The backup is damaged: ${what}.`, {
    hint: 'nothing was changed; take another backup, or another copy of this one',
  })

export interface ArchiveWriter {
  /** Writes one part to its end. Names hold no white space. */
  part(name: string, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>
  /** Writes the closing record. Without it the archive is no backup. */
  close(): Promise<void>
}

/** @param write takes bytes in order and resolves when more may come. */
export async function writeArchive(write: (bytes: Uint8Array) => Promise<void>): Promise<ArchiveWriter> {
  const line = (text: string) => write(Buffer.from(`${text}\n`))
  const all = createHash('sha256')
  let count = 0
  await line(firstLine)
  return {
    async part(name, content) {
      if (!/^\S+$/.test(name) || Buffer.byteLength(name) > maxLine / 2) throw new TypeError('no name for a part')
      await line(`part ${name}`)
      const hash = createHash('sha256')
      let size = 0
      for await (const bytes of content) {
        for (let at = 0; at < bytes.length; at += maxChunk) {
          const chunk = bytes.subarray(at, at + maxChunk)
          hash.update(chunk)
          size += chunk.length
          await line(String(chunk.length))
          await write(chunk)
        }
      }
      await line('0')
      const closing = `hash ${hash.digest('hex')} ${size}`
      await line(closing)
      all.update(`${name} ${closing}\n`)
      count++
    },
    close: () => line(`close ${count} ${all.digest('hex')}`),
  }
}

export interface ArchivePart {
  readonly name: string
  /** The bytes, to be read to their end before the next part; the last step throws where they are not what was written. */
  readonly content: AsyncIterable<Uint8Array>
}

/** Parts in their order. @throws Problem backup/damaged, at the place where it shows. */
export async function* readArchive(source: AsyncIterable<Uint8Array>): AsyncGenerator<ArchivePart> {
  const input = new Input(source)
  if ((await input.line()) !== firstLine) throw damaged('it does not begin like a backup of Satchel')
  const all = createHash('sha256')
  for (let count = 0; ; count++) {
    const [word, name = '', sum] = (await input.line()).split(' ')
    if (word === 'close') {
      if (name !== String(count) || sum !== all.digest('hex')) throw damaged('parts are missing')
      if (!(await input.isOver())) throw damaged('something follows its end')
      return
    }
    if (word !== 'part' || !/^\S+$/.test(name)) throw damaged('a part has no beginning')
    let isRead = false
    const content = async function* () {
      const hash = createHash('sha256')
      let size = 0
      for (;;) {
        const text = await input.line()
        const length = Number(text)
        if (!/^\d{1,8}$/.test(text) || length > maxChunk) throw damaged(`the part ${name} has no length`)
        if (length === 0) break
        const bytes = await input.bytes(length)
        hash.update(bytes)
        size += length
        yield bytes
      }
      const closing = await input.line()
      if (closing !== `hash ${hash.digest('hex')} ${size}`) throw damaged(`the part ${name} was changed`)
      all.update(`${name} ${closing}\n`)
      isRead = true
    }
    const bytes = content()
    yield { name, content: bytes }
    // whoever did not care for a part still learns whether it is whole
    for await (const _ of bytes);
    if (!isRead) throw damaged(`the part ${name} was not read to its end`)
  }
}

/** Lines and counted bytes out of a stream of chunks. */
class Input {
  readonly #source: AsyncIterator<Uint8Array>
  #left: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  async #more(): Promise<boolean> {
    const { value, done } = await this.#source.next()
    if (done === true) return false
    this.#left = this.#left.length === 0 ? Buffer.from(value) : Buffer.concat([this.#left, value])
    return true
  }

  async line(): Promise<string> {
    for (;;) {
      const end = this.#left.indexOf(10)
      if (end >= 0) {
        const text = this.#left.subarray(0, end).toString()
        this.#left = this.#left.subarray(end + 1)
        return text
      }
      if (this.#left.length > maxLine) throw damaged('a line has no end')
      if (!(await this.#more())) throw damaged('it is cut off')
    }
  }

  async bytes(length: number): Promise<Uint8Array> {
    while (this.#left.length < length) if (!(await this.#more())) throw damaged('it is cut off')
    const bytes = this.#left.subarray(0, length)
    this.#left = this.#left.subarray(length)
    return bytes
  }

  async isOver(): Promise<boolean> {
    return this.#left.length === 0 && !(await this.#more())
  }
}
