// Failed attempts to get into the console: an administrator sees them, and ends the wait of a colleague.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { consoleWaits, unlockConsole as unlockRow } from '../db/calls/entrance.ts'
import { problem } from '../problems/problems.ts'

export const listConsoleWaits = useCase(z.object({}), z.array(consoleWaits.row), context =>
  context.asStaff(async database => [...(await database.run(consoleWaits, {}))]),
)

/** @throws Problem staff/admin-only; usage/wrong where nothing failed. */
export const unlockConsole = useCase(
  z.object({
    /** Short name of a colleague, or an address of the network. */
    whom: z.string().max(100),
  }),
  z.object({ whom: z.string(), ended: z.number() }),
  async (context, { whom }) => {
    const { ended } = await context
      .asStaff(database => database.run(unlockRow, { whom }))
      .catch((error: unknown) => Promise.reject(adminOnly(error, context.settings.operator)))
    if (ended > 0) return { whom, ended }
    throw problem('usage/wrong', `No failed attempts are counted for "${whom}".`, {
      hint: 'satchel console waits shows whose are',
    })
  },
)

function adminOnly(error: unknown, operator: string): unknown {
  if (!(error instanceof Error && 'code' in error && error.code === 'database/no-right')) return error
  return problem('staff/admin-only', `Only an administrator ends a wait; "${operator}" is none.`, {
    hint: 'satchel --as NAME, where NAME is an administrator: satchel staff list',
    cause: error,
  })
}
