// satchel export: records to a file or a folder of files, as much of them as the acting staff member sees.

import { extname } from 'node:path'
import type { Command } from 'commander'
import type { Context } from '../../context/context.ts'
import type { World } from '../../context/world.ts'
import { problem } from '../../problems/problems.ts'
import { action, openContext, progressOf } from '../command.ts'
import type { Io } from '../io.ts'
import { asData } from '@satchel/protocol/shown'
import { summaries } from '../summaries.ts'

const byName = { '.csv': 'csv', '.vcf': 'vcard', '.json': 'json', '.sexp': 'sx1', '.xlsx': 'xlsx' } as const
const formats = ['csv', 'xlsx', 'vcard', 'json', 'sx1'] as const
type Format = (typeof formats)[number]
const tables = ['csv', 'xlsx', 'json', 'sx1'] as const

interface ExportOptions {
  readonly format?: string
  readonly type: string
  readonly all?: string
}

const helpText = `
Types: person (the default), organization, group, product, deal, deal-line, ticket, activity, participant, member, relationship, contact, address.

Examples:
  satchel export people.csv
  satchel --as anna export contacts.vcf
  satchel export --type organization organizations.xlsx
  satchel export --type deal-line lines.json
  satchel export --all everything --format json
  satchel export - --format json | jq length`

export function exportCommand(program: Command, world: World): void {
  program
    .command('export')
    .description(summaries.export)
    .argument('[file]', 'its name ends in .csv, .xlsx, .vcf, .json or .sexp; - for standard output')
    .option('--type <type>', 'type of record, or of its rows', 'person')
    .option('--all <folder>', 'everything that you may see, a file for each type, into an empty folder')
    .option('--format <name>', 'csv, xlsx, vcard, json or sx1, when the file name does not tell')
    .addHelpText('after', helpText)
    .action(
      action(world, async (io, command, path: string | undefined) => {
        const options = command.opts<ExportOptions>()
        const context = openContext(world, command)
        if (options.all !== undefined && path !== undefined) throw fileOrFolder()
        if (options.all !== undefined) return exportAll(io, context, options.all, options.format ?? 'csv')
        if (path === undefined) throw fileOrFolder()
        const format = formatOf(path, options.format)
        const isPeople = /^(person|persons|people)$/i.test(options.type)
        if (isPeople) return exportPeople(io, context, world, path, format)
        if (format === 'vcard')
          throw problem('usage/wrong', 'A vCard is about a person.', { hint: 'csv, xlsx, json or sx1 for other types' })
        return exportType(io, context, world, path, format, options.type)
      }),
    )
}

const fileOrFolder = () =>
  problem('usage/wrong', 'It takes one file, or --all with a folder and no file.', {
    hint: 'satchel export people.csv, or satchel export --all everything',
  })

function formatOf(path: string, named: string | undefined): Format {
  const format =
    named === undefined
      ? Object.entries(byName).find(([end]) => end === extname(path).toLowerCase())?.[1]
      : formats.find(one => one === named)
  if (format !== undefined) return format
  throw problem('usage/wrong', 'It is not clear which format the file shall have.', {
    hint: 'a name that ends in .csv, .xlsx, .vcf, .json or .sexp, or --format csv, xlsx, vcard, json, sx1',
  })
}

const toOutput = (world: World) => (part: string | Uint8Array) =>
  new Promise<void>((resolve, reject) => {
    const { out } = world.streams
    out.write(typeof part === 'string' ? asData(part, out) : part, error => (error ? reject(error) : resolve()))
  })

async function exportPeople(io: Io, context: Context, world: World, path: string, format: Format) {
  const use = await import('../../files/export-people.ts')
  if (path === '-') {
    await use.exportPeople(context, { format, write: toOutput(world) }, progressOf(io))
    io.progress(null)
    return 0
  }
  const exported = await use.exportPeopleToFile(context, { file: path, format }, progressOf(io))
  io.progress(null)
  io.data(exported)
  io.say(`${exported.people} people in ${path}. It lies outside the database now: nobody's rights guard it there.`)
  if (exported.moreAddresses > 0) io.note(`${exported.moreAddresses} have more addresses than the one in the file`)
  return 0
}

async function exportType(
  io: Io,
  context: Context,
  world: World,
  path: string,
  format: Exclude<Format, 'vcard'>,
  type: string,
) {
  const use = await import('../../files/table-write/export-table.ts')
  if (path === '-') {
    await use.exportTable(context, { type, format, write: toOutput(world) }, progressOf(io))
    io.progress(null)
    return 0
  }
  const exported = await use.exportTableToFile(context, { type, format, file: path }, progressOf(io))
  io.progress(null)
  io.data(exported)
  io.say(
    `${exported.rows} rows of ${exported.type} in ${path}. It lies outside the database now: nobody's rights guard it there.`,
  )
  noteLeftOut(io, exported)
  return 0
}

async function exportAll(io: Io, context: Context, folder: string, named: string) {
  const format = tables.find(one => one === named)
  if (format === undefined)
    throw problem('usage/wrong', `A folder is written as csv, xlsx, json or sx1, and not as "${named}".`)
  const { exportSet } = await import('../../files/table-write/export-set.ts')
  const exported = await exportSet(context, { folder, format }, progressOf(io))
  io.progress(null)
  io.data(exported)
  for (const { file, rows, ...left } of exported.files) {
    io.say(`${file}: ${rows} rows`)
    noteLeftOut(io, { ...left, moreAddresses: 0 })
  }
  for (const type of exported.leftOut) io.note(`${type}: you may read nothing of it`)
  for (const { what, rows } of exported.beside) io.note(`in no file: ${what} (${rows} rows)`)
  io.say(`They lie outside the database now: nobody's rights guard them there. satchel load ${folder} takes them back.`)
  return 0
}

function noteLeftOut(io: Io, told: { readonly moreAddresses: number; readonly dropped: number }): void {
  if (told.moreAddresses > 0)
    io.note(`${told.moreAddresses} have more addresses than the one in the file: satchel export --type address has all`)
  if (told.dropped > 0) io.note(`${told.dropped} control characters, which no file can carry, were left out`)
}
