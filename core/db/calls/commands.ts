// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { CommandOutcome } from '../shapes/records.ts'
import { Refusal } from '../shapes/refusal.ts'
import { Bytes, statement } from '../statement.ts'

/** Adds a record for a member of staff, with all its fields and rows. */
export const addRecord = statement(
  'commands/add',
  'one',
  z.object({
    /** Short name. */
    staff: z.string(),
    /** Type. */
    type: z.string(),
    /** Name of the record. */
    name: z.string(),
    /** Human id. */
    hid: z.string().nullable(),
    /** Record that it stands under. */
    under: z.string().nullable(),
    /** Short name of its owner. */
    owner: z.string().nullable(),
    /** The value of each slot. */
    said: z.array(z.object({ slot: z.string(), value: z.unknown() })),
  }),
  z.object({ outcome: z.union([Refusal, CommandOutcome]) }),
)

/** Adds a file to a record for a member of staff. */
export const attachFile = statement(
  'commands/attach',
  'one',
  z.object({
    /** Short name. */
    staff: z.string(),
    /** Human id or uuid. */
    record: z.string(),
    /** File name. */
    name: z.string(),
    /** Kind of its content. */
    type: z.string(),
    /** Its bytes. */
    data: Bytes,
  }),
  z.object({ outcome: z.union([Refusal, CommandOutcome]) }),
)

/** Changes a record for a member of staff: the slots as they were read, and as they shall be. */
export const changeRecord = statement(
  'commands/change',
  'one',
  z.object({
    /** Short name. */
    staff: z.string(),
    /** Human id or uuid. */
    record: z.string(),
    /** The slots that the person saw. */
    shown: z.record(z.string(), z.unknown()),
    /** The value of each slot as it shall be. */
    said: z.array(z.object({ slot: z.string(), value: z.unknown() })),
  }),
  z.object({ outcome: z.union([Refusal, CommandOutcome]) }),
)

/** Adds an activity to a record, or changes one, for a member of staff. */
export const noteActivity = statement(
  'commands/note',
  'one',
  z.object({
    /** Short name. */
    staff: z.string(),
    /** Human id or uuid. */
    record: z.string(),
    /** The activity to change. */
    row: z.number().nullable(),
    /** Short name of the colleague who shall do it. */
    for: z.string().nullable(),
    /** By column. */
    values: z.record(z.string(), z.string().nullable()),
  }),
  z.object({ outcome: z.union([Refusal, CommandOutcome]) }),
)

/** Puts a file into a field of a record or of one of its rows for a member of staff, or empties the field. */
export const putFile = statement(
  'commands/put-file',
  'one',
  z.object({
    /** Short name. */
    staff: z.string(),
    /** Human id or uuid. */
    record: z.string(),
    /** Table. */
    source: z.string(),
    /** Name in commands. */
    field: z.string(),
    /** Number of the row; null for the record itself, or a row that is made for the file. */
    row: z.number().nullable(),
    /** Digest of the file that the writer saw there. */
    was: z.string().nullable(),
    /** File name. */
    name: z.string().nullable(),
    /** Kind of its content. */
    type: z.string().nullable(),
    /** Its bytes; null empties the field. */
    data: Bytes.nullable(),
  }),
  z.object({ outcome: z.union([Refusal, CommandOutcome]) }),
)

/** Removes a record, or brings one back, for a member of staff. */
export const removeRecord = statement(
  'commands/remove',
  'one',
  z.object({
    /** Short name. */
    staff: z.string(),
    /** Human id or uuid. */
    record: z.string(),
    /** Whether it shall be removed. */
    removed: z.boolean(),
  }),
  z.object({ outcome: z.union([Refusal, CommandOutcome]) }),
)

/** The last note that mentions the caller, or 0. */
export const lastMention = statement('mentions/last', 'one', z.object({}), z.object({ mention: z.number().nullable() }))

/** Notes that mention the caller, after one of them. */
export const mentionsSince = statement(
  'mentions/since',
  'many',
  z.object({ mention: z.number() }),
  z.object({ mention: z.number(), record: z.string().nullable(), name: z.string(), writer: z.string().nullable() }),
)

/** Colleagues whom a text mentions and who may not see the record that it is about: they get no task. */
export const mentionsUnseen = statement(
  'mentions/unseen',
  'many',
  z.object({ record: z.string(), text: z.string() }),
  z.object({ staff: z.string() }),
)
