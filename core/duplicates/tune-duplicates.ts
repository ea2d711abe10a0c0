// The rules by which an office corrects the learned weights.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { problem } from '../problems/problems.ts'
import { duplicateRules, tuneDuplicates as tuneRule } from '../db/calls/duplicates.ts'

/** Gives a rule other points where one is named. @returns all rules. @throws Problem usage/wrong for a rule that there is not. */
export const tuneDuplicates = useCase(
  z.object({ tune: z.object({ rule: z.string(), points: z.number().min(-1).max(1) }).optional() }),
  z.array(duplicateRules.row),
  (context, { tune }) =>
    context.asStaff(async database => {
      if (tune !== undefined) {
        const { done } = await database.run(tuneRule, { rule: tune.rule, points: String(tune.points) })
        if (done !== true)
          throw problem('usage/wrong', `There is no rule ${tune.rule}.`, { hint: 'satchel duplicate rule' })
      }
      return [...(await database.run(duplicateRules, {}))]
    }),
)
