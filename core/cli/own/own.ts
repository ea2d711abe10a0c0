// satchel own: types, tables and fields of one's own, listed and changed.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'
import type { Io } from '../io.ts'
import { summaries } from '../summaries.ts'
import { fieldHelp, rightsHelp } from './field-help.ts'

const dryRun = ['--dry-run', 'try it, show the file, and undo it'] as const
const typeOrTable = 'a type or table of your own'

interface Options {
  word?: string
  label?: string
  dryRun?: boolean
}

export function ownCommands(program: Command, world: World): void {
  const own = program.command('own').description(summaries.own)
  listCommand(own, world)
  dropCommand(own, world)
  renameCommand(own, world)
  retypeCommand(own, world)
  rightsCommand(own, world)
}

/** Says the file, or shows it after a dry run. */
function sayChanged(io: Io, command: Command, { file, text }: { file: string; text: string }, what: string): void {
  if (command.opts<Options>().dryRun !== true) {
    io.say(`${what} by sql/${file}.sql in your home folder.`)
    return
  }
  io.say(`This would be sql/${file}.sql; it was tried, and undone:`)
  io.say(text.trimEnd())
}

function listCommand(own: Command, world: World): void {
  own
    .command('list')
    .description('list types, tables and fields of your own')
    .addHelpText('after', '\nExample:\n  satchel own list')
    .action(
      call(
        world,
        async () => (await import('../../own/change-own.ts')).ownList,
        () => ({}),
        (io, { own: rows }) => {
          io.table(
            rows.map(row => ({
              name: row.name,
              what: row.what,
              label: row.label ?? '',
              of: row.of ?? '',
              type: row.type ?? row.rights ?? '',
              rows: row.n ?? '',
              file: row.file ?? '',
            })),
            'There is nothing of your own. satchel new-type makes a type of record.',
          )
        },
      ),
    )
}

function dropCommand(own: Command, world: World): void {
  own
    .command('drop')
    .description('drop a type, table or field that nothing uses (administrators only)')
    .argument('<name>', `${typeOrTable}; for a field, the type or table that has it`)
    .argument('[field]', 'its field')
    .option(...dryRun)
    .addHelpText(
      'after',
      `
It is refused while there are records, rows or values, or while a form in use, a packet that is out, a stage, a change
that waits or a kept query has it. Rules, process and lists of your own that nothing else uses go along.

Examples:
  satchel own drop soil-test
  satchel own drop parcel crop --dry-run`,
    )
    .action(
      call(
        world,
        async () => (await import('../../own/change-own.ts')).dropOwn,
        (command, name: string, field?: string) => ({
          ...command.opts<Options>(),
          name,
          ...(field === undefined ? {} : { field }),
        }),
        (io, made, command) => sayChanged(io, command, made, 'Dropped'),
      ),
    )
}

function renameCommand(own: Command, world: World): void {
  own
    .command('rename')
    .description('give a type, table or field another word or label (administrators only)')
    .argument('<name>', `${typeOrTable}; for a field, the type or table that has it`)
    .argument('[field]', 'its field')
    .option('--word <word>', 'as it is typed from now on')
    .option('--label <text>', 'as people read it')
    .option(...dryRun)
    .addHelpText(
      'after',
      `
Its name in SQL stays, so packets, histories and queries that name it go on.

Examples:
  satchel own rename parcel --word plot --label Plot
  satchel own rename parcel area --word size --label "Size in acres"`,
    )
    .action(
      call(
        world,
        async () => (await import('../../own/change-own.ts')).renameOwn,
        (command, name: string, field?: string) => ({
          ...command.opts<Options>(),
          name,
          ...(field === undefined ? {} : { field }),
        }),
        (io, made, command) => sayChanged(io, command, made, 'Renamed'),
      ),
    )
}

function retypeCommand(own: Command, world: World): void {
  own
    .command('retype')
    .description('give a field another type, after a check of every value (administrators only)')
    .argument('<name>', 'the type or table that has it')
    .argument('<field:type>', 'the field, with its new type')
    .option(...dryRun)
    .addHelpText(
      'after',
      `
Values that do not fit are listed by the id of their record, and nothing is changed. It is refused while a form in use or a
packet that is out has the field. The field comes last from then on.
${fieldHelp}

Example:
  satchel own retype parcel area:integer --dry-run`,
    )
    .action(
      call(
        world,
        async () => (await import('../../own/change-own.ts')).retypeOwn,
        (command, name: string, field: string) => ({ ...command.opts<Options>(), name, field }),
        (io, made, command) => sayChanged(io, command, made, 'Retyped'),
      ),
    )
}

function rightsCommand(own: Command, world: World): void {
  own
    .command('rights')
    .description('say who sees the rows of a type or table (administrators only)')
    .argument('<name>', typeOrTable)
    .argument('<pattern>', 'record, owner, office or everybody')
    .option(...dryRun)
    .addHelpText('after', `${rightsHelp}\n\nExample:\n  satchel own rights soil-test office`)
    .action(
      call(
        world,
        async () => (await import('../../own/change-own.ts')).giveRights,
        (command, name: string, rights: string) => ({
          ...command.opts<Options>(),
          name,
          rights: rights as 'record' | 'owner' | 'office' | 'everybody',
        }),
        (io, made, command) => sayChanged(io, command, made, 'Changed'),
      ),
    )
}
