// Erasing a person: the ledger first, then the database in one transaction, then the files. Whatever stops it in between, the
// ledger has it, and `satchel erase --again` goes on: it erases who is in the ledger and still there, and removes files that are left.

import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import { addressMark } from '../keys/keyed-marks.ts'
import { findRecord } from '../people/find-record.ts'
import { eraseAddresses, erasedTraces, eraseRecord as eraseRows } from '../db/calls/privacy.ts'
import { removeFiles } from './erase-files.ts'
import { isInLedger, noteErasure, readLedger } from './erasure-ledger.ts'

const Gone = z.object({ records: z.number(), files: z.number() })

/** Erases a person for good; a dry run only finds them. @throws Problem entity/not-seen, record/refused, database/no-right. */
export const erasePerson = useCase(
  z.object({
    /** Human id or uuid. */
    person: z.string(),
    dryRun: z.boolean(),
  }),
  z.discriminatedUnion('erased', [
    z.object({ erased: z.literal(false) }),
    z.object({ erased: z.literal(true), ...Gone.shape }),
  ]),
  async (context, { person, dryRun }) => {
    const { entity } = await context.asStaff(database => findRecord(database, person))
    return dryRun ? { erased: false as const } : { erased: true as const, ...(await erase(context, entity)) }
  },
)

/** Erases everything that the ledger says must be gone: after a restore, or after an erasure that was stopped. */
export const eraseAgain = useCase(z.object({}), Gone, async context => {
  const ledger = readLedger(context.home)
  const traces = await context.asStaff(async database => (await database.run(erasedTraces, {})).traces)
  const done = new Set<string>()
  let records = 0
  let files = 0
  for (const { uuid, entity } of traces?.alive ?? []) {
    // with a record, those that were merged into it are gone
    if (done.has(uuid) || !isInLedger(context.home, ledger, uuid)) continue
    const gone = await erase(context, entity)
    for (const each of gone.uuids) done.add(each)
    records += gone.records
    files += gone.files
  }
  const left = { packets: traces?.packets ?? [], items: traces?.items ?? [], addresses: [] }
  return { records, files: files + (await removeFiles(context.home, left)) }
})

interface Erasure extends z.infer<typeof Gone> {
  readonly uuids: readonly string[]
}

async function erase(context: Context, entity: number): Promise<Erasure> {
  const erased = await context.asStaff(async database => {
    const { addresses } = await database.run(eraseAddresses, { entity })
    // only the program has the key: the database takes the marks where the person said no, and keeps no address
    const marks = Object.fromEntries((addresses ?? []).map(each => [each, addressMark(context.home, each)]))
    const result = (await database.run(eraseRows, { entity, marks })).erased
    if (result === null) throw new Error('the database erased nothing')
    // before the commit: a ledger line without an erasure is made good by --again, an erasure without a line comes back with a backup
    for (const uuid of result.uuids) noteErasure(context.home, uuid, context.now())
    context.failpoint('erase/noted')
    return result
  })
  context.failpoint('erase/committed')
  return { records: erased.records, files: await removeFiles(context.home, erased), uuids: erased.uuids }
}
