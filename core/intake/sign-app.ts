// The files of Pocket as this version of Satchel has them, signed by the core: packets carry the key, so Pocket can see that the public host
// serves others.

import type { IntakeSource } from '@satchel/dispatcher/intake/intake-source'
import { appList } from '@satchel/forms/pocket/app-list'
import type { SignedApp } from '@satchel/protocol/pull/pull-app'
import { signPullFile } from '@satchel/protocol/pull/pull-signature'
import { Problem } from '@satchel/protocol/problem'
import type { Home } from '../home/home.ts'
import { pullKey } from '../keys/pull-key.ts'

export const signedApp = (home: Home): SignedApp => ({
  text: appList,
  signature: signPullFile(appList, pullKey(home)).trim(),
})

/** @param passedOver is told of an intake that has no place for it. */
export async function pushSignedApp(
  home: Home,
  source: IntakeSource,
  passedOver: (reason: string) => void,
): Promise<void> {
  try {
    await source.pushApp?.(signedApp(home))
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'pull/not-there') throw error
    passedOver(`${source.name}: takes no signed list of Pocket's files; update it, so that Pocket can check them`)
  }
}
