// The answer of a function of the database that refuses.

import { z } from 'zod'

export const Refusal = z.object({ problem: z.string() })

/** The same, with the short name of the colleague whom it is about. */
export const StaffRefusal = z.object({ problem: z.string(), hid: z.string().optional() })
