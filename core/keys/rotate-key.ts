// A new core key. The earlier one stays, and opens what was sealed to it.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { rotateCoreKey } from './core-keys.ts'
import { makeLetterKey } from './letter-keys.ts'

/** @throws Problem key/unreadable. */
export const rotateKey = useCase(
  z.object({}),
  z.object({
    fingerprint: z.string(),
    /** Intakes seal to the earlier key until they have the new one. */
    hasIntakes: z.boolean(),
  }),
  async ({ home, settings, now }) => {
    const fingerprint = await rotateCoreKey(home, settings.organisation, settings.mail, now())
    await makeLetterKey(home, now())
    return { fingerprint, hasIntakes: settings.intakes.length > 0 || settings.intakeUrl !== undefined }
  },
)
