// Records in groups, and relations between two records: rows of one of them, merged as its other rows.

import { meant } from '@satchel/protocol/nearest'
import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { recordSlots, relationKinds } from '../db/calls/records.ts'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/dry-run.ts'
import { zoneOf } from '../home/local-day.ts'
import { problem } from '../problems/problems.ts'
import { namedRecord, type NamedRecord } from './read/named-record.ts'
import { plainField, readGiven } from './read/plain-field.ts'
import type { Said, Slots } from './read/said-slots.ts'
import { typedText } from './read/typed-text.ts'
import { valueReader } from './read/typed-value.ts'
import { ChangedRecord, writeSlots } from './write-slots.ts'

type Row = Readonly<Record<string, string>>

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null

/** The rows of one table, by their slots. */
function rowsOf(slots: Slots, collection: string): { readonly slot: string; readonly value: Row }[] {
  return Object.entries(slots).flatMap(([slot, value]) =>
    slot.startsWith(`row/${collection}/`) && isRow(value) ? [{ slot, value }] : [],
  )
}

/** Nothing that is empty stands in a row. */
const filled = (row: Readonly<Record<string, string | null>>): Row =>
  Object.fromEntries(Object.entries(row).flatMap(([name, value]) => (value === null ? [] : [[name, value]])))

/** Records join a group, or leave it. @throws Problem entity/not-seen, record/several, record/bad-value, usage/wrong, database/no-right. */
export const joinGroup = useCase(
  z.object({
    records: z.array(z.string()).min(1, 'Name a record and a group.'),
    group: z.string(),
    /** A word of the list member-status; without it none. */
    status: z.string().optional(),
    leaves: z.boolean().default(false),
    dryRun: z.boolean().default(false),
  }),
  z.array(ChangedRecord),
  async (context, { records, group: key, status: word, leaves, dryRun }) => {
    const read = await context.asStaff(async database => {
      const readOne = valueReader(database, zoneOf(context.settings.timezone))
      const group = await namedRecord(database, key)
      if (group.type !== 'grp')
        throw problem('usage/wrong', `${group.hid} is no group.`, { hint: 'the group comes last: join P12 G3' })
      const status = await readGiven(readOne, plainField('member', 'status', 'choice', statuses), word)
      const wanted: { record: NamedRecord; said: Said }[] = []
      for (const one of records) {
        const record = await namedRecord(database, one)
        const shown = (await database.run(recordSlots, { entity: record.entity })).slots ?? {}
        const there = rowsOf(shown, 'member').find(({ value }) => value.grp === group.hid)
        if (leaves && there === undefined)
          throw problem('record/refused', `${record.hid} is not in the group ${group.hid}.`)
        const row = leaves ? null : filled({ ...there?.value, grp: group.hid, ...(status === null ? {} : { status }) })
        const change = leaves ? 'removed' : there === undefined ? 'added' : 'replaced'
        const slot = there?.slot ?? 'row/member/new-1'
        wanted.push({ record, said: { shown, said: [{ slot, value: row, name: `group ${group.hid}`, change }] } })
      }
      return wanted
    })
    context.failpoint('command/read')
    const inOrder = read.toSorted((one, other) => one.record.entity - other.record.entity)
    return context.asImport(database =>
      inTransaction(database, dryRun, async () => {
        const changed: ChangedRecord[] = []
        for (const { record, said } of inOrder) changed.push(await writeSlots(context, database, record, said))
        context.failpoint('command/written')
        return changed
      }),
    )
  },
)

/** As they are shipped: they are named where a word is none of the list. */
const statuses = ['active', 'invited', 'left']

/** Two records are related, or no more. @throws Problem entity/not-seen, record/several, record/bad-value, record/no-kind, record/refused. */
export const relateRecords = useCase(
  z.object({
    one: z.string(),
    /** As it is read from the one to the other: works-for, "works for", employs. */
    kind: z.string(),
    other: z.string(),
    from: z.string().optional(),
    until: z.string().optional(),
    note: z.string().optional(),
    ends: z.boolean().default(false),
    dryRun: z.boolean().default(false),
  }),
  ChangedRecord,
  async (context, { one, kind: word, other, from, until, note, ends, dryRun }) => {
    const { record, said } = await context.asStaff(async database => {
      const readOne = valueReader(database, zoneOf(context.settings.timezone))
      const { kind, turned } = await kindNamed(database, word)
      const [first, second] = [await namedRecord(database, one), await namedRecord(database, other)]
      const [left, right] = turned ? [second, first] : [first, second]
      const shown = (await database.run(recordSlots, { entity: left.entity })).slots ?? {}
      const start = await readGiven(readOne, plainField('relationship', 'start', 'date'), from)
      const end = await readGiven(readOne, plainField('relationship', 'end', 'date'), until)
      const alike = rowsOf(shown, 'relationship').filter(
        ({ value }) => value.kind === kind && value.right === right.hid && (start === null || value.start === start),
      )
      if (alike.length > 1)
        throw problem('record/several', 'They are related so several times.', {
          hint: alike.map(({ value }) => `--from ${value.start ?? '(no day)'}`),
        })
      const [there] = alike
      if (ends && there === undefined)
        throw problem('record/refused', `${left.hid} and ${right.hid} are not related so.`)
      const row = ends
        ? null
        : filled({
            ...there?.value,
            right: right.hid,
            kind,
            ...filled({ start, end, note: note === undefined ? null : typedText(note, 'The note', 'several') }),
          })
      return {
        record: left,
        said: {
          shown,
          said: [
            {
              slot: there?.slot ?? 'row/relationship/new-1',
              value: row,
              name: `${kind} ${right.hid}`,
              change: ends ? ('removed' as const) : there === undefined ? ('added' as const) : ('replaced' as const),
            },
          ],
        },
      }
    })
    context.failpoint('command/read')
    return context.asImport(database =>
      inTransaction(database, dryRun, async () => {
        const changed = await writeSlots(context, database, record, said)
        context.failpoint('command/written')
        return changed
      }),
    )
  },
)

/** The kind that a word means, and whether it is read from right to left. @throws Problem record/no-kind. */
async function kindNamed(
  database: Database,
  word: string,
): Promise<{ readonly kind: string; readonly turned: boolean }> {
  const kinds = await database.run(relationKinds, {})
  const folded = word.toLowerCase().replaceAll('-', ' ')
  const said = (text: string) => text.toLowerCase().replaceAll('-', ' ') === folded
  const forward = kinds.find(({ kind, forward: name }) => said(kind) || said(name))
  if (forward !== undefined) return { kind: forward.kind, turned: false }
  const backward = kinds.find(({ backward: name }) => said(name))
  if (backward !== undefined) return { kind: backward.kind, turned: true }
  throw problem('record/no-kind', `There is no kind of relation "${word}".`, {
    hint: meant(
      word,
      kinds.flatMap(({ kind, backward: name }) => [kind, name]),
    ),
  })
}
