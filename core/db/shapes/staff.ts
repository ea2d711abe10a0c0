// A colleague as the database shows them.

import { z } from 'zod'

/** A staff member as they are now, and how many packets are out to them. */
export const StaffChanged = z.object({
  hid: z.string(),
  name: z.string(),
  login: z.string(),
  role: z.string(),
  active: z.boolean(),
  packets: z.number(),
})
