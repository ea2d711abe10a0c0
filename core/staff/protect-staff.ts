// How the letters of a staff member are protected: in the clear by an explicit word, to their OpenPGP key, or behind a phrase.

import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import { setStaffProtection } from '../db/calls/staff.ts'
import { Protection } from '../db/shapes/packets.ts'
import { StaffProtected } from '../db/shapes/staff.ts'
import type { Database } from '../db/database.ts'
import { accepted } from '../problems/refusal.ts'
import { changeStaff, Named } from './change-staff.ts'
import { makePhrase } from './staff-phrase.ts'

const words = Protection.options

export const ProtectionWord = z.string().pipe(
  z.enum(words, {
    error: issue => `There is no protection "${String(issue.input)}": ${words.join(', ')}.`,
  }),
)

/** Where passphrase is chosen for one who has none, it is made. @throws Problem staff/admin-only, staff/not-known, staff/no-key. */
export const changeProtection = useCase(
  Named.extend({ protection: ProtectionWord }),
  StaffProtected.extend({
    /** Shown this once; null where none was made. */
    phrase: z.string().nullable(),
  }),
  async (context, input) => {
    const { hid, protection } = input
    let phrase: string | null = null
    const now = await changeStaff(context, input, async database => {
      const answer = await database.run(setStaffProtection, { hid, protection })
      if (!('problem' in answer.changed && answer.changed.problem === 'staff/no-phrase')) return answer
      const made = await makePhrase(context)
      phrase = made.phrase
      const kept = await made.keep(database, hid)
      return 'problem' in kept.changed
        ? { changed: kept.changed }
        : database.run(setStaffProtection, { hid, protection })
    })
    return { ...now, phrase: input.dryRun ? null : phrase }
  },
)

/** Makes a phrase for one who was just added, and chooses it. @returns the phrase, to be shown once. */
export async function protectByPhrase(context: Context, database: Database, hid: string): Promise<string> {
  const made = await makePhrase(context)
  await database.inTransaction(async () => {
    accepted((await made.keep(database, hid)).changed)
    accepted((await database.run(setStaffProtection, { hid, protection: 'passphrase' })).changed)
  })
  return made.phrase
}
