// Every command as data, read from the one table that also parses command lines. Manual pages and shell completion are made
// of it, so that they cannot say something else than --help.

import type { Command } from 'commander'

interface Term {
  readonly term: string
  readonly about: string
}

interface PageOption extends Term {
  /** As it is typed: `--home`. */
  readonly flag: string
  readonly takesValue: boolean
}

export interface CommandPage {
  /** Words behind the program's name: [] for the program itself, ['db', 'start']. */
  readonly path: readonly string[]
  readonly about: string
  /** Like `satchel db start [options]`. */
  readonly usage: string
  readonly args: readonly Term[]
  readonly options: readonly PageOption[]
  /** Names of its subcommands. */
  readonly commands: readonly string[]
  /** The text below the help: examples and more. */
  readonly more: string
}

/** The program and all its commands, each before its subcommands. The help command itself is left out. */
export function commandPages(program: Command): readonly CommandPage[] {
  const pagesOf = (command: Command, path: readonly string[]): readonly CommandPage[] => {
    const help = command.createHelp()
    const children = command.commands.filter(child => child.name() !== 'help')
    return [
      {
        path,
        about: command.description(),
        usage: help.commandUsage(command),
        args: command.registeredArguments.map(one => ({ term: one.name(), about: one.description })),
        options: command.options.map(one => ({
          term: one.flags,
          about: help.optionDescription(one),
          flag: one.long ?? one.flags,
          takesValue: one.required || one.optional,
        })),
        commands: children.map(child => child.name()),
        more: textBelow(command),
      },
      ...children.flatMap(child => pagesOf(child, [...path, child.name()])),
    ]
  }
  return pagesOf(program, [])
}

/** The text that addHelpText put below the help; commander gives it only while it prints. */
function textBelow(command: Command): string {
  const output = command.configureOutput()
  let said = ''
  command.configureOutput({ writeOut: text => (said += text) })
  try {
    command.outputHelp()
  } finally {
    command.configureOutput(output)
  }
  return said.slice(command.helpInformation().length).trim()
}
