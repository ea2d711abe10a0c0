// Records are removed, and come back: nothing of them is lost, and their history stays.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { removeRecord } from '../db/calls/commands.ts'
import { recordHangs } from '../db/calls/records.ts'
import { inTransaction } from '../db/dry-run.ts'
import { problem } from '../problems/problems.ts'
import { accepted, refusal } from '../problems/refusal.ts'
import { namedRecord, type NamedRecord } from './read/named-record.ts'
import { inWords } from './refused-write.ts'

/** All of them, or none. @throws Problem entity/not-seen, record/hangs, record/refused, database/no-right. */
export const removeRecords = useCase(
  z.object({
    records: z.array(z.string()).min(1, 'Name a record.'),
    /** Whether they are removed, or come back. */
    removed: z.boolean().default(true),
    /** Also where something hangs on them. */
    anyway: z.boolean().default(false),
    dryRun: z.boolean().default(false),
  }),
  z.array(
    z.object({
      record: z.string(),
      name: z.string(),
      outcome: z.string(),
      /** What hangs on it, and stays. */
      hangs: z.array(z.object({ what: z.string(), number: z.number() })),
    }),
  ),
  async (context, { records, removed, anyway, dryRun }) => {
    const named = await context.asStaff(async database => {
      const found: (NamedRecord & { readonly hangs: { what: string; number: number }[] })[] = []
      for (const key of records) {
        const record = await namedRecord(database, key)
        if (record.type === 'staff')
          throw problem('usage/wrong', 'A colleague who leaves is turned off.', { hint: 'satchel staff off' })
        const hangs = removed ? [...(await database.run(recordHangs, { entity: record.entity }))] : []
        if (hangs.length > 0 && !anyway)
          throw problem('record/hangs', `Something hangs on ${record.hid}; nothing was removed.`, {
            hint: [...hangs.map(({ what, number }) => `${number} ${what}`), '--anyway removes it, and these stay'],
          })
        found.push({ ...record, hangs })
      }
      return found.toSorted((one, other) => one.entity - other.entity)
    })
    context.failpoint('command/read')
    return context.asImport(database =>
      inTransaction(database, dryRun, async () => {
        const done = []
        for (const { hid, name, hangs } of named) {
          const { outcome } = await database
            .run(removeRecord, { staff: context.settings.operator, record: hid, removed })
            .catch((error: unknown) => Promise.reject(inWords(error, { hid })))
          const [slot] = accepted(outcome, code => refusal(code)).slots
          done.push({ record: hid, name, outcome: slot?.outcome ?? 'untouched', hangs })
        }
        context.failpoint('command/written')
        return done
      }),
    )
  },
)
