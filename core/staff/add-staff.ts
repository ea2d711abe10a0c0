// Adds a staff member with a database role of their own.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import type { Database } from '../db/database.ts'
import { Protection } from '../db/shapes/packets.ts'
import { problem } from '../problems/problems.ts'
import { accepted } from '../problems/refusal.ts'
import { addStaff as addStaffRow } from '../db/calls/staff.ts'
import { setStaffManager } from '../db/calls/staff.ts'
import { protectByPhrase, ProtectionWord } from './protect-staff.ts'
import { Role, StaffAddress } from './roles.ts'

export const AddStaff = z.object({
  hid: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,30}$/, 'A short name has lower-case letters, digits and _, and starts with a letter.'),
  name: z.string(),
  email: StaffAddress,
  role: Role,
  /** Language of their letters. */
  language: z.string(),
  /** Of their letters: nobody chooses it for them later. */
  protection: ProtectionWord,
  /** Short name of the manager whom they stand under. */
  manager: z.string().optional(),
})

export const AddedStaff = z.object({
  staff: z.number(),
  hid: z.string(),
  login: z.string(),
  role: z.string(),
  /** Null: pgp needs a key first. */
  protection: Protection.nullable(),
  /** Shown this once; null where none was made. */
  phrase: z.string().nullable(),
})

/** @throws Problem staff/exists, staff/not-known for the manager. */
export const addStaff = useCase(AddStaff, AddedStaff, async (context, input, progress) => {
  const added = await context.asOwner(database => database.inTransaction(() => addRow(database, input)))
  const { hid, protection } = input
  if (protection === 'pgp')
    progress.note(`No packet goes to ${hid} before their key is there, and chosen: satchel staff protection ${hid} pgp`)
  if (protection !== 'passphrase')
    return { ...added, protection: protection === 'pgp' ? null : protection, phrase: null }
  const phrase = await context.asOwner(database => protectByPhrase(context, database, hid))
  return { ...added, protection, phrase }
})

async function addRow(database: Database, { manager, ...input }: z.infer<typeof AddStaff>) {
  const { hid } = input
  // until a phrase or a key is there, nothing is chosen
  const protection = input.protection === 'plain' ? input.protection : null
  const { added } = await database.run(addStaffRow, { ...input, protection }).catch((error: unknown) => {
    if (!(error instanceof Error && 'constraint' in error && error.constraint === 'staff_staff_hid_key')) throw error
    throw problem('staff/exists', `There is a staff member "${hid}" already.`, { hint: 'satchel staff list' })
  })
  if (manager !== undefined) {
    const { changed } = await database.run(setStaffManager, { hid, manager })
    accepted(changed, () =>
      problem('staff/not-known', `There is no active staff member "${manager}".`, { hint: 'satchel staff list' }),
    )
  }
  if (added === null) throw new Error('the database added nobody')
  return added
}
