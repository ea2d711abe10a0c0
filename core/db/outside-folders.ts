// Folders of embedded servers that lie outside their home folder. Who removes a home folder by hand leaves that one behind: a note in
// it says whose it is, so that it can be found.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Home } from '../home/home.ts'
import { sharedFolder } from './binaries.ts'

const note = 'satchel-home'

/** Says in a server's folder which home folder it belongs to. */
export function noteHome(data: string, home: Home): void {
  writeFileSync(join(data, note), `${home.folder}\n`, { mode: 0o600 })
}

export interface LeftFolder {
  readonly data: string
  /** The home folder that is gone. */
  readonly home: string
}

/** Folders of servers whose home folder is no longer there; its disk may just not be mounted. */
export function leftFolders(): readonly LeftFolder[] {
  if (!existsSync(sharedFolder)) return []
  return readdirSync(sharedFolder).flatMap(name => {
    const data = join(sharedFolder, name)
    try {
      const home = readFileSync(join(data, note), 'utf8').trim()
      return existsSync(home) ? [] : [{ data, home }]
    } catch {
      return [] // not a server's folder, one of before the note, or not ours to read
    }
  })
}
