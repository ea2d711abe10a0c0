// The OpenPGP key of a staff member: letters are encrypted to it, and what it signs is proven to be theirs. It counts from the moment when its
// fingerprint was compared with what its owner says, by telephone or in person: whoever sends a key by mail can be anybody.

import { type RecipientKey, readRecipientKey } from '@satchel/protocol/envelope/recipient-key'
import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import { setStaffKey, staffKeys } from '../db/calls/staff.ts'
import { Protection } from '../db/shapes/packets.ts'
import { StaffKeySet } from '../db/shapes/staff.ts'
import { problem } from '../problems/problems.ts'
import { changeStaff, Named } from './change-staff.ts'

const KeyRead = z.object({
  fingerprint: z.string(),
  /** As the key names its owner: claims. */
  userIds: z.array(z.string()),
  expires: z.date().nullable(),
  /** The key is registered for this staff member already. */
  isKnown: z.boolean(),
  name: z.string(),
})

const Bytes = z.instanceof(Uint8Array)

/** Looks at a key before anything is stored. @throws Problem staff/not-known, key/... */
export const readStaffKey = useCase(z.object({ hid: z.string(), bytes: Bytes }), KeyRead, async (context, input) => {
  const { fingerprint, userIds, expires } = await readRecipientKey(input.bytes, context.now())
  const { name, fingerprint: known } = await registered(context, input.hid)
  return { fingerprint, userIds: [...userIds], expires, isKnown: known === fingerprint, name }
})

/** Fewer digits than these can be met by trying keys. */
const leastDigits = 16

/**
 * Registers a key, in place of an earlier one.
 * @param fingerprint what its owner read out: all of it, or its last digits.
 * @throws Problem staff/wrong-fingerprint, staff/not-known, staff/admin-only, key/...
 */
export const importStaffKey = useCase(
  Named.extend({ bytes: Bytes, fingerprint: z.string() }),
  StaffKeySet.extend({ fingerprint: z.string(), expires: z.date().nullable() }),
  async (context, input, progress) => {
    const key = await readRecipientKey(input.bytes, context.now())
    checkFingerprint(key, input.fingerprint)
    const { fingerprint, expires, armored } = key
    const now = await changeStaff(context, input, database =>
      database.run(setStaffKey, { hid: input.hid, key: armored, fingerprint, expires }),
    )
    if (now.protection !== 'pgp')
      progress.note(`Their letters are not encrypted yet: satchel staff protection ${now.hid} pgp`)
    return { ...now, fingerprint, expires }
  },
)

function checkFingerprint({ fingerprint }: RecipientKey, typed: string): void {
  const digits = typed.replace(/[\s:]/g, '').toUpperCase()
  if (/^[0-9A-F]+$/.test(digits) && digits.length >= leastDigits && fingerprint.endsWith(digits)) return
  throw problem('staff/wrong-fingerprint', 'The fingerprint is not the one of this key; nothing was stored.', {
    hint: `let the owner of the key read out at least its last ${leastDigits} digits; if they differ, the key is somebody else's`,
  })
}

/** @throws Problem staff/not-known. */
async function registered(context: Context, hid: string) {
  const [row] = await context.asOwner(database => database.run(staffKeys, { hid }))
  if (row !== undefined) return row
  throw problem('staff/not-known', `There is no active staff member "${hid}".`, { hint: 'satchel staff list' })
}

/** The key of one colleague, or of all that have one. @throws Problem staff/not-known. */
export const showStaffKeys = useCase(
  z.object({ hid: z.string().nullable() }),
  z.array(
    z.object({
      hid: z.string(),
      name: z.string(),
      protection: Protection.nullable(),
      fingerprint: z.string().nullable(),
      expires: z.date().nullable(),
      confirmed: z.date().nullable(),
    }),
  ),
  async (context, { hid }) => {
    const rows =
      hid === null
        ? await context.asOwner(database => database.run(staffKeys, { hid }))
        : [await registered(context, hid)]
    // the result's shape has no key in it
    return [...rows]
  },
)
