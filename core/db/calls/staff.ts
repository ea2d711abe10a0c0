// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { StaffRefusal } from '../shapes/refusal.ts'
import { StaffChanged } from '../shapes/staff.ts'
import { statement } from '../statement.ts'

/** Adds a staff member: hid, name, e-mail, group role (sales, office ...), language. */
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
  }),
  z.object({
    added: z.object({ staff: z.number(), hid: z.string(), login: z.string(), role: z.string() }).nullable(),
  }),
)

/** Ends the open sessions of somebody who left; returns how many. */
export const endStaffSessions = statement(
  'staff/end-sessions',
  'one',
  z.object({ hid: z.string() }),
  z.object({ ended: z.number().nullable() }),
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
    active: z.boolean(),
    login: z.string(),
    manager: z.string().nullable(),
  }),
)

/** Ends the login of somebody who leaves; answers to their packets are held from then on, and nothing is sent to them. Then end_staff_sessions, once this is committed. */
export const turnStaffOff = statement(
  'staff/off',
  'one',
  z.object({ hid: z.string() }),
  z.object({ changed: z.union([StaffRefusal, StaffChanged]) }),
)

/** Lets somebody who left work again, with the role and the packets that they had. */
export const turnStaffOn = statement(
  'staff/on',
  'one',
  z.object({ hid: z.string() }),
  z.object({ changed: z.union([StaffRefusal, StaffChanged]) }),
)

/** The database role of an active staff member; null when there is none. */
export const staffRole = statement(
  'staff/role',
  'one',
  z.object({ hid: z.string() }),
  z.object({ role: z.string().nullable() }),
)

/** Where the packets of a staff member go from now on; packets that are out keep their address. */
export const setStaffEmail = statement(
  'staff/set-email',
  'one',
  z.object({ hid: z.string(), email: z.string() }),
  z.object({
    changed: z.union([StaffRefusal, z.object({ hid: z.string(), email: z.string(), earlier: z.string() })]),
  }),
)

/** Puts a staff member under another, null: under nobody. A manager has the records of all who stand under her. */
export const setStaffManager = statement(
  'staff/set-manager',
  'one',
  z.object({
    hid: z.string(),
    /** Null: under nobody. */
    manager: z.string().nullable(),
  }),
  z.object({ changed: z.union([StaffRefusal, z.object({ hid: z.string(), manager: z.string().nullable() })]) }),
)

/** Gives the login of a staff member a password, as its SCRAM verifier: {hid, name, login} or {problem: staff/not-known}. */
export const setStaffPassword = statement(
  'staff/set-password',
  'one',
  z.object({ hid: z.string(), verifier: z.string() }),
  z.object({ changed: z.union([StaffRefusal, z.object({ hid: z.string(), name: z.string(), login: z.string() })]) }),
)

/** Gives a staff member another role (sales, office ...); {problem: staff/not-known, staff/last-admin}. */
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
