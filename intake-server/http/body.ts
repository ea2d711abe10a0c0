// Reads the body of a request within its limits of size and time. Never keeps more than it was asked for.

import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { Problem } from '@satchel/protocol/problem'
import type { IntakeLimits } from '../limits.ts'
import { problem } from '../problems.ts'

/** Pays for octets before they are parsed. @throws Problem intake/busy: the sender's network had as much read as it may. */
export type Pay = (bytes: number) => void

export function tooLarge(what: string): Problem {
  return problem('request/too-large', `The post has ${what}.`)
}

export function notForm(what: string): Problem {
  return problem('request/not-form', `The post ${what}.`)
}

/**
 * The body in parts. Stopping early does not close the connection: an answer can still be given.
 * @throws Problem request/too-large (before anything is read where the length is said), request/too-slow, request/aborted; what
 * `pay` throws.
 */
export async function* bodyChunks(
  request: IncomingMessage,
  maxBytes: number,
  limits: IntakeLimits,
  pay: Pay,
): AsyncGenerator<Uint8Array> {
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') throw notForm('is compressed')
  const said = lengthOf(request.headers)
  if (said !== null && said > maxBytes) throw tooLarge(`more than ${maxBytes} bytes`)
  pay(limits.readPost + (said ?? 0))
  let size = 0
  const started = performance.now()
  const isLate = () => performance.now() - started > limits.requestMs + (size / limits.bytesPerSecond) * 1000
  const watch = setInterval(() => {
    if (isLate()) request.destroy(problem('request/too-slow', 'The post took too long.'))
  }, limits.checkMs)
  watch.unref()
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > maxBytes) throw tooLarge(`more than ${maxBytes} bytes`)
      if (said === null) pay(limits.readChunk + chunk.length)
      yield chunk
    }
  } catch (error) {
    if (error instanceof Problem) throw error
    throw problem('request/aborted', 'The sender went away.', { cause: error })
  } finally {
    clearInterval(watch)
  }
}

/** The length of the body that a request announces; null where it announces none. */
export function lengthOf(headers: IncomingHttpHeaders): number | null {
  const said = headers['content-length']
  return said === undefined ? null : Number(said)
}

/** Octets put together in one piece of memory: a million chunks of one octet each cost no more than one chunk of a million. */
export class Gathered {
  #room = Buffer.alloc(0)
  size = 0

  add(chunk: Uint8Array): void {
    const needed = this.size + chunk.length
    if (needed > this.#room.length) {
      const larger = Buffer.alloc(Math.max(needed, 2 * this.#room.length))
      larger.set(this.#room)
      this.#room = larger
    }
    this.#room.set(chunk, this.size)
    this.size = needed
  }

  get bytes(): Buffer {
    return this.#room.subarray(0, this.size)
  }
}

/** All of it at once. @throws Problem as `bodyChunks`; request/too-large over `maxBytes`. */
export async function collect(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const gathered = new Gathered()
  for await (const chunk of chunks) {
    if (gathered.size + chunk.length > maxBytes) throw tooLarge(`a part of more than ${maxBytes} bytes`)
    gathered.add(chunk)
  }
  return gathered.bytes
}

/** UTF-8 without a mark at its start; null where it is something else, or holds a NUL. */
export function textOf(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
