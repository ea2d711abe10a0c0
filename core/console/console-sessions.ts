// Open sessions of the console, and the end of one: one's own, and for an administrator all.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { consoleSessions, endConsoleSession as endRow } from '../db/calls/console.ts'
import { problem } from '../problems/problems.ts'

export const listConsoleSessions = useCase(z.object({}), z.array(consoleSessions.row), context =>
  context.asStaff(async database => [...(await database.run(consoleSessions, {}))]),
)

/** @throws Problem usage/wrong where there is no such open session, or it is a colleague's. */
export const endConsoleSession = useCase(
  z.object({
    session: z
      .string()
      .regex(/^[0-9]{1,15}$/, 'A session is named by its number: satchel console sessions shows them.'),
  }),
  z.object({ session: z.number() }),
  async (context, { session: typed }) => {
    const session = Number(typed)
    const { ended } = await context.asStaff(database => database.run(endRow, { session }))
    if (ended === true) return { session }
    throw problem('usage/wrong', `There is no open session ${typed} of yours.`, {
      hint: 'satchel console sessions shows them',
    })
  },
)
