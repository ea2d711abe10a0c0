// satchel load: people from a spreadsheet. Looks first with --dry-run, loads all or nothing, and overwrites nothing.

import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { type Command, Option } from 'commander'
import { localDay } from '../../home/local-day.ts'
import { loadFields } from '../../files/fields.ts'
import { loadLimits } from '../../files/file-limits.ts'
import { type Loaded, load } from '../../files/load/load-people.ts'
import { type NamesWay, namesWays } from '../../files/values/person-names.ts'
import { type PeopleFile, readPeople } from '../../files/read-people.ts'
import { readyMaps } from '../../files/headings/ready-map.ts'
import { problem } from '../../problems/problems.ts'
import { action, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
import { bar, type Io } from '../io.ts'
import { undo } from './load-undo.ts'
import { summaries } from '../summaries.ts'

interface LoadOptions {
  readonly undo?: string
  readonly map?: readonly string[]
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

export function loadCommand(program: Command, world: World): void {
  program
    .command('load')
    .description(summaries.load)
    .argument('[file]', 'CSV or Excel (.xlsx) with a line of headings, vCards, JSON or SX1')
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
      ).choices([...readyMaps.map(({ name }) => name), 'none']),
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
    .addHelpText(
      'after',
      `
Fields (headings in English, German, French, Spanish, Swahili, Arabic and Luganda are known):
${fieldList}

A row is about a known person if its hid is known, or if a phone number or e-mail address and the whole name match.

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
  satchel load --undo 12 --dry-run`,
    )
    .action(
      action(world, async (io, command, path: string | undefined) => {
        const options = command.opts<LoadOptions>()
        const context = openContext(world, command)
        if ((path === undefined) === (options.undo === undefined)) {
          throw problem('usage/wrong', 'It takes one file, or --undo with the number of a load and no file.', {
            hint: 'satchel load people.csv',
          })
        }
        if (path === undefined) return undo(io, context, options.undo ?? '', options.dryRun === true)
        const file = readPeople(readFile(path), {
          maps: [...readMap(options.mapFile), ...(options.map ?? [])],
          ...(options.encoding === undefined ? {} : { encoding: options.encoding }),
          dates: options.dates,
          today: localDay(new Date(), context.settings.timezone),
          ...(options.sheet === undefined ? {} : { sheet: options.sheet }),
          ...(options.shownOnly === undefined ? {} : { shownOnly: options.shownOnly }),
          ...(options.mapSet === undefined ? {} : { mapSet: options.mapSet }),
          ...(options.names === undefined ? {} : { names: options.names }),
        })
        if (!io.json) sayFile(io, path, file)
        const loaded = await load(
          context,
          {
            file,
            name: basename(path).slice(0, 255),
            ...(options.owner === undefined ? {} : { owner: options.owner }),
            dryRun: options.dryRun === true,
            skipFaulty: options.skipFaulty === true,
            onConflict: options.onConflict,
          },
          {
            onRows: done =>
              io.progress(bar(done / Math.max(1, file.rows.length), `${done} of ${file.rows.length} rows`)),
            isStopped: () => world.stop.aborted,
          },
        )
        const result = { ...loaded, told: [...file.told, ...loaded.told].toSorted((a, b) => a.line - b.line) }
        io.progress(null)
        io.data({
          ...result,
          rows: file.rows.length,
          encoding: file.encoding,
          format: file.format,
          delimiter: file.delimiter,
          notes: file.notes,
          names: file.names,
          columns: file.columns.map(({ heading, field }, index) => ({
            heading,
            field,
            filled: file.filled[index] ?? 0,
          })),
        })
        sayResult(io, file.counted, result, options, world.stop.aborted)
        // a load joins only what is certain by a key; who looks like somebody is asked there
        if (result.done && result.new > 0)
          io.note('next: satchel duplicate find looks whether any of them was there already')
        return result.told.length + result.faults.length + result.kept.length + result.held.length > 0 ? 3 : 0
      }),
    )
}

/** A mapping that is kept for the next time. */
function readMap(path: string | undefined): readonly string[] {
  if (path === undefined) return []
  return new TextDecoder()
    .decode(readFile(path))
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
}

function readFile(path: string): Uint8Array {
  // the size is asked first: a file that is far too large is not read
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isFile() !== true) {
    throw problem('load/not-csv', found === undefined ? `There is no file ${path}.` : `${path} is no file.`)
  }
  if (found.size > loadLimits.fileBytes) {
    throw problem('load/not-csv', `The file is larger than ${loadLimits.fileBytes / 1024 / 1024} MiB.`, {
      hint: 'split it into several files; loading one after the other comes to the same',
    })
  }
  return readFileSync(path)
}

const formatNames = {
  csv: 'a sheet',
  xlsx: 'an Excel sheet',
  vcard: 'vCards',
  json: 'JSON',
  sx1: 's-expressions',
} as const
const separatorNames = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars' } as const

function sayFile(io: Io, path: string, file: PeopleFile): void {
  const format =
    file.delimiter === null ? formatNames[file.format] : `${separatorNames[file.delimiter]} between the cells`
  io.note(`${path}: ${file.encoding}, ${format}`)
  if (file.format !== 'vcard')
    for (const [index, { heading, field }] of file.columns.entries())
      sayColumn(io, heading, field, file.filled[index] ?? 0)
  for (const property of file.leftOut) io.note(`  ${property} -> (left out)`)
  for (const note of file.notes) io.note(`  ${note}`)
  if (file.names.length > 0) io.note(`  names were parted like this (given | family): ${file.names.join('; ')}`)
}

/** Each omitted column is reported with how much it holds; an empty column that nobody takes is not worth a line. */
function sayColumn(io: Io, heading: string, field: string | null, filled: number): void {
  const values = filled === 1 ? '1 value' : `${filled} values`
  if (field !== null) io.note(`  ${heading} -> ${field}`)
  else if (filled > 0) io.note(`  ${heading} -> (left out: ${values})`)
}

function sayResult(
  io: Io,
  counted: PeopleFile['counted'],
  result: Loaded,
  options: LoadOptions,
  isStopped: boolean,
): void {
  for (const { line, column, fault } of result.faults)
    io.say(column === '' ? `${counted} ${line}: ${fault}` : `${counted} ${line}, ${column}: ${fault}`)
  for (const { line, column, what } of result.told)
    io.say(column === '' ? `${counted} ${line}: ${what}` : `${counted} ${line}, ${column}: ${what}`)
  for (const { line, columns } of result.kept)
    io.say(`${counted} ${line}, ${columns.join(', ')}: something else stands there and was kept`)
  for (const { line, columns } of result.held)
    io.say(`${counted} ${line}, ${columns.join(', ')}: something else stands there; satchel review asks the office`)
  const faulty = new Set(result.faults.map(fault => fault.line)).size
  const counts = `${result.new} new, ${result.filled} ${options.onConflict === 'overwrite' ? 'changed' : 'with gaps filled'}, ${result.same} the same`
  const lines = faulty === 1 ? '1 line has a fault' : `${faulty} lines have faults`
  if (isStopped && !result.done) io.say('Stopped: nothing was loaded.')
  else if (result.done) io.say(`Loaded: ${counts}${faulty === 0 ? '' : `; ${lines} and stayed out`}.`)
  else if (options.dryRun === true)
    io.say(`Would load: ${counts}${faulty === 0 ? '' : `; ${lines}`}. Nothing was changed.`)
  else
    io.say(
      `${lines[0]?.toUpperCase()}${lines.slice(1)}: nothing was loaded. Mend them, or leave them out with --skip-faulty.`,
    )
}
