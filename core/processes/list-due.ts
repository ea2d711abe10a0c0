// What is due: one's own work, a colleague's, or all that the acting staff member sees; by the stored query activities/due.

import { meant } from '@satchel/protocol/nearest'
import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import { dueWork } from '../db/calls/processes.ts'
import { listStaff } from '../db/calls/staff.ts'
import type { Database } from '../db/database.ts'
import { problem } from '../problems/problems.ts'

const Due = z.object({
  /** Whose work this is; null: everybody's, and what is nobody's. */
  staff: z.string().nullable(),
  /** How much there is, also beyond the limit. */
  total: z.number(),
  /** The earliest first. */
  rows: z.array(dueWork.row.omit({ entity: true, total: true, late_total: true })),
})

/** @throws Problem staff/not-known, database/no-right for a role that reads no names. */
export const listDue = useCase(
  z.object({
    /** Short name of a colleague; oneself where it is not given. */
    for: z.string().optional(),
    /** Everybody's work, and what is nobody's. */
    all: z.boolean().default(false),
    days: z
      .number()
      .int('Days ahead are a whole number.')
      .min(0, 'Days ahead are counted from 0, which is today.')
      .max(3660, 'Ten years ahead are the most.')
      .default(0),
    limit: z.number().int().min(1).default(100),
  }),
  Due,
  (context, { for: colleague, all, days, limit }) => {
    if (all && colleague !== undefined) throw problem('usage/wrong', 'Either --for NAME or --all.')
    return context.asStaff(async database => {
      const staff = all ? null : await nameOf(database, colleague ?? context.settings.operator)
      const rows = await database.run(dueWork, { staff: staff ?? '', days, limit })
      return { staff, total: rows[0]?.total ?? 0, rows: [...rows] }
    })
  },
)

async function nameOf(database: Database, typed: string): Promise<string> {
  const names = (await database.run(listStaff, {})).map(({ hid }) => hid)
  const name = typed.toLowerCase()
  if (names.includes(name)) return name
  throw problem('staff/not-known', `There is no colleague "${typed}", or you may not see them.`, {
    hint: meant(typed, names),
  })
}

/** Work of one's own that is due by today: how much, how much of it since an earlier day, and the first things. */
export interface OwnDue {
  readonly total: number
  readonly late: number
  readonly first: readonly string[]
}

/** @param most how many are told by name. */
export function readOwnDue(context: Context, most: number): Promise<OwnDue> {
  return context.asStaff(async database => {
    const staff = context.settings.operator.toLowerCase()
    const rows = await database.run(dueWork, { staff, days: 0, limit: most })
    return {
      total: rows[0]?.total ?? 0,
      late: rows[0]?.late_total ?? 0,
      first: rows.map(
        row => `${row.what ?? row.kind ?? ''} (${row.name}, ${row.late > 0 ? `since ${row.due}` : 'today'})`,
      ),
    }
  })
}

/** All work that is late: how much, and since when. */
export async function readLate(database: Database): Promise<{ readonly count: number; readonly since: string | null }> {
  const [first] = await database.run(dueWork, { staff: '', days: -1, limit: 1 })
  return { count: first?.total ?? 0, since: first?.due ?? null }
}
