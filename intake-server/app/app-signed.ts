// The core's signed lists of Pocket's files, as they lie in the home folder: the newest last. Pocket fetches and verifies them.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSignedApp, printSignedApp } from '@satchel/protocol/pull/pull-app'
import { replaceFile } from '@satchel/protocol/pull/pull-place'

/** Versions that may meet while core and intake are updated one after the other. */
const mostLists = 4

const fileOf = (home: string) => join(home, 'app-signed')

/** Empty where the core has signed none yet. */
export function signedApps(home: string): string {
  return existsSync(fileOf(home)) ? readFileSync(fileOf(home), 'utf8') : ''
}

/** @param body one list, whose signature was verified. @throws Problem record/not-valid, disk/full. */
export async function keepSignedApp(home: string, body: string): Promise<void> {
  const line = printSignedApp(parseSignedApp(body))
  const kept = signedApps(home).split(/(?<=\n)/)
  if (kept.at(-1) === line) return
  const others = kept.filter(each => each !== line && each !== '')
  await replaceFile(join(home, 'app-signed'), Buffer.from([...others, line].slice(-mostLists).join('')))
}
