// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { WorkAnswer } from '../shapes/console.ts'
import { statement } from '../statement.ts'

/** Long work of a staff member begins: its number, null where they have as much under way as they may, and whether it is new. */
export const beginConsoleWork = statement(
  'works/begin',
  'many',
  z.object({
    /** Staff member. */
    staff: z.number(),
    /** Kind. */
    kind: z.string(),
    /** What it is about. */
    about: z.string().nullable(),
    /** The same for what is pressed twice. */
    key: z.string(),
    /** What has ended is begun again. */
    again: z.boolean(),
    /** Of one person at a time. */
    most: z.number(),
  }),
  z.object({
    /** Number. */
    work: z.number().nullable(),
    /** New. */
    fresh: z.boolean(),
  }),
)

/** Long work has ended, with the page that tells what became of it. */
export const endConsoleWork = statement(
  'works/end',
  'none',
  z.object({
    /** Number. */
    work: z.number(),
    /** done, stopped or failed. */
    outcome: z.string(),
    /** The page. */
    answer: WorkAnswer.nullable(),
  }),
  z.object({}),
)

/** Long work of a staff member that goes on, or whose result they have not seen; or one by its number. */
export const consoleWorks = statement(
  'works/list',
  'many',
  z.object({
    /** Staff member. */
    staff: z.number(),
    /** Number of one; null: all that is not seen. */
    work: z.number().nullable(),
  }),
  z.object({
    /** Number. */
    work: z.number(),
    /** Kind. */
    kind: z.string(),
    /** What it is about. */
    about: z.string().nullable(),
    /** running, done, stopped, failed; broken: its program ended in the middle. */
    state: z.string(),
    /** Done so far. */
    count: z.number(),
    /** In all. */
    total: z.number().nullable(),
    /** Begun. */
    begun: z.date(),
    /** Ended. */
    ended: z.date().nullable(),
    /** Was told to stop. */
    stop: z.boolean(),
    /** The page of one. */
    answer: WorkAnswer.nullable(),
  }),
)

/** Notes that the result of long work was seen. */
export const seeConsoleWork = statement(
  'works/seen',
  'one',
  z.object({
    /** Staff member. */
    staff: z.number(),
    /** Number. */
    work: z.number(),
  }),
  z.object({
    /** Noted now. */
    noted: z.boolean(),
  }),
)

/** Tells long work to stop where it can; false where it is over. */
export const stopConsoleWork = statement(
  'works/stop',
  'one',
  z.object({
    /** Staff member. */
    staff: z.number(),
    /** Number. */
    work: z.number(),
  }),
  z.object({
    /** Told. */
    told: z.boolean(),
  }),
)

/** Notes how far long work is; whether it was told to stop. */
export const tellConsoleWork = statement(
  'works/told',
  'one',
  z.object({
    /** Number. */
    work: z.number(),
    /** Done so far. */
    count: z.number(),
    /** In all, where that is known. */
    all: z.number().nullable(),
  }),
  z.object({
    /** Was told to stop. */
    stop: z.boolean().nullable(),
  }),
)
