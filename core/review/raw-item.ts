// An item as it came, whatever became of it: its row, and a part of its bytes.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readBounded } from '@satchel/protocol/spool/spool-layout'
import { readItem } from '@satchel/protocol/spool/spool'
import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import { showItem } from '../db/calls/import.ts'
import { attachmentPath, findItem, openSpools } from '../home/item-spools.ts'
import { problem } from '../problems/problems.ts'

const Row = showItem.row

/** @throws Problem item/not-known where there is none that the asking colleague sees. */
export const readRawItem = useCase(
  z.object({
    /** Its first digits, at least 8. */
    item: z.string().regex(/^[0-9a-f]{8,64}$/, 'An item is named by the first digits of its hash.'),
    /** From this byte. */
    from: z.number().int().min(0),
    most: z.number().int().min(1),
  }),
  z.object({
    row: Row,
    /** Null where no spool holds it any more: what ended is kept for a time. */
    bytes: z.instanceof(Buffer).nullable(),
    /** Of all bytes. */
    total: z.number(),
  }),
  async (context, { item, from, most }) => {
    const [row, other] = await context.asStaff(database => database.run(showItem, { start: item }))
    if (row === undefined || other !== undefined)
      throw problem('item/not-known', `There is no item ${item.slice(0, 12)}.`, { hint: 'satchel quarantine list' })
    const bytes = await bytesOf(context, row)
    return {
      row,
      bytes: bytes === null ? null : Buffer.from(bytes.subarray(from, from + most)),
      total: bytes?.length ?? row.size,
    }
  },
)

/** Where an item can lie: waiting, put aside, among what ended on a day, or kept for its record. */
async function bytesOf(context: Context, { item, ended }: z.infer<typeof Row>): Promise<Uint8Array | null> {
  const days = ended === null ? [] : [ended, new Date(ended.getTime() + 86_400_000)]
  for (const spool of Object.values(await openSpools(context.home))) {
    const found = findItem(spool, item) ?? findItem(spool, item, ['quarantine', 'bad'])
    if (found !== null) return readItem(spool, found)
    for (const day of days)
      for (const extension of ['sexp.pgp', 'raw']) {
        const path = join(spool.folder, 'done', day.toISOString().slice(0, 10), `${item}.${extension}`)
        if (existsSync(path)) return readBounded(path)
      }
  }
  const kept = ['sexp.pgp', 'raw'].map(extension => attachmentPath(context.home, item, extension)).find(existsSync)
  return kept === undefined ? null : readBounded(kept)
}
