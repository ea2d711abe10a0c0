// From a request to its answer: who it is, which page, what it says. Every fault becomes a page that says what to do; none shows how the
// program works inside.

import { Problem } from '@satchel/protocol/problem'
import type { Context } from '../../context/context.ts'
import { bugText } from '../../problems/bug-text.ts'
import { fileProblem } from '../../problems/file-problem.ts'
import type { Live } from '../live/streams.ts'
import type { Incoming, Outgoing } from '../listener.ts'
import type { Works } from '../work/works.ts'
import type { Html } from '../page/html.ts'
import type { Answer, Page, Visit } from '../page/page.ts'
import { type Say, speak } from '../page/words.ts'
import { frame, bareFrame, partOf } from '../page/frame.ts'
import { problemPage, problemStatus, refusedPage, waitPage, waitText } from '../page/problem-page.ts'
import { askCodePage, enterPage } from '../page/enter-page.ts'
import { type Form, noForm, readForm } from './form.ts'
import { savedName } from '../../records/files/saved-name.ts'
import type { Gate } from './gate.ts'
import { type Place, refusalOf } from './guard.ts'
import { commonHeaders } from './headers.ts'
import { limits } from './limits.ts'
import { type Attempts, countedAddress, type Trier } from './attempts.ts'
import type { Codes } from './codes.ts'
import type { OwnLogins } from './own-logins.ts'
import type { Route } from './router.ts'
import type { Awaiting, Sessions, Visitor } from './session.ts'
import { staticFiles } from './static.ts'

export interface App {
  readonly place: Place
  readonly sessions: Sessions
  readonly gate: Gate
  readonly live: Live
  readonly ownLogins: OwnLogins
  readonly works: Works
  readonly attempts: Attempts
  readonly codes: Codes
  /** Acts as a colleague, over the console's own login. */
  readonly contextOf: (visitor: Visitor) => Context
  readonly route: (path: string) => Route | null
  readonly zone: string
  readonly organisation: string
  /** What a person should see who runs the console: bugs, never a value of a record. */
  readonly log: (text: string) => void
}

export async function answer(app: App, incoming: Incoming): Promise<Outgoing> {
  const english = speak(incoming.headers['accept-language']?.slice(0, 2) ?? 'en', app.zone)
  const bare = (status: number, body: Html) => pageOut(app, status, bareFrame(english, app.organisation, body))
  const refusal = refusalOf(incoming, app.place)
  if (refusal !== null) return bare(refusal.status, refusedPage(english, refusal.key))
  const url = URL.parse(incoming.target, 'http://console.invalid')
  // no text of the database holds the sign NUL, so that nothing is called by it
  if (url === null || /%00/.test(incoming.target)) return bare(404, refusedPage(english, 'not-there-how'))
  const file = staticFiles().find(url.pathname)
  if (file !== null) return fileOut(app, file.type, file.bytes)
  try {
    const answered = await app.gate.pass(() => answerSafely(app, incoming, url, english))
    return answered ?? bare(503, refusedPage(english, 'refused-busy'))
  } catch (error) {
    if (error instanceof Problem) return bare(problemStatus(error, 500), problemPage(english, error))
    app.log(bugText(error))
    return bare(500, problemPage(english, null))
  }
}

async function answerSafely(app: App, incoming: Incoming, url: URL, english: Say): Promise<Outgoing> {
  if (url.pathname === '/enter' && app.place.takesLinks) return enter(app, incoming, url, english)
  const visitor = await app.sessions.visitor(incoming)
  if (visitor === null) {
    const awaiting = await app.sessions.awaiting(incoming)
    return awaiting === null ? stranger(app, incoming, english) : askCode(app, incoming, url, awaiting)
  }
  if (url.pathname === '/leave' && incoming.method === 'POST') {
    app.ownLogins.of(visitor).forget()
    const headers = {
      ...commonHeaders(app.place.isTls),
      Location: '/enter',
      'Set-Cookie': await app.sessions.leave(incoming),
    }
    return { status: 303, headers, body: '' }
  }
  return visit(app, incoming, url, visitor)
}

/** Of a session that awaits a code no page is there but this one. */
async function askCode(app: App, incoming: Incoming, url: URL, { staff, language }: Awaiting): Promise<Outgoing> {
  const say = speak(language, app.zone)
  const led = (location: string, cookie: string): Outgoing => ({
    status: 303,
    headers: { ...commonHeaders(app.place.isTls), Location: location, 'Set-Cookie': cookie },
    body: '',
  })
  const asked = (status: number, fault: string | null, to: string) =>
    pageOut(app, status, bareFrame(say, app.organisation, askCodePage(say, fault, to)))
  if (incoming.method !== 'POST') return asked(401, null, incoming.target)
  if (url.pathname === '/leave') return led('/enter', await app.sessions.leave(incoming))
  const posted = await formOf(incoming)
  const form = 'form' in posted ? posted.form : noForm
  // within this console, and nowhere else
  const to = /^\/(?![/\\])/.test(form.get('to')) ? form.get('to') : '/'
  const trier = { staff, address: countedAddress(incoming.address) }
  const waits = await app.attempts.begin('code', trier)
  if (waits !== null) return asked(429, waitText(say, waits), to)
  if (!(await app.codes.right(staff, form.get('code')))) return asked(401, say('code-wrong'), to)
  await app.attempts.right('code', trier)
  const cookie = await app.sessions.prove(incoming)
  return cookie === null ? asked(401, say('code-wrong'), to) : led(to, cookie)
}

/** A browser with a certificate of a colleague needs no link. */
async function stranger(app: App, incoming: Incoming, say: Say): Promise<Outgoing> {
  const cookie = incoming.method === 'POST' ? null : await app.sessions.enterByCertificate(incoming)
  if (cookie !== null)
    return {
      status: 303,
      headers: { ...commonHeaders(app.place.isTls), Location: ownPath(incoming.target), 'Set-Cookie': cookie },
      body: '',
    }
  return pageOut(app, 401, bareFrame(say, app.organisation, enterPage(say, null, incoming.certificate !== null)))
}

/** A path of this console: one that begins with two strokes would name another host. */
function ownPath(target: string): string {
  const { pathname, search } = new URL(target, 'http://console.invalid')
  return `/${pathname.replace(/^\/+/, '')}${search}`
}

/** The page of a link has a button: what only opens addresses uses no link up. */
async function enter(app: App, incoming: Incoming, url: URL, say: Say): Promise<Outgoing> {
  if (incoming.method !== 'POST')
    return pageOut(app, 200, bareFrame(say, app.organisation, enterPage(say, url.searchParams.get('word'), false)))
  const posted = await formOf(incoming)
  const trier = { staff: null, address: countedAddress(incoming.address) }
  const waits = await app.attempts.begin('link', trier)
  if (waits !== null) return pageOut(app, 429, bareFrame(say, app.organisation, waitPage(say, waits)))
  const cookie = 'form' in posted ? await app.sessions.enter(incoming, posted.form.get('word')) : null
  if (cookie !== null) await app.attempts.right('link', trier)
  if (cookie === null) return pageOut(app, 403, bareFrame(say, app.organisation, refusedPage(say, 'refused-link')))
  return { status: 303, headers: { ...commonHeaders(app.place.isTls), Location: '/', 'Set-Cookie': cookie }, body: '' }
}

async function formOf(incoming: Incoming): Promise<{ readonly form: Form } | { readonly fault: string }> {
  if (incoming.method !== 'POST') return { form: noForm }
  const type = incoming.headers['content-type'] ?? ''
  const body = await incoming.body(type.startsWith('multipart/') ? limits.uploadBytes : limits.formBytes)
  return body === null ? { fault: 'refused-large' } : readForm(body, type)
}

async function visit(app: App, incoming: Incoming, url: URL, visitor: Visitor): Promise<Outgoing> {
  const say = speak(visitor.language, app.zone)
  const context = app.contextOf(visitor)
  const posted = await formOf(incoming)
  const found = app.route(url.pathname)
  const handler = incoming.method === 'POST' ? found?.page.post : found?.page.get
  const made: Visit = {
    context,
    visitor,
    say,
    path: url.pathname,
    params: found?.params ?? {},
    query: url.searchParams,
    form: 'form' in posted ? posted.form : noForm,
    isPart: incoming.headers['x-part'] === '1',
    gone: incoming.gone,
    live: app.live,
    ownLogin: app.ownLogins.of(visitor),
    works: app.works,
    codes: app.codes,
    attempts: attemptsOf(app, { staff: visitor.staff, address: countedAddress(incoming.address) }),
    isGoingOn: async () => (await app.sessions.visitor(incoming, true)) !== null,
    look: target => lookAt(app, made, target),
  }
  if ('fault' in posted)
    return shown(app, made, found?.page, {
      kind: 'page',
      title: say('refused'),
      status: 413,
      body: refusedPage(say, posted.fault),
    })
  if (handler === undefined)
    return shown(app, made, undefined, {
      kind: 'page',
      title: say('not-there'),
      status: 404,
      body: refusedPage(say, 'not-there-how'),
    })
  const answered = await handled(app, made, handler)
  // a post may have ended a session
  if (incoming.method === 'POST') await app.ownLogins.sweep()
  return shown(app, made, found?.page, answered)
}

const attemptsOf = ({ attempts }: App, trier: Trier): Visit['attempts'] => ({
  begin: kind => attempts.begin(kind, trier),
  right: kind => attempts.right(kind, trier),
})

/** A page of the same visitor at another moment. A stream is none. */
async function lookAt(app: App, made: Visit, target: string): Promise<Answer | null> {
  const url = /^\/(?!\/|live\/)/.test(target) ? URL.parse(target, 'http://console.invalid') : null
  const found = url === null ? null : app.route(url.pathname)
  if (url === null || found?.page.get === undefined) return null
  const { params } = found
  return found.page.get({ ...made, path: url.pathname, params, query: url.searchParams, form: noForm })
}

/** What a page throws, as an answer: a problem of the core is said in its own words. */
async function handled(app: App, made: Visit, handler: (visit: Visit) => Promise<Answer>): Promise<Answer> {
  try {
    return await handler(made)
  } catch (error) {
    const known = fileProblem(error)
    if (!(known instanceof Problem)) app.log(bugText(error))
    const status = known instanceof Problem ? problemStatus(known) : 500
    return {
      kind: 'page',
      title: made.say('problem'),
      status,
      body: problemPage(made.say, known instanceof Problem ? known : null),
    }
  }
}

async function shown(app: App, made: Visit, page: Page | undefined, answered: Answer): Promise<Outgoing> {
  const headers = commonHeaders(app.place.isTls)
  if (answered.kind === 'go') return { status: 303, headers: { ...headers, Location: answered.to }, body: '' }
  if (answered.kind === 'data') {
    const type = 'application/json; charset=utf-8'
    return { status: 200, headers: { ...headers, 'Content-Type': type }, body: JSON.stringify(answered.value) }
  }
  if (answered.kind === 'page') {
    const whole = () => frame(app.organisation, made, answered.place ?? page?.place ?? '', answered)
    return pageOut(app, answered.status ?? 200, made.isPart ? partOf(made, answered) : whole())
  }
  const { name, type, body, isShown } = answered
  const saved =
    name === undefined
      ? {}
      : { 'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(savedName(name))}` }
  return { status: 200, headers: { ...commonHeaders(app.place.isTls, isShown), 'Content-Type': type, ...saved }, body }
}

const pageOut = (app: App, status: number, body: string): Outgoing => ({
  status,
  headers: { ...commonHeaders(app.place.isTls), 'Content-Type': 'text/html; charset=utf-8' },
  body,
})

const fileOut = (app: App, type: string, body: Buffer): Outgoing => ({
  status: 200,
  headers: {
    ...commonHeaders(app.place.isTls),
    'Cache-Control': 'public, max-age=31536000, immutable',
    'Content-Type': type,
  },
  body,
})
