// What is typed about a staff member, checked.

import { problem } from '../../problems/problems.ts'

/** Group roles; docs/database.md says what each may do. */
export const roles = ['sales', 'office', 'admin', 'manager', 'support', 'marketing', 'analyst', 'auditor']

/** @throws Problem usage/wrong for a role that is none. */
export function roleNamed(role: string): string {
  if (!roles.includes(role)) {
    throw problem('usage/wrong', `There is no role "${role}".`, { hint: roles.join(', ') })
  }
  return role
}

export const isPlainAddress = (address: string) => /^[^\s@<>",;:()[\]\\]+@[^\s@<>"',;:()[\]\\]+$/.test(address)
