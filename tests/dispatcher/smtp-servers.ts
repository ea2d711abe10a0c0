// Servers that letters are sent to in tests: a real one, and one of a few lines that loses connections.

import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { compose, type Letter } from '@satchel/dispatcher/mail-out/compose'
import type { MailServer } from '@satchel/dispatcher/mail-server'
import { type SmtpOptions, smtpOut } from '@satchel/dispatcher/mail-out/smtp'
import type { MailOut } from '@satchel/dispatcher/transport'
import { Problem } from '@satchel/protocol/problem'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { expect } from 'vitest'
import { certificate } from './certificate.ts'

export const letter: Letter = {
  id: 'packet-7QK2-M9XA-3F0T',
  messageId: 'packet-7QK2-M9XA-3F0T@kilimo.example',
  date: new Date('2026-11-22T08:00:00Z'),
  from: 'core@kilimo.example',
  to: 'anna@kilimo.example',
  envelopeFrom: 'core+b4567@kilimo.example',
  subject: 'Work packet 7QK2',
  text: 'Habari Anna,\n.\n..two\n.dot\n',
  attachments: [{ name: 'packet.html', type: 'text/html; charset=utf-8', content: '<p>é</p>' }],
  autoSubmitted: 'auto-generated',
}

interface Received {
  readonly from: string
  readonly to: readonly string[]
  readonly bytes: Buffer
  readonly secure: boolean
  readonly user: string | undefined
}

/** Undone after each test by `closeAll`, the last first. */
export const closing: (() => Promise<unknown>)[] = []
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).toReversed()) await close()
}

export const reply = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode })

/** A real server; what it takes is in the list. */
export async function startServer(options: SMTPServerOptions = {}, host = '127.0.0.1', wanted = 0) {
  const received: Received[] = []
  let connections = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onConnect(_session, done) {
      connections++
      done()
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          bytes: Buffer.concat(chunks),
          secure: session.secure,
          user: session.user,
        })
        done()
      })
    },
    ...certificate,
    ...options,
  })
  server.on('error', () => undefined)
  const sockets: Socket[] = []
  server.server.on('connection', (socket: Socket) => sockets.push(socket))
  server.listen(wanted, host)
  await once(server.server, 'listening')
  closing.push(() => new Promise(resolve => server.close(() => resolve(undefined))))
  const { port } = server.server.address() as AddressInfo
  const drop = () => {
    const closed = sockets.map(socket => once(socket, 'close'))
    for (const socket of sockets) socket.destroy()
    return Promise.all(closed)
  }
  return { received, port, connections: () => connections, drop }
}

export const serverAt = (
  port: number,
  security: MailServer['security'] = 'none',
  user: string | null = null,
): MailServer => ({
  host: 'localhost',
  port,
  security,
  user,
})

export function open(server: MailServer, options: Partial<SmtpOptions> = {}): MailOut {
  const out = smtpOut({ server, name: 'kilimo.example', perHour: 100, now: () => new Date(), ...options })
  closing.push(() => out.close())
  return out
}

export const sending = async (out: MailOut, changes: Partial<Letter> = {}) => {
  const made = { ...letter, ...changes }
  return out.send({ id: made.id, to: made.to, bytes: await compose(made) })
}
export const problemOf = async (out: MailOut, changes: Partial<Letter> = {}) => {
  const error = await sending(out, changes).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(Problem)
  return error as Problem
}

/** A server of a few lines that closes the connection where it is told to. */
export async function startDropping(drop: (line: string) => string | null) {
  const lines: string[] = []
  const sockets = new Set<Socket>()
  const server: Server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    const say = (text: string) => socket.write(`${text}\r\n`)
    let inData = false
    let rest = ''
    const answer = (line: string) => {
      if (inData && line !== '.') return
      lines.push(line)
      const answered = drop(line)
      if (answered === null) {
        socket.destroy()
        return
      }
      if (line === 'DATA') inData = true
      if (line === '.') inData = false
      say(answered)
    }
    say(drop('') ?? '554 go away')
    socket.on('data', chunk => {
      const parts = (rest + chunk.toString('latin1')).split('\r\n')
      rest = parts.pop() ?? ''
      for (const line of parts) answer(line)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  })
  return { port: (server.address() as AddressInfo).port, lines }
}

export const usual = (line: string) => (line === 'DATA' ? '354 go on' : line === '' ? '220 here' : '250 ok')
