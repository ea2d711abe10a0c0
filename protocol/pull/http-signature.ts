// Signed requests of the core to an intake: HTTP message signatures (RFC 9421) with Ed25519, and Content-Digest (RFC 9530).
// There is one form of a signature here; everything else that the RFC allows is refused.

import { createHash, createPublicKey, type KeyObject, sign, timingSafeEqual, verify } from 'node:crypto'
import { problem } from '../problems.ts'
import { pullLimits } from './pull-limits.ts'

/** The covered components, always in this order. Without the body's digest a signature would not cover the body. */
const covered = ['@method', '@path', '@query', 'content-digest', 'satchel-epoch', 'satchel-run'] as const

interface RequestParts {
  readonly method: string
  /** Path and query as they stand in the request line. */
  readonly target: string
}

export interface RequestToSign extends RequestParts {
  readonly body: Uint8Array
  readonly epoch: number
  readonly run: number
}

export interface SignedRequest extends RequestParts {
  /** Names in lower case, as node:http gives them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** A verified request. Its digest is compared once the body is there. */
export interface VerifiedRequest {
  readonly epoch: number
  readonly run: number
  readonly digest: string
}

/** Header value `sha-256=:BASE64:` of a body, also of an empty one. */
export function contentDigest(body: Uint8Array): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`
}

/** The first 16 hex digits of the key's SHA-256 (SPKI): tells keys apart, proves nothing. @param key either half. */
export function pullKeyId(key: KeyObject): string {
  const half = key.type === 'private' ? createPublicKey(key) : key
  return createHash('sha256')
    .update(half.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16)
}

/**
 * The text that is signed (RFC 9421 section 2.5).
 * @param components name and value of each, in order. @param params what stands behind `sig=` in Signature-Input.
 */
export function signatureBase(components: readonly (readonly [string, string])[], params: string): string {
  return [...components.map(([name, value]) => `"${name}": ${value}`), `"@signature-params": ${params}`].join('\n')
}

function baseOf(request: RequestParts, digest: string, epoch: string, run: string, params: string): string {
  const cut = request.target.indexOf('?')
  const path = cut < 0 ? request.target : request.target.slice(0, cut)
  // an absent query is an empty one: RFC 9421 section 2.2.7
  const query = cut < 0 ? '?' : request.target.slice(cut)
  const values = [request.method.toUpperCase(), path === '' ? '/' : path, query, digest, epoch, run]
  return signatureBase(
    covered.map((name, index) => [name, values[index] ?? '']),
    params,
  )
}

const coveredList = `(${covered.map(name => `"${name}"`).join(' ')})`

/**
 * The headers that make a request a signed one.
 * @param options.nonce 22 characters of base64url, never used before.
 */
export function signRequest(
  request: RequestToSign,
  privateKey: KeyObject,
  options: { readonly now: Date; readonly nonce: string },
): Readonly<Record<string, string>> {
  if (!/^[A-Za-z0-9_-]{22}$/.test(options.nonce)) throw new TypeError('a nonce has 128 bits')
  const created = Math.floor(options.now.getTime() / 1000)
  const keyId = pullKeyId(privateKey)
  const params = `${coveredList};created=${created};nonce="${options.nonce}";keyid="${keyId}";alg="ed25519"`
  const digest = contentDigest(request.body)
  const base = baseOf(request, digest, String(request.epoch), String(request.run), params)
  return {
    'content-digest': digest,
    'satchel-epoch': String(request.epoch),
    'satchel-run': String(request.run),
    'signature-input': `sig=${params}`,
    signature: `sig=:${sign(null, Buffer.from(base), privateKey).toString('base64')}:`,
  }
}

/** Remembers which requests came. Begins to know with `since`: what was made before may have come before. */
export interface SeenRequests {
  readonly since: Date
  /** @returns false when it was there already, or no more can be remembered. */
  add(nonce: string, now: Date): boolean
}

/** Bounded by the window, and by `pullLimits.nonces`: only who holds the key can fill it. @param most for tests. */
export function makeSeenRequests(since: Date, most: number = pullLimits.nonces): SeenRequests {
  // in the order of coming. One that was made a window ahead of our clock is good for two windows after it came
  const seen = new Map<string, number>()
  return {
    since,
    add(nonce, now) {
      const oldest = now.getTime() - 2 * pullLimits.windowSeconds * 1000
      for (const [each, came] of seen) {
        if (came >= oldest) break
        seen.delete(each)
      }
      if (seen.has(nonce) || seen.size >= most) return false
      seen.set(nonce, now.getTime())
      return true
    },
  }
}

const shape =
  /^sig=(\((?:"[^"()]*" ?)*\);created=([0-9]{1,11});nonce="([A-Za-z0-9_-]{22})";keyid="([0-9a-f]{16})";alg="ed25519")$/
// the last letter of 64 octets has four bits without meaning, which are zero in the one right spelling
const signatureShape = /^sig=:([A-Za-z0-9+/]{85}[AQgw]==):$/
const wholeNumber = /^(?:0|[1-9][0-9]{0,15})$/

function header(request: SignedRequest, name: string): string {
  const value = request.headers[name]
  if (value === undefined) throw problem('signature/missing', `The request has no header ${name}.`)
  if (typeof value !== 'string') throw problem('signature/not-readable', `The header ${name} stands twice.`)
  return value
}

/**
 * Judges the headers of a request before its body is read; `checkDigest` judges the body.
 * @param options.seen notes the request once everything else about it is right.
 * @throws Problem signature/missing, signature/not-readable, signature/wrong, signature/old, signature/reused.
 */
export function verifyRequest(
  request: SignedRequest,
  publicKey: KeyObject,
  options: { readonly now: Date; readonly seen: SeenRequests },
): VerifiedRequest {
  const input = header(request, 'signature-input')
  const [, params = '', created = '', nonce = '', keyId] = shape.exec(input) ?? []
  const [, signature] = signatureShape.exec(header(request, 'signature')) ?? []
  const [digest, epoch, run] = [
    header(request, 'content-digest'),
    header(request, 'satchel-epoch'),
    header(request, 'satchel-run'),
  ]
  const isWhole = [epoch, run].every(number => wholeNumber.test(number) && Number.isSafeInteger(Number(number)))
  if (params === '' || signature === undefined || !isWhole) {
    throw problem('signature/not-readable', 'The signature of the request is not of the form that is agreed.')
  }
  if (!params.startsWith(`${coveredList};`)) {
    throw problem('signature/not-readable', 'The signature covers other parts of the request than agreed.')
  }
  const base = baseOf(request, digest, epoch, run, params)
  const isOurs = keyId === pullKeyId(publicKey)
  if (!isOurs || !verify(null, Buffer.from(base), publicKey, Buffer.from(signature, 'base64'))) {
    throw problem('signature/wrong', 'The request was not signed with the key that is known here.')
  }
  const { now, seen } = options
  const ageSeconds = now.getTime() / 1000 - Number(created)
  const isBefore = Number(created) < Math.floor(seen.since.getTime() / 1000)
  if (Math.abs(ageSeconds) > pullLimits.windowSeconds || isBefore) {
    throw problem('signature/old', 'The request was not made now: it is old, or a clock is wrong.', {
      hint: 'compare the clocks of both hosts',
    })
  }
  if (!seen.add(nonce, now)) {
    throw problem('signature/reused', 'The request came before, or too many came at once.')
  }
  return { epoch: Number(epoch), run: Number(run), digest }
}

/** Compares a body with the digest that was signed. @throws Problem signature/wrong. */
export function checkDigest(body: Uint8Array, digest: string): void {
  const [given, real] = [Buffer.from(digest), Buffer.from(contentDigest(body))]
  if (given.length !== real.length || !timingSafeEqual(given, real)) {
    throw problem('signature/wrong', 'The body is not the one that was signed.')
  }
}
