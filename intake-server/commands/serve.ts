// `satchel-intake serve`: puts the parts together, says that it is ready, and ends when it is told to.

import type { KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import { settleFolder } from '@satchel/protocol/pull/pull-folder'
import { cleanTmp, openSpool, type Reach } from '@satchel/protocol/spool/spool'
import { intakeLimits } from '../limits.ts'
import { openLiveTokens } from '../receive/live-tokens.ts'
import { openPurposes } from '../receive/purposes.ts'
import { type Log, makeTally } from '../host/log.ts'
import { makeNetworks } from '../http/networks.ts'
import { makeWork } from '../http/work.ts'
import { codeOf } from '../public/refusals.ts'
import { endsSoon, hasPullKey, type PublicKeys, readPublicKeys, readPullKey } from '../host/public-keys.ts'
import { signedApps } from '../app/app-signed.ts'
import { makePublicListener } from '../public/public-listener.ts'
import { applySettleFiles } from '../pull/pull-inbox.ts'
import { openOutcomes } from '../pull/outcome-store.ts'
import { makePullListener } from '../pull/pull-listener.ts'
import { openPullState, type PullState } from '../pull/pull-state.ts'
import { makeReceiptCodes } from '../receive/receipt-codes.ts'
import { receiptKey } from '../receive/receipt-key.ts'
import type { GivenReceipt } from '../receive/receipts.ts'
import { makeRepeats } from '../receive/repeats.ts'
import { openRoom } from '../receive/room.ts'
import { close, listen, makeServer } from '../http/http-server.ts'
import { type IntakeSettings, readIntakeSettings } from '../host/intake-settings.ts'
import type { Taker } from '../receive/receive-post.ts'

export interface World {
  readonly home: string
  readonly now: () => Date
  readonly log: Log
  readonly failpoint: Reach
  readonly stop: AbortSignal
  /** Calls back when the operator asks for the keys to be read again (SIGHUP). */
  readonly onReload: (reload: () => void) => void
}

const minuteMs = 60_000
const dayMs = 86_400_000

/** Ends when `stop` says so and nothing is in flight. @throws Problem for whatever keeps it from starting. */
export async function serve(world: World): Promise<void> {
  const { home, now, log } = world
  const settings = readIntakeSettings(home)
  const keys = await watchKeys(world)
  const spool = await openSpool(settings.spool)
  // this process alone writes here: whatever grows was left by a killed one
  const removed = await cleanTmp(spool, now(), Number.NEGATIVE_INFINITY)
  if (removed > 0) log('removed-unfinished', { files: removed })
  const refusals = makeTally(log, 'refused')
  const ownKey = await receiptKey(home)
  const taker: Taker = {
    spool,
    keys: keys.current,
    receiptKey: ownKey,
    codes: makeReceiptCodes(ownKey),
    outcomes: openOutcomes(home, now),
    appSigned: () => signedApps(home),
    room: await openRoom(spool, settings),
    networks: makeNetworks(settings.trustedProxy),
    repeats: makeRepeats<GivenReceipt>(),
    tokens: openLiveTokens(home, now, log),
    work: makeWork(intakeLimits, now),
    purposes: openPurposes(home, log),
    limits: intakeLimits,
    now,
    failpoint: world.failpoint,
    log,
    refusals,
  }
  const server = makeServer(makePublicListener(taker, settings), intakeLimits, refusals, taker.networks)
  const pullKey = settings.pullListen !== null || hasPullKey(home) ? readPullKey(home) : null
  // one state for both: what one of them has heard of the core, the other knows
  const state = openPullState(home)
  const pull =
    settings.pullListen === null || pullKey === null ? null : openPull(world, settings, taker, pullKey, state)
  const ready: Record<string, string> = { listen: await listen(server, settings.listen) }
  if (pull !== null && settings.pullListen !== null) ready.pullListen = await listen(pull.server, settings.pullListen)
  const settle = pullKey === null ? null : settleByFolder(world, settings, taker, pullKey, state)
  const everyMinute = () => {
    refusals.flush()
    pull?.refused.flush()
    void settle?.()
    taker.outcomes.clean().catch((error: unknown) => log('outcomes-not-cleaned', { code: codeOf(error) }))
  }
  const timers = [setInterval(everyMinute, minuteMs), setInterval(() => void keys.alarm(), dayMs)]
  void settle?.()
  log('ready', ready)
  try {
    await stopped(world.stop)
  } finally {
    for (const timer of timers) clearInterval(timer)
    await Promise.all([server, ...(pull === null ? [] : [pull.server])].map(each => close(each, intakeLimits.stopMs)))
    refusals.flush()
    pull?.refused.flush()
    log('stopped')
  }
}

function stopped(stop: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (stop.aborted) resolve()
    else stop.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** K4: keys that are read again and found wrong are refused with the reason; the old ones stay. */
async function watchKeys(world: World): Promise<{ current: () => PublicKeys; alarm: () => Promise<void> }> {
  const { home, now, log } = world
  let keys = await readPublicKeys(home, now())
  const alarm = async () => {
    const daysLeft = await keys.daysLeft(now())
    if (endsSoon(daysLeft)) log('keys-end-soon', { days: Math.floor(daysLeft) })
  }
  await alarm()
  world.onReload(() => {
    readPublicKeys(home, now())
      .then(async read => {
        keys = read
        log('keys-read-again')
        await alarm()
      })
      .catch((error: unknown) => log('keys-refused', { code: codeOf(error) }))
  })
  return { current: () => keys, alarm }
}

/** The core's own way in; null where it pulls by folder only. */
function openPull(world: World, settings: IntakeSettings, taker: Taker, pullKey: KeyObject, state: PullState) {
  const { home, now, log } = world
  const refused = makeTally(log, 'pull-refused-connections')
  const { spool, outcomes } = taker
  const { doneDays } = settings
  const listener = makePullListener({ spool, home, pullKey, now, log, state, doneDays, outcomes })
  return { server: makeServer(listener, pullServerLimits, refused), refused }
}

/** Lists that rsync or a stick brought into the spool are applied; what goes wrong is tried again in a minute. */
function settleByFolder(
  world: World,
  settings: IntakeSettings,
  taker: Taker,
  pullKey: KeyObject,
  state: PullState,
): () => Promise<void> {
  let isBusy = false
  return async () => {
    if (isBusy || !existsSync(settleFolder(taker.spool))) return
    isBusy = true
    try {
      const { now, log } = world
      await applySettleFiles({
        spool: taker.spool,
        state,
        now,
        log,
        pullKey,
        home: world.home,
        outcomes: taker.outcomes,
        doneDays: settings.doneDays,
      })
    } catch (error) {
      world.log('pull-folder-failed', { code: codeOf(error) })
    } finally {
      isBusy = false
    }
  }
}

/** The core fetches many items over few connections, and pushes lists larger than any post. */
const pullServerLimits = { ...intakeLimits, requestsPerSocket: 0, connections: 20, networkShare: 10 }
