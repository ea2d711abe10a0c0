// satchel add TYPE --help lists the fields of that type, as the acting member of staff may write them. Commander prints help without
// waiting for anything, so they are read before it parses.

import { Problem } from '@satchel/protocol/problem'
import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { openContext } from '../command.ts'
import { table } from '../io.ts'

/** Puts the fields of the type that was typed below the help of the command. */
export async function fieldsBelow(program: Command, world: World, args: readonly string[]): Promise<void> {
  const add = program.commands.find(command => command.name() === 'add')
  if (add === undefined) return
  // the options of the program are kept, as --home; what stands behind --help is read as well
  const words = args.filter(word => word !== '--help' && word !== '-h')
  const { operands, unknown } = program.parseOptions([...words])
  const behind = [...operands, ...unknown].slice(operands.indexOf('add') + 1)
  const [type] = add.parseOptions(behind).operands
  if (type === undefined) return
  add.addHelpText('after', `\n${await fieldsOf(add, world, type)}`)
}

async function fieldsOf(add: Command, world: World, type: string): Promise<string> {
  try {
    const context = openContext(world, add)
    try {
      const { listFields } = await import('../../records/list-fields.ts')
      const fields = (await listFields(context, { type })).filter(({ write }) => write)
      return `Fields of a ${type} that you may write:\n${table(
        fields.map(({ field, kind, required, choices }) => ({
          field,
          kind,
          needed: required ? 'yes' : '',
          choices: choices.join(' '),
        })),
      )}`
    } finally {
      await context.close()
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    // help is help: what keeps it from the database is told, and is no error
    return error.code === 'record/no-type'
      ? [error.message, ...error.hints].join('\n')
      : `satchel fields ${type} lists the fields, once the database can be read: ${error.message}`
  }
}
