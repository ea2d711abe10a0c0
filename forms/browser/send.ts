// Sends a sealed reply from a page to the intake, and believes nothing but the intake's signed receipt: a captive portal, a broken proxy
// and a stranger's server all answer, too. The receipt has to name the very octets that were sent, so an old one proves nothing.

import { replyBytes } from '@satchel/protocol/limits'
import { type Bytes, fromBase64, lengthOf, sha256, utf8 } from './bytes.ts'
import { padText, padUpload, type SentFile } from './padding.ts'
import { seal, type SealKeys } from './seal.ts'

/** Files that one reply may have beside it. */
export const mostFiles = 3

export interface Sending {
  /** The packet's address for replies by web. */
  readonly url: string
  /** The packet's key of receipts: SPKI in base64. */
  readonly receiptKey: string
  readonly keys: SealKeys
  /** `(satchel-reply ...)`, which announces each file: name, type, size and SHA-256 as in `files`. */
  readonly reply: string
  /** The packet's token: a part of its hash is sent, by which the intake knows that a letter is answered. */
  readonly token: string
  readonly files?: readonly SentFile[]
  /** By its size where it is not given. */
  readonly timeoutMs?: number
  /** Called as each step is done. */
  readonly step?: (step: 'sealed' | 'sent') => void
}

export type Sent =
  /** The intake has it: its receipt is genuine, and names what was sent. */
  | { readonly state: 'arrived'; readonly code: string; readonly item: string }
  /** No connection, no answer in time, or a server that asks to come again `after` so many seconds. It may have arrived all the same: sending again is safe. */
  | { readonly state: 'no-answer'; readonly after?: number }
  /** Something answered that is not the intake, or for something else than what was sent. */
  | { readonly state: 'not-genuine' }
  /** The intake takes no such reply: too large, say. Sending the same again does not help. */
  | { readonly state: 'refused' }

/** A reply and its files as they leave: nobody but the core can open them. */
export interface SealedReply {
  readonly url: string
  readonly receiptKey: string
  readonly tokenHash: string
  /** The reply, and then its files. */
  readonly parts: readonly Bytes[]
}

/** @throws TypeError where nothing can be sealed here (see canSeal), RangeError for a file that is too long to be sealed. */
export async function sendReply(sending: Sending): Promise<Sent> {
  const sealed = await sealReply(sending)
  return sealed === null ? { state: 'refused' } : postSealed(sealed, sending)
}

/** Null for what the core would not read, since it is too long. @throws as sendReply. */
export async function sealReply(sending: Sending): Promise<SealedReply | null> {
  const { url, receiptKey, keys, token, reply, files = [], step } = sending
  const text = padText(reply)
  if (text.length > replyBytes) return null
  const parts: Bytes[] = []
  for (const part of [text, ...files.map(padUpload)]) parts.push(await seal(part, keys))
  step?.('sealed')
  return { url, receiptKey, tokenHash: await tokenHash(token), parts }
}

/** Posts it, and checks the receipt against the very octets. Posting the same once more is safe. */
export async function postSealed(
  { url, receiptKey, tokenHash, parts }: SealedReply,
  { timeoutMs, step }: Pick<Sending, 'timeoutMs' | 'step'> = {},
): Promise<Sent> {
  const digests = await Promise.all(parts.map(sha256))
  const form = new FormData()
  // the same words for every reply: only the core learns the names of files
  for (const [at, part] of parts.entries())
    form.append(
      at === 0 ? 'file' : 'upload',
      new Blob([part], { type: sealedType }),
      `${at === 0 ? 'reply' : 'upload'}.sexp.pgp`,
    )
  const headers = { Accept: 'application/json', 'Satchel-Token-Hash': tokenHash }
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), timeoutMs ?? patience(lengthOf(parts)))
  let answer: { readonly status: number; readonly text: string; readonly after: number }
  try {
    const response = await fetch(url, { method: 'POST', body: form, headers, signal: stop.signal, ...quiet })
    const after = Number(response.headers.get('Retry-After'))
    answer = { status: response.status, text: await response.text(), after }
  } catch {
    return { state: 'no-answer' }
  } finally {
    clearTimeout(timer)
  }
  step?.('sent')
  const sent = await judge(answer.status, read(answer.text), receiptKey, digests)
  return sent.state === 'no-answer' && answer.after > 0 ? { ...sent, after: answer.after } : sent
}

/** Milliseconds for so many octets: a minute, and a second more per 16 KiB, which is as long as the intake waits for a slow phone. */
const patience = (octets: number): number => 60_000 + octets / 16

const sealedType = 'application/octet-stream'
/** Nothing of this browser goes along, and nothing is followed: the intake answers where it is asked. */
const quiet = { credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer', cache: 'no-store' } as const

/** The fields of an answer that are texts; none where it is no such answer. */
function read(text: string): Readonly<Record<string, string>> {
  try {
    const value: unknown = JSON.parse(text)
    return Object.fromEntries(Object.entries(value ?? {}).filter(([, each]) => typeof each === 'string'))
  } catch {
    return {}
  }
}

async function judge(
  status: number,
  answer: Readonly<Record<string, string>>,
  receiptKey: string,
  digests: readonly string[],
): Promise<Sent> {
  const { receipt = '', signature = '', problem } = answer
  if (status === 201) {
    const named = (await isSigned(receipt, signature, receiptKey)) ? namedBy(receipt, digests) : null
    return named === null ? { state: 'not-genuine' } : { state: 'arrived', ...named }
  }
  if (problem === undefined) return { state: status >= 500 ? 'no-answer' : 'not-genuine' }
  return { state: status >= 500 || status === 429 ? 'no-answer' : 'refused' }
}

/** ECDSA P-256 over the exact text. Anything damaged is false. */
async function isSigned(text: string, signature: string, keyText: string): Promise<boolean> {
  try {
    const way = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
    const key = await crypto.subtle.importKey('spki', fromBase64(keyText), way, false, ['verify'])
    return await crypto.subtle.verify(way, key, fromBase64(signature), utf8(text))
  } catch {
    return false
  }
}

/** Protocol: messages/receipt.ts, version 2. */
const receiptForm =
  /^\(satchel-receipt\s+\(version 2\)\s+\(item "([0-9a-f]{64})"\)\s+\(code "([0-9A-Z]{26})"\)\s+\(received "[0-9TZ:-]+"\)\s+\(sealed "([0-9a-f]{64})"\)((?:\s+\(file "[0-9a-f]{64}"\))*)\)\s*$/

/** The code and the item of a signed receipt, where it names exactly what was sent; null where it is for anything else. */
function namedBy(receipt: string, [reply, ...uploads]: readonly string[]): { code: string; item: string } | null {
  const [, item = '', code = '', sealed, files = ''] = receiptForm.exec(receipt) ?? []
  const named = [...files.matchAll(/[0-9a-f]{64}/g)].map(([digest]) => digest)
  const isAll = sealed === reply && named.length === uploads.length && uploads.every(each => named.includes(each))
  return isAll ? { code, item } : null
}

/** The first 16 digits of the SHA-256 of a token as the core writes it. */
async function tokenHash(token: string): Promise<string> {
  return (await sha256(utf8(token))).slice(0, 16)
}
