// An IMAP server in memory for tests, and what reads from it.

import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { type ImapOptions, imapIn } from '@satchel/dispatcher/mail-in/imap'
import type { MailIn } from '@satchel/dispatcher/transport'
import { Problem } from '@satchel/protocol/problem'
import hoodiecrow from 'hoodiecrow-imap'
import { expect } from 'vitest'
import { certificate } from './certificate.ts'

/** Undone after each test by `closeAll`, the last first. */
export const closing: (() => unknown)[] = []
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).toReversed()) await close()
}

export const mail = (name: string, size = 0) =>
  `From: grace@shamba.example\r\nSubject: ${name}\r\n\r\n${'x'.repeat(size)}\r\n`

interface Waiting {
  readonly raw: string
  readonly internaldate: string
  readonly flags?: readonly string[]
}

export const at = (raw: string, hour: number, flags: readonly string[] = []): Waiting => ({
  raw,
  flags,
  internaldate: `22-Nov-2026 ${String(hour).padStart(2, '0')}:00:00 +0000`,
})

/** A server in memory; folders below the root are not there until somebody makes them. */
export async function startServer(
  messages: readonly Waiting[],
  plugins: readonly string[] = ['MOVE', 'UIDPLUS', 'IDLE'],
  tls = false,
) {
  const server = hoodiecrow({
    plugins: [...plugins, 'LITERALPLUS'],
    storage: { INBOX: { messages: messages.map(each => ({ ...each, flags: [...(each.flags ?? [])] })) }, '': {} },
    ...(tls ? { secureConnection: true, credentials: certificate } : {}),
  })
  const sockets = new Set<Socket>()
  server.server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    sockets.add(socket)
    // the server writes in small pieces, each of which would wait for an acknowledgement
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const stop = async () => {
    for (const socket of sockets) socket.destroy()
    if (server.server.listening) await new Promise<void>(resolve => server.close(resolve))
  }
  closing.push(stop)
  const { port } = server.server.address() as AddressInfo
  const subjects = (folder: string) =>
    (server.getMailbox(folder)?.messages ?? []).map(({ raw }) => /Subject: (.*)\r/.exec(raw)?.[1] ?? '')
  return { server, port, stop, sockets, subjects }
}

const now = new Date('2026-11-22T12:00:00Z')

export function inboxAt(port: number, options: Partial<ImapOptions> = {}): MailIn {
  return imapIn({
    server: { host: 'localhost', port, security: 'none', user: 'testuser' },
    password: 'testpass',
    maxBytes: 1000,
    now: () => now,
    ...options,
  })
}

export const never: AbortSignal = new AbortController().signal

/** Takes everything; what was kept, in order. */
export async function takeAll(inbox: MailIn) {
  const kept: { subject: string; received: string; raw: string }[] = []
  const result = await inbox.take(async (bytes, { received }) => {
    const raw = new TextDecoder().decode(bytes)
    kept.push({ subject: /Subject: (.*)\r/.exec(raw)?.[1] ?? '', received: received.toISOString(), raw })
    await Promise.resolve()
  }, never)
  return { kept, ...result }
}

export const problemOf = async (work: Promise<unknown>) => {
  const error = await work.catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(Problem)
  return error as Problem
}
