// satchel lookup: lists of choices that fields take their values from.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'
import { summaries } from '../summaries.ts'

const dryRun = ['--dry-run', 'report what would change, change nothing'] as const
const end = (command: Command) =>
  command.opts<{ dryRun?: boolean }>().dryRun === true ? ' Nothing was changed: a dry run.' : ''

interface Options {
  title?: string
  sort?: string
  offered?: boolean
  dryRun?: boolean
}

export function lookupCommands(program: Command, world: World): void {
  const lookup = program.command('lookup').description(summaries.lookup)
  listCommand(lookup, world)
  addCommand(lookup, world)
  changeCommand(lookup, world)
}

function listCommand(lookup: Command, world: World): void {
  lookup
    .command('list')
    .description('the lists, or the choices of one')
    .argument('[list]', 'like activity-kind')
    .addHelpText('after', '\nExamples:\n  satchel lookup list\n  satchel lookup list activity-kind')
    .action(
      call(
        world,
        async () => (await import('../../records/choices.ts')).listChoices,
        (_command, list?: string) => (list === undefined ? {} : { list }),
        (io, { lists, choices }) => {
          if (choices === undefined)
            io.table(
              (lists ?? []).map(({ domain, choices: all, active, fields }) => ({
                list: domain,
                choices: all,
                offered: active,
                fields: fields ?? '',
              })),
              'There are no lists.',
            )
          else
            io.table(
              choices.map(({ word, name, sort, active }) => ({
                word,
                title: name,
                place: sort,
                offered: active ? 'yes' : 'no',
              })),
              'It has no choices.',
            )
        },
      ),
    )
}

function addCommand(lookup: Command, world: World): void {
  lookup
    .command('add')
    .description('add a choice to a list, or begin a list of your own')
    .argument('<list>', 'like activity-kind; a new list is called own-...')
    .argument('<word>', 'as files and commands say it: small letters, figures and dashes')
    .argument('[title]', 'as people read it (default: the word)')
    .option(...dryRun)
    .addHelpText(
      'after',
      `
A field takes its values from a list of your own with choice:list=own-... (satchel new-field --help).

Examples:
  satchel lookup add activity-kind market-day "Market day"
  satchel lookup add own-soil clay`,
    )
    .action(
      call(
        world,
        async () => (await import('../../records/choices.ts')).addChoice,
        (command, list: string, word: string, title?: string) => ({
          ...command.opts<Options>(),
          list,
          word,
          title: title ?? titleOf(word),
        }),
        (io, { list, word, isNew }, command) =>
          io.say(
            `${isNew ? `The new list ${list} has` : `The list ${list} has`} the choice ${word} now.${end(command)}`,
          ),
      ),
    )
}

function changeCommand(lookup: Command, world: World): void {
  lookup
    .command('change')
    .description('give a choice another title or place, or no longer offer it')
    .argument('<list>', 'like activity-kind')
    .argument('<word>', 'word of the choice')
    .option('--title <text>', 'as people read it')
    .option('--sort <number>', 'its place: the smallest comes first')
    .option('--offered', 'offer it again')
    .option('--no-offered', 'offer it no longer; records that have it keep it')
    .option(...dryRun)
    .addHelpText(
      'after',
      '\nExamples:\n  satchel lookup change activity-kind visit --title "Farm visit"\n  satchel lookup change activity-kind fax --no-offered',
    )
    .action(
      call(
        world,
        async () => (await import('../../records/choices.ts')).setChoice,
        (command, list: string, word: string) => {
          const { title, sort, offered, dryRun: isDry } = command.opts<Options>()
          return {
            list,
            word,
            ...(title === undefined ? {} : { title }),
            ...(sort === undefined ? {} : { sort: sort.trim() === '' ? Number.NaN : Number(sort) }),
            ...(offered === undefined ? {} : { active: offered }),
            ...(isDry === undefined ? {} : { dryRun: isDry }),
          }
        },
        (io, { changed }, command) =>
          io.say(changed.length === 0 ? 'It was like that already.' : `Changed.${end(command)}`),
      ),
    )
}

const titleOf = (word: string) => `${word.slice(0, 1).toUpperCase()}${word.slice(1).replaceAll('-', ' ')}`
