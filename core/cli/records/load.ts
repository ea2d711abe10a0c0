// satchel load: people and other records from files. Looks first with --dry-run, loads all or nothing, and overwrites nothing.

import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { type Command, Option } from 'commander'
import type { World } from '../../context/world.ts'
import { bytesOfFile } from '../../files/bytes-of-file.ts'
import { loadFields } from '../../files/fields.ts'
import { readyMaps } from '../../files/headings/find-ready-map.ts'
import { tableMaps } from '../../files/ready-tables/find-table-map.ts'
import { type NamesWay, namesWays } from '../../files/values/person-names.ts'
import { action, openContext, progressOf } from '../command.ts'
import { problem } from '../../problems/problems.ts'
import { summaries } from '../summaries.ts'
import { oneFileOrUndo, undoCall } from './load-undo.ts'
import { loadData, loadTableFiles, sayFile, sayLoaded } from './load-words.ts'

interface LoadOptions {
  readonly type?: string
  readonly undo?: string
  readonly map?: string[]
  readonly mapFile?: string
  readonly encoding?: string
  readonly dates?: 'dmy' | 'mdy'
  readonly mapSet?: string
  readonly names?: NamesWay
  readonly owner?: string
  readonly sheet?: string
  readonly shownOnly?: boolean
  readonly dryRun?: boolean
  readonly skipFaulty?: boolean
  readonly onConflict: 'hold' | 'overwrite' | 'keep'
}

const fieldList = Object.entries(loadFields)
  .map(([field, { about }]) => `  ${field.padEnd(12)} ${about}`)
  .join('\n')

const helpText = `
Fields (headings in English, German, French, Spanish, Swahili, Arabic and Luganda are known):
${fieldList}

A row is about a known person if its hid is known, or if a phone number or e-mail address and the whole name match.

Other types: organization, group, product, deal, deal-line, ticket, activity, participant, member, relationship, contact, address.
Their fields are those of satchel export --type TYPE; a folder holds a file for each type, as satchel export --all writes it.

Examples:
  satchel load people.csv --dry-run
  satchel load people.csv --owner anna
  satchel load members.csv --map "Shoe size=-" "Known as=given-name"
  satchel load members.xlsx --map-file members.map
  satchel load old.csv --encoding windows-1252 --dry-run
  satchel load list.csv --names family-first --dry-run
  satchel load contacts.csv --map-set google --map "Nickname=note"
  satchel load corrected.csv --on-conflict overwrite --dry-run
  satchel load contacts.vcf --owner anna --dry-run
  satchel load organizations.csv --type organization --dry-run
  satchel load lines.xlsx --type deal-line
  satchel load everything --dry-run
  satchel load --undo 12 --dry-run`

export function loadCommand(program: Command, world: World): void {
  program
    .command('load')
    .description(summaries.load)
    .argument('[file]', 'CSV or Excel (.xlsx) with a line of headings, vCards, JSON or SX1; or a folder of them')
    .option('--type <type>', 'what the rows are, when they are not people: organization, deal, deal-line ...')
    .option('--dry-run', 'report every fault and what would happen, change nothing')
    .option('--owner <staff>', 'owner of new people when the sheet has no owner column')
    .option(
      '--map <heading=field...>',
      'field of a column; "Heading=-" leaves the column out, "*=-" leaves out all unknown columns',
    )
    .option('--map-file <file>', 'the same from a file, one per line; lines that begin with # are comments')
    .option('--encoding <name>', 'encoding of a file that is not UTF-8 and does not prove its own, like windows-1252')
    .option('--sheet <name>', 'sheet of a workbook; without it, the first that is not hidden')
    .option('--shown-only', 'leave out hidden rows and columns of a workbook')
    .addOption(
      new Option('--dates <order>', 'order of dates like 05/06/1980: day first, or month first').choices([
        'dmy',
        'mdy',
      ]),
    )
    .addOption(
      new Option(
        '--map-set <name>',
        'program that exported the file, when its headings do not tell; none: a sheet of your own',
      ).choices([...new Set([...readyMaps, ...tableMaps].map(({ name }) => name)), 'none']),
    )
    .addOption(
      new Option(
        '--names <way>',
        'which part of a whole name in one cell is the family name, when the cell does not tell',
      ).choices(namesWays),
    )
    .addOption(
      new Option(
        '--on-conflict <what>',
        'values that differ from the record: hold them for the office, overwrite, or keep the record and report them',
      )
        .choices(['hold', 'overwrite', 'keep'])
        .default('hold'),
    )
    .option('--undo <run>', 'undo a load whose rows nobody has changed since; satchel query load/runs shows its number')
    .option('--skip-faulty', 'leave out faulty lines and load the others')
    .addHelpText('after', helpText)
    .action((path: string | undefined, options: LoadOptions, command: Command) =>
      (path === undefined ? undoCall(world) : loadFile(world))(path, options, command),
    )
}

const loadFile = (world: World) =>
  action(world, async (io, command, path: string) => {
    const { map = [], mapFile, undo, ...options } = command.opts<LoadOptions>()
    const context = openContext(world, command)
    if (undo !== undefined) throw oneFileOrUndo()
    const maps = [...mapsOfFile(mapFile), ...map]
    const isPeople = options.type === undefined || /^(person|persons|people)$/i.test(options.type)
    if (!isPeople || isFolder(path)) {
      if (options.names !== undefined) throw problem('usage/wrong', '--names is for lists of people.')
      return loadTableFiles(world, io, context, path, options, maps)
    }
    const { readPeopleFile } = await import('../../files/read-people-file.ts')
    const { loadPeople } = await import('../../files/load/load-people.ts')
    const file = await readPeopleFile(context, { ...options, bytes: bytesOfFile(path), maps })
    if (!io.json) sayFile(io, path, file)
    const order = { ...options, file, name: basename(path).slice(0, 255) }
    const loaded = await loadPeople(context, order, progressOf(io))
    io.progress(null)
    io.data(loadData(loaded, file))
    sayLoaded(io, file.counted, loaded, options, world.stop.aborted)
    // a load joins only what is certain by a key; who looks like somebody is asked there
    if (loaded.done && loaded.new > 0)
      io.note('next: satchel duplicate find looks whether any of them was there already')
    return loaded.told.length + loaded.faults.length + loaded.kept.length + loaded.held.length > 0 ? 3 : 0
  })

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/** A mapping that is kept for the next time. */
function mapsOfFile(path: string | undefined): readonly string[] {
  if (path === undefined) return []
  return new TextDecoder()
    .decode(bytesOfFile(path))
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
}
