// What a packet's page seals to: a few octets of the core's and the recovery key, the same for all packets of one run.

import { readPublicKey } from '@satchel/protocol/envelope/pgp-keys'
import { sealingPart } from '@satchel/protocol/envelope/sealing-part'
import type { Context } from '../context/context.ts'
import { readKeyFile } from '../keys/key-files.ts'

export type PageKeys = readonly [core: string, recovery: string]

const known = new WeakMap<Context, Promise<PageKeys | undefined>>()

/** @returns undefined where a key is not there or of another shape than ours: a page then sends by its form alone. */
export function pageKeys(context: Context): Promise<PageKeys | undefined> {
  const keys = known.get(context) ?? readKeys(context)
  known.set(context, keys)
  return keys
}

async function readKeys(context: Context): Promise<PageKeys | undefined> {
  try {
    const [core, recovery] = [readKeyFile(context.home, 'public'), readKeyFile(context.home, 'recoveryPublic')]
    if (core === null || recovery === null) return undefined
    const part = async (armored: string) => sealingPart(await readPublicKey(armored), context.now())
    return [await part(core), await part(recovery)]
  } catch {
    return undefined
  }
}
