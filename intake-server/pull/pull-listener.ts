// The private listener: through it the core lists, fetches, settles and forgets items, and leaves what the intake has to know.
// Every request is signed by the core; whoever cannot sign learns nothing, not even why. Nothing here opens an item.

import type { KeyObject } from 'node:crypto'
import { appLineBytes, parseSignedApp } from '@satchel/protocol/pull/pull-app'
import { verifyPullFile } from '@satchel/protocol/pull/pull-signature'
import { keepSignedApp } from '../app/app-signed.ts'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { checkDigest, makeSeenRequests, type SeenRequests, verifyRequest } from '@satchel/protocol/pull/http-signature'
import { Problem } from '@satchel/protocol/problem'
import { printAbout } from '@satchel/protocol/pull/pull-about'
import { parseNameList, printListing } from '@satchel/protocol/pull/pull-files'
import { pullLimits } from '@satchel/protocol/pull/pull-limits'
import { parseOutcomeList } from '@satchel/protocol/pull/pull-outcomes'
import { parsePurposes } from '@satchel/protocol/pull/purpose-list'
import type { Spool } from '@satchel/protocol/spool/spool'
import { type Log, makeTally, type Tally } from '../host/log.ts'
import { aboutIntake } from './intake-about.ts'
import { giveItem, listPage, readPage } from './list-items.ts'
import { openOutcomes, type OutcomeStore } from './outcome-store.ts'
import { keepLimits, keepPurposes, keepTokens } from './pull-keep.ts'
import { applyNames, applyOutcomes } from './pull-settle.ts'
import { openPullState, type PullState } from './pull-state.ts'

export interface PullListenerOptions {
  readonly spool: Spool
  /** Home folder of the intake: `pull-state`, `live-tokens` and `outcomes/` are kept there. */
  readonly home: string
  /** Shared with the public pages; opened from the home folder where not given. */
  readonly outcomes?: OutcomeStore
  /** The core's public key, Ed25519. */
  readonly pullKey: KeyObject
  readonly now: () => Date
  readonly log: Log
  /** Shared with settling by folder; opened from the home folder where not given. */
  readonly state?: PullState
  /** Days for which settled items are kept, at least; 30 where not given. */
  readonly doneDays?: number
}

interface Tools extends PullListenerOptions {
  readonly state: PullState
  readonly outcomes: OutcomeStore
  readonly seen: SeenRequests
  readonly refused: Tally
}

interface Asked {
  readonly tools: Tools
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly match: RegExpExecArray
  readonly query: string
  readonly body: Uint8Array
}

interface Route {
  readonly method: string
  readonly path: RegExp
  readonly maxBytes: number
  readonly answer: (asked: Asked) => Promise<void>
}

/** Nothing moves towards the core for so long: it has gone. */
const idleMs = 30_000

const routes: readonly Route[] = [
  { method: 'GET', path: /^\/items$/, maxBytes: 0, answer: list },
  { method: 'GET', path: /^\/items\/([0-9a-f]{64}\.(?:sexp\.pgp|raw))$/, maxBytes: 0, answer: give },
  { method: 'GET', path: /^\/about$/, maxBytes: 0, answer: about },
  { method: 'POST', path: /^\/(settle|forget)$/, maxBytes: pullLimits.fileBytes, answer: apply },
  { method: 'PUT', path: /^\/live-tokens$/, maxBytes: keepLimits.tokenListBytes, answer: takeTokens },
  { method: 'PUT', path: /^\/app-signed$/, maxBytes: appLineBytes, answer: takeApp },
  { method: 'PUT', path: /^\/purposes$/, maxBytes: pullLimits.fileBytes, answer: takePurposes },
  { method: 'PUT', path: /^\/outcomes$/, maxBytes: pullLimits.fileBytes, answer: takeOutcomes },
]

/**
 * Makes the handler of the private listener, for `http.createServer`. It never throws and never rejects.
 * @throws Problem record/not-valid for a damaged `pull-state`.
 */
export function makePullListener(
  options: PullListenerOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const tools: Tools = {
    ...options,
    state: options.state ?? openPullState(options.home),
    outcomes: options.outcomes ?? openOutcomes(options.home, options.now),
    seen: makeSeenRequests(options.now()),
    refused: makeRefusals(options),
  }
  return (request, response) => {
    request.on('error', () => undefined)
    response.on('error', () => undefined)
    response.setTimeout(idleMs, () => response.destroy())
    handle(tools, request, response).catch((error: unknown) => fail(tools, response, error))
  }
}

/** Refusals are written at most once a minute, with their numbers: a scanner must not fill the log. */
function makeRefusals({ log, now }: PullListenerOptions): Tally {
  const tally = makeTally(log, 'pull-refused')
  let written = Number.NEGATIVE_INFINITY
  return {
    count(what) {
      tally.count(what)
      if (now().getTime() - written < 60_000) return
      written = now().getTime()
      tally.flush()
    },
    flush: () => tally.flush(),
  }
}

async function handle(tools: Tools, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [method, target] = [request.method ?? '', request.url ?? '']
  if (target.length > pullLimits.targetLength) return refuse(tools, response, 401, 'too-long')
  let digest: string
  try {
    const verified = verifyRequest({ method, target, headers: request.headers }, tools.pullKey, {
      now: tools.now(),
      seen: tools.seen,
    })
    digest = verified.digest
    // an old copy of the core may not even look
    if (!(await tools.state.raise(verified.epoch, verified.run))) return refuse(tools, response, 409, 'older-run')
  } catch (error) {
    if (error instanceof Problem && error.code.startsWith('signature/')) return refuse(tools, response, 401, error.code)
    throw error
  }
  tools.refused.flush()
  const [path = '', query = ''] = target.split('?', 2)
  const here = routes.filter(route => route.path.test(path))
  const route = here.find(each => each.method === method)
  if (route === undefined) return end(response, here.length > 0 ? 405 : 404)
  const body = await readBody(request, route.maxBytes)
  if (body === null) return refuse(tools, response, 413, 'too-large')
  try {
    checkDigest(body, digest)
  } catch {
    return refuse(tools, response, 401, 'other-body')
  }
  const match = route.path.exec(path)
  if (match !== null) await route.answer({ tools, request, response, match, query, body })
}

/** @returns null for more than a limit, before it is held in memory. */
async function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array | null> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return null
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > maxBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Without a word: who cannot sign is told nothing. The connection ends, so that no body is read. */
function refuse(tools: Tools, response: ServerResponse, status: number, why: string): void {
  tools.refused.count(why)
  if (!response.headersSent) response.writeHead(status, { 'content-length': 0, connection: 'close' })
  response.end()
}

function end(response: ServerResponse, status: number, text = ''): void {
  const body = Buffer.from(text)
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'content-length': body.length }).end(body)
}

/** The core is told what is wrong with its signed request. A fault of ours is logged by its kind only. */
function fail(tools: Tools, response: ServerResponse, error: unknown): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'bug'
  const isGone = response.destroyed || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET'
  if (!isGone) tools.log('pull-failed', { code })
  if (response.headersSent || isGone) {
    response.destroy()
    return
  }
  const status = error instanceof Problem && error.blame === 'sender' ? 400 : code === 'disk/full' ? 507 : 500
  end(response, status, error instanceof Problem ? `${error.code}\n` : '')
}

async function list({ tools, response, query }: Asked): Promise<void> {
  const page = readPage(query)
  if (page === null) return end(response, 400)
  const listing = await listPage(tools.spool, page)
  tools.log('pull-listed', { items: listing.items.length })
  end(response, 200, printListing(listing))
}

async function give({ tools, request, response, match }: Asked): Promise<void> {
  const ifRange = request.headers['if-range']
  const asked = { file: match[1] ?? '', range: request.headers.range, ifRange: ifRange?.toString() }
  await giveItem(tools.spool, asked, response)
}

async function about({ tools, response }: Asked): Promise<void> {
  end(response, 200, printAbout(await aboutIntake(tools.spool, tools.home, tools.outcomes)))
}

const textOf = (body: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(body)

/** Whether a list and its request name the same core and run. */
const isSame = ({ headers }: IncomingMessage, list: { readonly epoch: number; readonly run: number }): boolean =>
  String(list.epoch) === headers['satchel-epoch'] && String(list.run) === headers['satchel-run']

async function apply({ tools, request, response, match, body }: Asked): Promise<void> {
  const names = parseNameList(textOf(body))
  if (names.kind !== match[1] || !isSame(request, names)) return end(response, 400)
  end(response, 200, await applyNames(tools, names))
}

async function takeTokens({ tools, response, body }: Asked): Promise<void> {
  tools.log('pull-tokens', { tokens: await keepTokens(tools.home, body) })
  end(response, 200)
}

/** Signed by itself: Pocket shall not have to believe this host. */
async function takeApp({ tools, response, body }: Asked): Promise<void> {
  const { text, signature } = parseSignedApp(textOf(body))
  verifyPullFile(text, signature, tools.pullKey)
  await keepSignedApp(tools.home, textOf(body))
  end(response, 200)
}

async function takePurposes({ tools, request, response, body }: Asked): Promise<void> {
  const text = textOf(body)
  if (!isSame(request, parsePurposes(text))) return end(response, 400)
  await keepPurposes(tools.home, text)
  end(response, 200)
}

async function takeOutcomes({ tools, request, response, body }: Asked): Promise<void> {
  const list = parseOutcomeList(textOf(body))
  if (!isSame(request, list)) return end(response, 400)
  end(response, (await applyOutcomes(tools, list.outcomes)) === null ? 507 : 200)
}
