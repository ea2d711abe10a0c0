// The files of Pocket as this version of Satchel has them, signed by the core: packets carry the key, so Pocket can see that the public host
// serves others.

import type { IntakeSource } from '@satchel/dispatcher/intake/intake-source'
import { appList } from '@satchel/forms/pocket/app-list'
import type { SignedApp } from '@satchel/protocol/pull/pull-app'
import { signPullFile } from '@satchel/protocol/pull/pull-signature'
import type { Home } from '../home/home.ts'
import { pullKey } from '../keys/pull-key.ts'

export const signedApp = (home: Home): SignedApp => ({
  text: appList,
  signature: signPullFile(appList, pullKey(home)).trim(),
})

export async function pushSignedApp(home: Home, source: IntakeSource): Promise<void> {
  await source.pushApp?.(signedApp(home))
}
