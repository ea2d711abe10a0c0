// Sends records out, each as a packet of its own, to one recipient or each to its owner. A record whose packet is still open for the
// recipient is left out, so that an order that was stopped goes on where it was when it is given again.

import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { cleanText } from '@satchel/forms/clean-text/text-form-clean'
import { limits } from '@satchel/protocol/limits'
import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { type Progress, useCase } from '../context/use-case.ts'
import { loadCatalog } from '../forms/form-catalog.ts'
import { problem } from '../problems/problems.ts'
import { type Carrier, ownLetters } from './carrier.ts'
import { DispatchedRecord } from './dispatched-record.ts'
import { fileCarrier } from './file-carrier.ts'
import { checkFolder, finishFolder } from './out-folder.ts'
import { ordersFor, queriedKeys } from './find-records.ts'
import { mustHaveWords } from '../forms/packet-language.ts'
import { paperCarrier } from './paper-carrier.ts'
import { sendOrders } from './send-orders.ts'
import { lettersTogether } from './together.ts'

const Order = z.object({
  /** Human ids or uuids. */
  records: z.array(z.string()),
  /** Every record that a stored query gives, too: its column hid or uuid. */
  query: z.object({ name: z.string(), params: z.record(z.string(), z.string()) }).optional(),
  /** Short name of the recipient; absent where each record goes to its owner. */
  to: z.string().optional(),
  /** Each record goes to its owner. One that cannot is reported, and stops no other. */
  toOwner: z.boolean().default(false),
  /** Without it, each record goes out with the usual form of its type. */
  form: z.string().optional(),
  /** A folder: packets are written into it as files, and no letter is queued. */
  out: z.string().min(1).optional(),
  /** A file: packets are written into it as one document to print, and no letter is queued. */
  print: z.string().min(1).optional(),
  /** Prints also for people whose letters are protected. */
  inClear: z.boolean().default(false),
  /** Several packets of one recipient in one letter. */
  together: z.boolean().default(false),
  /** Of the packets; without it, that of each recipient. */
  language: z.string().optional(),
  /** Until they are due. */
  days: z.number().int().min(1).max(365, 'A packet is good for 365 days at most.').optional(),
  /** Builds everything and sends nothing. */
  dryRun: z.boolean().default(false),
  /** Tells of each what its recipient would get; nothing is sent then. */
  isShown: z.boolean().default(false),
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
export type DispatchInput = z.output<typeof Order>

/**
 * @throws Problem usage/wrong where no record or no recipient is named; query/...; and, with one recipient, those of
 * core/problems/refusal.ts for a record: what was queued before it stays queued.
 */
export const dispatchPackets = useCase(Order, z.array(DispatchedRecord), async (context, order, progress) => {
  if ((order.to === undefined) !== order.toOwner) {
    throw problem('usage/wrong', 'A dispatch names one recipient with --to, or goes to the owners with --to-owner.', {
      hint: 'satchel dispatch P12 --to anna',
    })
  }
  const carriers = [order.out !== undefined, order.print !== undefined, order.together].filter(Boolean)
  if (carriers.length > 1)
    throw problem('usage/wrong', 'Packets leave by one carrier: --out, --print or --together.', {
      hint: 'leave the others out',
    })
  const queried = order.query === undefined ? [] : await queriedKeys(context, order.query, progress)
  const keys = [...order.records, ...queried]
  if (order.records.length === 0 && order.query === undefined) {
    throw problem('usage/wrong', 'No record is named.', { hint: 'satchel dispatch P12 --to anna' })
  }
  return dispatchAll(context, progress, order.isShown ? { ...order, dryRun: true } : order, keys)
})

async function dispatchAll(
  context: Context,
  progress: Progress,
  input: DispatchInput,
  keys: readonly string[],
): Promise<DispatchedRecord[]> {
  const { to = null, form = null, again } = input
  // before anything is made
  const folder = await checkPlace(context, input)
  const key = await context.coreKey()
  return context.asDispatch(async database => {
    const catalog = await loadCatalog(database)
    if (input.language !== undefined) mustHaveWords(catalog.forms.words, input.language)
    if (folder !== undefined && !input.dryRun)
      for (const packet of await finishFolder(context, database, folder))
        progress.note(`packet ${packet} was begun before, and its files have their names now`)
    const orders = await ordersFor(context, database, keys, { staff: to, form, again })
    const carrier = carrierOf(input, folder)
    return sendOrders(database, { context, catalog, key }, progress, { ...input, orders, carrier })
  })
}

/** @returns the real path of the folder that files go into, if any. */
async function checkPlace(context: Context, { out, print }: DispatchInput): Promise<string | undefined> {
  if (print === undefined) return out === undefined ? undefined : checkFolder(context, out)
  // a document that nobody has printed yet is not written over
  if (existsSync(print))
    throw problem('usage/wrong', `There is a file ${print} already.`, { hint: '-o FILE names another one' })
  return checkFolder(context, dirname(resolve(print)))
}

function carrierOf({ print, together, toOwner, inClear }: DispatchInput, folder: string | undefined): Carrier {
  if (folder === undefined) return together ? lettersTogether : ownLetters
  return print === undefined ? fileCarrier(folder, toOwner) : paperCarrier(join(folder, basename(print)), inClear)
}
