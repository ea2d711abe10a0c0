// What every command gets, and how it is run: settings read, problems turned into sentences and exit codes.

import type { Command } from 'commander'
import { homeFolder, readSettings } from '../home/settings.ts'
import { fileProblem } from '../problems/file-problem.ts'
import { homePaths } from '../home/home.ts'
import type { Session } from '../context/session.ts'
import { type Io, makeIo, report, type Streams } from './io.ts'

export interface World {
  readonly streams: Streams
  readonly env: NodeJS.ProcessEnv
  readonly now: () => Date
  /** Aborted by SIGINT and SIGTERM: long work stops at the next item. */
  readonly stop: AbortSignal
  /** `stopped`: being told to stop is how this command ends, so it ended well. */
  setExitCode(code: number | 'stopped'): void
}

export interface GlobalOptions {
  readonly home?: string
  readonly json?: boolean
  readonly as?: string
}

/** Crash tests name a step in SATCHEL_CRASH_AT; the process kills itself there, as a power cut would. */
export function crashPoint(env: NodeJS.ProcessEnv): (step: string) => void {
  const wanted = env.SATCHEL_CRASH_AT
  if (wanted === undefined || wanted === '') return () => undefined
  const [name, nth = '1'] = wanted.split('#')
  let left = Number(nth)
  return step => {
    if (step === name && --left === 0) process.kill(process.pid, 'SIGKILL')
  }
}

/** The program as it was typed: from a clone it is started by npx, and a line to copy must say so. */
export function typedName(world: World): string {
  return world.env.npm_command === 'exec' ? 'npx satchel' : 'satchel'
}

export function ioOf(world: World, command: Command): Io {
  return makeIo(world.streams, command.optsWithGlobals<GlobalOptions>().json === true)
}

/** A checked session for the home folder that the options name. @throws Problem home/missing, config/wrong. */
export function openSession(world: World, command: Command): Session {
  const options = command.optsWithGlobals<GlobalOptions>()
  const folder = homeFolder(options.home, world.env)
  const settings = readSettings(folder, world.env)
  return {
    home: homePaths(folder),
    settings: options.as === undefined ? settings : { ...settings, operator: options.as },
    env: world.env,
    now: world.now,
    reach: crashPoint(world.env),
  }
}

/** Wraps a command's work: what it throws becomes a sentence and an exit code. The work may return an exit code. */
export function action<A extends unknown[]>(
  world: World,
  work: (io: Io, command: Command, ...args: A) => Promise<number | 'stopped' | undefined>,
): (...args: unknown[]) => Promise<void> {
  return async (...all) => {
    // commander hands over: arguments..., options, command
    const command = all.at(-1) as Command
    const io = ioOf(world, command)
    try {
      world.setExitCode((await work(io, command, ...(all.slice(0, -2) as A))) ?? 0)
    } catch (error) {
      world.setExitCode(report(io, fileProblem(error)))
    }
  }
}
