// Sends records to one recipient, each as a packet of its own. A record whose packet is still open for the recipient is left out.

import { cleanText } from '@satchel/forms/clean-text/text-form-clean'
import { limits } from '@satchel/protocol/limits'
import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { type Progress, useCase } from '../context/use-case.ts'
import { loadCatalog } from '../forms/form-catalog.ts'
import { problem } from '../problems/problems.ts'
import { dispatch, Dispatched } from './dispatch-packet.ts'
import { eachOnce, type NamedRecord, nameRecords, queriedKeys } from './find-records.ts'

const Order = z.object({
  /** Human ids or uuids. */
  records: z.array(z.string()),
  /** Every record that a stored query gives, too: its column hid or uuid. */
  query: z.object({ name: z.string(), params: z.record(z.string(), z.string()) }).optional(),
  /** Short name of the recipient. */
  to: z.string(),
  /** Without it, each record goes out with the usual form of its type. */
  form: z.string().optional(),
  /** Builds everything and sends nothing. */
  dryRun: z.boolean().default(false),
  /** Also what the recipient has in an open packet already. */
  again: z.boolean().default(false),
  /** Why the records come now, in the sender's words: the recipients read it first. */
  why: z
    .string()
    .transform(text => cleanText(text).replace(/\s+/gu, ' ').trim())
    .pipe(
      z
        .string()
        .min(1, 'A reason without words is none: leave --why out.')
        .max(limits.whyLength, `A reason has ${limits.whyLength} characters at most.`),
    )
    .optional(),
})

const DispatchedRecord = z.object({
  /** As it was named. */
  record: z.string(),
  /** Null where the operator does not see it. */
  name: z.string().nullable(),
  state: z.enum(['queued', 'would-send', 'left-out']),
  ...Dispatched.shape,
  /** Of the open packet for which it was left out. */
  issued: z.string().optional(),
})
export type DispatchedRecord = z.infer<typeof DispatchedRecord>

/** @throws Problem usage/wrong where no record is named; query/..., and those of core/problems/refusal.ts for a record. */
export const dispatchPackets = useCase(Order, z.array(DispatchedRecord), async (context, order, progress) => {
  const keys = [...order.records, ...(order.query === undefined ? [] : await queriedKeys(context, order.query))]
  if (keys.length === 0) {
    throw problem('usage/wrong', 'No record is named.', { hint: 'satchel dispatch P12 --to anna' })
  }
  const records = await nameRecords(context, keys)
  return dispatchEach(context, progress, order, order.again ? records : eachOnce(records))
})

/** Each in a transaction of its own: a fault in one of them leaves those before it queued. */
async function dispatchEach(
  context: Context,
  progress: Progress,
  { to, form, dryRun, again, why }: z.output<typeof Order>,
  records: readonly NamedRecord[],
): Promise<DispatchedRecord[]> {
  const key = await context.coreKey()
  const done: DispatchedRecord[] = []
  await context.asDispatch(async database => {
    const tools = { context, catalog: await loadCatalog(database), key }
    for (const record of records) {
      try {
        const sent = await dispatch(
          database,
          tools,
          { entity: record.key, staff: to, form, again, ...(why === undefined ? {} : { why }) },
          dryRun,
        )
        const state = 'issued' in sent ? 'left-out' : dryRun ? 'would-send' : 'queued'
        done.push({ record: record.key, name: record.name, state, ...sent })
      } catch (error) {
        // these are queued, and left out when the order is repeated
        for (const before of done)
          if (before.state === 'queued')
            progress.note(`queued before the fault: packet ${before.packet} to ${before.to}`)
        throw error
      }
      progress.step(`${done.length} of ${records.length} records`, done.length / records.length)
    }
  })
  return done
}
