// Adds a staff member with a database role of their own; lists everybody who works here.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { problem } from '../problems/problems.ts'
import { accepted } from '../problems/refusal.ts'
import { addStaff as addStaffRow, listStaff as listStaffRows } from '../db/calls/staff.ts'
import { setStaffManager } from '../db/calls/staff.ts'
import { plainWarning, ProtectionWord } from './protect-staff.ts'
import { Role, StaffAddress } from './roles.ts'

const AddStaff = z.object({
  hid: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,30}$/, 'A short name has lower-case letters, digits and _, and starts with a letter.'),
  name: z.string(),
  email: StaffAddress,
  role: Role,
  /** Language of their letters. */
  language: z.string(),
  /** Of their letters. Without it none is chosen, and no packet goes to them; the others need a phrase or a key first. */
  protection: ProtectionWord.optional(),
  /** Short name of the manager whom they stand under. */
  manager: z.string().optional(),
})

/** @throws Problem staff/exists, staff/not-known for the manager. */
export const addStaff = useCase(
  AddStaff,
  z.object({ staff: z.number(), hid: z.string(), login: z.string(), role: z.string() }).nullable(),
  (context, { hid, name, email, role, language, protection, manager }, progress) =>
    context.asOwner(database =>
      database.inTransaction(async () => {
        const given = protection === 'plain' ? protection : null
        if (given === null)
          progress.note(
            `No packet goes to ${hid} before satchel staff protection ${hid} chooses how their letters are protected.`,
          )
        else progress.note(plainWarning)
        try {
          const { added } = await database.run(addStaffRow, { hid, name, email, role, language, protection: given })
          if (manager !== undefined) {
            const { changed } = await database.run(setStaffManager, { hid, manager })
            accepted(changed, () =>
              problem('staff/not-known', `There is no active staff member "${manager}".`, {
                hint: 'satchel staff list',
              }),
            )
          }
          return added
        } catch (error) {
          if (!(error instanceof Error && 'constraint' in error && error.constraint === 'staff_staff_hid_key'))
            throw error
          throw problem('staff/exists', `There is a staff member "${hid}" already.`, { hint: 'satchel staff list' })
        }
      }),
    ),
)

export const listStaff = useCase(z.object({}), z.array(listStaffRows.row), context =>
  context.asOwner(async database => [...(await database.run(listStaffRows, {}))]),
)
