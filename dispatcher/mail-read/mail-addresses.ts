// Addresses of a mail's headers, and the tokens in those of ours. An address that two programs could read in two ways proves
// nothing: it is listed, and believed by nobody.

import { domainToASCII } from 'node:url'
import { isPlainAddress } from '@satchel/protocol/mail-address'
import { foldToken } from '@satchel/protocol/messages/token'
import { addressParser } from 'postal-mime'
import { textLimits } from '../mail-limits.ts'
import type { MailHeader } from './mail-parts.ts'

export type TokenPurpose = 'reply' | 'bounce' | 'unsubscribe'

export interface MailToken {
  /** The purpose that the mail claims for it; the database knows the real one. */
  readonly purpose: TokenPurpose
  /** As foldToken writes it. */
  readonly token: string
}

/** Lower case, the domain in its xn-- form; null for what is not one plain address. */
export function plainAddress(text: string): string | null {
  if (text.length > textLimits.address || !isPlainAddress(text)) return null
  const [local = '', domain = ''] = text.split('@')
  const ascii = domainToASCII(domain.replace(/\.$/, ''))
  return ascii === '' ? null : `${local}@${ascii}`.toLowerCase()
}

export const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1)

/** Values of a header, in order. */
export function valuesOf(headers: readonly MailHeader[], key: string): readonly string[] {
  return headers.filter(header => header.key === key).map(header => header.value)
}

/** Every address that these headers name, in any way that programs read them; no order, no name. */
export function addressesOf(headers: readonly MailHeader[], key: string): readonly string[] {
  const found = new Set<string>()
  for (const value of valuesOf(headers, key)) {
    for (const { address } of addressParser(value.slice(0, 64 * 1024), { flatten: true })) {
      const read = plainAddress(address ?? '')
      if (read !== null && found.size < textLimits.addresses) found.add(read)
    }
  }
  return [...found]
}

/**
 * The one author: exactly one From header that can be read in one way only, as `address` or `name <address>`.
 * @returns null else.
 */
export function onlyAuthor(headers: readonly MailHeader[]): string | null {
  const [value, ...others] = valuesOf(headers, 'from')
  if (value === undefined || others.length > 0) return null
  // a name in quotes holds what it likes; backslashes in it are where readers differ
  const bare = value.replace(/^\s*"[^"\\]*"(?=\s*<)/, '').trim()
  const inBrackets = /^[^<>"(),;:\\]*<([^<>\s]+)>$/.exec(bare)?.[1]
  const author = plainAddress(inBrackets ?? bare)
  const listed = addressesOf(headers, 'from')
  return author !== null && listed.length === 1 && listed[0] === author ? author : null
}

const letters: Readonly<Record<string, TokenPurpose>> = { r: 'reply', b: 'bounce', u: 'unsubscribe' }

/** The text behind the plus of one of our addresses; null where the address is not ours or has none. */
function plusPart(address: string, ours: string): string | null {
  const at = ours.lastIndexOf('@')
  const [before, behind] = [`${ours.slice(0, at)}+`, ours.slice(at)]
  return address.startsWith(before) && address.endsWith(behind) ? address.slice(before.length, -behind.length) : null
}

/** A token alone, or behind the letter of its purpose: no letter makes 26 characters of 27. */
function tokenOf(plus: string, purpose: TokenPurpose): MailToken | null {
  const named = letters[plus.charAt(0)]
  const behind = named === undefined ? null : foldToken(plus.slice(1))
  if (named !== undefined && behind !== null) return { purpose: named, token: behind }
  const token = foldToken(plus)
  return token === null ? null : { purpose, token }
}

/** Headers that say to which address a mail was sent. */
const recipientHeaders = [
  'to',
  'cc',
  'delivered-to',
  'x-original-to',
  'envelope-to',
  'x-envelope-to',
  'x-delivered-to',
  'apparently-to',
] as const

/**
 * Tokens of the plus-addresses of ours that a mail was sent to, each once.
 * @param ours our address as plainAddress writes it.
 * @param purpose of a token that stands there without a letter.
 */
export function tokensOf(headers: readonly MailHeader[], ours: string, purpose: TokenPurpose): readonly MailToken[] {
  const places: readonly (readonly [string, TokenPurpose])[] = [
    ...recipientHeaders.map(key => [key, purpose] as const),
    ['return-path', 'bounce'],
  ]
  const found = new Map<string, MailToken>()
  for (const [key, meant] of places) {
    for (const address of addressesOf(headers, key)) {
      const plus = plusPart(address, ours)
      const token = plus === null ? null : tokenOf(plus, meant)
      if (token !== null && !found.has(token.token)) found.set(token.token, token)
    }
  }
  return [...found.values()]
}
