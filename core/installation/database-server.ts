// The embedded database server, and the schema of whichever database is configured.

import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import { ranMigrations } from '../db/calls/installation.ts'
import { withDatabase } from '../db/database.ts'
import { readServerState, runningServer, startServer, stopServer } from '../db/embedded-server.ts'
import { loginUrl } from '../db/logins.ts'
import { leftFolders } from '../db/outside-folders.ts'
import { problem } from '../problems/problems.ts'

function onlyEmbedded(context: Context): void {
  if (context.settings.databaseUrl !== undefined) {
    throw problem('server/not-embedded', 'This home folder uses an outside database.', {
      hint: 'start and stop it with the tools of its own server',
    })
  }
}

/** @throws Problem server/not-embedded, server/not-started. */
export const startDatabase = useCase(
  z.object({}),
  z.object({ running: z.literal(true), pid: z.number().nullable(), socket: z.string() }),
  async context => {
    onlyEmbedded(context)
    const state = await startServer(context.home, context.settings.osUser)
    return { running: true as const, pid: runningServer(state), socket: state.socket }
  },
)

/** @throws Problem server/not-embedded. */
export const stopDatabase = useCase(
  z.object({}),
  /** `stopped`: it ran. */
  z.object({ running: z.literal(false), stopped: z.boolean() }),
  async context => {
    onlyEmbedded(context)
    return { running: false as const, stopped: await stopServer(context.home, context.settings.osUser) }
  },
)

/** Asks the database, also one whose schema is not this program's. @throws Problem database/unreachable. */
export const databaseStatus = useCase(
  z.object({}),
  z.object({
    running: z.literal(true),
    /** Of the embedded server; null for an outside one. */
    pid: z.number().nullable(),
    socket: z.string().nullable(),
    migrations: z.array(z.string()),
    /** Folders of servers whose home folder is gone. */
    left: z.array(z.object({ data: z.string(), home: z.string() })),
  }),
  async ({ home, settings }) => {
    const state = settings.databaseUrl === undefined ? readServerState(home) : null
    const migrations = await withDatabase(loginUrl(home, settings, 'owner'), database =>
      database.run(ranMigrations, {}),
    )
    return {
      running: true as const,
      pid: state === null ? null : runningServer(state),
      socket: state?.socket ?? null,
      migrations: migrations.map(row => row.name),
      left: [...leftFolders()],
    }
  },
)

/** The variables by which a program of PostgreSQL connects as the owner. Holds a password: never print it. */
export const ownerEnvironment = useCase(z.object({}), z.record(z.string(), z.string()), context => {
  const url = new URL(loginUrl(context.home, context.settings, 'owner'))
  return Promise.resolve({
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: url.pathname.slice(1),
    PGHOST: url.searchParams.get('host') ?? url.hostname,
    ...(url.port === '' ? {} : { PGPORT: url.port }),
  })
})
