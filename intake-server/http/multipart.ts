// Takes a multipart/form-data body apart as it comes (RFC 7578). Strict: what is not the grammar below is refused, and nothing is
// kept but the part of a delimiter that may be cut between two chunks.
//
//   body  = "--" boundary CRLF part *( CRLF "--" boundary CRLF part ) CRLF "--" boundary "--" [CRLF]
//   part  = headers CRLF CRLF *OCTET

import { notForm, tooLarge } from './body.ts'
import { intakeLimits } from '../limits.ts'

export interface Part {
  readonly name: string
  /** Null for a field. The sender's word: never a path. */
  readonly fileName: string | null
  readonly type: string
  /** To be read to its end, or not at all, before the next part is asked for. */
  readonly data: AsyncIterable<Uint8Array>
}

/** The boundary of a content type; null where it has none of its grammar (RFC 2046, 5.1.1). */
export function boundaryOf(contentType: string): string | null {
  const found = /;\s*boundary=(?:"([^"]*)"|([^\s;"]+))/i.exec(contentType)
  const boundary = found?.[1] ?? found?.[2] ?? ''
  return /^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/.test(boundary) ? boundary : null
}

/** @throws Problem request/not-form for a body that is not the grammar; request/too-large for part headers over their limit. */
export async function* readParts(chunks: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<Part> {
  // a line end in front, so that the first delimiter is like the others
  const source = new Cutter(chunks, Buffer.from('\r\n'))
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  try {
    if ((await source.upTo(delimiter, 0)) === null) throw notForm('does not begin with its boundary')
    for (;;) {
      const next = (await source.take(2)).toString('latin1')
      if (next === '--') break
      if (next !== '\r\n') throw notForm('has a boundary that goes on')
      const headers = await source.upTo(Buffer.from('\r\n\r\n'), intakeLimits.partHeaderBytes)
      if (headers === null) throw tooLarge('too large a header in one of its parts')
      const data = source.until(delimiter)
      yield { ...readPartHeaders(headers), data }
      // where the consumer took nothing
      for await (const _ of data) continue
    }
    const rest = (await source.take(3)).toString('latin1')
    if (rest !== '' && rest !== '\r\n') throw notForm('has something behind its end')
  } finally {
    await source.close()
  }
}

function readPartHeaders(bytes: Buffer): Omit<Part, 'data'> {
  const headers = new Map<string, string>()
  for (const line of bytes.toString('utf8').split('\r\n')) {
    const [name, value] = readHeader(line)
    if (headers.has(name)) throw notForm('has a part with a header of no known form')
    headers.set(name, value)
  }
  const encoding = (headers.get('content-transfer-encoding') ?? 'binary').toLowerCase()
  if (!['binary', '8bit', '7bit'].includes(encoding)) throw notForm('has a part in an encoding of mail')
  const disposition = headers.get('content-disposition') ?? ''
  const parameters = parametersOf(disposition)
  const name = parameters.get('name')
  if (!/^form-data\s*;/i.test(disposition) || name === undefined) throw notForm('has a part that is no field')
  return { name, fileName: parameters.get('filename') ?? null, type: headers.get('content-type') ?? '' }
}

/** By hand: a pattern that trims tries every blank as the first of the last ones, and a sender chooses how many there are. */
function readHeader(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(':')
  const name = line.slice(0, Math.max(0, colon))
  const isBlank = (at: number) => line[at] === ' ' || line[at] === '\t'
  let start = colon + 1
  let end = line.length
  while (start < end && isBlank(start)) start++
  while (end > start && isBlank(end - 1)) end--
  const value = line.slice(start, end)
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) || /[\r\n\u2028\u2029]/.test(value))
    throw notForm('has a part with a header of no known form')
  return [name.toLowerCase(), value]
}

/** Quoted or bare; `%22`, `%0D` and `%0A` stand for what a browser may not write there, `\"` for what curl writes. */
function parametersOf(header: string): ReadonlyMap<string, string> {
  const found = header.matchAll(/;\s*([A-Za-z*]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/g)
  return new Map(
    [...found].map(([, name = '', quoted, bare]) => {
      const value = (quoted?.replace(/\\(["\\])/g, '$1') ?? bare ?? '').replace(/%(22|0D|0A)/gi, code =>
        decodeURIComponent(code),
      )
      return [name.toLowerCase(), value]
    }),
  )
}

/** A source of bytes that can be cut at a delimiter wherever its chunks end. */
class Cutter {
  readonly #source: AsyncIterator<Uint8Array>
  #held: Buffer

  constructor(chunks: AsyncIterable<Uint8Array>, before: Buffer) {
    this.#source = chunks[Symbol.asyncIterator]()
    this.#held = before
  }

  /** Lets the source go, whether it was read to its end or not. */
  async close(): Promise<void> {
    await this.#source.return?.()
  }

  /** False at the end. */
  async #more(): Promise<boolean> {
    const { value, done } = await this.#source.next()
    if (done === true) return false
    this.#held = this.#held.length === 0 ? Buffer.from(value) : Buffer.concat([this.#held, value])
    return true
  }

  /** At most so many octets: fewer at the end only. */
  async take(count: number): Promise<Buffer> {
    while (this.#held.length < count && (await this.#more())) continue
    const taken = this.#held.subarray(0, count)
    this.#held = this.#held.subarray(taken.length)
    return taken
  }

  /** The octets before the delimiter, which is consumed too; null where it does not come within so many octets. */
  async upTo(delimiter: Buffer, most: number): Promise<Buffer | null> {
    // what was looked at is not looked at again, in however small chunks the rest comes
    let from = 0
    for (;;) {
      const at = this.#held.indexOf(delimiter, from)
      from = Math.max(0, this.#held.length - delimiter.length + 1)
      if (at > most || (at < 0 && this.#held.length >= most + delimiter.length)) return null
      if (at >= 0) {
        const before = this.#held.subarray(0, at)
        this.#held = this.#held.subarray(at + delimiter.length)
        return before
      }
      if (!(await this.#more())) throw notForm('is cut')
    }
  }

  /** The octets before the delimiter, as they come. */
  async *until(delimiter: Buffer): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = this.#held.indexOf(delimiter)
      const safe = at >= 0 ? at : Math.max(0, this.#held.length - delimiter.length + 1)
      const part = this.#held.subarray(0, safe)
      this.#held = this.#held.subarray(at >= 0 ? at + delimiter.length : safe)
      if (part.length > 0) yield part
      if (at >= 0) return
      if (!(await this.#more())) throw notForm('is cut')
    }
  }
}
