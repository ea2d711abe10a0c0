// An HTTP server with every limit of time and number set, and how it begins and ends. Nothing of Node's defaults is relied on.

import { chmodSync, existsSync, lstatSync, unlinkSync } from 'node:fs'
import http from 'node:http'
import { connect, type Socket } from 'node:net'
import type { IntakeLimits } from '../limits.ts'
import type { Tally } from '../host/log.ts'
import { makeNetworks, type Networks } from './networks.ts'
import { problem } from '../problems.ts'
import type { Address } from '../host/intake-settings.ts'

export type Listener = (request: http.IncomingMessage, response: http.ServerResponse) => void

const refusals: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** @param refused counts what was refused before it was a request; @param networks says which connections may stay. */
export function makeServer(
  listener: Listener,
  limits: IntakeLimits,
  refused: Tally,
  networks: Networks = makeNetworks(null, undefined, limits),
): http.Server {
  const longest =
    limits.requestMs + ((limits.uploads * limits.uploadBytes + limits.bodyBytes) / limits.bytesPerSecond) * 1500
  const server = http.createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headerMs,
      // the body's own watch is stricter; this one is for what no handler reads
      requestTimeout: longest,
      connectionsCheckingInterval: limits.checkMs,
      keepAliveTimeout: limits.keepAliveMs,
      insecureHTTPParser: false,
      requireHostHeader: true,
    },
    listener,
  )
  // Node would drop those over the number without a word; the listener counts and refuses
  server.maxHeadersCount = 0
  server.maxRequestsPerSocket = limits.requestsPerSocket
  server.timeout = limits.idleMs
  // a body that is too large is refused before it is sent
  server.on('checkContinue', (request: http.IncomingMessage, response: http.ServerResponse) => {
    if (Number(request.headers['content-length'] ?? 0) <= limits.uploads * limits.uploadBytes + limits.bodyBytes)
      response.writeContinue()
    listener(request, response)
  })
  server.on('clientError', (error: Error & { readonly code?: string }, socket: Socket) => {
    refused.count('connection/not-http')
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy()
      return
    }
    const status = refusals[error.code ?? ''] ?? '400 Bad Request'
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy())
  })
  // in place of `maxConnections`, which knows no networks
  server.on('connection', (socket: Socket) => {
    if (networks.admit(socket)) return
    refused.count('connection/too-many')
    socket.destroy()
  })
  return server
}

/** @returns where it listens, as settings write it. @throws Problem intake/listen. */
export async function listen(server: http.Server, address: Address): Promise<string> {
  if ('path' in address) await removeStaleSocket(address.path)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen('path' in address ? { path: address.path } : { host: address.host, port: address.port }, () => {
      server.off('error', reject)
      resolve()
    })
  }).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw problem('intake/listen', `The intake cannot listen at its address (${code}).`, {
      hint: 'look at listen and pullListen in intake.json, and for another process that has the address',
      cause,
    })
  })
  // the proxy runs as somebody else; the folder of the socket says who may enter
  if ('path' in address) chmodSync(address.path, 0o666)
  const found = server.address()
  if (found === null || typeof found === 'string') return `unix:${found ?? ''}`
  return found.family === 'IPv6' ? `[${found.address}]:${found.port}` : `${found.address}:${found.port}`
}

/** A socket that nobody answers at was left by a killed process. Anything else stays, and listening fails with the reason. */
async function removeStaleSocket(path: string): Promise<void> {
  if (!existsSync(path) || !lstatSync(path).isSocket()) return
  const isAlive = await new Promise<boolean>(resolve => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
  if (!isAlive) unlinkSync(path)
}

/** Takes nothing new, lets what is in flight end, and cuts it off after `withinMs`. */
export function close(server: http.Server, withinMs: number): Promise<void> {
  return new Promise(resolve => {
    // a connection that is kept alive by request after request would never end
    server.prependListener('request', (_: http.IncomingMessage, response: http.ServerResponse) => {
      response.setHeader('Connection', 'close')
    })
    const force = setTimeout(() => server.closeAllConnections(), withinMs)
    server.close(() => {
      clearTimeout(force)
      resolve()
    })
    server.closeIdleConnections()
  })
}
