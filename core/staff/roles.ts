// The group roles of staff, and how an e-mail address of theirs is checked.

import { isPlainAddress } from '@satchel/protocol/mail-address'
import { z } from 'zod'

/** As staff_roles() of the database lists them, which a test compares; docs/database.md says what each may do. */
export const roles = ['admin', 'office', 'manager', 'sales', 'support', 'marketing', 'analyst', 'auditor'] as const

export const Role = z
  .string()
  .pipe(z.enum(roles, { error: issue => `There is no role "${String(issue.input)}": ${roles.join(', ')}.` }))

export const StaffAddress = z.string().refine(isPlainAddress, 'The e-mail address is not one plain address.')

/** Short name of a staff member. */
export const Hid = z.string()
