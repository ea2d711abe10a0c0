// Everybody who works here. A file of its own: a list needs no keys.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { listStaff as listStaffRows } from '../db/calls/staff.ts'

export const listStaff = useCase(z.object({}), z.array(listStaffRows.row), context =>
  context.asOwner(async database => [...(await database.run(listStaffRows, {}))]),
)
