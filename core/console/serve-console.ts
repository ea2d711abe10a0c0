// satchel console: the private pages, until the process is told to stop.

import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import { actAs } from '../db/calls/installation.ts'
import { readIn } from '../db/calls/lookups.ts'
import { loginUrl } from '../db/logins.ts'
import { makePool, type Pool } from '../db/pool.ts'
import { zoneOf } from '../home/local-day.ts'
import { listen, type Listener } from './listener.ts'
import { hearChanges } from './live/notices.ts'
import { makeLive } from './live/streams.ts'
import { pages } from './pages/pages.ts'
import { entranceOf } from './entrance.ts'
import { hostText, readAddress, refusePublic } from './server/address.ts'
import { answer, type App } from './server/app.ts'
import { makeAttempts } from './server/attempts.ts'
import { makeCodes } from './server/codes.ts'
import { makeGate } from './server/gate.ts'
import { limits } from './server/limits.ts'
import { makeOwnLogins } from './server/own-logins.ts'
import { makeRouter } from './server/router.ts'
import { makeWorks } from './work/works.ts'
import { makeSessions, type Visitor } from './server/session.ts'

export interface Opened extends Listener {
  /** As a browser calls it. */
  readonly url: string
  readonly takesLinks: boolean
  /** SHA-256 of its own certificate, where it made that itself: to be compared in the browser. */
  readonly fingerprint: string | null
}

/** @throws Problem console/public, console/listen, console/no-url, console/no-certificate, usage/wrong, database/... */
export const serveConsole = useCase(
  z.object({
    /** Like 127.0.0.1:8480. */
    listen: z.string(),
    /** Told where it listens, once it does. */
    onOpen: z.custom<(opened: Opened) => Promise<void> | void>(),
    /** Told of bugs, without values. */
    onBug: z.custom<(text: string) => void>(),
  }),
  z.object({ address: z.string() }),
  async (context, { listen, onOpen, onBug }) => {
    const opened = await openConsole(context, listen, onBug)
    try {
      await onOpen(opened)
      await untilStopped(context.stop)
      return { address: opened.address }
    } finally {
      await opened.close()
    }
  },
)

/** Opens the console beside other work of this process; its holder closes it. */
export async function openConsole(
  context: Context,
  at: string,
  log: (text: string) => void,
  answerMs: number = limits.workAnswerMs,
): Promise<Opened> {
  const address = readAddress(at)
  refusePublic(address)
  const entrance = await entranceOf(context, address)
  // the schema is checked with the owner's login, once, before anybody is let in
  await context.asOwner(async () => undefined)
  const url = loginUrl(context.home, context.settings, 'console')
  const pool = makePool(url, { kept, isWatched: false })
  const live = makeLive()
  const ownLogins = makeOwnLogins(pool)
  const works = makeWorks(pool, log, answerMs)
  const hosts = new Set<string>()
  const app: App = {
    place: { hosts: { includes: host => hosts.has(host) }, isTls: entrance.isTls, takesLinks: entrance.takesLinks },
    sessions: makeSessions(pool, entrance.isTls),
    gate: makeGate(limits.atOnce, limits.waiting),
    live,
    ownLogins,
    works,
    attempts: makeAttempts(pool),
    codes: makeCodes(pool, `Satchel ${context.settings.organisation}`, () => context.now()),
    contextOf: visitor => visitorContext(context, pool, visitor),
    route: makeRouter(pages),
    zone: zoneOf(context.settings.timezone),
    organisation: context.settings.organisation,
    log,
  }
  const listener = await listen(address, entrance.tls, incoming => answer(app, entrance.known(incoming)))
  const called = entrance.url ?? listener.address
  for (const name of hostsOf(called)) hosts.add(name)
  const notices = hearChanges(url, () => live.changed())
  return {
    address: listener.address,
    url: called,
    takesLinks: entrance.takesLinks,
    fingerprint: entrance.fingerprint,
    async close() {
      ownLogins.close()
      await notices.close()
      await live.close()
      await works.close()
      await listener.close()
      await pool.close()
    },
  }
}

/** Connections that stay open between two requests: each that is worked on asks whose it is, and then works. */
const kept = limits.atOnce

/** This computer is called by its number and by its name. A port that everybody knows is left out. */
function hostsOf(address: string): readonly string[] {
  const { host, hostname, port } = new URL(address)
  if (!/^(127\.|\[::1\])/.test(hostname)) return [host]
  const own = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) }
  return [hostText(own), hostText({ ...own, host: 'localhost' })]
}

/**
 * The context of one visitor: `asStaff` is a transaction over the console's own login under their role. Use cases that need the logins of
 * import and dispatch get them as a command does, with this colleague as the one who acts.
 */
function visitorContext(context: Context, pool: Pool, { hid, login, language }: Visitor): Context {
  return {
    ...context,
    settings: { ...context.settings, operator: hid },
    asStaff: (work, isOnePicture = false) =>
      pool.use(database =>
        database.inTransaction(async () => {
          await database.run(actAs, { role: login })
          await database.run(readIn, { language })
          return work(database)
        }, isOnePicture),
      ),
  }
}

const untilStopped = (stop: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (stop.aborted) resolve()
    else stop.addEventListener('abort', () => resolve(), { once: true })
  })
