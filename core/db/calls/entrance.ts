// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { Bytes, statement } from '../statement.ts'

/** Counts an attempt before it is made; until when nobody may make it, or null where it may be made. For the console's login. */
export const beginAttempt = statement(
  'entrance/attempt-begin',
  'one',
  z.object({
    /** link, code or sql. */
    kind: z.string(),
    /** Staff member. */
    staff: z.number().nullable(),
    /** Address in the network; null at this computer. */
    address: z.string().nullable(),
  }),
  z.object({
    /** Until when. */
    waits: z.date().nullable(),
  }),
)

/** The attempt was right: the wait of the person ends. */
export const endAttempt = statement(
  'entrance/attempt-right',
  'none',
  z.object({
    /** link, code or sql. */
    kind: z.string(),
    /** Staff member. */
    staff: z.number().nullable(),
    /** Address in the network. */
    address: z.string().nullable(),
  }),
  z.object({}),
)

/** Whose session this is, where it still awaits a code. */
export const awaitingCode = statement(
  'entrance/awaiting',
  'many',
  z.object({
    /** SHA-256 of the cookie. */
    session: Bytes,
    /** SHA-256 of the certificate. */
    certificate: z.string().nullable(),
  }),
  z.object({
    /** Staff member. */
    staff: z.number(),
    /** Short name. */
    hid: z.string(),
    /** Name. */
    name: z.string(),
    /** Language. */
    language: z.string(),
  }),
)

/** Keeps a secret that no code has confirmed yet; false where one is in use. */
export const beginCode = statement(
  'entrance/code-begin',
  'one',
  z.object({
    /** Staff member. */
    staff: z.number(),
    /** Base 32. */
    secret: z.string(),
  }),
  z.object({ begun: z.boolean() }),
)

/** From now on the console asks this staff member for a code; their other sessions end. */
export const confirmCode = statement(
  'entrance/code-confirm',
  'one',
  z.object({
    /** Staff member. */
    staff: z.number(),
    /** Session that goes on. */
    session: z.number(),
    /** Half minute of the code. */
    step: z.number(),
    /** SHA-256 of recovery codes, in hex. */
    recovery: z.array(z.string()),
  }),
  z.object({ confirmed: z.boolean() }),
)

/** The console asks this staff member for no code any more. For the console's login. */
export const endCode = statement(
  'entrance/code-end',
  'one',
  z.object({
    /** Staff member. */
    staff: z.number(),
  }),
  z.object({ ended: z.boolean() }),
)

/** The secret of a staff member, and since when it is in use. For the console's login. */
export const codeOf = statement(
  'entrance/code-of',
  'many',
  z.object({
    /** Staff member. */
    staff: z.number(),
  }),
  z.object({
    /** Base 32. */
    secret: z.string(),
    /** In use since. */
    confirmed: z.date().nullable(),
    /** Recovery codes that are left. */
    recovery: z.number(),
  }),
)

/** The console asks a colleague for no code any more, whose telephone is lost; false where it asked for none. */
export const resetCode = statement(
  'entrance/code-reset',
  'one',
  z.object({
    /** Short name. */
    hid: z.string(),
  }),
  z.object({ reset: z.boolean() }),
)

/** Uses a code up; false where it was used, or is no recovery code of theirs. For the console's login. */
export const useCode = statement(
  'entrance/code-use',
  'one',
  z.object({
    /** Staff member. */
    staff: z.number(),
    /** Half minute of a right code. */
    step: z.number().nullable(),
    /** SHA-256 of a recovery code, in hex. */
    recovery: z.string().nullable(),
  }),
  z.object({ used: z.boolean() }),
)

/** Who is asked for a code by the console: oneself, and an administrator sees all. */
export const codeUsers = statement(
  'entrance/code-users',
  'many',
  z.object({}),
  z.object({
    /** Short name. */
    staff: z.string(),
    /** Name. */
    name: z.string(),
    /** In use since. */
    since: z.date(),
    /** Recovery codes that are left. */
    recovery: z.number(),
  }),
)

/** The code was right: the session is open, under a new cookie. */
export const proveSession = statement(
  'entrance/proven',
  'one',
  z.object({
    /** SHA-256 of the cookie. */
    session: Bytes,
    /** SHA-256 of the new one. */
    next: Bytes,
  }),
  z.object({ open: z.boolean() }),
)

/** Forgets the failed attempts of a colleague, or from an address; how many counts there were. */
export const unlockConsole = statement(
  'entrance/unlock',
  'one',
  z.object({
    /** Short name, or address. */
    whom: z.string(),
  }),
  z.object({
    /** Counts. */
    ended: z.number(),
  }),
)

/** Failed attempts to get into the console in the last day; an administrator sees them. */
export const consoleWaits = statement(
  'entrance/waits',
  'many',
  z.object({}),
  z.object({
    /** link, code or sql. */
    kind: z.string(),
    /** Short name. */
    staff: z.string().nullable(),
    /** Name. */
    name: z.string().nullable(),
    /** Address. */
    address: z.string().nullable(),
    /** Failed one after the other. */
    failed: z.number(),
    /** Last one. */
    last: z.date(),
    /** Waits until. */
    until: z.date().nullable(),
  }),
)
