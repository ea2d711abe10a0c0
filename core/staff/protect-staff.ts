// How the letters of a staff member are protected: in the clear by an explicit word, to their OpenPGP key, or behind a phrase.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { setStaffProtection } from '../db/calls/staff.ts'
import { Protection } from '../db/shapes/packets.ts'
import { StaffProtected } from '../db/shapes/staff.ts'
import { changeStaff, Named } from './change-staff.ts'

/** The three choices, as they are typed. */
export const protections = Protection.options

export const ProtectionWord = z.string().pipe(
  z.enum(protections, {
    error: issue => `There is no protection "${String(issue.input)}": ${protections.join(', ')}.`,
  }),
)

/** Said wherever somebody chooses it, so that nobody chooses it unknowing. */
export const plainWarning =
  'Their letters and packets travel in the clear: every mail server and network on the way can read them, and keep them.'

/** @throws Problem staff/admin-only, staff/not-known, staff/no-key, staff/no-phrase. */
export const changeProtection = useCase(
  Named.extend({ protection: ProtectionWord }),
  StaffProtected,
  async (context, input, progress) => {
    const { hid, protection } = input
    const now = await changeStaff(context, input, database => database.run(setStaffProtection, { hid, protection }))
    if (protection === 'plain') progress.note(plainWarning)
    return now
  },
)
