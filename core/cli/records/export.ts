// satchel export: people to a file, as much of them as the acting staff member sees.

import { extname } from 'node:path'
import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import type { FileFormat } from '../../files/people-file.ts'
import { problem } from '../../problems/problems.ts'
import { action, openContext, progressOf } from '../command.ts'
import { asData } from '../shown.ts'
import { summaries } from '../summaries.ts'

const byName: Readonly<Record<string, FileFormat>> = { '.csv': 'csv', '.vcf': 'vcard', '.json': 'json', '.sexp': 'sx1' }
const formats = ['csv', 'vcard', 'json', 'sx1'] as const

export function exportCommand(program: Command, world: World): void {
  program
    .command('export')
    .description(summaries.export)
    .argument('<file>', 'its name ends in .csv, .vcf, .json or .sexp; - for standard output')
    .option('--format <name>', 'csv, vcard, json or sx1, when the file name does not tell')
    .addHelpText(
      'after',
      '\nExamples:\n  satchel export people.csv\n  satchel --as anna export contacts.vcf\n  satchel export - --format json | jq length',
    )
    .action(
      action(world, async (io, command, path: string) => {
        const { format: named } = command.opts<{ format?: string }>()
        const format = named === undefined ? byName[extname(path).toLowerCase()] : formats.find(one => one === named)
        if (format === undefined) {
          throw problem('usage/wrong', 'It is not clear which format the file shall have.', {
            hint: 'a name that ends in .csv, .vcf, .json or .sexp, or --format csv, vcard, json, sx1',
          })
        }
        const context = openContext(world, command)
        const { exportPeople, exportPeopleToFile } = await import('../../files/export-people.ts')
        if (path === '-') {
          const { out } = world.streams
          const write = (text: string) =>
            new Promise<void>((resolve, reject) =>
              out.write(asData(text, out), error => (error ? reject(error) : resolve())),
            )
          await exportPeople(context, { format, write }, progressOf(io))
          io.progress(null)
          return 0
        }
        const exported = await exportPeopleToFile(context, { file: path, format }, progressOf(io))
        io.progress(null)
        io.data(exported)
        io.say(
          `${exported.people} people in ${path}. It lies outside the database now: nobody's rights guard it there.`,
        )
        if (exported.moreAddresses > 0)
          io.note(`${exported.moreAddresses} have more addresses than the one in the file`)
        return 0
      }),
    )
}
