// Letters out by SMTP: raw bytes, an explicit envelope, one connection. The library is used below its message builder, so
// nothing of a letter is read as a file, an address of the web, or a second recipient.

import { Readable } from 'node:stream'
import { Problem } from '@satchel/protocol/problem'
import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js'
import { asciiDomain, checkAddress } from './compose.ts'
import { takeEnvelope } from '../mail-kind/envelope-sender.ts'
import type { MailServer } from '../mail-server.ts'
import { codeOfFailure, factsOf, type SmtpFailure, smtpProblem } from './smtp-replies.ts'
import type { MailOut, OutgoingLetter } from '../transport.ts'

export interface SmtpOptions {
  readonly server: MailServer
  /** For the server's user; needed where it names one. */
  readonly password?: string
  /** Our name in EHLO: the domain of our address, never the name of this machine. */
  readonly name: string
  /** Letters in any 60 minutes; one more is a Problem, not a letter. */
  readonly perHour: number
  /** When letters went out before this process began; older ones than an hour do not matter. */
  readonly sentBefore?: readonly Date[]
  readonly now: () => Date
  /** Certificates of authorities that are trusted besides the usual ones, PEM. */
  readonly ca?: string
  readonly timeouts?: Partial<typeof smtpTimeouts>
}

/** RFC 5321 section 4.5.3.2 allows minutes; a letter that waits is tried again anyway. */
export const smtpTimeouts: Readonly<Record<'connectMs' | 'greetingMs' | 'silenceMs', number>> = {
  connectMs: 30_000,
  greetingMs: 60_000,
  silenceMs: 300_000,
}

const hourMs = 3_600_000

/** Any number of letters that are sent one after another. */
class Smtp implements MailOut {
  readonly #options: SmtpOptions
  #connection: SMTPConnection | null = null
  #sent: readonly number[]
  /** Letters of which nobody knows whether they were taken. */
  readonly #unsure = new Set<string>()
  #queue: Promise<unknown> = Promise.resolve()

  constructor(options: SmtpOptions) {
    this.#options = options
    this.#sent = (options.sentBefore ?? []).map(date => date.getTime())
  }

  send(letter: OutgoingLetter): Promise<'sent'> {
    const sending = this.#queue.then(() => this.#sendOne(letter))
    this.#queue = sending.catch(() => undefined)
    return sending
  }

  async close(): Promise<void> {
    await this.#queue
    const connection = this.#connection
    this.#connection = null
    if (connection === null) return
    await new Promise<void>(resolve => {
      connection.once('end', resolve)
      connection.quit()
    })
  }

  async #sendOne(letter: OutgoingLetter): Promise<'sent'> {
    const to = asciiDomain(checkAddress(letter.to))
    const { sender, bytes } = takeEnvelope(letter.bytes)
    const from = sender === '' ? '' : asciiDomain(checkAddress(sender))
    this.#checkBudget()
    let handedOver = false
    const content = new Readable({
      // read when the server has asked for it, not before
      read() {
        handedOver = true
        this.push(bytes)
        this.push(null)
      },
    })
    const use8BitMime = bytes.some(byte => byte > 127)
    try {
      const connection = await this.#open()
      await settled(done => connection.send({ from, to: [to], size: bytes.length, use8BitMime }, content, done))
    } catch (error) {
      this.#drop()
      throw this.#failed(letter.id, error, handedOver)
    } finally {
      if (handedOver) this.#sent = [...this.#sent, this.#options.now().getTime()]
    }
    this.#unsure.delete(letter.id)
    return 'sent'
  }

  #checkBudget(): void {
    const since = this.#options.now().getTime() - hourMs
    this.#sent = this.#sent.filter(time => time > since)
    const { perHour } = this.#options
    if (this.#sent.length >= perHour) throw smtpProblem('smtp/budget', { perHour })
  }

  #failed(id: string, error: unknown, handedOver: boolean): unknown {
    if (!(error instanceof Error) || error instanceof Problem) return error
    const failure = error as SmtpFailure
    // only what the library or the system gave a code is the server's doing; the rest is a bug
    if (failure.code === undefined) return error
    const code = codeOfFailure(failure, handedOver)
    if (code !== 'smtp/unsure') return smtpProblem(code, factsOf(failure), error)
    if (this.#unsure.has(id)) return smtpProblem('smtp/unsure-twice', {}, error)
    this.#unsure.add(id)
    return smtpProblem('smtp/unsure', {}, error)
  }

  async #open(): Promise<SMTPConnection> {
    if (this.#connection !== null) return this.#connection
    const { server, password } = this.#options
    const connection = new SMTPConnection(connectionOptions(this.#options))
    // an error in mid-command also ends that command; one in between only means that the next letter needs a new connection
    const broken = new Promise<never>((_, reject) => connection.once('error', reject))
    broken.catch(() => undefined)
    const forget = () => {
      if (this.#connection === connection) this.#connection = null
    }
    connection.on('error', forget)
    connection.once('end', forget)
    this.#connection = connection
    await Promise.race([settled(done => connection.connect(done)), broken])
    if (server.user !== null) {
      // its answer to a login would be any of many codes
      if (!connection.secure && !connection.allowsAuth && offersTls(connection)) throw smtpProblem('smtp/wants-tls')
      const credentials = { user: server.user, pass: password ?? '' }
      await Promise.race([settled(done => connection.login({ credentials }, done)), broken])
    }
    return connection
  }

  #drop(): void {
    this.#connection?.close()
    this.#connection = null
  }
}

/** Said in the answer to EHLO. */
const offersTls = (connection: SMTPConnection) => /^250[ -]STARTTLS\b/im.test(String(connection.lastServerResponse))

/** A call that ends with (error, ...) as a promise. */
function settled(call: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    call(error => (error ? reject(error) : resolve()))
  })
}

function connectionOptions({ server, name, ca, timeouts }: SmtpOptions): SMTPConnection.Options {
  const { connectMs, greetingMs, silenceMs } = { ...smtpTimeouts, ...timeouts }
  return {
    host: server.host,
    port: server.port,
    name,
    secure: server.security === 'implicit',
    // also where the server does not offer it: then there is no connection
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    connectionTimeout: connectMs,
    greetingTimeout: greetingMs,
    socketTimeout: silenceMs,
    logger: false,
  }
}

/**
 * An SMTP server as a way out; letters go one after another over one connection. Close it in the end.
 * @returns whose send throws Problem smtp/* (later: unreachable, not-safe, login, sender-refused, busy, unsure, budget; never:
 * refused, unsure-twice) and address/not-valid.
 */
export function smtpOut(options: SmtpOptions): MailOut {
  return new Smtp(options)
}
