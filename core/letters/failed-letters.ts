// Letters that could not be sent, until somebody has seen them or they were tried again.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import type { Database } from '../db/database.ts'
import { problem } from '../problems/problems.ts'
import { failedLetters, seeLetter } from '../db/calls/letters.ts'

/** Oldest first. */
export const listFailedLetters = useCase(z.object({}), z.array(failedLetters.row), context =>
  context.asStaff(async database => [...(await database.run(failedLetters, {}))]),
)

/** All of them, or none. @throws Problem letter/gone, letter/not-stuck. */
export const endLetters = useCase(
  z.object({
    /** Like letter-12. */
    letters: z.array(z.string()),
    /** They wait again, after the cause was mended; else they leave the list and are not sent. */
    again: z.boolean(),
  }),
  z.object({ letters: z.array(z.string()) }),
  async (context, { letters, again }) => {
    await context.asStaff(async database => {
      for (const name of letters) await endLetter(database, name, again)
    })
    return { letters }
  },
)

async function endLetter(database: Database, name: string, again: boolean): Promise<void> {
  const number = /^(?:letter-?)?([0-9]{1,15})$/i.exec(name.trim())?.[1]
  const { became } =
    number === undefined ? { became: 'not-stuck' } : await database.run(seeLetter, { letter: Number(number), again })
  if (became === 'gone') {
    throw problem('letter/gone', `Nothing of ${name} is left to send.`, {
      hint: `send the record or form anew; satchel letter done ${name} takes it off the list`,
    })
  }
  if (became === 'not-stuck') {
    throw problem('letter/not-stuck', `No letter ${name} waits that could not be sent.`, {
      hint: 'satchel letter list',
    })
  }
}
