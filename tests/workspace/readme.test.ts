// Every command line in the pages names a command and options that exist. The real program parses it; nothing is executed.

import { makeProgram } from '@satchel/core/cli/main'
import { type Command, CommanderError } from 'commander'
import { expect, test } from 'vitest'
import { commandLines, words } from './command-lines.ts'
import { filesBelow } from './sources.ts'

/** The program with every action taken out: parsing ends where work would begin. */
async function idleProgram(reached: string[]): Promise<Command> {
  const silent = { write: () => true } as unknown as NodeJS.WritableStream
  const program = await makeProgram({
    streams: { out: silent, err: silent },
    env: {},
    now: () => new Date(),
    stop: new AbortController().signal,
    setExitCode: () => undefined,
  })
  const idle = (command: Command): void => {
    command.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    // one that takes arguments or options works itself, also where it has others below it
    const isWorking = command.registeredArguments.length > 0 || command.options.length > 0
    if (command.commands.length === 0 || (command !== program && isWorking))
      command.action(() => void reached.push(command.name()))
    for (const child of command.commands) idle(child)
  }
  idle(program)
  return program
}

async function reach(line: string): Promise<readonly string[]> {
  const reached: string[] = []
  const program = await idleProgram(reached)
  await program.parseAsync([...words(line)], { from: 'user' })
  return reached
}

const lines = filesBelow('.')
  .filter(page => page === 'README.md' || page === 'SECURITY.md' || /^docs\/.*\.md$/.test(page))
  .flatMap(commandLines)

test('there are command lines to check', () => {
  expect(lines.length).toBeGreaterThan(20)
})

/** What a command that is only named may lack. */
const left = new Set(['commander.missingArgument', 'commander.missingMandatoryOptionValue'])

test.each(lines)('$page: satchel $line', async ({ line, isNamed }) => {
  const reached = await reach(line).catch((error: unknown) => {
    if (isNamed && error instanceof CommanderError && left.has(error.code)) return [line]
    if (error instanceof CommanderError && error.code === 'commander.helpDisplayed') return [line]
    throw error
  })
  expect(reached).toHaveLength(1)
})

test('a command, an option or an argument that does not exist is found', async () => {
  await expect(reach('dispatsh P1 --to anna')).rejects.toThrow(/unknown command/)
  await expect(reach('dispatch P1 --to anna --form a --too b')).rejects.toThrow(/unknown option/)
  await expect(reach('send now')).rejects.toThrow(/too many arguments/)
  await expect(reach('show')).rejects.toThrow(/missing required argument/)
})
