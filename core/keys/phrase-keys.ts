// The key that a staff member's phrase gives lies in the database, sealed to the core key. The phrase itself is nowhere.

import { open } from '@satchel/protocol/envelope/envelope-open'
import { seal } from '@satchel/protocol/envelope/envelope-seal'
import { Problem } from '@satchel/protocol/problem'
import type { PhraseKey } from '@satchel/forms/locked/lock'
import { z } from 'zod'
import type { Home } from '../home/home.ts'
import { problem } from '../problems/problems.ts'
import { openingKeys, sealingKeys } from './core-keys.ts'

const Content = z.strictObject({ phrase: z.string().regex(/^[0-9a-f]{64}$/) })

export async function sealPhraseKey(home: Home, { derived }: PhraseKey, now: Date): Promise<Uint8Array> {
  return seal(JSON.stringify({ phrase: Buffer.from(derived).toString('hex') }), await sealingKeys(home), { now })
}

/** Keys that were opened, by their sealed text: many packets go to one member. */
const opened = new WeakMap<Home, Map<string, Uint8Array>>()

/** @param sealed base64. @throws Problem staff/no-phrase where no key of this home folder opens it. */
export async function openPhraseKey(home: Home, sealed: string): Promise<Uint8Array> {
  const known = opened.get(home) ?? new Map<string, Uint8Array>()
  opened.set(home, known)
  const before = known.get(sealed)
  if (before !== undefined) return before
  try {
    const { text } = await open(Buffer.from(sealed, 'base64'), { keys: await openingKeys(home) })
    const derived = Buffer.from(Content.parse(JSON.parse(text)).phrase, 'hex')
    known.set(sealed, derived)
    return derived
  } catch (error) {
    if (!(error instanceof Problem || error instanceof z.ZodError || error instanceof SyntaxError)) throw error
    throw problem('staff/no-phrase', 'What is kept of their phrase does not open with the core key.', {
      hint: 'satchel staff phrase new NAME makes another; or bring the earlier core key back from your backup',
      cause: error,
    })
  }
}
