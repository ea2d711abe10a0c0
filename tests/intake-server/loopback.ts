// Visitors of other networks: on Linux every address of 127.0.0.0/8 is this machine, so a visitor chooses its own.

import { type IncomingMessage, request } from 'node:http'
import { connect, type Socket } from 'node:net'

/** Connections from an address, open before it returns. Errors of theirs are the other side's closing. */
export async function openFrom(url: string, from: string, count: number): Promise<readonly Socket[]> {
  const { hostname, port } = new URL(url)
  const open = () =>
    new Promise<Socket>(resolve => {
      const socket = connect({ host: hostname, port: Number(port), localAddress: from })
      socket.on('error', () => undefined)
      // closed at once counts as well: it is for the test to look
      socket.once('connect', () => resolve(socket))
      socket.once('close', () => resolve(socket))
      socket.resume()
    })
  return Promise.all(Array.from({ length: count }, open))
}

export interface Sent {
  readonly path?: string
  /** Posted where given. */
  readonly body?: string | readonly string[]
  readonly headers?: Readonly<Record<string, string>>
}

/** One request from an address, on a connection of its own. A list of chunks says no length. @returns 0 where it was closed. */
export function statusFrom(url: string, from: string, { path = '/', body, headers }: Sent = {}): Promise<number> {
  return new Promise(resolve => {
    const asked = request(
      new URL(path, url),
      {
        localAddress: from,
        agent: false,
        method: body === undefined ? 'GET' : 'POST',
        headers: { ...(typeof body === 'string' ? { 'Content-Length': Buffer.byteLength(body) } : {}), ...headers },
      },
      (answer: IncomingMessage) => {
        answer.resume().once('close', () => resolve(answer.statusCode ?? 0))
      },
    )
    asked.once('error', () => resolve(0))
    for (const chunk of typeof body === 'string' ? [body] : (body ?? [])) asked.write(chunk)
    asked.end()
  })
}
