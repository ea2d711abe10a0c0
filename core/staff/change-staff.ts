// An administrator's changes to a staff member: role, manager, address, password, and the end of a login.

import { z } from 'zod'
import { type Context, operatorRole } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import type { Database } from '../db/database.ts'
import { staffUrl } from '../db/logins.ts'
import { scramVerifier } from './scram.ts'
import { inTransaction } from '../db/dry-run.ts'
import { problem } from '../problems/problems.ts'
import { accepted } from '../problems/refusal.ts'
import { actAs } from '../db/calls/installation.ts'
import {
  endStaffSessions,
  setStaffEmail,
  setStaffManager,
  setStaffPassword,
  setStaffRole,
  turnStaffOff,
  turnStaffOn,
} from '../db/calls/staff.ts'
import { StaffChanged } from '../db/shapes/staff.ts'
import { Role, StaffAddress } from './roles.ts'

/** Every change names a staff member; a dry run does all of it and undoes it. */
export const Named = z.object({ hid: z.string(), dryRun: z.boolean().default(false) })

const refusals: Readonly<Record<string, readonly [string, string]>> = {
  'staff/not-known': ['There is no staff member "{}".', 'satchel staff list shows who there is'],
  'staff/last-admin': [
    'There would be no administrator left without "{}".',
    'satchel staff role NAME admin makes another first',
  ],
  'staff/no-key': [
    'Letters can only be encrypted to a key whose fingerprint was compared. There is none of "{}".',
    'import their key first, and compare its fingerprint with them',
  ],
  'staff/exists': ['There is a staff member already: "{}".', 'satchel staff list shows who there is'],
  'staff/no-phrase': ['No phrase was made yet for "{}".', 'satchel staff phrase new NAME makes one, and shows it once'],
  'staff/self': ['Nobody ends their own login: "{}".', 'another administrator does it, with --as'],
}

/** One change in one transaction, under the name of who acts. @throws Problem staff/admin-only, staff/not-known, staff/last-admin. */
export async function changeStaff<T extends object>(
  context: Context,
  { hid, dryRun }: { readonly hid: string; readonly dryRun: boolean },
  work: (database: Database) => Promise<{ changed: T | { problem: string; hid?: string | undefined } }>,
  after?: (database: Database) => Promise<void>,
): Promise<T> {
  return context.asOwner(async database => {
    const { operator } = context.settings
    const role = await operatorRole(database, operator)
    const done = await inTransaction(database, dryRun, async () => {
      await database.run(actAs, { role })
      const { changed } = await work(database).catch((error: unknown) => Promise.reject(adminOnly(error, operator)))
      return accepted(changed, (code, about) => {
        const [said = 'This is refused: "{}".', hint = ''] = refusals[code] ?? []
        return problem(code, said.replace('{}', about.hid ?? hid), { hint })
      })
    })
    if (!dryRun) await after?.(database)
    return done
  })
}

function adminOnly(error: unknown, operator: string): unknown {
  if (!(error instanceof Error && 'code' in error && error.code === 'database/no-right')) return error
  return problem('staff/admin-only', `Only an administrator changes what staff may do; "${operator}" is none.`, {
    hint: 'satchel --as NAME, where NAME is an administrator: satchel staff list',
    cause: error,
  })
}

export const changeRole = useCase(Named.extend({ role: Role }), StaffChanged, (context, input) =>
  changeStaff(context, input, database => database.run(setStaffRole, { hid: input.hid, role: input.role })),
)

export const changeManager = useCase(
  Named.extend({ manager: z.string().nullable() }),
  z.object({ hid: z.string(), manager: z.string().nullable() }),
  (context, input) =>
    changeStaff(context, input, database => database.run(setStaffManager, { hid: input.hid, manager: input.manager })),
)

export const changeAddress = useCase(
  Named.extend({ email: StaffAddress }),
  z.object({ hid: z.string(), email: z.string(), earlier: z.string() }),
  (context, input) =>
    changeStaff(context, input, database => database.run(setStaffEmail, { hid: input.hid, email: input.email })),
)

/** One that two programs could read in two ways is refused. */
export const NewPassword = z
  .string()
  .regex(
    /^[!-~](?:[ -~]{10,198})[!-~]$/,
    'A password has 12 to 200 letters, digits and signs of the ASCII kind, with no space at its ends.',
  )

/** The database keeps a verifier of the password, never the password. */
export const changePassword = useCase(
  z.object({ hid: z.string(), password: NewPassword }),
  z.object({ hid: z.string(), name: z.string(), login: z.string(), address: z.string() }),
  async (context, { hid, password }) => {
    const verifier = scramVerifier(password)
    const now = await changeStaff(context, { hid, dryRun: false }, database =>
      database.run(setStaffPassword, { hid, verifier }),
    )
    return { ...now, address: staffUrl(context.home, context.settings, now.login) }
  },
)

/** Ends the login, its sessions, and parks the packets. */
export const turnOff = useCase(Named, StaffChanged.extend({ sessions: z.number() }), async (context, input) => {
  const { hid } = input
  let sessions = 0
  const now = await changeStaff(
    context,
    input,
    database => database.run(turnStaffOff, { hid }),
    // only now can nobody open another one
    async database => {
      sessions = (await database.run(endStaffSessions, { hid })).ended ?? 0
    },
  )
  return { ...now, sessions }
})

export const turnOn = useCase(Named, StaffChanged, (context, input) =>
  changeStaff(context, input, database => database.run(turnStaffOn, { hid: input.hid })),
)
