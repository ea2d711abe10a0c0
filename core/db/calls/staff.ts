// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { Protection } from '../shapes/packets.ts'
import { StaffRefusal } from '../shapes/refusal.ts'
import { StaffChanged, StaffConfirmed, StaffKeySet, StaffLetters, StaffPhraseSet, StaffProtected } from '../shapes/staff.ts'
import { Bytes, statement } from '../statement.ts'

/** Adds a staff member in the name of the administrator who acts: their row and their PostgreSQL role. */
export const addColleague = statement(
  'staff/add-colleague',
  'one',
  z.object({
    /** Who it is. */
    row: z.object({ hid: z.string(), name: z.string(), email: z.string(), role: z.string(), language: z.string(), protection: z.literal('plain').nullable() }),
  }),
  z.object({
    added: z.union([StaffRefusal, z.object({ staff: z.number(), hid: z.string(), login: z.string(), role: z.string() })]),
  }),
)

/** Adds a staff member: hid, name, e-mail, group role (sales, office ...), language, and how their letters are protected: plain, or null for not chosen yet. */
export const addStaff = statement(
  'staff/add',
  'one',
  z.object({
    /** Short name, lower case. */
    hid: z.string(),
    name: z.string(),
    email: z.string(),
    /** Role, of those in staff_roles(). */
    role: z.string(),
    language: z.string(),
    /** Null: not chosen. */
    protection: z.string().nullable(),
  }),
  z.object({
    added: z.object({ staff: z.number(), hid: z.string(), login: z.string(), role: z.string() }).nullable(),
  }),
)

/** Colleagues to whom the acting one may send records: themselves, and of a manager those under them. */
export const peopleBelow = statement(
  'staff/below',
  'many',
  z.object({}),
  z.object({ hid: z.string(), name: z.string() }),
)

/** Says that the protection, phrase and key that a restore brought back are still right, for one or all: {confirmed: [{hid, protection}]} or {problem: staff/not-known}. */
export const confirmStaff = statement(
  'staff/confirm',
  'one',
  z.object({
    /** Null: all. */
    hid: z.string().nullable(),
  }),
  z.object({ changed: z.union([StaffRefusal, StaffConfirmed]) }),
)

/** Ends the open sessions of a staff member who left; returns their number. */
export const endStaffSessions = statement(
  'staff/end-sessions',
  'one',
  z.object({ hid: z.string() }),
  z.object({ ended: z.number().nullable() }),
)

/** The key of a staff member, or the keys of all that have one. */
export const staffKeys = statement(
  'staff/keys',
  'many',
  z.object({
    /** Null: all. */
    hid: z.string().nullable(),
  }),
  z.object({
    hid: z.string(),
    name: z.string(),
    protection: Protection.nullable(),
    fingerprint: z.string().nullable(),
    expires: z.date().nullable(),
    confirmed: z.date().nullable(),
    key: z.string().nullable(),
  }),
)

/** What travels with the letters of a staff member, and whether their protection waits to be confirmed after a restore. */
export const staffLetters = statement(
  'staff/letters',
  'maybe',
  z.object({
    /** not-null Short name. */
    staff: z.string(),
  }),
  z.object({
    /** The packet as a file for programs. */
    packet_file: z.boolean(),
    /** Links that answer by mail. */
    answer_links: z.boolean(),
    /** A restore brought the protection back. */
    restored: z.boolean(),
  }),
)

/** All staff. */
export const listStaff = statement(
  'staff/list',
  'many',
  z.object({}),
  z.object({
    hid: z.string(),
    name: z.string(),
    role: z.string().nullable(),
    email: z.string(),
    protection: z.string().nullable(),
    active: z.boolean(),
    login: z.string(),
    manager: z.string().nullable(),
  }),
)

/** Ends the login of a staff member who leaves; from then on answers to their packets are held, and nothing is sent to them. Run end_staff_sessions once this is committed. */
export const turnStaffOff = statement(
  'staff/off',
  'one',
  z.object({ hid: z.string() }),
  z.object({ changed: z.union([StaffRefusal, StaffChanged]) }),
)

/** Reactivates a staff member who had left, with their earlier role and packets. */
export const turnStaffOn = statement(
  'staff/on',
  'one',
  z.object({ hid: z.string() }),
  z.object({ changed: z.union([StaffRefusal, StaffChanged]) }),
)

/** How the letters of those who work here are protected. */
export const staffProtections = statement(
  'staff/protections',
  'many',
  z.object({}),
  z.object({ protection: z.string().nullable(), restored: z.boolean(), count: z.number(), staff: z.string() }),
)

/** The database role of an active staff member; null if there is none. */
export const staffRole = statement(
  'staff/role',
  'one',
  z.object({ hid: z.string() }),
  z.object({ role: z.string().nullable() }),
)

/** Sets the address for the packets of a staff member; open packets keep theirs. */
export const setStaffEmail = statement(
  'staff/set-email',
  'one',
  z.object({ hid: z.string(), email: z.string() }),
  z.object({
    changed: z.union([StaffRefusal, z.object({ hid: z.string(), email: z.string(), earlier: z.string() })]),
  }),
)

/** Registers the public key of a staff member. Its fingerprint was compared: {hid, name, protection, earlier} or {problem: staff/not-known}. */
export const setStaffKey = statement(
  'staff/set-key',
  'one',
  z.object({
    hid: z.string(),
    /** Armored. */
    key: z.string(),
    /** Upper-case hex. */
    fingerprint: z.string(),
    /** Null: never. */
    expires: z.date().nullable(),
  }),
  z.object({ changed: z.union([StaffRefusal, StaffKeySet]) }),
)

/** Sets what travels with the letters of a staff member; null leaves it as it is: {hid, name, protection, packet_file, answer_links} or {problem: staff/not-known}. */
export const setStaffLetters = statement(
  'staff/set-letters',
  'one',
  z.object({
    hid: z.string(),
    /** Whether the packet file is attached. */
    packet_file: z.boolean().nullable(),
    /** Whether answers are one tap away. */
    answer_links: z.boolean().nullable(),
  }),
  z.object({ changed: z.union([StaffRefusal, StaffLetters]) }),
)

/** Sets the manager of a staff member; null for none. A manager has the records of all staff under them. */
export const setStaffManager = statement(
  'staff/set-manager',
  'one',
  z.object({
    hid: z.string(),
    /** Null: no manager. */
    manager: z.string().nullable(),
  }),
  z.object({ changed: z.union([StaffRefusal, z.object({ hid: z.string(), manager: z.string().nullable() })]) }),
)

/** Sets the password of a staff member's login, as a SCRAM verifier: {hid, name, login} or {problem: staff/not-known}. */
export const setStaffPassword = statement(
  'staff/set-password',
  'one',
  z.object({ hid: z.string(), verifier: z.string() }),
  z.object({ changed: z.union([StaffRefusal, z.object({ hid: z.string(), name: z.string(), login: z.string() })]) }),
)

/** Keeps the key of a new phrase, sealed to the core key, and revokes the packets that open with the earlier one: {hid, name, protection, revoked, records}. */
export const setStaffPhrase = statement(
  'staff/set-phrase',
  'one',
  z.object({
    hid: z.string(),
    /** Derived from the phrase, sealed. */
    key: Bytes,
    salt: Bytes,
    rounds: z.number(),
  }),
  z.object({ changed: z.union([StaffRefusal, StaffPhraseSet]) }),
)

/** Sets how the letters of a staff member are protected: {hid, name, protection, earlier} or {problem: staff/not-known, staff/no-key, staff/no-phrase}. */
export const setStaffProtection = statement(
  'staff/set-protection',
  'one',
  z.object({
    hid: z.string(),
    /** plain, pgp or passphrase. */
    protection: z.enum(['plain', 'pgp', 'passphrase']),
  }),
  z.object({ changed: z.union([StaffRefusal, StaffProtected]) }),
)

/** Sets the role of a staff member (sales, office ...); {problem: staff/not-known, staff/last-admin}. */
export const setStaffRole = statement(
  'staff/set-role',
  'one',
  z.object({
    hid: z.string(),
    /** sales, office ... */
    role: z.string(),
  }),
  z.object({ changed: z.union([StaffRefusal, StaffChanged]) }),
)

/** Confirmed keys of colleagues: a signature by one of them is proof where the packet went to that colleague. */
export const staffSigners = statement(
  'staff/signers',
  'many',
  z.object({}),
  z.object({ fingerprint: z.string(), key: z.string() }),
)

/** Those for whom nobody has confirmed since a restore how their letters are protected, and with what. */
export const staffUnconfirmed = statement(
  'staff/unconfirmed',
  'many',
  z.object({}),
  z.object({
    hid: z.string(),
    name: z.string(),
    protection: Protection,
    /** Day on which their phrase was made. */
    phrase: z.string().nullable(),
    /** Of their key. */
    fingerprint: z.string().nullable(),
    /** Whether answers are one tap away. */
    answer_links: z.boolean(),
  }),
)
