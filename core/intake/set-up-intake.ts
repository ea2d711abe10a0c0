// The folder that the public host needs from here. Only public halves of keys leave.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { readSettings, writeSettings } from '../home/settings.ts'
import { exportKey } from '../keys/key-files.ts'
import { printSignedApp } from '@satchel/protocol/pull/pull-app'
import { signedApp } from './sign-app.ts'
import { pullPublicKey } from '../keys/pull-key.ts'
import { problem } from '../problems/problems.ts'

const Setup = z.object({
  /** Absolute path of a new folder. */
  folder: z.string(),
  /** The address that people will see; becomes the setting intakeUrl. */
  url: z.string().optional(),
  /** Where the proxy reaches it. */
  listen: z.string(),
  /** Where only this core reaches it. */
  pullListen: z.string(),
})

/** @throws Problem config/wrong without an address; usage/wrong where the folder is an intake's. */
export const setUpIntake = useCase(
  Setup,
  z.object({ folder: z.string(), files: z.array(z.string()) }),
  async (context, { folder, url, listen, pullListen }) => {
    const { home } = context
    if (url !== undefined) writeSettings(home, { intakeUrl: url })
    const { intakeUrl, organisation, mail } = readSettings(home.folder, context.env)
    if (intakeUrl === undefined) {
      throw problem('config/wrong', 'The setting intakeUrl is missing.', {
        hint: 'add --url https://intake.example.org: the address that people will see',
      })
    }
    if (existsSync(join(folder, 'intake.json'))) {
      throw problem('usage/wrong', `${folder} is the folder of an intake already.`, { hint: 'name a new folder' })
    }
    mkdirSync(join(folder, 'keys'), { recursive: true, mode: 0o700 })
    const settings = { organisation, publicUrl: new URL(intakeUrl).origin, mail, listen, pullListen }
    const files = {
      'keys/core.asc': exportKey(home, 'core'),
      'keys/recovery.asc': exportKey(home, 'recovery'),
      'keys/pull.pem': pullPublicKey(home),
      'app-signed': printSignedApp(signedApp(home)),
      // last: a folder without it is not finished
      'intake.json': `${JSON.stringify(settings, null, 2)}\n`,
    }
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 })
    return { folder, files: Object.keys(files) }
  },
)
