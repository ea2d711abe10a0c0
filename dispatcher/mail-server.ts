// Where a mail server is and how it is spoken to, read from one URL. A password never stands in a URL: URLs reach logs.

import { isIPv4 } from 'node:net'
import { problem } from './problems.ts'

export interface MailServer {
  /** Name, or address without brackets. */
  readonly host: string
  readonly port: number
  /**
   * implicit: TLS from the first byte. starttls: the connection is upgraded, or it ends. none: the server is on this very
   * machine, or the operator said so.
   */
  readonly security: 'implicit' | 'starttls' | 'none'
  /** Name for the login; null: none. */
  readonly user: string | null
}

const schemes = {
  smtp: { plain: { name: 'smtp:', port: 587 }, secure: { name: 'smtps:', port: 465 } },
  imap: { plain: { name: 'imap:', port: 143 }, secure: { name: 'imaps:', port: 993 } },
} as const

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))

/**
 * `smtps://user@host:465`, `smtp://...` (STARTTLS), `imaps://...`, `imap://...`; the user as percent-encoded text.
 * @param plain the operator allows a connection without TLS to a server that is not on this machine.
 * @throws Problem mail-server/not-valid.
 */
export function readMailServer(url: string, kind: 'smtp' | 'imap', plain = false): MailServer {
  const { plain: open, secure } = schemes[kind]
  const parsed = URL.canParse(url) ? new URL(url) : null
  const host = parsed?.hostname.replace(/^\[|\]$/g, '') ?? ''
  const isOurs = parsed !== null && (parsed.protocol === open.name || parsed.protocol === secure.name) && host !== ''
  const hasMore =
    parsed !== null && (parsed.search !== '' || parsed.hash !== '' || !['', '/'].includes(parsed.pathname))
  if (!isOurs || hasMore || parsed.password !== '') {
    throw problem('mail-server/not-valid', `The address of the ${kind.toUpperCase()} server is not like its kind.`, {
      hint: [
        `like ${secure.name}//user@mail.example.org or ${open.name}//user@mail.example.org:${open.port}`,
        'the password stands in a file of its own',
      ],
    })
  }
  const isSecure = parsed.protocol === secure.name
  return {
    host,
    port: parsed.port === '' ? (isSecure ? secure : open).port : Number(parsed.port),
    security: isSecure ? 'implicit' : plain || isLoopback(host) ? 'none' : 'starttls',
    user: parsed.username === '' ? null : decodeUser(parsed.username),
  }
}

function decodeUser(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
