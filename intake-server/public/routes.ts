// The public routes, as a table. GET and HEAD change nothing, whatever is asked for; only the POST of a page acts.

import type { IncomingMessage } from 'node:http'
import { receiptKeyText } from '@satchel/protocol/messages/receipt-sign'
import { type Answer, openToAll, pagePolicy } from '../http/answer.ts'
import { staticAnswer } from '../http/static-files.ts'
import { intakeLimits } from '../limits.ts'
import { homePage, inquiryPage, replyPage, unsubscribePage, updatePage } from './pages.ts'
import { answerReceipt, receiptJson } from './receipt-answer.ts'
import { receiptPage, receiptStatePage } from './receipt-pages.ts'
import { type Kind, kindRules } from '../receive/kinds.ts'
import { appRouteOf } from '../app/app-routes.ts'
import { isFormType, type PostedField, typeOf } from '../receive/posted-fields.ts'
import type { GivenReceipt } from '../receive/receipts.ts'
import { receivePost, type Taker } from '../receive/receive-post.ts'
import { type Ask, AskAgain } from '../receive/ask-again.ts'
import { notFoundPage, thanksPage, unsubscribedPage } from './answer-pages.ts'
import type { PageContext } from './layout.ts'

interface Asked {
  readonly taker: Taker
  readonly request: IncomingMessage
  readonly page: PageContext
  /** The rest of the path behind the route's name; null where there is none. */
  readonly rest: string | null
  readonly query: URLSearchParams
}

type Handler = (asked: Asked) => Answer | Promise<Answer>

export interface Route {
  readonly get?: Handler
  readonly post?: Handler
  /** Answers may be read by any origin, `null` of a file too. */
  readonly isOpen?: boolean
}

/** Whether the sender is a program that wants the receipt as JSON. */
export function isScript(request: IncomingMessage): boolean {
  const accepts = request.headers.accept ?? ''
  return accepts.includes('application/json') || (request.method === 'POST' && !isFormType(typeOf(request)))
}

const asksJson = (request: IncomingMessage): boolean => (request.headers.accept ?? '').includes('application/json')

function stored({ receipt, signature, code }: GivenReceipt): Answer {
  const body = `${JSON.stringify({ code, receipt, signature })}\n`
  return { status: 201, type: 'application/json', body }
}

/** Does `work`; where a person can add what is missing, the answer is the page once more with what was typed. */
async function orAgain(
  { refusals }: Taker,
  work: () => Promise<Answer>,
  isProgram: boolean,
  page: (again: Ask) => string,
): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    if (isProgram || !(error instanceof AskAgain)) throw error
    refusals.count(error.code)
    if (error.work === null) return { status: 422, body: page(error) }
    const headers = {
      'Retry-After': String(error.work.waitSeconds),
      'Content-Security-Policy': pagePolicy("'self'"),
    }
    return { status: 429, body: page(error), headers }
  }
}

const post =
  (kind: Kind, again: (page: PageContext, again: Ask) => string): Handler =>
  ({ taker, request, page }) => {
    const script = isScript(request)
    const take = async (): Promise<Answer> => {
      const receipt = await receivePost(taker, request, { kind, named: [], isScript: script })
      if (script) return stored(receipt)
      const language = page.isChosen ? `&lang=${page.language}` : ''
      return { status: 303, body: '', headers: { Location: `/thanks?code=${receipt.code}&of=${kind}${language}` } }
    }
    return orAgain(taker, take, script, ask => again(page, ask))
  }

/** RFC 8058: no redirect, no cookie, the same answer whatever the token. */
const unsubscribe: Handler = async ({ taker, request, page, rest, query }) => {
  const isSome = query.has('some')
  const named: readonly PostedField[] = [
    ...(rest === null ? [] : [['token', rest] as const]),
    ...(isSome ? [['some', '1'] as const] : []),
  ]
  const leave = { token: rest, purposes: await taker.purposes() }
  const take = async (): Promise<Answer> => {
    const receipt = await receivePost(taker, request, { kind: 'unsubscribe', named, isScript: asksJson(request) })
    return asksJson(request) ? stored(receipt) : { status: 200, body: unsubscribedPage(page, isSome) }
  }
  return orAgain(taker, take, asksJson(request), ask => unsubscribePage(page, leave, ask))
}

/** A code as it may stand in an address. */
const codeIn = (query: URLSearchParams): string | null => {
  const code = query.get('code') ?? ''
  return /^[0-9A-Z]{26}$/.test(code) ? code : null
}

const receipt: Handler = async ({ taker, request, page }) => {
  const answer = await answerReceipt(taker, request)
  return asksJson(request) ? receiptJson(answer) : { status: 200, body: receiptStatePage(page, answer.state) }
}

const plain = (body: string): Answer => ({ status: 200, type: 'text/plain; charset=utf-8', body })

const routes: Readonly<Record<string, Route>> = {
  '/': { get: ({ page }) => ({ status: 200, body: homePage(page) }) },
  '/update': { get: ({ page }) => ({ status: 200, body: updatePage(page) }), post: post('form-request', updatePage) },
  '/unsubscribe': {
    get: async ({ taker, page, rest }) => ({
      status: 200,
      body: unsubscribePage(page, { token: rest, purposes: await taker.purposes() }),
    }),
    post: unsubscribe,
  },
  '/inquiry': { get: ({ page }) => ({ status: 200, body: inquiryPage(page) }), post: post('inquiry', inquiryPage) },
  '/reply': {
    get: ({ page }) => ({ status: 200, body: replyPage(page) }),
    post: post('reply', replyPage),
    isOpen: true,
  },
  '/thanks': {
    get({ page, query }) {
      const of = query.get('of') ?? ''
      const kind = Object.hasOwn(kindRules, of) ? (of as Kind) : null
      return { status: 200, body: thanksPage(page, codeIn(query), kind) }
    },
  },
  '/receipt': {
    get: ({ page, query }) => ({ status: 200, body: receiptPage(page, codeIn(query)) }),
    post: receipt,
    isOpen: true,
  },
  '/receipt.pub': { get: ({ taker }) => plain(`${receiptKeyText(taker.receiptKey)}\n`), isOpen: true },
  '/.well-known/satchel': { get: ({ taker }) => plain(taker.keys().armored.join('\n')), isOpen: true },
  '/robots.txt': { get: () => plain('User-agent: *\nDisallow: /\n') },
}

/** The route of a path, and what stands behind it; null for no page of ours. */
export function findRoute(path: string): { readonly route: Route; readonly rest: string | null } | null {
  const exact = Object.hasOwn(routes, path) ? routes[path] : undefined
  if (exact !== undefined) return { route: exact, rest: null }
  const file = staticAnswer(path)
  if (file !== null) return { route: { get: () => file }, rest: null }
  if (path.startsWith('/app')) return appRouteOf(path)
  const rest = /^\/unsubscribe\/([^/]+)$/.exec(path)?.[1]
  const route = routes['/unsubscribe']
  if (rest === undefined || route === undefined) return null
  try {
    return { route, rest: decodeURIComponent(rest) }
  } catch {
    return null
  }
}

/** @throws Problem of `receivePost`. */
export function answerTo(route: Route, asked: Asked): Answer | Promise<Answer> {
  const { method = '' } = asked.request
  if (method === 'OPTIONS') return allow(route)
  const handler = method === 'GET' || method === 'HEAD' ? route.get : method === 'POST' ? route.post : undefined
  if (handler !== undefined) return handler(asked)
  return { status: 405, body: notFoundPage(asked.page), headers: { Allow: methodsOf(route) } }
}

function methodsOf(route: Route): string {
  return [...(route.get ? ['GET', 'HEAD'] : []), ...(route.post ? ['POST'] : []), 'OPTIONS'].join(', ')
}

function allow(route: Route): Answer {
  const cors = {
    'Access-Control-Allow-Methods': methodsOf(route),
    'Access-Control-Allow-Headers': 'Accept, Content-Type, Satchel-Token-Hash, Satchel-Work',
    'Access-Control-Max-Age': '600',
  }
  return { status: 204, body: '', headers: { Allow: methodsOf(route), ...(route.isOpen ? cors : {}) } }
}

/** Headers of a route beside the protective ones. */
export const headersOf = (route: Route | undefined): Readonly<Record<string, string>> =>
  route?.isOpen ? openToAll : {}

export const isTooLong = (url: string): boolean => url.length > intakeLimits.urlLength
