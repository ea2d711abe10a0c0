// Reads a report about a letter of ours (RFC 3464): whom it was for, what became of it, and why. Reports are written by any
// server, and forged by anybody: they count with a secret of our letter only (returned-letter.ts).

import { plainAddress } from '../mail-read/mail-addresses.ts'
import { textLimits } from '../mail-limits.ts'
import { cleanLine, type MailAttachment, type MailHeader, type MailParts } from '../mail-read/mail-parts.ts'

export interface Bounce {
  /** Like 5.1.1; 4 is a delay, 2 a success. */
  readonly status: string
  /** The recipient, lower case, as the report names it; empty where it names none. */
  readonly recipient: string
}

/** The letter came back; it is late, and still tried; it arrived, or was handed on. */
export type Fate = 'failed' | 'delayed' | 'delivered'

export interface Report extends Bounce {
  readonly fate: Fate
}

/** Reports are under 10 KiB; of a returned letter only the headers are read. */
export const maxRead = 64 * 1024

/** Header lines up to the first empty one. */
export function readHeaders(text: string): readonly MailHeader[] {
  const head = text.replace(/\r\n?/g, '\n').replace(/^\n+/, '').split('\n\n', 1)[0] ?? ''
  return head
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')
    .flatMap(line => {
      const colon = line.indexOf(':')
      return colon < 1 ? [] : [{ key: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() }]
    })
}

export const beginningOf = (part: MailAttachment) => new TextDecoder().decode(part.bytes.subarray(0, maxRead))

const isStatus = /(?:^|[\s#(-])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/

/** Where a report gives an action and no status. */
const statusOf: Readonly<Record<Fate, string>> = { failed: '5.0.0', delayed: '4.0.0', delivered: '2.0.0' }

const fates: ReadonlyMap<string, Fate> = new Map([
  ['failed', 'failed'],
  ['delayed', 'delayed'],
  ['delivered', 'delivered'],
  ['relayed', 'delivered'],
  ['expanded', 'delivered'],
])

/** Of a status whose report names no action. A refusal that is final may have the status of a delay, so an action goes first. */
export const fateOf = (status: string): Fate =>
  status.startsWith('4') ? 'delayed' : status.startsWith('2') ? 'delivered' : 'failed'

function readRecipient(block: string): Report | null {
  const fields = new Map(readHeaders(block).map(({ key, value }) => [key, value]))
  const named = fields.get('final-recipient') ?? fields.get('original-recipient')
  if (named === undefined) return null
  const action = fates.get(fields.get('action')?.toLowerCase().split(/[\s;]/, 1)[0] ?? '')
  const status = mostExact(fields.get('status'), fields.get('diagnostic-code'))
  if (status === undefined && action === undefined) return null
  const fate = action ?? fateOf(status ?? '')
  return { status: status ?? statusOf[fate], recipient: recipientOf(named), fate }
}

/** "5.0.0" says only that it failed: many servers put the reason into the diagnosis alone. */
function mostExact(status = '', diagnosis = ''): string | undefined {
  const said = isStatus.exec(status)?.[1]
  const reason = isStatus.exec(diagnosis)?.[1]
  const isVague = said === undefined || said.endsWith('.0.0')
  return isVague && (said === undefined || reason?.[0] === said[0]) ? (reason ?? said) : said
}

function recipientOf(named: string): string {
  const address = named
    .replace(/^[^;]*;/, '')
    .replace(/^\s*<|>\s*$/g, '')
    .trim()
  return plainAddress(address) ?? cleanLine(address, textLimits.address).toLowerCase()
}

const gravity: Readonly<Record<Fate, number>> = { failed: 2, delayed: 1, delivered: 0 }

export const isStatusPart = ({ type }: MailAttachment) => /^message\/(global-)?delivery-status$/.test(type)

/** The most serious of the recipients of a delivery-status part; null where the mail has none that can be read. */
export function readDeliveryStatus(parts: MailParts): Report | null {
  const part = parts.attachments.find(isStatusPart)
  if (part === undefined) return null
  return beginningOf(part)
    .replace(/\r\n?/g, '\n')
    .split(/\n(?:[ \t]*\n)+/)
    .map(readRecipient)
    .filter(report => report !== null)
    .reduce<Report | null>(
      (worst, next) => (worst === null || gravity[next.fate] > gravity[worst.fate] ? next : worst),
      null,
    )
}
