// All that the folder of a record shows, read in one transaction under the role of the visitor. Parts that the role may not read are left out.

import type { z } from 'zod'
import type { Context } from '../../../context/context.ts'
import {
  activitiesOf,
  choicesOf,
  consentsOf,
  dealsAndTicketsOf,
  filesOf,
  folderHead,
  groupsOf,
  heldOf,
  mayUse,
  membersOf,
  packetsOf,
  recordNames,
  recordsUnder,
  relationsOf,
  stagesFor,
} from '../../../db/calls/folder.ts'
import { recordInquiries } from '../../../db/calls/inquiries.ts'
import { recordFiles, recordSlots, relationKinds } from '../../../db/calls/records.ts'
import { listStaff } from '../../../db/calls/staff.ts'
import type { Database } from '../../../db/database.ts'
import { problem } from '../../../problems/problems.ts'
import { type CatalogField, fieldsOfType } from '../../../records/read/catalog.ts'
import type { Slots } from '../../../records/read/said-slots.ts'

type RowOf<S extends { readonly row: z.ZodType }> = z.infer<S['row']>
export type Head = RowOf<typeof folderHead> & { readonly hid: string }
export type Choice = RowOf<typeof choicesOf>

/** The file that a field of the record holds. */
export type HeldFile = Pick<RowOf<typeof recordFiles>, 'number' | 'name' | 'size' | 'digest'>

/** What the fields of a record need. */
export interface Fields {
  readonly head: Head
  readonly fields: readonly CatalogField[]
  readonly slots: Slots
  /** By the names of their fields. */
  readonly fieldFiles: ReadonlyMap<string, HeldFile>
  readonly choices: readonly Choice[]
  /** Names of the records that are referred to, by human id. */
  readonly names: ReadonlyMap<string, string>
  readonly may: RowOf<typeof mayUse>
  readonly colleagues: RowOf<typeof listStaff>[]
}

export interface Folder extends Fields {
  readonly kinds: RowOf<typeof relationKinds>[]
  readonly relations: RowOf<typeof relationsOf>[]
  readonly groups: RowOf<typeof groupsOf>[]
  readonly members: RowOf<typeof membersOf>[]
  readonly under: RowOf<typeof recordsUnder>[]
  readonly namedBy: RowOf<typeof dealsAndTicketsOf>[]
  /** One more than a page shows tells that there are older ones. */
  readonly activities: RowOf<typeof activitiesOf>[]
  readonly files: RowOf<typeof filesOf>[]
  readonly stages: RowOf<typeof stagesFor>[]
  readonly packets: RowOf<typeof packetsOf>[]
  readonly consents: RowOf<typeof consentsOf>[]
  readonly held: RowOf<typeof heldOf>[]
  /** What they asked; empty for roles that read no questions. */
  readonly questions: RowOf<typeof recordInquiries>[]
}

/** Activities on one page. */
export const timelinePage = 20
/** Rows of one panel; a note says where there are more. */
export const panelRows = 30

const tables = [
  'activity',
  'address',
  'attachment',
  'change',
  'consent',
  'contact_point',
  'deal',
  'development_tracking',
  'grp',
  'member',
  'packet',
  'relationship',
  'staff',
  'ticket',
]

/** @param key human id or uuid. @throws Problem entity/not-seen. */
export async function readHead(database: Database, key: string): Promise<Head> {
  const head = await database.run(folderHead, { key })
  if (head === null) throw problem('entity/not-seen', 'There is no such record, or you may not see it.')
  return { ...head, hid: head.hid ?? key }
}

/** @throws Problem entity/not-seen. */
export const readFields = (context: Context, key: string): Promise<Fields> =>
  context.asStaff(database => fieldsOf(database, key))

async function fieldsOf(database: Database, key: string): Promise<Fields> {
  const head = await readHead(database, key)
  const fields = await fieldsOfType(database, head.type)
  const stated = (await database.run(recordSlots, { entity: head.entity })).slots ?? {}
  const fieldFiles = await fieldFilesOf(database, head.entity, fields)
  // no command states one as text, so the slots of the record have none
  const slots = {
    ...stated,
    ...Object.fromEntries([...fieldFiles].map(([name, file]) => [`field/${name}`, file?.name ?? null])),
  }
  const may = await database.run(mayUse, { tables })
  const sources = [...new Set([...fields.map(({ source }) => source), 'activity', 'member'])]
  return {
    head,
    fields,
    slots,
    fieldFiles: new Map([...fieldFiles].flatMap(([name, file]) => (file === null ? [] : [[name, file] as const]))),
    may,
    choices: [...(await database.run(choicesOf, { tables: sources }))],
    names: await namesOf(database, fields, slots),
    colleagues: may.reads.includes('staff') ? [...(await database.run(listStaff, {}))] : [],
  }
}

/** Of each field of the record that holds files; null of an empty one. */
async function fieldFilesOf(
  database: Database,
  entity: number,
  fields: readonly CatalogField[],
): Promise<ReadonlyMap<string, HeldFile | null>> {
  const own = fields.filter(({ kind, source, type }) => kind === 'file' && source === type)
  if (own.length === 0) return new Map()
  const there = await database.run(recordFiles, { entity })
  return new Map(
    own.map(({ name, source, field }) => [
      name,
      there.find(file => file.source === source && file.field === field) ?? null,
    ]),
  )
}

/** @param from how many activities are left out, as newer ones. */
export const readFolder = (context: Context, key: string, from = 0): Promise<Folder> =>
  context.asStaff(async database => {
    const read = await fieldsOf(database, key)
    const { entity, type } = read.head
    const rows = async <T>(needed: readonly string[], find: () => Promise<readonly T[]>): Promise<T[]> =>
      needed.every(table => read.may.reads.includes(table)) ? [...(await find())] : []
    const limit = panelRows
    return {
      ...read,
      kinds: await rows([], () => database.run(relationKinds, {})),
      relations: await rows(['relationship'], () => database.run(relationsOf, { entity, limit })),
      groups: await rows(['member', 'grp'], () => database.run(groupsOf, { entity, limit })),
      members: type === 'grp' ? await rows(['member'], () => database.run(membersOf, { entity, limit })) : [],
      under: await rows([], () => database.run(recordsUnder, { entity, limit })),
      namedBy: await rows(['deal', 'ticket'], () => database.run(dealsAndTicketsOf, { entity, limit })),
      activities: await rows(['activity'], () =>
        database.run(activitiesOf, { entity, limit: timelinePage + 1, offset: from }),
      ),
      files: await rows(['attachment'], () => database.run(filesOf, { entity, limit })),
      stages: await rows(['development_tracking'], () => database.run(stagesFor, { entity })),
      packets: await rows(['packet'], () => database.run(packetsOf, { entity, limit: 10 })),
      consents: await rows(['consent'], () => database.run(consentsOf, { entity, limit: 10 })),
      questions: [...(await database.run(recordInquiries, { record: read.head.hid }))],
      held: await rows(['change', 'packet'], () => database.run(heldOf, { entity, limit })),
    }
  })

/** Names of the records that the slots name. */
async function namesOf(
  database: Database,
  fields: readonly CatalogField[],
  slots: Slots,
): Promise<ReadonlyMap<string, string>> {
  const keys = fields.flatMap(({ kind, name, source, field }) => {
    if (kind !== 'record') return []
    const collection = `row/${source.replaceAll('_', '-')}/`
    return [
      slots[`field/${name}`],
      ...Object.entries(slots).flatMap(([slot, value]) => (slot.startsWith(collection) ? [rowOf(value)[field]] : [])),
    ]
  })
  const named = [...new Set(keys.filter(key => typeof key === 'string'))]
  const found = named.length === 0 ? [] : await database.run(recordNames, { keys: named })
  return new Map(found.map(({ hid, name }) => [hid, name]))
}

/** The columns of a slot that is a row. */
export const rowOf = (value: unknown): Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, string>>) : {}

/** The rows of one table, by their slots, in the order in which they were made. */
export function rowsIn(slots: Slots, table: string): readonly (readonly [string, Readonly<Record<string, string>>])[] {
  const prefix = `row/${table.replaceAll('_', '-')}/`
  const number = (slot: string) => Number(slot.slice(prefix.length + 1))
  return Object.entries(slots)
    .flatMap(([slot, value]) =>
      slot.startsWith(prefix) && !slot.startsWith(`${prefix}new-`) ? [[slot, rowOf(value)] as const] : [],
    )
    .toSorted(([one], [other]) => number(one) - number(other))
}
