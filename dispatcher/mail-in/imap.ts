// Mail in by IMAP: each mail by its UID, its size asked before its bytes, kept before it is moved. No position is remembered
// between two takings, so a mailbox that was rebuilt (another UIDVALIDITY) or read by two programs loses nothing.

import { setTimeout } from 'node:timers/promises'
import { type FetchMessageObject, ImapFlow } from 'imapflow'
import { imapProblem, problemOfImap } from './imap-problems.ts'
import type { MailServer } from '../mail-server.ts'
import { headBytes, type Keep, type MailIn, type PassedOver, type Taken } from '../transport.ts'

export interface ImapOptions {
  readonly server: MailServer
  readonly password: string
  /** The folder that mail arrives in. */
  readonly mailbox?: string
  readonly maxBytes: number
  readonly now: () => Date
  /** Certificates of authorities that are trusted besides the usual ones, PEM. */
  readonly ca?: string
  readonly timing?: Partial<typeof imapTiming>
  /** Told why a watch connects again; it goes on. */
  readonly onTrouble?: (problem: unknown) => void
  readonly failpoint?: (step: string) => void
}

export const imapTiming: Readonly<
  Record<'connectMs' | 'silenceMs' | 'pollMs' | 'firstPauseMs' | 'longestPauseMs' | 'idleAfterMs', number>
> = {
  connectMs: 30_000,
  /** A server that says nothing for so long in mid-command is gone. */
  silenceMs: 120_000,
  /** IDLE is a hint that routers cut without a word: it is asked anyway. */
  pollMs: 300_000,
  /** Between two connections of a watch: doubled up to the most. */
  firstPauseMs: 1000,
  longestPauseMs: 300_000,
  /** Before a quiet connection is told to IDLE. */
  idleAfterMs: 500,
}

/** Folders below the account's root, made where they are missing. */
const done = 'Done'
const rejected = 'Rejected'

/** Sizes are asked for so many at a time. */
const batch = 200

/** An error of the caller's `keep` is not the server's fault: it passes through unchanged. */
class NotKept extends Error {}

function connectionOf(options: ImapOptions, use: 'take' | 'watch'): ImapFlow {
  const { server, ca } = options
  const timing = { ...imapTiming, ...options.timing }
  const client = new ImapFlow({
    host: server.host,
    port: server.port,
    secure: server.security === 'implicit',
    ...(server.security === 'implicit' ? {} : { doSTARTTLS: server.security === 'starttls' }),
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    auth: { user: server.user ?? '', pass: options.password },
    // its default is the name of a library and of this machine's system
    clientInfo: { name: 'satchel' },
    disableAutoIdle: use === 'take',
    autoIdleDelay: timing.idleAfterMs,
    maxIdleTime: timing.pollMs,
    logger: false,
    connectionTimeout: timing.connectMs,
    greetingTimeout: timing.connectMs,
    socketTimeout: timing.silenceMs,
    // one mail and its framing, and nothing larger from a server that went mad
    maxLiteralSize: options.maxBytes + 1,
    maxResponseSize: options.maxBytes + 1024 * 1024,
  })
  // whatever was under way fails with the same error
  client.on('error', () => undefined)
  return client
}

/** Runs work on a connection of its own. @throws Problem imap/*, and what the caller's keep throws. */
async function withMailbox<T>(options: ImapOptions, work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const client = connectionOf(options, 'take')
  try {
    await client.connect()
    await client.mailboxOpen(options.mailbox ?? 'INBOX')
    const result = await work(client)
    await client.logout()
    return result
  } catch (error) {
    throw error instanceof NotKept ? error.cause : problemOfImap(error, options.server.security === 'none')
  } finally {
    client.close()
  }
}

/** The folder's full path. Moving to a folder that is not there says nothing, so it is made and looked for. */
async function ensureFolder(client: ImapFlow, name: string): Promise<string> {
  const path = `${client.namespace?.prefix ?? ''}${name}`
  const isThere = async () => (await client.list()).some(folder => folder.path === path)
  if (await isThere()) return path
  // another taker may make it at the same moment
  await client.mailboxCreate(path).catch(() => undefined)
  if (!(await isThere())) throw imapProblem('imap/no-folder', { folder: name })
  return path
}

/** The library answers false for a refusal and for a lost connection. */
const notMoved = (client: ImapFlow) => imapProblem(client.usable ? 'imap/not-moved' : 'imap/unreachable')

/** Moves one mail. Where it was moved by somebody else meanwhile, nothing happens. */
async function move(client: ImapFlow, uid: number, folder: string): Promise<void> {
  const range = String(uid)
  const byUid = { uid: true } as const
  if (client.capabilities.has('MOVE')) {
    if (!(await client.messageMove(range, folder, byUid))) throw notMoved(client)
    return
  }
  if (!(await client.messageCopy(range, folder, byUid))) throw notMoved(client)
  await client.messageFlagsAdd(range, ['\\Deleted'], { ...byUid, silent: true })
  // without UIDPLUS, EXPUNGE removes every mail that is marked: also those that a person marked and may want back
  const marked = client.capabilities.has('UIDPLUS') ? [] : await client.search({ deleted: true }, byUid)
  const isAlone = Array.isArray(marked) && marked.every(each => each === uid)
  if (isAlone) await client.messageDelete(range, byUid)
}

/** UIDs of the waiting mails with their sizes, oldest first. */
async function waiting(client: ImapFlow): Promise<readonly FetchMessageObject[]> {
  const uids = await client.search({ deleted: false }, { uid: true })
  // false is a search that failed, not one that found nothing
  if (!Array.isArray(uids)) throw imapProblem('imap/unreachable')
  const found: FetchMessageObject[] = []
  for (let at = 0; at < uids.length; at += batch) {
    const range = uids.slice(at, at + batch).join(',')
    found.push(...(await client.fetchAll(range, { uid: true, size: true, internalDate: true }, { uid: true })))
  }
  const timeOf = (message: FetchMessageObject) => new Date(message.internalDate ?? 0).getTime() || 0
  return found.sort((a, b) => timeOf(a) - timeOf(b) || a.uid - b.uid)
}

/** Up to so many bytes; null where the mail is gone. */
async function fetchStart(client: ImapFlow, uid: number, most: number): Promise<Uint8Array | null> {
  const message = await client.fetchOne(String(uid), { source: { start: 0, maxLength: most } }, { uid: true })
  if (message && message.source !== undefined) return new Uint8Array(message.source)
  if (!client.usable) throw imapProblem('imap/unreachable')
  return null
}

async function takeAll(client: ImapFlow, options: ImapOptions, keep: Keep, stop: AbortSignal): Promise<Taken> {
  const failpoint = options.failpoint ?? (() => undefined)
  const passedOver: PassedOver[] = []
  let taken = 0
  const messages = await waiting(client)
  if (messages.length === 0) return { taken, passedOver }
  const [doneFolder, rejectedFolder] = [await ensureFolder(client, done), await ensureFolder(client, rejected)]
  for (const { uid, size, internalDate } of messages) {
    if (stop.aborted) break
    const saysTooLarge = size !== undefined && size > options.maxBytes
    const raw = await fetchStart(client, uid, saysTooLarge ? headBytes : options.maxBytes + 1)
    if (raw === null) continue
    if (saysTooLarge || raw.length > options.maxBytes) {
      await move(client, uid, rejectedFolder)
      passedOver.push({ reason: 'too-large', which: `UID ${uid}`, head: raw.slice(0, headBytes) })
      continue
    }
    const received = new Date(internalDate ?? Number.NaN)
    const info = { received: Number.isNaN(received.getTime()) ? options.now() : received }
    await keep(raw, info).catch((cause: unknown) => {
      throw new NotKept('not kept', { cause })
    })
    failpoint('mail/kept')
    await move(client, uid, doneFolder)
    failpoint('mail/moved')
    taken++
  }
  return { taken, passedOver }
}

/** Mails of Done, oldest first; nothing is moved or marked. */
async function readAgain(client: ImapFlow, options: ImapOptions, keep: Keep, stop: AbortSignal): Promise<number> {
  await client.mailboxOpen(await ensureFolder(client, done), { readOnly: true })
  let count = 0
  for (const { uid, size, internalDate } of await waiting(client)) {
    if (stop.aborted) break
    if (size !== undefined && size > options.maxBytes) continue
    const raw = await fetchStart(client, uid, options.maxBytes + 1)
    if (raw === null || raw.length > options.maxBytes) continue
    const received = new Date(internalDate ?? Number.NaN)
    await keep(raw, { received: Number.isNaN(received.getTime()) ? options.now() : received }).catch(
      (cause: unknown) => {
        throw new NotKept('not kept', { cause })
      },
    )
    count++
  }
  return count
}

/** One connection of a watch: it lasts until it is lost or the signal comes. */
async function watchOnce(options: ImapOptions, onMail: () => void, signal: AbortSignal): Promise<void> {
  const client = connectionOf(options, 'watch')
  const timing = { ...imapTiming, ...options.timing }
  const closed = new Promise<void>(resolve => client.once('close', resolve))
  const close = () => client.close()
  signal.addEventListener('abort', close, { once: true })
  const poll = setInterval(onMail, timing.pollMs)
  try {
    if (signal.aborted) return
    await client.connect()
    await client.mailboxOpen(options.mailbox ?? 'INBOX', { readOnly: true })
    client.on('exists', onMail)
    // what came before the folder was open is announced by nothing else
    onMail()
    await closed
    if (!signal.aborted) throw imapProblem('imap/unreachable')
  } catch (error) {
    if (!signal.aborted) throw problemOfImap(error, options.server.security === 'none')
  } finally {
    clearInterval(poll)
    signal.removeEventListener('abort', close)
    client.close()
  }
}

async function watchAlways(options: ImapOptions, onMail: () => void, signal: AbortSignal): Promise<void> {
  const { firstPauseMs, longestPauseMs } = { ...imapTiming, ...options.timing }
  let pauseMs = firstPauseMs
  while (!signal.aborted) {
    const started = performance.now()
    try {
      await watchOnce(options, onMail, signal)
    } catch (problem) {
      options.onTrouble?.(problem)
    }
    // a connection that lasted was a good one
    if (performance.now() - started > longestPauseMs) pauseMs = firstPauseMs
    await setTimeout(pauseMs, undefined, { signal }).catch(() => undefined)
    pauseMs = Math.min(2 * pauseMs, longestPauseMs)
  }
}

/**
 * A mailbox on an IMAP server as a way in. Received is the server's INTERNALDATE. Mails that are marked \Deleted are left
 * alone.
 * @throws Problem imap/* from take. A watch throws nothing: it connects again, ever more slowly.
 */
export function imapIn(options: ImapOptions): MailIn {
  return {
    take: (keep, stop) => withMailbox(options, client => takeAll(client, options, keep, stop)),
    again: (keep, stop) => withMailbox(options, client => readAgain(client, options, keep, stop)),
    watch: (onMail, signal) => watchAlways(options, onMail, signal),
  }
}
