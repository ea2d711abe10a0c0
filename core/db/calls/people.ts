// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { statement } from '../statement.ts'

/** Telephone numbers, e-mail and web addresses, and postal addresses of a record. */
export const contactsOf = statement(
  'people/contacts',
  'many',
  z.object({ entity: z.number() }),
  z.object({
    what: z.string().nullable(),
    value: z.string().nullable(),
    verified: z.date().nullable(),
    row: z.string().nullable(),
  }),
)

/** People as they are exported and loaded, a page at a time by number; several contacts are lines of one text. */
export const exportPeople = statement(
  'people/export',
  'many',
  z.object({ after: z.number(), limit: z.number() }),
  z.object({
    entity: z.number(),
    hid: z.string(),
    given: z.string().nullable(),
    family: z.string().nullable(),
    prefix: z.string().nullable(),
    title: z.string().nullable(),
    born: z.string().nullable(),
    language: z.string().nullable(),
    prefers: z.string().nullable(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    web: z.string().nullable(),
    line1: z.string().nullable(),
    line2: z.string().nullable(),
    postcode: z.string().nullable(),
    city: z.string().nullable(),
    region: z.string().nullable(),
    country: z.string().nullable(),
    note: z.string().nullable(),
    owner: z.string().nullable(),
    addresses: z.number().nullable(),
  }),
)

/** The record with this human id or uuid, as the acting role sees it. */
export const findRecord = statement(
  'people/find',
  'maybe',
  z.object({ key: z.string() }),
  z.object({
    entity: z.number(),
    uuid: z.string(),
    name: z.string(),
    type: z.string(),
    version: z.number(),
    owner: z.string().nullable(),
    deleted: z.date().nullable(),
    no_letters: z.string().nullable(),
    confirmed: z.string().nullable(),
  }),
)

/** The changes of a record's rows, with their author, time, reply and old value, and when the person confirmed that nothing has changed. */
export const historyOf = statement(
  'people/history',
  'many',
  z.object({ entity: z.number(), limit: z.number() }),
  z.object({
    at: z.date(),
    by: z.string(),
    verb: z.string(),
    source: z.string(),
    row: z.number(),
    packet: z.string().nullable(),
    reply: z.string().nullable(),
    file: z.string().nullable(),
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()).nullable(),
  }),
)

/** Everything about a record that the acting role may see: each field of each of its rows. */
export const partsOf = statement(
  'people/parts',
  'many',
  z.object({ entity: z.number() }),
  z.object({
    part: z.string(),
    title: z.string().nullable(),
    number: z.number().nullable(),
    fields: z.array(z.object({ name: z.string(), label: z.string(), value: z.unknown() })).nullable(),
  }),
)

/** The stages of a record in its processes. */
export const stagesOf = statement(
  'people/stages',
  'many',
  z.object({ entity: z.number() }),
  z.object({ process: z.string(), stage: z.string(), since: z.date(), round: z.number() }),
)

/** Activities of a record, newest first. */
export const timelineOf = statement(
  'people/timeline',
  'many',
  z.object({ entity: z.number(), limit: z.number() }),
  z.object({
    day: z.string().nullable(),
    kind: z.string().nullable(),
    outcome: z.string().nullable(),
    about: z.string().nullable(),
    next: z.string().nullable(),
    due: z.string().nullable(),
    by: z.string().nullable(),
  }),
)
