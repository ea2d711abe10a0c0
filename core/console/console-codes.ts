// Codes of colleagues' telephones: who is asked for one, and the end of it by an administrator where a telephone is lost.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { codeUsers, resetCode as resetRow } from '../db/calls/entrance.ts'
import { problem } from '../problems/problems.ts'

export const listConsoleCodes = useCase(z.object({}), z.array(codeUsers.row), context =>
  context.asStaff(async database => [...(await database.run(codeUsers, {}))]),
)

/** @throws Problem staff/admin-only; usage/wrong where the colleague is asked for none. */
export const resetConsoleCode = useCase(
  z.object({ hid: z.string().max(100) }),
  z.object({ hid: z.string() }),
  async (context, { hid }) => {
    const { reset } = await context
      .asStaff(database => database.run(resetRow, { hid }))
      .catch((error: unknown) => Promise.reject(adminOnly(error, context.settings.operator)))
    if (reset) return { hid }
    throw problem('usage/wrong', `The console asks "${hid}" for no code.`, {
      hint: 'satchel console codes shows whom it asks',
    })
  },
)

function adminOnly(error: unknown, operator: string): unknown {
  if (!(error instanceof Error && 'code' in error && error.code === 'database/no-right')) return error
  return problem('staff/admin-only', `Only an administrator ends the codes of a colleague; "${operator}" is none.`, {
    hint: 'satchel --as NAME, where NAME is an administrator: satchel staff list',
    cause: error,
  })
}
