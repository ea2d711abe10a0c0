// Brings a database up to this program: schema, functions, stored queries, letters of before the seal, forms.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { joinedNumbers, oldNames } from '../db/calls/installation.ts'
import { withDatabase } from '../db/database.ts'
import { loginUrl } from '../db/logins.ts'
import { HomeForms, publishHomeForms } from '../forms/home-forms.ts'
import { upgradeLetters } from '../letters/seal-old-letters.ts'
import { letIn, upgrade } from './install.ts'

/** The faults of forms are in the result: what has none is published, and the rest of the work done. @throws Problem schema/..., database/... */
export const migrateDatabase = useCase(
  z.object({}),
  z.object({
    /** Migrations and shipped forms that are new. */
    ran: z.array(z.string()),
    /** Telephone numbers that were a second spelling, and are one row now. */
    joined: z.number(),
    /** Queries of people that say a table or column by an earlier name. */
    outdated: z.array(oldNames.row),
    letters: z.object({ sealed: z.number(), dropped: z.number(), rewritten: z.boolean() }),
    forms: HomeForms,
  }),
  (context, _input, progress) =>
    withDatabase(loginUrl(context.home, context.settings, 'owner'), async database => {
      const ran = [...(await upgrade(database, context))]
      await letIn(database, context)
      return {
        ran,
        joined: (await database.run(joinedNumbers, {})).joined ?? 0,
        letters: await upgradeLetters(database, context, count => progress.step(`${count} letters sealed`)),
        forms: await publishHomeForms(database, context.home),
        outdated: [...(await database.run(oldNames, {}))],
      }
    }),
)
