// Takes processes that come with the program: all that are named, or none.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { problem } from '../problems/problems.ts'
import { addProcess } from '../db/calls/processes.ts'

/** @throws Problem process/not-known. */
export const addProcesses = useCase(
  /** Names in any case. */
  z.object({ processes: z.array(z.string().toLowerCase()).min(1) }),
  z.array(z.object({ process: z.string(), result: z.string() })),
  (context, { processes }) =>
    context.asStaff(async database => {
      const added: { process: string; result: string }[] = []
      for (const process of processes) {
        const { result } = await database.run(addProcess, { process })
        if (result === 'not known') {
          throw problem('process/not-known', `No process "${process}" comes with the program.`, {
            hint: 'satchel process list --shipped',
          })
        }
        added.push({ process, result: result ?? '' })
      }
      return added
    }),
)
