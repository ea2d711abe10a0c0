// The meaning of a server's answer, or of its silence, for a letter. One table; the answer's words are never passed on, because servers
// repeat addresses in them.

import { type dispatcherProblems, problem } from '../problems.ts'

type SmtpCode = Extract<keyof typeof dispatcherProblems, `smtp/${string}`>

/** A failure as the SMTP library reports it. */
export interface SmtpFailure {
  /** Like ECONNECTION. */
  readonly code?: string | undefined
  /** The system's code, before the library put its own in place of it. */
  readonly originalCode?: string | undefined
  readonly command?: string | undefined
  readonly responseCode?: number | undefined
  readonly response?: string | undefined
}

/** Replies that mean something else than their first digit (RFC 5321 section 4.2.1, RFC 4954 section 6). */
const exceptions: ReadonlyMap<number, SmtpCode> = new Map([
  // bad sequence of commands: says something about the session, nothing about the letter
  [503, 'smtp/busy'],
  [530, 'smtp/login'],
  [534, 'smtp/login'],
  [535, 'smtp/login'],
  [538, 'smtp/login'],
  // must change the password, temporary failure of the login
  [432, 'smtp/login'],
  [454, 'smtp/login'],
])

/** Refused before a recipient was named: the fault is ours or the server's, and every other letter would fail as well. */
const aboutUs = /^(CONN|EHLO|HELO|STARTTLS|MAIL FROM)/

const tlsCodes = new Set(['ETLS', 'EREQUIRETLS'])
const isCertificate = (code: string | undefined) =>
  code !== undefined && /^(ERR_TLS_|ERR_SSL_|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_)/.test(code)

const sentences: Readonly<Record<SmtpCode, readonly [string, string]>> = {
  'smtp/unreachable': ['The mail server does not answer.', 'look at smtpUrl and at the network'],
  'smtp/turned-away': [
    'The mail server answers, and turns us away before it takes a letter.',
    'ask who runs it whether this address may send there, and whether it is on a list of blocked ones',
  ],
  'smtp/not-safe': [
    'The mail server offers no TLS, or its certificate is not valid for its name.',
    'use the name that the certificate is for; a server without TLS is used on this machine only',
  ],
  'smtp/wants-tls': [
    'The mail server wants TLS first (STARTTLS): without it, it takes neither a login nor a letter.',
    'write the name of its certificate into smtpUrl instead of localhost or 127.0.0.1, then STARTTLS is used; or smtps:// for its port 465. An authority of your own: mailCaFile',
  ],
  'smtp/login': ['The mail server does not accept our name and password.', 'look at smtpUrl and smtpPasswordFile'],
  'smtp/sender-refused': [
    'The mail server does not let us send from our address.',
    'the login must be allowed to send as the setting mail, and as its plus-addresses',
  ],
  'smtp/busy': ['The mail server cannot take the letter now.', 'the letter is tried again later'],
  'smtp/refused': ['The mail server refuses the letter for good.', 'look at the address, then at the reply code'],
  'smtp/unsure': [
    'The connection was lost after the letter was handed over: it may have been taken.',
    'the letter is sent once more, with the same id',
  ],
  'smtp/unsure-twice': [
    'The connection was lost twice after the letter was handed over: it is not sent a third time.',
    'ask the recipient, or the mail server’s log',
  ],
  'smtp/budget': [
    'More letters than the hourly limit would go out.',
    'if that is right, raise the limit; if not, look what makes so many letters',
  ],
}

/** The Problem for a code, with facts for an operator. */
export function smtpProblem(code: SmtpCode, details: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
  const [message, hint] = sentences[code]
  return problem(code, message, { hint, details, ...(cause === undefined ? {} : { cause }) })
}

/** Servers refuse any command before TLS, most with 530 5.7.0 (RFC 3207), some logins with 538 5.7.11 (RFC 4954). */
const wantsTls = (response: string) =>
  /^[45]\d\d\b/.test(response) &&
  /\bSTARTTLS\b|\b(TLS|SSL|encryption)\b.{0,20}\brequired\b|\brequires?\b.{0,20}\b(TLS|SSL|encryption)\b|\b5\.7\.11\b/i.test(
    response,
  )

function codeOfReply(reply: number, command: string): SmtpCode {
  const exception = exceptions.get(reply)
  if (exception !== undefined) return exception
  if (reply < 500) return 'smtp/busy'
  if (command === 'MAIL FROM') return 'smtp/sender-refused'
  return aboutUs.test(command) ? 'smtp/turned-away' : 'smtp/refused'
}

/** @param handedOver the server had asked for the letter, and some of it was sent. */
export function codeOfFailure(failure: SmtpFailure, handedOver: boolean): SmtpCode {
  const { code, command = '', responseCode } = failure
  if (tlsCodes.has(code ?? '') || isCertificate(failure.originalCode) || isCertificate(code)) return 'smtp/not-safe'
  if (!handedOver && wantsTls(failure.response ?? '')) return 'smtp/wants-tls'
  if (code === 'EAUTH' || code === 'ENOAUTH') return 'smtp/login'
  if (responseCode !== undefined && responseCode >= 400) return codeOfReply(responseCode, command)
  if (handedOver) return 'smtp/unsure'
  // larger than the server said it takes
  return code === 'EMESSAGE' ? 'smtp/refused' : 'smtp/unreachable'
}

/** Numbers of an answer: reply code and enhanced status; whether it was about the recipient, before the letter was handed over. */
export function factsOf(failure: SmtpFailure): Readonly<Record<string, string | number>> {
  const status = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(failure.response ?? '')?.[1]
  return {
    ...(failure.responseCode === undefined ? {} : { reply: failure.responseCode }),
    ...(status === undefined ? {} : { status }),
    ...(failure.command === 'RCPT TO' ? { at: 'recipient' } : {}),
  }
}
