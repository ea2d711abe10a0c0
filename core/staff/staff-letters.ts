// What travels with the letters to a staff member: the packet file for their programs, and links that answer by mail.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { setStaffLetters } from '../db/calls/staff.ts'
import { StaffLetters } from '../db/shapes/staff.ts'
import { changeStaff, Named } from './change-staff.ts'

/** Said where somebody wants links in letters that travel sealed. */
const openAnswers =
  'An answer by such a link travels in the clear, though the letter is sealed: every mail server on its way can read it.'

/** What is not named stays as it is. @throws Problem staff/admin-only, staff/not-known. */
export const changeLetters = useCase(
  Named.extend({ packetFile: z.boolean().optional(), answerLinks: z.boolean().optional() }),
  StaffLetters,
  async (context, input, progress) => {
    const { hid, packetFile = null, answerLinks = null } = input
    const now = await changeStaff(context, input, database =>
      database.run(setStaffLetters, { hid, packet_file: packetFile, answer_links: answerLinks }),
    )
    if (answerLinks === true && now.protection !== 'plain') progress.note(openAnswers)
    return now
  },
)
