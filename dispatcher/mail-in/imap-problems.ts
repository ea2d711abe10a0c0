// The meaning of a failed IMAP connection. The server's words are never passed on, because they may hold a name.

import { Problem } from '@satchel/protocol/problem'
import { type dispatcherProblems, problem } from '../problems.ts'

type ImapCode = Extract<keyof typeof dispatcherProblems, `imap/${string}`>

const sentences: Readonly<Record<ImapCode, readonly [string, string]>> = {
  'imap/unreachable': [
    'The mailbox server does not answer, or the connection was lost.',
    'look at imapUrl and at the network',
  ],
  'imap/turned-away': [
    'The mailbox server answers, but refuses the request.',
    'look whether the mailbox is there, open to this login, and not locked by another program',
  ],
  'imap/not-safe': [
    'The mailbox server offers no TLS, or its certificate is not valid for its name.',
    'use the name that the certificate is for; a server without TLS is used on this machine only',
  ],
  'imap/wants-tls': [
    'The mailbox server wants TLS first (STARTTLS): without it, nobody may log in.',
    'write the name of its certificate into imapUrl instead of localhost or 127.0.0.1, then STARTTLS is used; or imaps:// for its port 993. An authority of your own: mailCaFile',
  ],
  'imap/login': ['The mailbox server does not accept our name and password.', 'look at imapUrl and imapPasswordFile'],
  'imap/no-folder': [
    'A folder for mail that was taken cannot be made in the mailbox.',
    'make it by hand in a mail program',
  ],
  'imap/not-moved': [
    'A mail was kept, but the mailbox server does not move it; it will be taken again, as a repeat.',
    'look whether the mailbox is full, and whether the folder may be written',
  ],
}

export function imapProblem(code: ImapCode, details: Readonly<Record<string, string>> = {}, cause?: unknown): Problem {
  const [message, hint] = sentences[code]
  return problem(code, message, { hint, details, ...(cause === undefined ? {} : { cause }) })
}

/** A failure as the IMAP library or the system reports it. */
interface ImapFailure {
  readonly code?: string
  readonly authenticationFailed?: boolean
  readonly tlsFailed?: boolean
  readonly responseStatus?: string
  readonly serverResponseCode?: string
}

const isCertificate = /^(ERR_TLS_|ERR_SSL_|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|STARTTLS_INJECTION|UPGRADE_TIMEOUT)/

/** LOGINDISABLED in the library's words, or its answer to a login (RFC 3501, RFC 5530). */
const wantsTls = (failure: ImapFailure & Error) =>
  failure.serverResponseCode === 'PRIVACYREQUIRED' || failure.message === 'Login is disabled'

/**
 * The Problem for what an IMAP call threw; a Problem, and what carries no code of the library or the system, as it is.
 * @param isOpen the connection has no TLS, and is to have none.
 */
export function problemOfImap(error: unknown, isOpen: boolean): unknown {
  if (error instanceof Problem || !(error instanceof Error)) return error
  const failure = error as ImapFailure & Error
  if (failure.authenticationFailed === true && isOpen && wantsTls(failure))
    return imapProblem('imap/wants-tls', {}, error)
  if (failure.authenticationFailed === true) return imapProblem('imap/login', {}, error)
  if (failure.tlsFailed === true || isCertificate.test(failure.code ?? ''))
    return imapProblem('imap/not-safe', {}, error)
  if (failure.code === undefined && failure.responseStatus === undefined) return error
  // it answered NO or BAD
  if (failure.responseStatus === 'NO' || failure.responseStatus === 'BAD')
    return imapProblem('imap/turned-away', {}, error)
  return imapProblem('imap/unreachable', {}, error)
}
