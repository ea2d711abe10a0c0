// A real private listener on a real socket, with a real spool, for the tests of both sides.

import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openIntake } from '@satchel/dispatcher/intake/intake-client'
import type { IntakeClientLimits } from '@satchel/dispatcher/intake/intake-client-limits'
import type { IntakeOrder, IntakeSource } from '@satchel/dispatcher/intake/intake-source'
import { openOutcomes } from '@satchel/intake-server/pull/outcome-store'
import { makePullListener } from '@satchel/intake-server/pull/pull-listener'
import { printReceiptState, type ReceiptState } from '@satchel/protocol/messages/receipt-state'
import { signRequest } from '@satchel/protocol/pull/http-signature'
import { type Listing, type NameList, parseListing, printNameList } from '@satchel/protocol/pull/pull-files'
import type { ReadOutcome, SignedOutcome } from '@satchel/protocol/pull/pull-outcomes'
import { signPullFile } from '@satchel/protocol/pull/pull-signature'
import { openSpool, type Spool, writeItem } from '@satchel/protocol/spool/spool'
import type { pools } from '@satchel/protocol/spool/spool-layout'

export const keys = generateKeyPairSync('ed25519')

export interface Stage {
  readonly root: string
  readonly home: string
  readonly spool: Spool
  /** Lines of the log, as facts. */
  readonly logged: { readonly event: string; readonly facts: object }[]
  readonly address: string
  /** The clock of the intake. */
  clock: Date
  /** Ends the listener and begins a new one on the same home and spool. */
  restart(): Promise<void>
  close(): Promise<void>
}

const listening = (server: http.Server, where: string | { port: number; host: string }) =>
  new Promise<void>(resolve => {
    if (typeof where === 'string') server.listen(where, () => resolve())
    else server.listen(where, () => resolve())
  })

/** Starts one. @param options.socket on a Unix socket instead of a loopback port. */
export async function startPull(
  options: {
    readonly socket?: boolean
    readonly doneDays?: number
    readonly limits?: Parameters<typeof openOutcomes>[2]
  } = {},
): Promise<Stage> {
  const root = mkdtempSync(join(tmpdir(), 'satchel-pull-'))
  const home = join(root, 'home')
  mkdirSync(home)
  const spool = await openSpool(join(home, 'spool'))
  const logged: Stage['logged'] = []
  let clock = new Date()
  let server: http.Server
  let port = 0
  const begin = async () => {
    const log = (event: string, facts: object = {}) => void logged.push({ event, facts })
    const { doneDays = 30 } = options
    const outcomes = openOutcomes(home, () => clock, options.limits)
    const listener = makePullListener({
      spool,
      home,
      pullKey: keys.publicKey,
      now: () => clock,
      log,
      doneDays,
      outcomes,
    })
    server = http.createServer(listener)
    await listening(server, options.socket === true ? join(root, 'pull.sock') : { port, host: '127.0.0.1' })
    if (options.socket !== true) ({ port } = server.address() as AddressInfo)
  }
  const end = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  await begin()
  return {
    root,
    home,
    spool,
    logged,
    get address() {
      return options.socket === true ? `unix:${join(root, 'pull.sock')}` : `http://127.0.0.1:${port}`
    },
    get clock() {
      return clock
    },
    set clock(time) {
      clock = time
    },
    async restart() {
      await end()
      await begin()
    },
    async close() {
      await end()
      rmSync(root, { recursive: true })
    },
  }
}

/** As the core signs what it leaves. */
export const signAsCore = (text: string): string => signPullFile(text, keys.privateKey).trim()

/** The word of the core about a receipt, signed with the key of the stage. */
export function outcomeOf(changes: Partial<ReceiptState>): ReadOutcome {
  const told: ReceiptState = {
    version: 1,
    receipt: '1'.repeat(64),
    item: '0'.repeat(64),
    epoch: 1,
    number: 1,
    state: 'imported',
    said: '2026-11-22T10:12:00Z',
    ...changes,
  }
  const text = printReceiptState(told)
  return { told, text, signature: signPullFile(text, keys.privateKey).trim() }
}

/** As it is kept and given. */
export const bare = ({ text, signature }: SignedOutcome): SignedOutcome => ({ text, signature })

/** Puts an item into the spool. @returns its name. */
export async function put(spool: Spool, text: string, pool: (typeof pools)[number] = 'reply'): Promise<string> {
  return (await writeItem(spool, pool, 'sexp.pgp', new TextEncoder().encode(text))).name
}

let run = 0
/** The core's side, with a run number of its own. */
export function orderOf(changes: Partial<IntakeOrder> = {}): IntakeOrder {
  run++
  return { privateKey: keys.privateKey, epoch: 1, run, now: () => new Date(), ...changes }
}

export const openStage = (stage: Stage, changes: Partial<IntakeOrder> = {}): IntakeSource =>
  openIntake(stage.address, orderOf({ now: () => stage.clock, ...changes }))

export interface Asked {
  readonly method?: string
  readonly target: string
  readonly body?: string | Uint8Array
  readonly headers?: http.OutgoingHttpHeaders
  readonly epoch?: number
  readonly run?: number
  readonly nonce?: string
}

export interface Said {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: Buffer
}

/** Headers of a request that is rightly signed. */
export function signedHeaders(stage: Stage, asked: Asked): http.OutgoingHttpHeaders {
  const { method = 'GET', target, epoch = 1, run: number = 1_000_000 } = asked
  const body = Buffer.from(asked.body ?? '')
  const nonce = asked.nonce ?? randomBytes(16).toString('base64url')
  return signRequest({ method, target, body, epoch, run: number }, keys.privateKey, { now: stage.clock, nonce })
}

/** Sends a request as it is given. */
export function send(stage: Stage, asked: Asked): Promise<Said> {
  const body = Buffer.from(asked.body ?? '')
  const where = stage.address.startsWith('unix:')
    ? { socketPath: stage.address.slice(5) }
    : { host: '127.0.0.1', port: new URL(stage.address).port }
  return new Promise((resolve, reject) => {
    const request = http.request({
      ...where,
      agent: false,
      method: asked.method ?? 'GET',
      path: asked.target,
      headers: { 'content-length': body.length, ...asked.headers },
    })
    request.on('error', reject)
    request.on('response', response => {
      const chunks: Uint8Array[] = []
      response.on('data', (chunk: Uint8Array) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      )
    })
    request.end(body)
  })
}

/** Sends a request that is rightly signed. */
export const sendSigned = (stage: Stage, asked: Asked): Promise<Said> =>
  send(stage, { ...asked, headers: { ...signedHeaders(stage, asked), ...asked.headers } })

/** Small limits of the core's side, for tests that wait for them. */
export const smallLimits: IntakeClientLimits = {
  answerMs: 2000,
  idleMs: 300,
  bytesPerSecond: 1_000_000,
  headerBytes: 16 * 1024,
  page: 3,
  items: 1000,
  pages: 20,
  bytes: 1_000_000,
  itemBytes: 100_000,
  lostMs: 60_000,
  failures: 3,
  badKept: 3,
  events: 5,
}

/** Settles or forgets by a signed request. @param more.mark through when the core is backed up. */
export function postNames(
  stage: Stage,
  kind: NameList['kind'],
  names: readonly string[],
  more: Partial<Asked> & { readonly mark?: string } = {},
): Promise<Said> {
  const { epoch = 1, run: number = 1_000_000, mark } = more
  const marked = mark === undefined ? {} : { backedUpThrough: mark }
  const body = printNameList({ kind, epoch, run: number, names, ...marked })
  return sendSigned(stage, { method: 'POST', target: `/${kind}`, body, epoch, run: number, ...more })
}

export async function listPage(stage: Stage, query = ''): Promise<Listing> {
  return parseListing((await sendSigned(stage, { target: `/items${query}` })).body.toString())
}

export const waitingIn = (stage: Stage, pool = 'reply') => readdirSync(join(stage.spool.folder, 'new', pool))

/** The name of no item. */
export const unknown = 'f'.repeat(64)
