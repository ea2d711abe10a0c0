// satchel query: stored queries, under the rights of whoever acts.

import type { Command } from 'commander'
import { csvRows, sexpRows } from '../../queries/format-rows.ts'
import { problem } from '../../problems/problems.ts'
import { listQueries, ownQuery } from '../../db/calls/installation.ts'
import { runOwn } from '../../queries/own-query.ts'
import { isShipped, maxRows, readParams, runQuery } from '../../queries/shipped-query.ts'
import { action, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
import { readPassword } from '../password.ts'
import { asData, shownJson } from '../shown.ts'
import { summaries } from '../summaries.ts'

interface QueryOptions {
  readonly list?: boolean
  readonly param?: readonly string[]
  readonly format: string
  readonly passwordFile?: string
}

export function queryCommand(program: Command, world: World): void {
  program
    .command('query')
    .description(summaries.query)
    .argument('[name]', 'like people/by-phone')
    .option('--param <name=value...>', 'parameters by name; --list shows their defaults, like limit=100')
    .option('--format <name>', 'table, csv, json or sx1', 'table')
    .option('--list', 'list the queries')
    .option(
      '--password-file <file>',
      'for your own query: file that holds the password of your login; without it you are asked',
    )
    .addHelpText(
      'after',
      `
Examples:
  satchel query --list
  satchel query people/by-phone --param contact="0700 000 001"
  satchel query people/by-description --param words=maize
  satchel query people/quiet --param days=90 limit=1000 --format csv > quiet.csv
  satchel --as grace query user/by-name --param name=Jimmy --password-file password.txt

Your own query runs under your own login: satchel staff login gives it a password.`,
    )
    .action(
      action(world, async (io, command, name: string | undefined) => {
        const options = command.opts<QueryOptions>()
        const { out } = world.streams
        if (!['table', 'csv', 'json', 'sx1'].includes(options.format)) {
          throw problem('usage/wrong', `There is no format "${options.format}".`, { hint: 'table, csv, json or sx1' })
        }
        const context = openContext(world, command)
        if (name === undefined || options.list === true) {
          const rows = await context.asStaff(database => database.run(listQueries, {}))
          io.rows(
            rows.map(row => ({
              name: row.name,
              params: row.params
                .split('\n')
                .map(line => line.split(' ')[0])
                .join(' '),
              about: row.about,
            })),
            'No stored queries: satchel db migrate',
          )
          return 0
        }
        const params = readParams(options.param ?? [])
        const own = isShipped(name) ? null : await context.asStaff(database => database.run(ownQuery, { name }))
        const result =
          own === null
            ? await context.asStaff(database => runQuery(database, name, params))
            : await runOwn(context, own, params, await readPassword(world, options.passwordFile, false))
        if (options.format === 'csv') out.write(asData(csvRows(result.rows, result.columns), out))
        else if (options.format === 'sx1') out.write(asData(sexpRows(result.rows), out))
        else if (options.format === 'json' && !io.json) out.write(`${shownJson(result.rows)}\n`)
        else io.rows(result.rows, 'No rows.')
        if (result.cut) io.note(`there are more than ${maxRows} rows; only the first ones are shown`)
        return 0
      }),
    )
}
