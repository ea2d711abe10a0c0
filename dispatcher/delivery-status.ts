// What a report says about a letter of ours: which recipient, which status (RFC 3464), and our address in the headers of the
// letter that came back. Reports are written by any server, and forged by anybody: they count on a known token only.

import { addressesOf, plainAddress } from './mail-addresses.ts'
import { textLimits } from './mail-limits.ts'
import { cleanLine, type MailAttachment, type MailHeader, type MailParts } from './mail-parts.ts'

export interface Bounce {
  /** Like 5.1.1; 4 is a delay, 2 a success. */
  readonly status: string
  /** Whom it was for, lower case, as the report says; empty where it does not. */
  readonly recipient: string
}

/** Reports are under 10 KiB; of a returned letter only the headers are read. */
const maxRead = 64 * 1024

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

const textOf = (part: MailAttachment) => new TextDecoder().decode(part.bytes.subarray(0, maxRead))

const isStatus = /(?:^|[\s#(])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/

/** Where a report gives an action and no status. */
const statusOfAction: Readonly<Record<string, string>> = {
  failed: '5.0.0',
  delayed: '4.0.0',
  delivered: '2.0.0',
  relayed: '2.0.0',
  expanded: '2.0.0',
}

function readRecipient(block: string): Bounce | null {
  const fields = new Map(readHeaders(block).map(({ key, value }) => [key, value]))
  const named = fields.get('final-recipient') ?? fields.get('original-recipient')
  if (named === undefined) return null
  const action = fields.get('action')?.toLowerCase().split(/\s/, 1)[0] ?? ''
  const status =
    isStatus.exec(fields.get('status') ?? '')?.[1] ??
    isStatus.exec(fields.get('diagnostic-code') ?? '')?.[1] ??
    statusOfAction[action]
  if (status === undefined) return null
  return { status, recipient: recipientOf(named) }
}

function recipientOf(named: string): string {
  const address = named
    .replace(/^[^;]*;/, '')
    .replace(/^\s*<|>\s*$/g, '')
    .trim()
  return plainAddress(address) ?? cleanLine(address, textLimits.address).toLowerCase()
}

/** The most serious of the recipients of a delivery-status part; null where the mail has none that can be read. */
export function readDeliveryStatus(parts: MailParts): Bounce | null {
  const report = parts.attachments.find(({ type }) => /^message\/(global-)?delivery-status$/.test(type))
  if (report === undefined) return null
  return textOf(report)
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .map(readRecipient)
    .filter(bounce => bounce !== null)
    .reduce<Bounce | null>((worst, next) => (worst === null || next.status[0]! > worst.status[0]! ? next : worst), null)
}

/** A bounce of a server that writes no report: Exim names the recipient in a header, the status stands in the text. */
export function readPlainBounce(parts: MailParts): Bounce {
  const [recipient = ''] = addressesOf(parts.headers, 'x-failed-recipients')
  const status = isStatus.exec(parts.text.slice(0, maxRead))?.[1] ?? '5.0.0'
  return { status, recipient }
}

/** Headers of the letter that a report is about. */
export function returnedHeaders(parts: MailParts): readonly MailHeader[] {
  const returned = parts.attachments.find(({ type }) =>
    /^(message\/(rfc822|global)|(text|message)\/(rfc822-headers|global-headers))$/.test(type),
  )
  return returned === undefined ? [] : readHeaders(textOf(returned))
}
