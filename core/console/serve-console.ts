// satchel console: the private pages, until the process is told to stop.

import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import { actAs } from '../db/calls/installation.ts'
import { loginUrl } from '../db/logins.ts'
import { makePool, type Pool } from '../db/pool.ts'
import { zoneOf } from '../home/local-day.ts'
import { problem } from '../problems/problems.ts'
import { listen, type Listener } from './listener.ts'
import { pages } from './pages/pages.ts'
import { hostText, reachOf, readAddress, refusePublic } from './server/address.ts'
import { answer, type App } from './server/app.ts'
import { makeRouter } from './server/router.ts'
import { makeSessions, type Visitor } from './server/session.ts'

/** @throws Problem console/public, console/listen, console/no-tls, usage/wrong, database/... */
export const serveConsole = useCase(
  z.object({
    /** Like 127.0.0.1:8480. */
    listen: z.string(),
    /** Told where it listens, once it does. */
    onOpen: z.custom<(address: string) => Promise<void> | void>(),
    /** Told of bugs, without values. */
    onBug: z.custom<(text: string) => void>(),
  }),
  z.object({ address: z.string() }),
  async (context, { listen, onOpen, onBug }) => {
    const opened = await openConsole(context, listen, onBug)
    try {
      await onOpen(opened.address)
      await untilStopped(context.stop)
      return { address: opened.address }
    } finally {
      await opened.close()
    }
  },
)

/** Opens the console beside other work of this process; its holder closes it. */
export async function openConsole(context: Context, at: string, log: (text: string) => void): Promise<Listener> {
  const address = readAddress(at)
  refusePublic(address)
  if (reachOf(address) === 'private')
    throw problem(
      'console/no-tls',
      'At an address that others reach, the console needs TLS and certificates of your colleagues.',
      {
        hint: 'on this computer alone: satchel console --listen 127.0.0.1:8480',
      },
    )
  // the schema is checked with the owner's login, once, before anybody is let in
  await context.asOwner(async () => undefined)
  const pool = makePool(loginUrl(context.home, context.settings, 'console'), kept)
  const hosts = new Set<string>()
  const app: App = {
    place: { hosts: { includes: host => hosts.has(host) }, isTls: false },
    sessions: makeSessions(pool, false),
    contextOf: visitor => visitorContext(context, pool, visitor),
    route: makeRouter(pages),
    zone: zoneOf(context.settings.timezone),
    organisation: context.settings.organisation,
    log,
  }
  const listener = await listen(address, null, incoming => answer(app, incoming))
  for (const name of hostsOf(listener.address)) hosts.add(name)
  return {
    address: listener.address,
    async close() {
      await listener.close()
      await pool.close()
    },
  }
}

/** Connections that stay open between two requests. */
const kept = 6

/** This computer is called by its number and by its name. */
function hostsOf(address: string): readonly string[] {
  const { hostname, port } = new URL(address)
  const own = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) }
  return [hostText(own), hostText({ ...own, host: 'localhost' })]
}

/**
 * The context of one visitor: `asStaff` is a transaction over the console's own login under their role. Use cases that need the logins of
 * import and dispatch get them as a command does, with this colleague as the one who acts.
 */
function visitorContext(context: Context, pool: Pool, { hid, login }: Visitor): Context {
  return {
    ...context,
    settings: { ...context.settings, operator: hid },
    asStaff: (work, isOnePicture = false) =>
      pool.use(database =>
        database.inTransaction(async () => {
          if (isOnePicture) await database.client.query('set transaction isolation level repeatable read read only')
          await database.run(actAs, { role: login })
          return work(database)
        }),
      ),
  }
}

const untilStopped = (stop: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (stop.aborted) resolve()
    else stop.addEventListener('abort', () => resolve(), { once: true })
  })
