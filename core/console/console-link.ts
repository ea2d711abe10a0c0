// A link that opens the console once, for a colleague who sits at this computer.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { keepConsoleLink } from '../db/calls/console.ts'
import { problem } from '../problems/problems.ts'
import { digestOf, newWord } from './server/session.ts'
import { limits } from './server/limits.ts'

/** @throws Problem staff/not-known. */
export const makeConsoleLink = useCase(
  z.object({
    /** Where the console listens, like http://127.0.0.1:8480. */
    address: z.url({ protocol: /^https?$/ }),
  }),
  z.object({ link: z.string(), staff: z.string(), minutes: z.number() }),
  async (context, { address }) => {
    const word = newWord()
    const { operator } = context.settings
    const { staff } = await context.asOwner(database =>
      database.inTransaction(() =>
        database.run(keepConsoleLink, { staff: operator, digest: digestOf(word), minutes: limits.linkMinutes }),
      ),
    )
    if (staff === null)
      throw problem('staff/not-known', `There is no active staff member "${operator}" to open the console for.`, {
        hint: 'satchel staff list shows who there is; --as NAME names one',
      })
    return { link: new URL(`/enter?word=${word}`, address).href, staff, minutes: limits.linkMinutes }
  },
)
