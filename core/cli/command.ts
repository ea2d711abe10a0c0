// Runs a command: reads settings, opens the context, turns problems into sentences and exit codes.

import type { Command } from 'commander'
import type { z } from 'zod'
import type { Progress, UseCase } from '../context/use-case.ts'
import { homeFolder, readSettings } from '../home/settings.ts'
import { fileProblem } from '../problems/file-problem.ts'
import { homePaths } from '../home/home.ts'
import { type Context, makeContext } from '../context/context.ts'
import type { World } from '../context/world.ts'
import { bar, type GlobalOptions, type Io, ioOf, report } from './io.ts'

/** The whole command line: runs one command, and never throws. */
export type Main = (args: readonly string[], world: World) => Promise<void>

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

/** The context of the home folder that the options name. @throws Problem home/missing, config/wrong. */
export function openContext(world: World, command: Command): Context {
  const options = command.optsWithGlobals<GlobalOptions>()
  const folder = homeFolder(options.home, world.env)
  const settings = readSettings(folder, world.env)
  const context = makeContext({
    home: homePaths(folder),
    settings: options.as === undefined ? settings : { ...settings, operator: options.as },
    env: world.env,
    now: world.now,
    readCoreKey: async home => (await import('../keys/core-keys.ts')).corePrivateKey(home),
    failpoint: crashPoint(world.env),
    stop: world.stop,
  })
  opened.set(command, [...(opened.get(command) ?? []), context])
  return context
}

/** The contexts of each command that runs, to be closed at its end. */
const opened = new WeakMap<Command, readonly Context[]>()

/** The progress of use cases, drawn on a terminal. */
export const progressOf = (io: Io): Progress => ({
  step: (text, share) => io.progress(share === undefined ? text : bar(share, text)),
  note: text => io.note(text),
})

/**
 * A command that calls one use case: loads it, gives it the input, prints its result.
 * @param print says the result in words, and may return an exit code.
 * @param dataOf what --json prints, where it is not the result itself; undefined: nothing.
 */
export function call<A extends unknown[], Input extends z.ZodType, Result extends z.ZodType>(
  world: World,
  load: () => Promise<UseCase<Input, Result>>,
  inputOf: (command: Command, ...args: A) => z.input<Input> | Promise<z.input<Input>>,
  print: (io: Io, result: z.infer<Result>, command: Command) => number | undefined | void,
  dataOf: (result: z.infer<Result>) => unknown = result => result,
): (...args: unknown[]) => Promise<void> {
  return action<A>(world, async (io, command, ...args) => {
    const context = openContext(world, command)
    const input = await inputOf(command, ...args)
    const work = await load()
    const result = await work(context, input, progressOf(io))
    io.progress(null)
    const data = dataOf(result)
    if (data !== undefined) io.data(data)
    return print(io, result, command) ?? 0
  })
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
    } finally {
      for (const context of opened.get(command) ?? []) await context.close()
    }
  }
}
