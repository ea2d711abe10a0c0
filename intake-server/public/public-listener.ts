// The public listener: one request to one answer. The only place where errors of requests are caught; a sender that goes away in
// the middle of anything must never end the process.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Answer, protectiveHeaders, send } from '../http/answer.ts'
import { lengthOf, notForm, tooLarge } from '../http/body.ts'
import { codeOf, refusalAnswer } from './refusals.ts'
import { answerTo, findRoute, headersOf, isScript, isTooLong } from './routes.ts'
import { busy } from '../receive/room.ts'
import type { IntakeSettings } from '../host/intake-settings.ts'
import type { Taker } from '../receive/receive-post.ts'
import { chooseLanguage } from '../words/page-words.ts'
import { notFoundPage } from './answer-pages.ts'
import type { PageContext } from './layout.ts'

type PageSettings = Pick<IntakeSettings, 'organisation' | 'mail' | 'languages' | 'publicUrl'>

/** @returns what node:http calls for each request; it never throws and never rejects. */
export function makePublicListener(taker: Taker, settings: PageSettings) {
  const common = protectiveHeaders(settings.publicUrl.startsWith('https:'))
  return (request: IncomingMessage, response: ServerResponse): void => {
    // a socket that breaks is said by events that nobody may miss
    request.on('error', () => undefined)
    response.on('error', () => undefined)
    // null: its network has its share already
    const leave = hasBody(request) ? taker.networks.enter(request) : () => undefined
    void handle(taker, settings, request, response, common, leave === null)
      .catch((error: unknown) => {
        report(taker, error)
        response.destroy()
      })
      .finally(() => leave?.())
  }
}

async function handle(
  taker: Taker,
  settings: PageSettings,
  request: IncomingMessage,
  response: ServerResponse,
  common: Readonly<Record<string, string>>,
  isOver: boolean,
): Promise<void> {
  const target = request.url ?? '/'
  const asked = `http://intake${target.replace(/^\/+/, '/')}`
  const url = isTooLong(target) || !target.startsWith('/') || !URL.canParse(asked) ? null : new URL(asked)
  const query = url?.searchParams ?? new URLSearchParams()
  const wanted = query.get('lang')
  const language = chooseLanguage(settings.languages, wanted, request.headers['accept-language'])
  const page: PageContext = { settings, language, isChosen: language === wanted, now: taker.now() }
  const found = url === null ? null : findRoute(url.pathname)
  let answer: Answer | null
  try {
    if (isOver) throw busy('One network has as many bodies on their way as it may.')
    if (request.rawHeaders.length / 2 > taker.limits.headers)
      throw tooLarge(`more than ${taker.limits.headers} headers`)
    if (url === null) throw notForm('asks for no address of ours')
    answer =
      found === null
        ? { status: 404, body: notFoundPage(page) }
        : await answerTo(found.route, { taker, request, page, rest: found.rest, query })
  } catch (error) {
    report(taker, error)
    answer = refusalAnswer(error, page, isScript(request))
  }
  const headers = { ...common, 'Content-Language': language, ...headersOf(found?.route) }
  // over its share a network is not waited for either
  const limits = isOver ? { ...taker.limits, lingerMs: 0 } : taker.limits
  if (answer === null) response.destroy()
  else await send(request, response, answer, headers, limits)
  taker.failpoint('intake/answered')
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (lengthOf(headers) ?? 0) > 0

/** By code and count; of a bug where it is, never what it said: a message may quote what was posted. */
function report(taker: Taker, error: unknown): void {
  const code = codeOf(error)
  taker.refusals.count(code)
  if (code !== 'bug') return
  const where = error instanceof Error ? (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line)) : []
  taker.log('bug', { name: error instanceof Error ? error.name : typeof error, at: (where[0] ?? '').trim() })
}
