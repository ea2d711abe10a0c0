// After a restore: protection, phrases and keys are those of the day of the backup, and count once a person has said that they are still right.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { confirmStaff, staffUnconfirmed } from '../db/calls/staff.ts'
import { StaffConfirmed } from '../db/shapes/staff.ts'
import { changeStaff } from './change-staff.ts'

/**
 * @param input one colleague, or all; neither: what waits is only shown.
 * @throws Problem staff/admin-only, staff/not-known.
 */
export const confirmProtection = useCase(
  z.object({ hid: z.string().nullable(), all: z.boolean() }),
  StaffConfirmed.extend({ waits: z.array(staffUnconfirmed.row) }),
  async (context, { hid, all }) => {
    const { confirmed } =
      hid === null && !all
        ? { confirmed: [] }
        : await changeStaff(context, { hid: hid ?? '', dryRun: false }, database =>
            database.run(confirmStaff, { hid: all ? null : hid }),
          )
    const waits = await context.asOwner(database => database.run(staffUnconfirmed, {}))
    return { confirmed, waits: [...waits] }
  },
)
