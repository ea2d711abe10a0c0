// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { Wanted } from '../shapes/own.ts'
import { statement } from '../statement.ts'

/** Whether the caller may make tables, and why a wanted table, type or field cannot be made. */
export const checkOwn = statement(
  'own/check',
  'many',
  z.object({ wanted: Wanted }),
  z.object({
    /** Acting role. */
    role: z.string().nullable(),
    may: z.boolean().nullable(),
    faults: z.array(z.string()).nullable(),
    /** The part of what is wanted that each fault is about: name, label, fields.0; empty where it is all of it. */
    places: z.array(z.string()).nullable(),
  }),
)

/** The file that makes a wanted table, type or field. */
export const ownFile = statement(
  'own/file',
  'one',
  z.object({ wanted: Wanted }),
  z.object({ text: z.string().nullable() }),
)

/** Makes the lists of a wanted table, type or field, and the rules and the process of a type; under the acting role. */
export const fillOwn = statement(
  'own/fill',
  'one',
  z.object({ wanted: Wanted }),
  z.object({ fields: z.number().nullable() }),
)

/** Waits at the beginning of a transaction until nobody makes tables, and keeps them from beginning until its end. */
export const ownGate = statement('own/gate', 'one', z.object({}), z.object({ open: z.boolean().nullable() }))

/** Types and tables of records that take further fields. */
export const ownHolders = statement(
  'own/holders',
  'many',
  z.object({}),
  z.object({
    source: z.string(),
    /** As it is typed. */
    word: z.string(),
    label: z.string().nullable(),
    part: z.string(),
  }),
)

/** Tables, types and fields of one's own, as far as the caller sees them. */
export const listOwn = statement(
  'own/list',
  'many',
  z.object({}),
  z.object({
    name: z.string(),
    what: z.enum(['type', 'table', 'field']),
    label: z.string().nullable(),
    /** Type or table that it belongs to. */
    of: z.string().nullable(),
    /** Of a field. */
    type: z.string().nullable(),
    /** Of a type or table. */
    rights: z.string().nullable(),
    /** File that made it. */
    file: z.string().nullable(),
    /** Rows that the caller sees. */
    n: z.number().nullable(),
  }),
)

/** One after the other makes tables and fields, until the end of the transaction. */
export const lockOwn = statement(
  'own/lock',
  'one',
  z.object({ wanted: Wanted }),
  z.object({ locked: z.boolean().nullable() }),
)

/** Notes that a file of tables and fields of one's own ran */
export const noteAdded = statement(
  'own/note',
  'none',
  z.object({
    name: z.string(),
    text: z.string(),
    /** SHA-256 of the text. */
    digest: z.string(),
    /** Role of its maker. */
    by: z.string(),
  }),
  z.object({}),
)

/** Under the acting role, before the file runs: keeps what comes after it needs: the values of a field that gets another type, the lists of what is dropped. */
export const prepareOwn = statement(
  'own/prepare',
  'one',
  z.object({ wanted: Wanted }),
  z.object({ values: z.number().nullable() }),
)

/** Files of tables and fields of one's own that ran, in their order */
export const ranAdded = statement(
  'own/ran',
  'many',
  z.object({}),
  z.object({
    name: z.string(),
    /** SHA-256 of the text. */
    digest: z.string(),
    text: z.string(),
    /** Role of its maker. */
    by: z.string(),
  }),
)

/** The file that comes after that of a retyped field, where it is required; null where it is not. */
export const ownRequired = statement(
  'own/required',
  'one',
  z.object({ wanted: Wanted }),
  z.object({ text: z.string().nullable() }),
)

/** The text of a file that sql/setup/added-file.sql runs next, for this transaction */
export const sayAdded = statement('own/say', 'one', z.object({ text: z.string() }), z.object({ said: z.string() }))

/** Others who hold a lock are waited for so long and no longer, until the session ends */
export const ownTurn = statement('own/turn', 'one', z.object({}), z.object({ limit: z.string() }))

/** The types of fields of one's own; a type of record is one as well, and names a record of that type. */
export const ownTypes = statement('own/types', 'many', z.object({}), z.object({ type: z.string(), about: z.string() }))
