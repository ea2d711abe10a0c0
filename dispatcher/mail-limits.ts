// Every limit on what comes from, or goes to, a mail server, with its reason. Checked before work.

import { limits } from '@satchel/protocol/limits'

/** Limits of one mail. A caller may set smaller ones; none may be larger than a spool file. */
export interface MailMaxima {
  /** Raw bytes of the whole mail. */
  readonly bytes: number
  /** Header lines of all parts together, in bytes. */
  readonly headerBytes: number
  /** How deep parts lie in parts. */
  readonly depth: number
  /** Leaves of the tree of parts. */
  readonly parts: number
  readonly attachments: number
  /** Characters of HTML that are turned into text. */
  readonly htmlLength: number
  /** Bytes of all parts that are read as text, decoded. */
  readonly textBytes: number
  /** Time one mail may take to read. */
  readonly timeMs: number
  /** JavaScript heap of the thread that reads it, and by that how many lines the mail may have. */
  readonly memoryMb: number
}

export const mailMaxima: MailMaxima = {
  bytes: limits.spoolFileBytes,
  /** Long threads and lists carry some 30 KiB; more is made to be slow. */
  headerBytes: 256 * 1024,
  /** A signed, forwarded mail with pictures nests 6 deep. */
  depth: 20,
  /** Phones attach every picture twice; hundreds are no answer to a form. */
  parts: 200,
  /** Five times what a reply may announce. */
  attachments: 100,
  /** Outlook writes 200 KiB around a long thread. */
  htmlLength: 2 * 1024 * 1024,
  /** Twice that, for letters that use two bytes; a form is under 256 KiB. */
  textBytes: 4 * 1024 * 1024,
  /** The worst that the other limits let in takes a second; a slow machine under load gets room. */
  timeMs: 20_000,
  /** 30 MiB of base64 in lines of 76 characters are 415,000 lines, and need 120. */
  memoryMb: 160,
}

export const textLimits = {
  /** A subject is shown in one line; the rest is cut. */
  subject: 300,
  /** RFC 5322 section 2.1.1: a line; identifiers and file names are cut there. */
  identifier: 998,
  /** The longest name of a file on common file systems. */
  fileName: 255,
  /** RFC 5321 section 4.5.3.1: 64, @, 255. */
  address: 320,
  /** Addresses of one mail that are looked at. */
  addresses: 100,
  /** Quotes of quotes: deeper ones are shown as this deep. */
  quoteDepth: 20,
} as const
