// One signed request to an intake and its answer, over TCP, TLS or a Unix socket. Redirects are never followed, and everything
// that the other side says is bounded: headers, body, time.

import { randomBytes } from 'node:crypto'
import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as httpRequest,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { Problem } from '@satchel/protocol/problem'
import { signRequest } from '@satchel/protocol/pull/http-signature'
import { type IntakeClientLimits, intakeClientLimits } from './intake-client-limits.ts'
import type { IntakeOrder } from './intake-source.ts'
import { problem } from '../problems.ts'

export interface Ask {
  readonly method: 'GET' | 'POST' | 'PUT'
  /** Path and query. */
  readonly target: string
  readonly body?: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  /** Time for all of it, body included. */
  readonly withinMs: number
  readonly stop?: AbortSignal
}

/** Must be closed, whether its body was read or not. */
export interface Answer {
  /** 200 or 206. */
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** @throws Problem pull/unreachable for a body that is cut or does not come in time. */
  readonly body: AsyncIterable<Uint8Array>
  /** Ends the time; gives the connection up where a rest of the body is left. */
  close(): void
}

export interface Asker {
  /** @throws Problem pull/unreachable, pull/not-safe, pull/failed, pull/refused, pull/newer-run, pull/not-there, pull/not-believed. */
  ask(ask: Ask): Promise<Answer>
  close(): void
}

interface Place {
  readonly isSecure: boolean
  readonly where: { readonly host: string; readonly port: number } | { readonly socketPath: string }
}

/** `http://HOST:PORT`, `https://HOST[:PORT]` without a path, or `unix:/PATH`. @throws Problem pull/address. */
function placeOf(address: string): Place {
  const socketPath = /^unix:(\/.{1,106})$/.exec(address)?.[1]
  if (socketPath !== undefined) return { isSecure: false, where: { socketPath } }
  const url = URL.canParse(address) ? new URL(address) : null
  const isPlain = url !== null && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
  if (url === null || !isPlain || !/^https?:$/.test(url.protocol)) {
    throw problem('pull/address', 'The address of an intake is neither http(s)://HOST:PORT nor unix:/PATH.', {
      hint: 'look at the setting intakes',
    })
  }
  const isSecure = url.protocol === 'https:'
  const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port)
  return { isSecure, where: { host: url.hostname.replace(/^\[|\]$/g, ''), port } }
}

/** @throws Problem pull/address. */
export function makeAsker(address: string, order: IntakeOrder): Asker {
  const { isSecure, where } = placeOf(address)
  const limits: IntakeClientLimits = order.limits ?? intakeClientLimits
  const agent = isSecure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
  const start = (ask: Ask): ClientRequest => {
    const body = ask.body ?? new Uint8Array()
    const signed = signRequest(
      { method: ask.method, target: ask.target, body, epoch: order.epoch, run: order.run },
      order.privateKey,
      { now: order.now(), nonce: randomBytes(16).toString('base64url') },
    )
    const headers = { ...ask.headers, ...signed, 'content-length': String(body.length) }
    const options = {
      ...where,
      agent,
      method: ask.method,
      path: ask.target,
      headers,
      maxHeaderSize: limits.headerBytes,
    }
    const request = isSecure ? httpsRequest(options) : httpRequest(options)
    request.setTimeout(limits.idleMs, () => request.destroy(new Error('nothing came for too long')))
    request.end(body)
    return request
  }
  return {
    ask: ask => askOnce(start, ask),
    close: () => agent.destroy(),
  }
}

async function askOnce(start: (ask: Ask) => ClientRequest, ask: Ask, isSecond = false): Promise<Answer> {
  const request = start(ask)
  const giveUp = () => request.destroy(new Error('stopped, or not done in time'))
  const timer = setTimeout(giveUp, ask.withinMs)
  ask.stop?.addEventListener('abort', giveUp)
  let response: IncomingMessage | null = null
  const close = () => {
    clearTimeout(timer)
    ask.stop?.removeEventListener('abort', giveUp)
    if (response?.complete !== true) request.destroy()
  }
  try {
    if (ask.stop?.aborted === true) giveUp()
    response = await answerOf(request)
    const { statusCode: status = 0, headers } = response
    checkStatus(status)
    return { status, headers, body: bodyOf(response), close }
  } catch (error) {
    close()
    if (error instanceof Problem) throw error
    // a kept connection that the other side closed as we asked: everything that is asked may be asked again
    if (request.reusedSocket && !isSecond && ask.stop?.aborted !== true) return await askOnce(start, ask, true)
    throw unreachable(error)
  }
}

async function* bodyOf(response: IncomingMessage): AsyncGenerator<Uint8Array> {
  const chunks = response[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  for (;;) {
    const next = await chunks.next().catch((error: unknown) => {
      throw unreachable(error)
    })
    if (next.done === true) return
    yield next.value
  }
}

/** Of Node's TLS: it was reached, and is not to be believed. */
const isCertificate = (cause: unknown) =>
  cause instanceof Error &&
  'code' in cause &&
  /^(ERR_TLS_|ERR_SSL_|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|EPROTO$)/.test(String(cause.code))

function unreachable(cause: unknown): Error {
  if (isCertificate(cause)) {
    return problem('pull/not-safe', 'The intake answers without TLS, or its certificate is not valid for its name.', {
      hint: 'use the name that the certificate is for; look whether it has run out',
      cause,
    })
  }
  return problem('pull/unreachable', 'The intake does not answer, or the connection was lost.', {
    hint: 'look whether the intake runs, and at the way to it (VPN, ssh, socket); nothing was lost, and the next pull goes on',
    cause,
  })
}

function answerOf(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve)
    // stays: an error after the answer reaches the reader of the body, and must not end the process
    request.on('error', reject)
  })
}

function checkStatus(status: number): void {
  if (status === 200 || status === 206) return
  // 403: something in front of it does not let us through
  if (status === 401 || status === 403) {
    throw problem('pull/refused', 'The intake answers, and refuses the signature of this core.', {
      hint: [
        'give the intake the public half of the pull key: keys/pull.pem in its home folder',
        'compare the clocks of both hosts: five minutes apart is too much',
        ...(status === 403 ? ['look whether a proxy in front of the intake refuses the way: it answered 403'] : []),
      ],
    })
  }
  if (status === 409) {
    throw problem('pull/newer-run', 'The intake has heard of a later core than this one.', {
      hint: 'this may be a copy or an old restore: stop it, or give it a new epoch with satchel db adopt',
    })
  }
  if (status === 404) throw problem('pull/not-there', 'The intake does not have what it listed.')
  if (status >= 500 && status < 600) {
    throw problem('pull/failed', `The intake could not do what it was asked (status ${status}).`, {
      hint: 'look at the log and the disk of the intake',
      details: { status },
    })
  }
  throw notBelieved(`answered with status ${status}`)
}

/** @param what continues "The intake ...". */
export function notBelieved(what: string, cause?: unknown): Error {
  return problem('pull/not-believed', `The intake ${what}, as no intake of ours does.`, {
    hint: 'look whether something stands between, else treat the intake as taken over: docs/pull.md',
    ...(cause === undefined ? {} : { cause }),
  })
}
