// Reads the body of a request within its limits of size and time. Never keeps more than it was asked for.

import type { IncomingMessage } from 'node:http'
import { Problem } from '@satchel/protocol/problem'
import type { IntakeLimits } from './limits.ts'
import { problem } from './problems.ts'

export function tooLarge(what: string): Problem {
  return problem('request/too-large', `The post has ${what}.`)
}

export function notForm(what: string): Problem {
  return problem('request/not-form', `The post ${what}.`)
}

/**
 * The body in parts. Stopping early does not close the connection: an answer can still be given.
 * @throws Problem request/too-large (before anything is read where the length is said), request/too-slow, request/aborted.
 */
export async function* bodyChunks(
  request: IncomingMessage,
  maxBytes: number,
  limits: IntakeLimits,
): AsyncGenerator<Uint8Array> {
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') throw notForm('is compressed')
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(`more than ${maxBytes} bytes`)
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
      yield chunk
    }
  } catch (error) {
    if (error instanceof Problem) throw error
    throw problem('request/aborted', 'The sender went away.', { cause: error })
  } finally {
    clearInterval(watch)
  }
}

/** All of it at once. @throws Problem as `bodyChunks`; request/too-large over `maxBytes`. */
export async function collect(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > maxBytes) throw tooLarge(`a part of more than ${maxBytes} bytes`)
    parts.push(Buffer.from(chunk))
  }
  return Buffer.concat(parts, size)
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
