// The processes of this installation with their stages, or those that come with the program.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { listProcesses as ownRows, shippedProcesses as shippedRows } from '../db/calls/processes.ts'

export const listProcesses = useCase(
  /** `shipped`: those that come with the program. */
  z.object({ shipped: z.boolean().default(false) }),
  z.union([z.array(ownRows.row), z.array(shippedRows.row)]),
  (context, { shipped }) =>
    context.asStaff(async database =>
      shipped ? [...(await database.run(shippedRows, {}))] : [...(await database.run(ownRows, {}))],
    ),
)
