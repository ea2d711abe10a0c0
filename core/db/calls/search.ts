// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { SavedSearch } from '../shapes/search.ts'
import { statement } from '../statement.ts'

/** How many of the records that have these words are of each type, owner, group and stage. */
export const findFacets = statement(
  'search/facets',
  'many',
  z.object({
    words: z.string(),
    type: z.string(),
    owner: z.string(),
    group: z.string(),
    stage: z.string(),
    removed: z.boolean(),
  }),
  z.object({ facet: z.string(), value: z.string().nullable(), name: z.string().nullable(), records: z.number() }),
)

/** Records of every type that have these words, the best first. */
export const findRecords = statement(
  'search/find',
  'many',
  z.object({
    words: z.string(),
    type: z.string(),
    owner: z.string(),
    group: z.string(),
    stage: z.string(),
    limit: z.number(),
    removed: z.boolean(),
  }),
  z.object({
    entity: z.number(),
    hid: z.string().nullable(),
    name: z.string(),
    type: z.string(),
    owner: z.string().nullable(),
    matched: z.string().nullable(),
    near: z.boolean(),
    removed: z.string().nullable(),
  }),
)

/** Removes a search that the acting staff member kept; false where there is none of that name. */
export const forgetSearch = statement(
  'search/forget',
  'one',
  z.object({
    /** Name. */
    name: z.string(),
  }),
  z.object({ forgotten: z.boolean() }),
)

/** Searches that the acting staff member keeps. */
export const keptSearches = statement(
  'search/kept',
  'many',
  z.object({}),
  z.object({
    /** Name of the query. */
    query: z.string(),
    /** What it looks for. */
    search: SavedSearch.nullable(),
  }),
)

/** Records of one type, filtered, sorted and a page at a time. */
export const listRecords = statement(
  'search/list',
  'many',
  z.object({
    type: z.string(),
    filters: z.array(z.string()),
    owner: z.string(),
    group: z.string(),
    stage: z.string(),
    sort: z.string(),
    columns: z.array(z.string()),
    limit: z.number(),
    after: z.string(),
    removed: z.boolean(),
  }),
  z.object({
    entity: z.number(),
    hid: z.string().nullable(),
    name: z.string(),
    type: z.string(),
    owner: z.string().nullable(),
    fields: z.record(z.string(), z.unknown()),
  }),
)

/** Keeps a search as a query of the acting staff member, in place of one of theirs of that name. */
export const saveSearch = statement(
  'search/save',
  'one',
  z.object({
    /** Name. */
    name: z.string(),
    /** What it looks for. */
    search: SavedSearch,
  }),
  z.object({
    /** Name of the query. */
    query: z.string(),
  }),
)
