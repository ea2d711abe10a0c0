// Rows of a table of the catalog that is no type of record: one is added, changed, removed by hand, under the role of whoever does it. What
// they saw of each field goes along; what somebody else changed since stays, and is told.

import { Problem } from '@satchel/protocol/problem'
import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { putRow as put, removeRow as remove } from '../db/calls/tables.ts'
import { PutRow } from '../db/shapes/tables.ts'
import { zoneOf } from '../home/local-day.ts'
import { problem } from '../problems/problems.ts'
import { namingFaults } from '../search/search-faults.ts'
import { driverError, inWords } from './refused-write.ts'

const Texts = z.record(z.string(), z.string())
const noRow = () => problem('entity/not-seen', 'There is no such row, or you may not see it.')

/** Faults of single fields are told, and nothing is written. @throws Problem search/wrong, entity/not-seen, record/refused, database/no-right. */
export const putRow = useCase(
  z.object({
    table: z.string(),
    /** Its number; null of a new row. */
    row: z.number().nullable().default(null),
    was: Texts.default({}),
    /** As typed; the empty text empties a field. */
    wanted: Texts,
  }),
  PutRow,
  async (context, { table, row, was, wanted }) => {
    const zone = zoneOf(context.settings.timezone)
    const { outcome } = await context
      .asStaff(database => database.run(put, { table, id: row, was, wanted, zone }))
      .catch(inSentence(table))
    if (outcome === null) throw noRow()
    return outcome
  },
)

/** A row that somebody changed since stays. @throws Problem search/wrong, entity/not-seen, record/refused, database/no-right. */
export const removeRow = useCase(
  z.object({ table: z.string(), row: z.number(), was: Texts }),
  z.object({ removed: z.boolean() }),
  async (context, { table, row, was }) => {
    const { outcome } = await context
      .asStaff(database => database.run(remove, { table, id: row, was }))
      .catch(inSentence(table))
    if (outcome === null) throw noRow()
    return outcome
  },
)

const inSentence =
  (table: string) =>
  (error: unknown): Promise<never> =>
    namingFaults(() => {
      throw refusalOf(table, error)
    })

/** What the database says against it, in a sentence. */
function refusalOf(table: string, error: unknown): unknown {
  const said = inWords(error, { hid: `A row of ${table}` })
  const refused = said instanceof Problem && said !== error ? undefined : driverError(error)
  const { code = '', message = '' } = refused ?? {}
  if (code === '23503' && message.startsWith('update or delete'))
    return problem('record/refused', 'Other rows refer to this one, so it stays.', { cause: error })
  if (code === '23505') return problem('record/refused', 'There is such a row already.', { cause: error })
  // a rule of the table that a trigger says in words of its own
  if (code.startsWith('23'))
    return problem('record/refused', `${message.charAt(0).toUpperCase()}${message.slice(1)}.`, { cause: error })
  return said
}
