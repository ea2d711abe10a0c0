// The keys of a home folder for people: the list, and the public halves for others.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { problem } from '../problems/problems.ts'
import { sealingKeys } from './core-keys.ts'
import { exportKey } from './key-files.ts'
import { KeyRow, listKeys } from './list-keys.ts'

/** @throws Problem key/...: where one of the two cannot be used, there is no list to trust. */
export const showKeys = useCase(z.object({}), z.array(KeyRow), async ({ home }) => {
  await sealingKeys(home)
  return [...(await listKeys(home))]
})

/** The public half of the key `core` or `recovery`, armored. @throws Problem usage/wrong, key/missing. */
export const exportPublicKey = useCase(
  z.object({ key: z.string() }),
  z.object({ key: z.string(), armored: z.string() }),
  async ({ home }, { key }) => {
    if (key !== 'core' && key !== 'recovery') {
      throw problem('usage/wrong', `There is no key "${key}".`, { hint: 'core or recovery' })
    }
    return { key, armored: exportKey(home, key) }
  },
)
