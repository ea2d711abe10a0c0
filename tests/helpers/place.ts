// A home folder with an embedded server of its own, made by the real command from nothing: in this process, or in one of another user.

import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readServerState, runningServer } from '@satchel/core/db/embedded-server'
import { homePaths } from '@satchel/core/home/home'
import { type CommandOptions, type Ended, type Running, run, start } from './command.ts'
import { runHere } from './in-process.ts'

export interface Place {
  readonly folder: string
  satchel(...args: readonly string[]): Promise<Ended>
  start(...args: readonly string[]): Running
  remove(): Promise<void>
}

/** Folder for a home that is not made yet, in a place that the server's own user can enter. */
export function makePlace(name = 'home', options: Pick<CommandOptions, 'uid' | 'gid'> = {}): Place {
  const above = mkdtempSync(join(tmpdir(), 'satchel-embedded-'))
  chmodSync(above, 0o711)
  if (options.uid !== undefined && options.gid !== undefined) chownSync(above, options.uid, options.gid)
  const folder = join(above, name)
  const satchel = (...args: readonly string[]) =>
    options.uid === undefined ? runHere(['--home', folder, ...args]) : run(['--home', folder, ...args], options)
  return {
    folder,
    satchel,
    start: (...args) => start(['--home', folder, ...args], options),
    async remove() {
      const state = readServerState(homePaths(folder))
      await satchel('db', 'stop')
      for (const left of state === null ? [] : [state.socket, state.data])
        rmSync(left, { recursive: true, force: true })
      rmSync(above, { recursive: true, force: true })
    },
  }
}

/** The server's state. */
export function stateOf(place: Place) {
  const state = readServerState(homePaths(place.folder))
  if (state === null) throw new Error('there is no server in this home folder')
  return state
}

/** Its process. */
export function pidOf(place: Place): number {
  const pid = runningServer(stateOf(place))
  if (pid === null) throw new Error('the server does not run')
  return pid
}

/** Address of the owner's login. */
export const ownerUrl = (place: Place) => {
  const { ownerPassword, socket } = stateOf(place)
  return `postgresql://satchel:${ownerPassword}@localhost/satchel?host=${encodeURIComponent(socket)}`
}
