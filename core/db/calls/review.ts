// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { AcceptedReport, ReplyOutcome } from '../shapes/import.ts'
import { Refusal } from '../shapes/refusal.ts'
import { Bytes, statement } from '../statement.ts'

/** What became of the rest of the answer that a change came with. */
export const changesBeside = statement(
  'changes/beside',
  'many',
  z.object({ change: z.number() }),
  z.object({
    /** Slot. */
    slot: z.string(),
    /** Wanted. */
    wanted: z.unknown(),
    /** What became of it. */
    outcome: z.string(),
    /** Reason. */
    reason: z.string().nullable(),
  }),
)

/** Records that may be the one that a held change asks for, and other changes that ask for it. */
export const heldDoubles = statement(
  'changes/doubles',
  'many',
  z.object({ change: z.number() }),
  z.object({ hid: z.string().nullable(), name: z.string(), why: z.string() }),
)

/** How a change came in: its record, the proof of its sender, the channel, and the days of the packet. */
export const changeEvidence = statement(
  'changes/evidence',
  'maybe',
  z.object({ change: z.number() }),
  z.object({
    /** Human id of the record. */
    record: z.string().nullable(),
    /** weak or strong. */
    evidence: z.enum(['weak', 'strong']),
    /** Whether its sender's page sealed it. */
    sealed: z.boolean(),
    /** Channel of its item; null where a file was loaded. */
    channel: z.string().nullable(),
    /** Its item. */
    item: z.string().nullable(),
    /** When the packet went out. */
    issued: z.date(),
    /** Its last day. */
    expires: z.date(),
  }),
)

/** The files that came with a held report. */
export const changeFiles = statement(
  'changes/files',
  'many',
  z.object({ change: z.number() }),
  z.object({
    /** Item that holds it, sealed. */
    item: z.string(),
    /** Name. */
    name: z.string(),
    /** Type. */
    type: z.string(),
    /** Bytes, sealed. */
    size: z.number(),
  }),
)

/** How many changes are held for each reason, the oldest reason first. */
export const heldReasons = statement(
  'changes/held-reasons',
  'many',
  z.object({}),
  z.object({
    /** Reason. */
    reason: z.string(),
    /** How many. */
    count: z.number(),
  }),
)

/** Held changes, oldest first. */
export const heldChanges = statement(
  'changes/held',
  'many',
  z.object({ reason: z.string(), change: z.number(), after: z.number(), limit: z.number() }),
  z.object({
    change: z.number(),
    stamp: z.string(),
    entity: z.number(),
    entity_name: z.string(),
    slot: z.string(),
    believed: z.unknown(),
    now: z.unknown(),
    wanted: z.unknown(),
    reason: z.string().nullable(),
    sender: z.string(),
    received: z.date(),
    packet: z.string(),
    doubt: z.string().nullable(),
    form_name: z.string(),
    form_version: z.number(),
  }),
)

/** Adds a file to the activity that an accepted report became. */
export const keepAcceptedFile = statement(
  'changes/keep-file',
  'none',
  z.object({
    change: z.number(),
    name: z.string(),
    type: z.string(),
    /** The bytes of the file. */
    data: Bytes,
  }),
  z.object({}),
)

/** Refused changes that nobody has seen yet, oldest first. */
export const refusedChanges = statement(
  'changes/refused',
  'many',
  z.object({}),
  z.object({
    change: z.number(),
    entity_name: z.string(),
    slot: z.string(),
    wanted: z.unknown(),
    reason: z.string().nullable(),
    sender: z.string(),
    received: z.date(),
    packet: z.string(),
    form_name: z.string(),
    form_version: z.number(),
  }),
)

/** The activity that an accepted report became, and the files that its reply announces: {entity, activity, files}; null for any other change. */
export const acceptedReport = statement(
  'changes/report-files',
  'one',
  z.object({ change: z.number() }),
  z.object({
    /** Activity and files. */
    report: AcceptedReport.nullable(),
  }),
)

/** Resolves a held change: id, accepted | refused, stamp from held_changes(), note, the corrected value. {problem: change/...} if nothing was changed: stale, already-there, no-report, value-needed, value-wrong. */
export const resolveChange = statement(
  'changes/resolve',
  'one',
  z.object({
    change: z.number(),
    /** accepted or refused. */
    decision: z.enum(['accepted', 'refused']),
    stamp: z.string(),
    note: z.string(),
    /** the corrected value; null accepts it as it was written. */
    mended: z.unknown(),
  }),
  z.object({ outcome: z.union([Refusal, ReplyOutcome]) }),
)

/** Marks refused changes as seen. */
export const seeRefused = statement(
  'changes/see',
  'one',
  z.object({
    /** numbers. */
    changes: z.array(z.number()),
  }),
  z.object({
    /** How many of them are refused changes. */
    refused: z.number().nullable(),
  }),
)
