// Notes, calls and tasks of a record: activities, each told as a report of a reply.

import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import { mentionsUnseen, noteActivity as noteActivityOf } from '../db/calls/commands.ts'
import { openTasks } from '../db/calls/records.ts'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/dry-run.ts'
import { localDay, zoneOf } from '../home/local-day.ts'
import { problem } from '../problems/problems.ts'
import { accepted, refusal } from '../problems/refusal.ts'
import { namedRecord, type NamedRecord } from './read/named-record.ts'
import { plainField } from './read/plain-field.ts'
import { inWords } from './refused-write.ts'
import { typedText } from './read/typed-text.ts'
import { type ReadOne, valueReader } from './read/typed-value.ts'

const Noted = z.array(
  z.object({
    record: z.string(),
    name: z.string(),
    /** Number of the activity. */
    activity: z.number().nullable(),
    outcome: z.string(),
    /** Colleagues whom the text mentions and who may not see the record: they get no task. */
    unseen: z.array(z.string()),
  }),
)

const kinds = plainField('activity', 'kind', 'choice', ['call', 'visit', 'mail', 'letter', 'sms', 'meeting', 'note'])
const outcomes = plainField('activity', 'outcome', 'choice', ['reached', 'not-reached', 'busy', 'call-back'])
const days = plainField('activity', 'due', 'date')

/** today and tomorrow are days, too. */
async function dayOf(
  context: Context,
  readOne: ReadOne,
  { name, text }: { readonly name: string; readonly text: string },
): Promise<string | null> {
  const ahead = ['today', 'tomorrow'].indexOf(text.toLowerCase())
  if (ahead === -1) return readOne({ ...days, name }, text)
  return localDay(new Date(context.now().getTime() + ahead * 86_400_000), context.settings.timezone)
}

/** A note, or a contact that took place. @throws Problem entity/not-seen, record/bad-value, database/no-right. */
export const noteContact = useCase(
  z.object({
    records: z.array(z.string()).min(1, 'Name a record.'),
    text: z.string().refine(text => text.trim() !== '', 'Say what shall be noted.'),
    kind: z.string().default('note'),
    /** Day of the contact; without it now. */
    on: z.string().optional(),
    outcome: z.string().optional(),
    isPrivate: z.boolean().default(false),
    dryRun: z.boolean().default(false),
  }),
  Noted,
  async (context, { records, text, kind, on, outcome, isPrivate, dryRun }) => {
    const wanted = await context.asStaff(async database => {
      const readOne = valueReader(database, zoneOf(context.settings.timezone))
      const values = {
        activity_kind: await readOne(kinds, kind),
        activity_body: typedText(text, 'The note', 'several'),
        activity_status: 'done',
        activity_start:
          on === undefined ? context.now().toISOString() : await dayOf(context, readOne, { name: 'on', text: on }),
        activity_outcome: outcome === undefined ? null : await readOne(outcomes, outcome),
        activity_private: isPrivate ? 'true' : null,
      }
      const named = await allNamed(database, records)
      return named.map(record => ({ record, row: null, for: null, values: filled(values) }))
    })
    context.failpoint('command/read')
    const noted = await writeAll(context, dryRun, wanted)
    return isPrivate ? noted : withUnseen(context, noted, text)
  },
)

type Written = z.infer<typeof Noted>

/** Adds whom the text mentions in vain. */
async function withUnseen(context: Context, noted: Written, text: string): Promise<Written> {
  if (!text.includes('@')) return noted
  return context.asStaff(async database => {
    const told: Written = []
    for (const one of noted) {
      const unseen = await database.run(mentionsUnseen, { record: one.record, text })
      told.push({ ...one, unseen: unseen.map(({ staff }) => staff) })
    }
    return told
  })
}

/**
 * A task for somebody, on a day; or one is done.
 * @throws Problem entity/not-seen, staff/not-known, record/no-task, record/several, record/bad-value, record/refused, database/no-right.
 */
export const doTask = useCase(
  z.object({
    records: z.array(z.string()).min(1, 'Name a record.'),
    /** What shall be done. */
    text: z.string().optional(),
    /** Short name of the colleague; without it oneself. */
    for: z.string().optional(),
    due: z.string().optional(),
    /** The open task of each record is done; a number: that one. */
    done: z.union([z.literal(true), z.number()]).optional(),
    dryRun: z.boolean().default(false),
  }),
  Noted,
  async (context, { records, text, for: colleague, due, done, dryRun }) => {
    const wanted = await context.asStaff(async database => {
      const named = await allNamed(database, records)
      if (done !== undefined) {
        const values = { activity_status: 'done', activity_done: context.now().toISOString() }
        return Promise.all(
          named.map(async record => ({ record, row: await openTask(database, record, done), for: null, values })),
        )
      }
      if (text === undefined || text.trim() === '') throw problem('usage/wrong', 'Say what shall be done.')
      if (due === undefined)
        throw problem('usage/wrong', 'Say by when.', { hint: '--due 2026-12-01, or --due tomorrow' })
      const readOne = valueReader(database, zoneOf(context.settings.timezone))
      const values = filled({
        activity_kind: 'task',
        activity_subject: typedText(text, 'The task'),
        activity_status: 'open',
        activity_due: await dayOf(context, readOne, { name: 'due', text: due }),
      })
      return named.map(record => ({ record, row: null, for: colleague ?? null, values }))
    })
    context.failpoint('command/read')
    return writeAll(context, dryRun, wanted)
  },
)

/** @throws Problem record/no-task, record/several. */
async function openTask(database: Database, record: NamedRecord, done: true | number): Promise<number> {
  const open = await database.run(openTasks, { entity: record.entity })
  const meant = done === true ? open : open.filter(({ number }) => number === done)
  const [first, ...others] = meant
  if (first === undefined) throw refusal('record/no-task', {}, refusals)
  if (others.length > 0)
    throw problem('record/several', `${record.hid} has several open tasks.`, {
      hint: meant.map(({ number, about }) => `--done ${number}: ${about}`),
    })
  return first.number
}

interface Wanted {
  readonly record: NamedRecord
  readonly row: number | null
  readonly for: string | null
  readonly values: Record<string, string | null>
}

const refusals = {
  'record/no-task': ['There is no such open task of this record.', 'satchel show ID lists its activities'],
} as const

const filled = (values: Readonly<Record<string, string | null>>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))

async function allNamed(database: Database, records: readonly string[]): Promise<NamedRecord[]> {
  const named: NamedRecord[] = []
  for (const key of records) named.push(await namedRecord(database, key))
  return named.toSorted((one, other) => one.entity - other.entity)
}

/** All of them, or none. */
function writeAll(context: Context, dryRun: boolean, all: readonly Wanted[]): Promise<z.infer<typeof Noted>> {
  return context.asImport(database =>
    inTransaction(database, dryRun, async () => {
      const noted = []
      for (const { record, ...wanted } of all) {
        const { hid, name } = record
        const { outcome } = await database
          .run(noteActivityOf, { staff: context.settings.operator, record: hid, ...wanted })
          .catch((error: unknown) => Promise.reject(inWords(error, record)))
        const [slot] = accepted(outcome, code => refusal(code, {}, refusals)).slots
        noted.push({
          record: hid,
          name,
          activity: slot?.row ?? null,
          outcome: slot?.outcome ?? 'untouched',
          unseen: [],
        })
      }
      context.failpoint('command/written')
      return noted
    }),
  )
}
