// Answers and their headers. Every answer of the public server goes through here, so none can lack what protects a visitor.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { IntakeLimits } from '../limits.ts'

export interface Answer {
  readonly status: number
  readonly body: string | Buffer
  /** text/html where nothing is said. */
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Nothing of the request's body is read, not even away: its connection ends with the answer. */
  readonly leaveBody?: boolean
}

const permissions = ['camera', 'geolocation', 'microphone', 'payment', 'usb', 'clipboard-read', 'interest-cohort']

/** @param scripts where a page may load scripts from; none where nothing is said. */
export const pagePolicy = (scripts: "'self'" | null = null): string =>
  [
    "default-src 'none'",
    ...(scripts === null ? [] : [`script-src ${scripts}`]),
    "style-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')

/** @param isHttps visitors come by https: their browsers may be told to insist on it. */
export function protectiveHeaders(isHttps: boolean): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': pagePolicy(),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': permissions.map(name => `${name}=()`).join(', '),
    'Cache-Control': 'no-store',
    'X-Robots-Tag': 'noindex, nofollow',
    ...(isHttps ? { 'Strict-Transport-Security': 'max-age=63072000; includeSubDomains' } : {}),
  }
}

/** For the page that forms in mail attachments post to (`Origin: null`): the token in the post is the only authority there. */
export const openToAll = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
} as const

/**
 * Sends an answer. Where the body of the request is not read yet, the rest is read away for a moment: a sender whose connection
 * is cut while it sends never sees the answer.
 */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  common: Readonly<Record<string, string>>,
  limits: IntakeLimits,
): Promise<void> {
  if (response.destroyed || response.headersSent) return
  const body = Buffer.from(answer.body)
  const isUnread = !request.complete
  response.writeHead(answer.status, {
    ...common,
    'Content-Type': answer.type ?? 'text/html; charset=utf-8',
    'Content-Length': body.length,
    ...answer.headers,
    ...(isUnread ? { Connection: 'close' } : {}),
  })
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  response.write(body)
  if (isUnread && answer.leaveBody === true) {
    response.end(() => request.destroy())
    return
  }
  if (isUnread) await readAway(request, limits)
  response.end()
}

/** Until the request ends, the sender goes away, or it is enough. */
function readAway(request: IncomingMessage, limits: IntakeLimits): Promise<void> {
  return new Promise(resolve => {
    let size = 0
    const done = () => {
      clearTimeout(timer)
      request.off('data', count)
      resolve()
    }
    const count = (chunk: Buffer) => {
      size += chunk.length
      if (size > limits.lingerBytes) done()
    }
    const timer = setTimeout(done, limits.lingerMs)
    for (const event of ['end', 'close', 'error']) request.once(event, done)
    request.on('data', count)
    request.resume()
  })
}
