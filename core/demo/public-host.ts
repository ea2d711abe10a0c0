// The demo's public host: the real intake in a process of its own, on free ports of this machine.

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { shipped } from '../db/shipped.ts'

export interface PublicHost {
  readonly url: string
  readonly pullUrl: string
  readonly process: number
  stop(): Promise<void>
}

/** The intake's program, beside the core in a clone; null where only the core is installed. */
function intakeProgram(): readonly string[] | null {
  const folder = join(shipped('core'), '..', 'intake-server')
  const source = join(folder, 'bin', 'cli.ts')
  if (existsSync(source)) return ['--conditions=satchel-source', source]
  const built = join(folder, 'dist', 'bin', 'cli.js')
  return existsSync(built) ? [built] : null
}

/** @returns null where the intake's program is not there. @throws with its log when it ends before it is ready. */
export async function startPublicHost(folder: string): Promise<PublicHost | null> {
  const program = intakeProgram()
  if (program === null) return null
  const child = spawn(process.execPath, [...program, 'serve', '--home', folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  // a demo that ends in whatever way leaves no server behind
  const kill = () => void child.kill('SIGTERM')
  process.once('exit', kill)
  const ready = await readyLine(child, ended)
  return {
    url: `http://${ready.listen}`,
    pullUrl: `http://${ready.pullListen}`,
    process: child.pid ?? 0,
    async stop() {
      process.removeListener('exit', kill)
      kill()
      await ended
    },
  }
}

interface Ready {
  readonly listen: string
  readonly pullListen: string
}

function readyLine(child: ChildProcess, ended: Promise<void>): Promise<Ready> {
  let log = ''
  return new Promise((resolve, reject) => {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text
      const line = log.split('\n').find(each => each.includes('"event":"ready"') && each.endsWith('}'))
      if (line !== undefined) resolve(JSON.parse(line) as Ready)
    })
    void ended.then(() => reject(new Error(`the intake ended before it was ready:\n${log}`)))
  })
}
