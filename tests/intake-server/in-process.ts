// The public server in the process of the test: the real one, with other limits and clocks than visitors have.

import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type IntakeLimits, intakeLimits } from '@satchel/intake-server/limits'
import { openLiveTokens } from '@satchel/intake-server/receive/live-tokens'
import { openPurposes } from '@satchel/intake-server/receive/purposes'
import { makeLog, makeTally } from '@satchel/intake-server/host/log'
import { makeNetworks } from '@satchel/intake-server/http/networks'
import { makeWork } from '@satchel/intake-server/http/work'
import { readPublicKeys } from '@satchel/intake-server/host/public-keys'
import { makePublicListener } from '@satchel/intake-server/public/public-listener'
import type { GivenReceipt } from '@satchel/intake-server/receive/receipts'
import { openOutcomes, type OutcomeStore } from '@satchel/intake-server/pull/outcome-store'
import { makeReceiptCodes } from '@satchel/intake-server/receive/receipt-codes'
import { makeRepeats } from '@satchel/intake-server/receive/repeats'
import { openRoom } from '@satchel/intake-server/receive/room'
import { close, listen, makeServer } from '@satchel/intake-server/http/http-server'
import { checkIntakeSettings } from '@satchel/intake-server/host/intake-settings'
import { listItems, openSpool, type Spool } from '@satchel/protocol/spool/spool'
import { tokenHash } from '@satchel/protocol/messages/token'
import { afterEach, beforeAll, beforeEach } from 'vitest'
import { writeIntakeHome } from '../helpers/intake.ts'
import { makeTestKeys, type TestKeys } from '../protocol/envelopes.ts'
import { publicHalves } from './posts.ts'

interface Given {
  readonly limits?: Partial<IntakeLimits>
  readonly settings?: Readonly<Record<string, unknown>>
  readonly now?: () => Date
  /** Milliseconds, for what fills up again with time. */
  readonly clock?: () => number
  /** The core's list; none where not given. */
  readonly liveTokens?: readonly string[]
}

/** One server for each test of a file, begun by the test, with what it stored and said. */
export function eachWithServer() {
  let keys: TestKeys
  let folder: string
  let spool: Spool
  let log: string
  let outcomes: OutcomeStore
  let server: Server | undefined

  beforeAll(async () => {
    keys = await makeTestKeys(new Date(Date.now() - 86_400_000))
  })
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'satchel-intake-'))
    log = ''
  })
  afterEach(async () => {
    if (server !== undefined) await close(server, 0)
    server = undefined
    rmSync(folder, { recursive: true })
  })

  /** @returns its address. */
  async function serve({ limits, settings, now = () => new Date(), clock, liveTokens }: Given = {}): Promise<string> {
    const home = writeIntakeHome({ keys: publicHalves(keys), home: join(folder, 'intake') })
    if (liveTokens !== undefined) {
      const lines = liveTokens.map(token => `${tokenHash(token).slice(0, 16)}\n`)
      writeFileSync(join(home, 'live-tokens'), lines.join(''))
    }
    const base = {
      organisation: 'Kilimo',
      publicUrl: 'https://intake.example',
      listen: '127.0.0.1:0',
      diskReserveBytes: 0,
    }
    const checked = checkIntakeSettings({ ...base, ...settings }, home, 'intake.json')
    spool = await openSpool(checked.spool)
    const all: IntakeLimits = { ...intakeLimits, checkMs: 20, lingerMs: 500, ...limits }
    const say = makeLog(line => void (log += line), now)
    const refusals = makeTally(say, 'refused')
    const known = await readPublicKeys(home, new Date())
    const receiptKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    outcomes = openOutcomes(home, now, all)
    const taker = {
      spool,
      keys: () => known,
      receiptKey,
      codes: makeReceiptCodes(receiptKey),
      outcomes,
      appSigned: () => '',
      room: await openRoom(spool, checked),
      networks: makeNetworks(checked.trustedProxy, clock, all),
      repeats: makeRepeats<GivenReceipt>(),
      tokens: openLiveTokens(home, now, say, clock),
      work: makeWork(all, now, clock),
      purposes: openPurposes(home, say),
      limits: all,
      now,
      failpoint: () => undefined,
      log: say,
      refusals: { count: (what: string) => (refusals.count(what), refusals.flush()), flush: () => undefined },
    }
    server = makeServer(makePublicListener(taker, checked), all, taker.refusals, taker.networks)
    return `http://${await listen(server, checked.listen)}`
  }

  return {
    serve,
    get spool() {
      return spool
    },
    /** The store of the core's words about receipts. */
    get outcomes() {
      return outcomes
    },
    /** All that it wrote to its log. */
    get log() {
      return log
    },
    stored: async () => (await listItems(spool, { limit: 1000 })).length,
  }
}
