// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { StaffRefusal } from '../shapes/refusal.ts'
import { Bytes, statement } from '../statement.ts'

/** Begins a session for whom a certificate names; their short name, or null where it is not known, over or revoked. */
export const enterByCertificate = statement(
  'console/certificate',
  'one',
  z.object({
    /** SHA-256 of the certificate. */
    fingerprint: z.string(),
    /** SHA-256 of the cookie. */
    session: Bytes,
    /** Browser. */
    agent: z.string().nullable(),
  }),
  z.object({
    /** Short name. */
    staff: z.string().nullable(),
  }),
)

/** Certificates of staff: one's own, and an administrator sees all. */
export const staffCertificates = statement(
  'console/certificates',
  'many',
  z.object({
    /** Short name; null: of all. */
    staff: z.string().nullable(),
  }),
  z.object({
    /** Short name. */
    staff: z.string(),
    /** SHA-256. */
    fingerprint: z.string(),
    /** Made. */
    made: z.date(),
    /** Good until. */
    until: z.date(),
    /** Revoked. */
    revoked: z.date().nullable(),
  }),
)

/** Ends an open session: one's own, or an administrator any; false where there is none. */
export const endConsoleSession = statement(
  'console/end',
  'one',
  z.object({
    /** Number. */
    session: z.number(),
  }),
  z.object({ ended: z.boolean().nullable() }),
)

/** Uses a link up and begins a session; the staff member's short name, or null where the link opens nothing any more. */
export const enterConsole = statement(
  'console/enter',
  'one',
  z.object({
    /** SHA-256 of the link's word. */
    link: Bytes,
    /** SHA-256 of the cookie. */
    session: Bytes,
    /** Browser. */
    agent: z.string().nullable(),
  }),
  z.object({
    /** Short name. */
    staff: z.string().nullable(),
  }),
)

/** Notes a certificate that names a staff member to the console. */
export const keepCertificate = statement(
  'console/keep-certificate',
  'one',
  z.object({
    /** Short name. */
    staff: z.string(),
    /** SHA-256 in hex. */
    fingerprint: z.string(),
    /** Good until. */
    until: z.date(),
  }),
  z.object({ kept: z.union([StaffRefusal, z.object({ hid: z.string(), name: z.string() })]) }),
)

/** Ends a session by its cookie; its number, or null where it was over. */
export const leaveConsole = statement(
  'console/leave',
  'one',
  z.object({
    /** SHA-256 of the cookie. */
    session: Bytes,
  }),
  z.object({
    /** Number. */
    ended: z.number().nullable(),
  }),
)

/** Keeps a link that opens one session of the console, for a staff member who works here; their short name, or null where there is none. For the owner's login. */
export const keepConsoleLink = statement(
  'console/link',
  'one',
  z.object({
    /** Short name. */
    staff: z.string(),
    /** SHA-256 of its word. */
    digest: Bytes,
    /** Good for so long. */
    minutes: z.number(),
  }),
  z.object({
    /** Short name. */
    staff: z.string().nullable(),
  }),
)

/** Revokes a certificate, one's own, or an administrator any: it opens no session any more, and those that it opened are over. Whose it was, or null where the fingerprint names none or several. */
export const revokeCertificate = statement(
  'console/revoke-certificate',
  'one',
  z.object({
    /** SHA-256, or at least its first eight signs. */
    fingerprint: z.string(),
  }),
  z.object({
    /** Short name. */
    staff: z.string().nullable(),
  }),
)

/** Sessions of the console that are open: one's own, and an administrator sees all. */
export const consoleSessions = statement(
  'console/sessions',
  'many',
  z.object({}),
  z.object({
    session: z.number(),
    staff: z.string(),
    name: z.string(),
    agent: z.string().nullable(),
    certificate: z.boolean(),
    begun: z.date(),
    seen: z.date(),
    until: z.date(),
  }),
)

/** Which of these sessions are open. Asking keeps none. */
export const consoleStillOpen = statement(
  'console/still-open',
  'many',
  z.object({
    /** Numbers. */
    sessions: z.array(z.string()),
  }),
  z.object({
    /** Number. */
    session: z.number(),
  }),
)

/** Whose session this is; no row where it is over, bound to another certificate, or its owner no longer works here. */
export const visitConsole = statement(
  'console/visit',
  'many',
  z.object({
    /** SHA-256 of the cookie. */
    session: Bytes,
    /** SHA-256 of the certificate, null without one. */
    certificate: z.string().nullable(),
    /** A page that is only open: it is no request that keeps the session. */
    quiet: z.boolean(),
  }),
  z.object({
    /** Number. */
    session: z.number(),
    /** Staff member. */
    staff: z.number(),
    /** Short name. */
    hid: z.string(),
    /** Name. */
    name: z.string(),
    /** Database role. */
    login: z.string(),
    /** Role. */
    role: z.string(),
    /** Language. */
    language: z.string(),
    /** Types of record of one's own that this role reads. */
    own: z.array(z.object({ type: z.string(), label: z.string() })),
  }),
)
