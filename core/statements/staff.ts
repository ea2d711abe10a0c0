// Statements that change what a colleague may do; the database asks who acts.

import { z } from 'zod'
import { statement } from '../db/statement.ts'

const named = z.object({ hid: z.string() })
/** The answer of a definer function that refuses. */
const Refusal = z.object({ problem: z.string(), hid: z.string().optional() })

/** A staff member as they are now, and how many packets are out to them. */
export const StaffChanged = z.object({
  hid: z.string(),
  name: z.string(),
  login: z.string(),
  role: z.string(),
  active: z.boolean(),
  packets: z.number(),
})

const changed = z.object({ changed: z.union([Refusal, StaffChanged]) })

export const setStaffRole = statement('staff/set-role', 'one', named.extend({ role: z.string() }), changed)
export const turnStaffOff = statement('staff/off', 'one', named, changed)
export const turnStaffOn = statement('staff/on', 'one', named, changed)
export const endStaffSessions = statement(
  'staff/end-sessions',
  'one',
  named,
  z.object({ ended: z.number().nullable() }),
)

export const setStaffPassword = statement(
  'staff/set-password',
  'one',
  named.extend({ verifier: z.string() }),
  z.object({ changed: z.union([Refusal, z.object({ hid: z.string(), name: z.string(), login: z.string() })]) }),
)

export const setStaffManager = statement(
  'staff/set-manager',
  'one',
  named.extend({ manager: z.string().nullable() }),
  z.object({ changed: z.union([Refusal, z.object({ hid: z.string(), manager: z.string().nullable() })]) }),
)

export const setStaffEmail = statement(
  'staff/set-email',
  'one',
  named.extend({ email: z.string() }),
  z.object({ changed: z.union([Refusal, z.object({ hid: z.string(), email: z.string(), earlier: z.string() })]) }),
)
