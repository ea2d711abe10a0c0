// Makes a home folder that works, from nothing. May be run again after it was stopped half-way.

import { existsSync, mkdirSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { events } from '../context/events.ts'
import { useCase } from '../context/use-case.ts'
import { type Home, writePrivate } from '../home/home.ts'
import { checkSettings, readRaw } from '../home/settings.ts'
import { problem } from '../problems/problems.ts'
import { accepted } from '../problems/refusal.ts'
import type { Context } from '../context/context.ts'
import { listStaff, setStaffProtection } from '../db/calls/staff.ts'
import { withDatabase } from '../db/database.ts'
import { loginUrl } from '../db/logins.ts'
import { protectByPhrase, ProtectionWord } from '../staff/protect-staff.ts'
import { type Installation, loadSamples, makeInstallation } from './install.ts'

/** @throws Problem home/exists. */
export function checkUnfinished(home: Home): void {
  if (!existsSync(home.instanceFile)) return
  throw problem('home/exists', `There is a finished home folder at ${home.folder} already.`, {
    hint: 'choose another with --home FOLDER, or go on with this one: satchel status',
  })
}

/**
 * Writes the settings of a new home folder, before it has a context. Those of a stopped init stay, but for what is given now.
 * @param isGiven whether a value was chosen, and is not the usual one.
 * @throws Problem home/exists, config/wrong.
 */
export function writeFirstSettings(
  home: Home,
  values: Readonly<Record<string, unknown>>,
  isGiven: (name: string) => boolean,
): void {
  checkUnfinished(home)
  const earlier = existsSync(home.settingsFile) ? readRaw(home.settingsFile) : null
  const chosen = Object.entries(values).filter(
    ([name, value]) => value !== undefined && (earlier === null || isGiven(name)),
  )
  const settings = { ...earlier, ...Object.fromEntries(chosen) }
  checkSettings(settings, 'what you gave')
  mkdirSync(home.folder, { recursive: true, mode: 0o700 })
  writePrivate(home.settingsFile, `${JSON.stringify(settings, null, 2)}\n`)
}

export interface StaffPhrase {
  readonly hid: string
  readonly name: string
  readonly phrase: string
}

interface InitEvents {
  /** Called when all is made but the mark that it is: the passphrase and the phrases are shown before nobody can make them again. */
  made(installation: Installation, phrases: readonly StaffPhrase[]): void
}

/** Makes database, tables, forms, identity and keys. @throws Problem home/..., server/..., database/... */
export const initHome = useCase(
  z.object({
    /** With the sample co-operative. */
    samples: z.boolean().default(false),
    /** Of the letters to the office, and to the staff of the samples. */
    protection: ProtectionWord,
    events: events<InitEvents>(),
  }),
  z.object({ instance: z.string(), recoveryPassphrase: z.string() }),
  async (context, { samples, protection, events: listener }, progress) => {
    mkdirSync(join(context.home.folder, context.settings.inbox), { recursive: true, mode: 0o700 })
    const seed = randomBytes(8).toString('hex')
    return makeInstallation(
      context,
      seed,
      step => progress.step(step),
      async made => {
        if (samples) await loadSamples(context)
        const phrases = await protectStaff(context, protection)
        listener?.made(made, phrases)
      },
    )
  },
)

/** One choice for everybody who is there by now; pgp is chosen once there is a key. @returns the phrases, where some were made. */
function protectStaff(context: Context, protection: z.infer<typeof ProtectionWord>): Promise<readonly StaffPhrase[]> {
  return withDatabase(loginUrl(context.home, context.settings, 'owner'), async database => {
    const phrases: StaffPhrase[] = []
    for (const { hid, name } of protection === 'pgp' ? [] : await database.run(listStaff, {})) {
      if (protection === 'passphrase')
        phrases.push({ hid, name, phrase: await protectByPhrase(context, database, hid) })
      else accepted((await database.run(setStaffProtection, { hid, protection })).changed)
    }
    return phrases
  })
}
