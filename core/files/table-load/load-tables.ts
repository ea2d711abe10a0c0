// Files of any type into the database: one transaction under the operator's own role, so that all of it is there or nothing. A row that names
// one that comes later waits for it; what is left when nothing more can be found is a fault.

import { z } from 'zod'
import type { Context } from '../../context/context.ts'
import { type Progress, useCase } from '../../context/use-case.ts'
import { beginLoad, disagreements, endLoad } from '../../db/calls/files.ts'
import type { Database } from '../../db/database.ts'
import { undoneUnless } from '../../db/dry-run.ts'
import { Loaded } from '../load/load-result.ts'
import type { Fault } from '../people-file.ts'
import { LoadedTable } from './loaded-table.ts'
import type { NamedTable } from '../tables/read-table.ts'
import { setDigest, tableDigests } from './table-digests.ts'

const TableLoaded = Loaded.omit({ done: true }).extend({ file: z.string(), type: z.string() })
const TablesLoaded = z.object({
  /** Whether the rows without a fault are in the database now. */
  done: z.boolean(),
  files: z.array(TableLoaded),
})
export type TablesLoaded = z.infer<typeof TablesLoaded>

const Order = z.object({
  /** As readTable gives them; their rows, thousands, are not checked again. In the order in which they are loaded. */
  tables: z.custom<readonly NamedTable[]>(given => Array.isArray(given), 'It takes files that were read.'),
  /** What the load is called: the name of the file or of the folder. */
  name: z.string().max(255),
  owner: z.string().optional(),
  onConflict: z.enum(['hold', 'overwrite', 'keep']).default('hold'),
  dryRun: z.boolean().default(false),
  skipFaulty: z.boolean().default(false),
})
type Order = z.infer<typeof Order>

/**
 * Loads, or with `dryRun` does the same and undoes it. With a fault nothing is loaded, unless `skipFaulty` leaves those lines out.
 * @throws Problem staff/not-known, database/no-right.
 */
export const loadTables = useCase(Order, TablesLoaded, async (context, order, progress) => {
  const without = order.tables.map(() => new Map<number, readonly Fault[]>())
  for (;;) {
    const result = await attempt(context, order, without, progress)
    if (!order.skipFaulty || order.dryRun || result.done || context.stop.aborted) return result
    // the database found faults: again, without those lines
    for (const [at, { faults }] of result.files.entries())
      for (const fault of faults) without[at]?.set(fault.line, [...(without[at].get(fault.line) ?? []), fault])
  }
})

type Without = readonly ReadonlyMap<number, readonly Fault[]>[]

function attempt(context: Context, order: Order, without: Without, progress: Progress): Promise<TablesLoaded> {
  return undoneUnless(
    (inner: (database: Database) => Promise<TablesLoaded>) => context.asStaff(inner),
    async database => {
      const tables = order.tables.map(
        ({ file, table }, at) => new LoadedTable(file, table, order, without[at] ?? new Map()),
      )
      await database.run(beginLoad, {
        file: order.name,
        digest: setDigest(order.tables.map(({ table }) => table.digest)),
        rows: tableDigests(order.tables.map(({ table }) => table)),
      })
      await loadAll(context, database, tables, progress)
      await compareDeals(database, tables)
      const files = tables.map(table => table.end())
      const isClean = tables.every(table => table.isClean(order.skipFaulty))
      const result = { done: isClean && !order.dryRun && !context.stop.aborted, files }
      if (!result.done) return result
      const sum = (count: (file: (typeof files)[number]) => number) => files.reduce((all, file) => all + count(file), 0)
      await database.run(endLoad, {
        new: sum(file => file.new),
        filled: sum(file => file.filled),
        same: sum(file => file.same),
        held: sum(file => file.held.length),
      })
      context.failpoint('load/tables-written')
      return result
    },
    ({ done }) => done,
  )
}

/** The database compares amounts and lines when all is written; asked before, each that differs has its line. */
async function compareDeals(database: Database, tables: readonly LoadedTable[]): Promise<void> {
  const deals = [...new Set(tables.flatMap(table => [...table.deals.keys()]))]
  if (deals.length === 0) return
  for (const { deal } of await database.run(disagreements, { deals }))
    (tables.findLast(table => table.deals.has(deal)) ?? tables[0])?.addDisagreement(deal)
}

/** Again and again while rows find what they name; where the process is stopped, it ends before the next page. */
async function loadAll(
  context: Context,
  database: Database,
  tables: readonly LoadedTable[],
  progress: Progress,
): Promise<void> {
  /** Rows that are in by now, of those that are named by their number in their file. */
  const places = new Map<string, Map<string, number>>()
  for (let isFirst = true; ; isFirst = false) {
    let found = 0
    for (const table of tables) {
      if (!isFirst && table.waiting === 0) continue
      found += await table.load(database, places, context.stop, progress)
      if (context.stop.aborted) return
    }
    if (found === 0 || tables.every(table => table.waiting === 0)) return
  }
}
