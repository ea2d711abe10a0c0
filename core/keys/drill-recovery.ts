// Proves that the recovery key, which lies elsewhere, opens what is sealed today.

import { randomBytes } from 'node:crypto'
import { open } from '@satchel/protocol/envelope/envelope-open'
import { seal } from '@satchel/protocol/envelope/envelope-seal'
import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { readRecoveryKey, sealingKeys } from './core-keys.ts'

/** @throws Problem key/missing, key/unreadable, envelope/... */
export const drillRecovery = useCase(
  z.object({
    /** File with the private half. */
    recoveryKey: z.string(),
    /** File that holds only its passphrase. */
    passphraseFile: z.string(),
  }),
  z.object({ opens: z.literal(true), fingerprint: z.string() }),
  async ({ home, now }, { recoveryKey, passphraseFile }) => {
    const recovery = await readRecoveryKey(recoveryKey, passphraseFile)
    const text = `(satchel-drill ${randomBytes(8).toString('hex')})`
    const sealed = await seal(text, await sealingKeys(home), { now: now() })
    const opened = await open(sealed, { keys: [recovery] })
    if (opened.text.trim() !== text) throw new Error('the recovery key opened something else')
    return { opens: true as const, fingerprint: recovery.getFingerprint().toUpperCase() }
  },
)
