// The pairs that wait for a person, and the decision that the two of a pair are different people.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { problem } from '../problems/problems.ts'
import { decideDifferent, openDuplicates } from '../db/calls/duplicates.ts'

/** Likeliest first. */
export const listDuplicates = useCase(
  z.object({ limit: z.int().min(1) }),
  z.array(openDuplicates.row),
  (context, { limit }) => context.asStaff(async database => [...(await database.run(openDuplicates, { limit }))]),
)

/** Marks pairs as different people, all or none: they are not asked about again. @throws Problem duplicate/not-open. */
export const markDifferent = useCase(
  z.object({ pairs: z.array(z.int().min(1)).min(1) }),
  z.object({ different: z.array(z.number()) }),
  (context, { pairs }) =>
    context.asStaff(async database => {
      for (const pair of pairs) {
        const { done } = await database.run(decideDifferent, { pair })
        if (done !== true)
          throw problem('duplicate/not-open', `The pair ${pair} is not open.`, { hint: 'satchel duplicate list' })
      }
      return { different: pairs }
    }),
)
