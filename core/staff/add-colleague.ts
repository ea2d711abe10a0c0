// An administrator adds a colleague in their own name, as the console does: the row, the PostgreSQL role, the manager and the phrase, or
// nothing of it.

import { useCase } from '../context/use-case.ts'
import { addColleague as addRow, setStaffManager, setStaffProtection } from '../db/calls/staff.ts'
import { accepted } from '../problems/refusal.ts'
import { AddedStaff, AddStaff } from './add-staff.ts'
import { changeStaff } from './change-staff.ts'
import { makePhrase } from './staff-phrase.ts'

/** @throws Problem staff/admin-only, staff/exists, staff/not-known for the manager. */
export const addColleague = useCase(AddStaff, AddedStaff, async (context, { manager, ...input }) => {
  const { hid, protection } = input
  const made = protection === 'passphrase' ? await makePhrase(context) : null
  const added = await changeStaff(context, { hid, dryRun: false }, async database => {
    // until a phrase or a key is there, nothing is chosen
    const row = { ...input, protection: protection === 'plain' ? protection : null }
    const answer = await database.run(addRow, { row })
    if ('problem' in answer.added) return { changed: answer.added }
    if (manager !== undefined) {
      const { changed } = await database.run(setStaffManager, { hid, manager })
      if ('problem' in changed) return { changed }
    }
    if (made !== null) {
      accepted((await made.keep(database, hid)).changed)
      accepted((await database.run(setStaffProtection, { hid, protection: 'passphrase' })).changed)
    }
    return { changed: answer.added }
  })
  return { ...added, protection: protection === 'pgp' ? null : protection, phrase: made?.phrase ?? null }
})
