// Statements that show people's records to people; all run under the acting staff member's role.

import { z } from 'zod'
import { statement } from '../db/statement.ts'

const none = z.object({})
const OfEntity = z.object({ entity: z.number() })
const OfEntityLimited = z.object({ entity: z.number(), limit: z.number() })

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
  }),
)

export const contactsOf = statement(
  'people/contacts',
  'many',
  OfEntity,
  z.object({
    what: z.string().nullable(),
    value: z.string().nullable(),
    verified: z.date().nullable(),
    row: z.string().nullable(),
  }),
)

export const partsOf = statement(
  'people/parts',
  'many',
  OfEntity,
  z.object({
    part: z.string(),
    title: z.string().nullable(),
    number: z.number().nullable(),
    fields: z.array(z.object({ name: z.string(), label: z.string(), value: z.unknown() })).nullable(),
  }),
)

export const timelineOf = statement(
  'people/timeline',
  'many',
  OfEntityLimited,
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

export const stagesOf = statement(
  'people/stages',
  'many',
  OfEntity,
  z.object({ process: z.string(), stage: z.string(), since: z.date(), round: z.number() }),
)

export const historyOf = statement(
  'people/history',
  'many',
  OfEntityLimited,
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

export const listQueries = statement(
  'queries/list',
  'many',
  none,
  z.object({ name: z.string(), about: z.string(), params: z.string() }),
)

export const ownQuery = statement(
  'queries/own',
  'maybe',
  z.object({ name: z.string() }),
  z.object({ name: z.string(), params: z.string(), login: z.string() }),
)

export const runOwnQuery = statement(
  'queries/run-own',
  'many',
  z.object({ name: z.string(), values: z.array(z.string().nullable()) }),
  z.object({ row: z.record(z.string(), z.unknown()) }),
)

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
