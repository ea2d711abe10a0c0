// What the page of duplicates shows: the likeliest pairs, the one that is compared field by field, and merges of late.

import type { z } from 'zod'
import type { Context } from '../../../context/context.ts'
import { duplicateEvidence, openDuplicates, recordMerges } from '../../../db/calls/duplicates.ts'
import { choicesOf, recordNames } from '../../../db/calls/folder.ts'
import { recordSlots } from '../../../db/calls/records.ts'
import { listStaff } from '../../../db/calls/staff.ts'
import type { Database } from '../../../db/database.ts'
import { zoneOf } from '../../../home/local-day.ts'
import { type CatalogField, fieldsOfType } from '../../../records/read/catalog.ts'
import type { Slots } from '../../../records/read/said-slots.ts'
import type { Say } from '../../page/words.ts'
import type { Shown } from '../record/controls.ts'
import { ownFields, valueOf } from '../record/details-panel.ts'
import { type Head, readHead } from '../record/read-folder.ts'

type RowOf<S extends { readonly row: z.ZodType }> = z.infer<S['row']>
export type Pair = RowOf<typeof openDuplicates>
export type Merge = RowOf<typeof recordMerges>
export type Evidence = RowOf<typeof duplicateEvidence>

export interface Side {
  readonly head: Head
  readonly slots: Slots
}

/** One pair, side by side. */
export interface Compared {
  readonly pair: Pair
  readonly kept: Side
  readonly lost: Side
  readonly fields: readonly CatalogField[]
  readonly evidence: readonly Evidence[]
  readonly shown: Shown
}

export interface Duplicates {
  readonly pairs: readonly Pair[]
  /** There are more pairs than a page shows. */
  readonly hasMore: boolean
  readonly compared: Compared | null
  readonly merges: readonly Merge[]
}

const pairsShown = 40
const mergesShown = 8

export interface Wanted {
  /** Number of the pair; without it, or where it is not open, the likeliest. */
  readonly pair: number
  /** Human id of the record that stays; the left one where it is none of the pair. */
  readonly kept: string
}

export const readDuplicates = (context: Context, say: Say, wanted: Wanted): Promise<Duplicates> =>
  context.asStaff(async database => {
    const found = await database.run(openDuplicates, { limit: pairsShown + 1 })
    const pairs = found.slice(0, pairsShown)
    const pair = pairs.find(each => each.pair === wanted.pair) ?? pairs[0]
    const zone = zoneOf(context.settings.timezone)
    return {
      pairs,
      hasMore: found.length > pairsShown,
      compared: pair === undefined ? null : await compare(database, pair, wanted, { say, zone }),
      merges: [...(await database.run(recordMerges, { limit: mergesShown }))],
    }
  })

async function compare(
  database: Database,
  pair: Pair,
  wanted: Wanted,
  { say, zone }: { readonly say: Say; readonly zone: string },
): Promise<Compared> {
  const left = await sideOf(database, pair.left ?? '')
  const right = await sideOf(database, pair.right ?? '')
  const isExchanged = wanted.kept !== '' && wanted.kept === pair.right
  const fields = ownFields({ fields: await fieldsOfType(database, left.head.type) })
  const keys = fields
    .filter(({ kind }) => kind === 'record')
    .flatMap(field => [left, right].map(side => valueOf(side, field) ?? ''))
  const named = [...new Set(keys)].filter(key => key !== '')
  const names = named.length === 0 ? [] : await database.run(recordNames, { keys: named })
  return {
    pair,
    kept: isExchanged ? right : left,
    lost: isExchanged ? left : right,
    fields,
    evidence: [...(await database.run(duplicateEvidence, { pair: pair.pair }))],
    shown: {
      say,
      zone,
      choices: [...(await database.run(choicesOf, { tables: [...new Set(fields.map(({ source }) => source))] }))],
      names: new Map(names.map(({ hid, name }) => [hid, name])),
      colleagues: [...(await database.run(listStaff, {}))],
    },
  }
}

async function sideOf(database: Database, key: string): Promise<Side> {
  const head = await readHead(database, key)
  return { head, slots: (await database.run(recordSlots, { entity: head.entity })).slots ?? {} }
}
