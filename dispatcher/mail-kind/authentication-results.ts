// The proven author of a mail, as our own mail server recorded it (Authentication-Results, RFC 8601). A sender can
// write such headers too: only the topmost of a server that the configuration names is read, and no other.

import { domainOf, onlyAuthor, plainAddress, valuesOf } from '../mail-read/mail-addresses.ts'
import type { MailHeader } from '../mail-read/mail-parts.ts'

interface Result {
  readonly method: string
  readonly result: string
  /** Like header.d; lower case. The first of a name counts. */
  readonly properties: ReadonlyMap<string, string>
}

interface Results {
  /** Name of the server that judged, lower case. */
  readonly server: string
  readonly results: readonly Result[]
}

/** Servers write under 2 KiB; more is somebody's attempt. */
const maxLength = 16 * 1024

/**
 * Words of a header value: comments gone, quoted strings whole, ; and = on their own. Null where a quote or a comment is
 * not closed.
 */
function wordsOf(value: string): readonly string[] | null {
  if (value.length > maxLength) return null
  const words: string[] = []
  let at = 0
  while (at < value.length) {
    const char = value.charAt(at)
    if (/\s/.test(char)) at++
    else if (char === '(') {
      const end = endOfComment(value, at)
      if (end < 0) return null
      at = end
    } else if (char === '"') {
      const quoted = /"((?:[^"\\]|\\.)*)"/sy
      quoted.lastIndex = at
      const match = quoted.exec(value)
      if (match === null) return null
      // with a mark, so that a quoted ; or = is none
      words.push(`"${(match[1] ?? '').replace(/\\(.)/gs, '$1')}`)
      at = quoted.lastIndex
    } else if (char === ';' || char === '=') {
      words.push(char)
      at++
    } else {
      const word = /^[^\s;="(]+/.exec(value.slice(at, at + 1024))?.[0] ?? char
      words.push(word)
      at += word.length
    }
  }
  return words
}

function endOfComment(value: string, start: number): number {
  let depth = 0
  for (let at = start; at < value.length; at++) {
    const char = value.charAt(at)
    if (char === '\\') at++
    else if (char === '(') depth++
    else if (char === ')' && --depth === 0) return at + 1
  }
  return -1
}

/** One header's value; null for what is not well-formed: it proves nothing. */
export function readResults(value: string): Results | null {
  const words = wordsOf(value)
  if (words === null) return null
  const parts: string[][] = [[]]
  for (const word of words) {
    if (word === ';') parts.push([])
    else parts.at(-1)?.push(word)
  }
  const [head = [], ...rest] = parts
  const [server = '', version = '1', ...surplus] = head
  if (!/^[^\s;="]+$/.test(server) || version !== '1' || surplus.length > 0) return null
  return { server: server.toLowerCase(), results: rest.map(readResult).filter(result => result !== null) }
}

/** `dkim=pass header.d=example.org header.s=a`; a version stands as dkim/1. */
function readResult(words: readonly string[]): Result | null {
  const [method = '', equals, result = ''] = words
  if (equals !== '=' || method.startsWith('"') || result.startsWith('"')) return null
  const properties = new Map<string, string>()
  for (let at = 3; at < words.length; at += 3) {
    const [name = '', sign, value] = words.slice(at, at + 3)
    if (sign !== '=' || value === undefined || name.startsWith('"')) return null
    const key = name.toLowerCase()
    if (!properties.has(key)) properties.set(key, value.replace(/^"/, '').toLowerCase())
  }
  return { method: method.toLowerCase().replace(/\/1$/, ''), result: result.toLowerCase(), properties }
}

/** The signing domain is the author's, or one that the author's lies in. */
function isAligned(signer: string, author: string): boolean {
  const domain = domainOf(author)
  // a name without a dot is no domain of anybody
  return signer.includes('.') && (domain === signer || domain.endsWith(`.${signer}`))
}

function proves(result: Result, author: string): boolean {
  if (result.result !== 'pass') return false
  if (result.method === 'dkim') {
    // Gmail names the identity (header.i) alone, whose domain is the signer's or lies in it
    const signer = result.properties.get('header.d') ?? domainOf(result.properties.get('header.i') ?? '')
    return isAligned(signer, author)
  }
  return result.method === 'auth' && plainAddress(result.properties.get('smtp.auth') ?? '') === author
}

/**
 * The author's address, lower case, where a trusted server says that it is proven: exactly one From with one address, and in
 * the topmost Authentication-Results of a trusted server dkim=pass of the author's domain, or auth=pass of that address.
 * @param trusted names (authserv-id) of our own mail servers.
 * @returns null else. SPF and DMARC alone prove nothing here: both pass for a changed body.
 */
export function authenticatedAuthor(headers: readonly MailHeader[], trusted: readonly string[]): string | null {
  const author = onlyAuthor(headers)
  if (author === null) return null
  const servers = trusted.map(name => name.toLowerCase())
  const judged = valuesOf(headers, 'authentication-results').find(value => {
    // found by its name even where the rest is damaged: a lower one must not speak in its place
    const name = /^\s*([^\s;"(]+)/.exec(value)?.[1] ?? ''
    return servers.includes(name.toLowerCase())
  })
  const results = judged === undefined ? null : readResults(judged)
  if (results === null || !servers.includes(results.server)) return null
  return results.results.some(result => proves(result, author)) ? author : null
}
