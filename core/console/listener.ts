// The console's network: the only file of the core that imports a network module. It turns connections into requests of ours, with every
// limit set, and writes the answers. Which addresses it may listen at is decided before, in server/address.ts.

import { chmodSync, existsSync, lstatSync, unlinkSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { connect, type Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { Readable } from 'node:stream'
import { type Address, addressText } from './server/address.ts'
import { limits } from './server/limits.ts'
import { problem } from '../problems/problems.ts'

/** A request, read up to its headers. */
export interface Incoming {
  readonly method: string
  /** Path and query, as they came. */
  readonly target: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** SHA-256 in hex of the certificate that the browser showed, and that our authority signed; null without TLS. */
  readonly certificate: string | null
  /** Of the other end, as the connection says it; a proxy's at a Unix socket. */
  readonly address?: string | undefined
  /** Aborted when the browser goes away. */
  readonly gone: AbortSignal
  /** @returns null where it is longer. */
  body(most: number): Promise<Buffer | null>
}

export interface Outgoing {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  /** A stream goes on until it ends or the browser goes away. */
  readonly body: string | Buffer | Readable
}

export interface Tls {
  readonly cert: string
  readonly key: string
  /** The authority whose certificates name colleagues. */
  readonly ca: string
}

export interface Listener {
  /** Like https://10.1.0.5:8443, or unix:/run/console.sock. */
  readonly address: string
  /** Takes nothing new, lets what is in flight end within a moment, and cuts the rest off. */
  close(): Promise<void>
}

/** @throws Problem console/listen. */
export async function listen(
  address: Address,
  tls: Tls | null,
  answer: (incoming: Incoming) => Promise<Outgoing>,
): Promise<Listener> {
  const timing = {
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headerMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    requireHostHeader: true,
  }
  const handle = (request: http.IncomingMessage, response: http.ServerResponse) => {
    // what is not answered is cut off, and never ends the process
    write(request, response, answer).catch(() => response.destroy())
  }
  const server =
    tls === null
      ? http.createServer(timing, handle)
      : https.createServer(
          { ...timing, ...tls, minVersion: 'TLSv1.2', requestCert: true, rejectUnauthorized: true },
          handle,
        )
  server.maxConnections = limits.connections
  server.on('clientError', (_error: Error, socket: Socket) => socket.destroy())
  await open(server, address)
  const found = server.address()
  const at =
    'path' in address || found === null || typeof found === 'string' ? address : { ...address, port: found.port }
  return {
    address: addressText(at, tls !== null),
    close: () =>
      new Promise(resolve => {
        const force = setTimeout(() => server.closeAllConnections(), limits.closeMs)
        server.close(() => {
          clearTimeout(force)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}

async function open(server: http.Server | https.Server, address: Address): Promise<void> {
  if ('path' in address) await removeStaleSocket(address.path)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen('path' in address ? { path: address.path } : { host: address.host, port: address.port }, () => {
      server.off('error', reject)
      resolve()
    })
  }).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw problem('console/listen', `The console cannot listen at ${addressText(address, false)} (${code}).`, {
      hint: 'another program may have this address: satchel console --listen 127.0.0.1:0 takes a free port',
      cause,
    })
  })
  // who may enter is said by the folder of the socket, and by the group of the proxy
  if ('path' in address) chmodSync(address.path, 0o660)
}

/** A socket at which nobody answers was left by a killed process. Anything else stays, and listening fails with the reason. */
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

async function write(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  answer: (incoming: Incoming) => Promise<Outgoing>,
): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const { status, headers, body } = await answer(incomingOf(request, gone.signal))
  if (response.destroyed) return
  const isStream = body instanceof Readable
  const bytes = isStream ? null : Buffer.from(body)
  response.writeHead(status, {
    ...Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
    ),
    ...(bytes === null ? {} : { 'Content-Length': bytes.length }),
    // the rest of a body that was refused is not waited for
    ...(request.complete || request.method === 'GET' ? {} : { Connection: 'close' }),
  })
  if (request.method === 'HEAD') response.end()
  else if (isStream) {
    body.on('error', () => response.destroy())
    body.pipe(response)
  } else response.end(bytes)
}

function incomingOf(request: http.IncomingMessage, gone: AbortSignal): Incoming {
  const socket = request.socket as Partial<TLSSocket>
  const shown = socket.authorized === true ? socket.getPeerCertificate?.().fingerprint256 : undefined
  return {
    method: request.method ?? '',
    target: request.url ?? '/',
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
    ),
    address: socket.remoteAddress,
    certificate: shown === undefined ? null : shown.replaceAll(':', '').toLowerCase(),
    gone,
    async body(most) {
      if (Number(request.headers['content-length'] ?? 0) > most) return null
      const parts: Buffer[] = []
      let size = 0
      for await (const part of request as AsyncIterable<Buffer>) {
        size += part.length
        if (size > most) return null
        parts.push(part)
      }
      return Buffer.concat(parts)
    },
  }
}
