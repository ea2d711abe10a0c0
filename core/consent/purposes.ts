// The purposes that people are asked about in their own form: listed, added, worded, ended.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { endPurpose as endRow, purposes, setPurpose as setRow } from '../db/calls/consent.ts'
import { problem } from '../problems/problems.ts'

const Purpose = z.object({ purpose: z.string() })
const word = /^[a-z][a-z0-9-]{0,31}$/
const language = /^[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$/
const longest = 80

export const listPurposes = useCase(z.object({}), z.array(purposes.row), context =>
  context.asStaff(async database => [...(await database.run(purposes, {}))]),
)

/** Adds a purpose, or changes its words. @throws Problem consent/purpose. */
export const setPurpose = useCase(
  Purpose.extend({ labels: z.record(z.string(), z.string()) }),
  Purpose,
  async (context, { purpose, labels }) => {
    const isFaulty = Object.entries(labels).some(
      ([spoken, text]) => !language.test(spoken) || text.trim() === '' || text.length > longest || /\p{C}/u.test(text),
    )
    if (isFaulty || !word.test(purpose)) throw notPurpose()
    const { set } = await context.asStaff(database => database.run(setRow, { name: purpose, labels }))
    if (!set) throw notPurpose()
    return { purpose }
  },
)

/** Asks nobody about it any more. @throws Problem consent/purpose. */
export const endPurpose = useCase(Purpose, Purpose, async (context, { purpose }) => {
  const { ended } = await context.asStaff(database => database.run(endRow, { name: purpose }))
  if (!ended) throw notPurpose()
  return { purpose }
})

function notPurpose() {
  return problem('consent/purpose', 'This is no purpose, or it lacks words that fit.', {
    hint: `name it with small letters, digits and dashes, and give English words of at most ${longest} characters: --label "en=Prices and offers"`,
  })
}
