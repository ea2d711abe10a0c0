// The phrase that opens the packets of a staff member. It is shown to the person at the keyboard once; the database keeps a key made from
// it, sealed to the core key.

import { keyOfPhrase } from '@satchel/forms/locked/lock'
import { newPhrase } from '@satchel/protocol/messages/token'
import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import type { Database } from '../db/database.ts'
import { setStaffPhrase } from '../db/calls/staff.ts'
import { StaffPhraseSet } from '../db/shapes/staff.ts'
import { sealPhraseKey } from '../keys/phrase-keys.ts'
import { changeStaff, Named } from './change-staff.ts'

export interface MadePhrase {
  /** To be shown, and to be forgotten. */
  readonly phrase: string
  /** Keeps its key, in the transaction under way. */
  readonly keep: (database: Database, hid: string) => ReturnType<typeof keepPhrase>
}

const keepPhrase = (database: Database, hid: string, kept: { key: Uint8Array; salt: Uint8Array; rounds: number }) =>
  database.run(setStaffPhrase, { hid, key: Buffer.from(kept.key), salt: Buffer.from(kept.salt), rounds: kept.rounds })

export async function makePhrase(context: Context): Promise<MadePhrase> {
  const phrase = newPhrase()
  const made = await keyOfPhrase(phrase)
  const key = await sealPhraseKey(context.home, made, context.now())
  const { salt, rounds } = made
  return { phrase, keep: (database, hid) => keepPhrase(database, hid, { key, salt, rounds }) }
}

/** A new phrase; packets that open with the earlier one are revoked. @throws Problem staff/admin-only, staff/not-known. */
export const renewPhrase = useCase(
  Named,
  StaffPhraseSet.extend({
    /** Null where nothing was changed. */
    phrase: z.string().nullable(),
  }),
  async (context, input) => {
    const made = await makePhrase(context)
    const now = await changeStaff(context, input, database => made.keep(database, input.hid))
    return { ...now, phrase: input.dryRun ? null : made.phrase }
  },
)
