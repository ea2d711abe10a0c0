// satchel query: stored queries, under the rights of whoever acts.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { problem } from '../../problems/problems.ts'
import type { QueryResult } from '../../queries/shipped-query.ts'
import { action, openContext } from '../command.ts'
import type { Io } from '../io.ts'
import { readPassword } from '../password.ts'
import { readParams } from '../query-params.ts'
import { asData, shownJson } from '@satchel/protocol/shown'
import { summaries } from '../summaries.ts'

interface QueryOptions {
  readonly list?: boolean
  readonly param?: readonly string[]
  readonly format: string
  readonly passwordFile?: string
  readonly forget?: boolean
}

export function queryCommand(program: Command, world: World): void {
  program
    .command('query')
    .description(summaries.query)
    .argument('[name]', 'like people/by-phone')
    .option('--param <name=value...>', 'parameters by name; --list shows their defaults, like limit=100')
    .option('--format <name>', 'table, csv, json or sx1', 'table')
    .option('--list', 'list the queries')
    .option('--forget', 'remove a search that you keep: one that find or list saved')
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
        const { list, param = [], format, passwordFile, forget } = command.opts<QueryOptions>()
        if (!['table', 'csv', 'json', 'sx1'].includes(format)) {
          throw problem('usage/wrong', `There is no format "${format}".`, { hint: 'table, csv, json or sx1' })
        }
        const context = openContext(world, command)
        const { isOwnQuery, listQueries, runQuery } = await import('../../queries/run-query.ts')
        if (name === undefined || list === true) {
          const queries = await listQueries(context, {})
          io.rows(queries.map(shortQuery), 'No stored queries: satchel db migrate')
          return 0
        }
        if (forget === true) {
          const { forgetSearch } = await import('../../queries/saved-searches.ts')
          await forgetSearch(context, { name })
          io.data({ forgotten: name })
          io.say(`Removed: ${name}`)
          return 0
        }
        const params = readParams(param)
        const password = (await isOwnQuery(context, { name }))
          ? await readPassword(world, passwordFile, false)
          : undefined
        const result = await runQuery(context, { name, params, password })
        await print(io, world.streams.out, format, result)
        if (result.cut) io.note(`there are more than ${result.rows.length} rows; only the first ones are shown`)
        return 0
      }),
    )
}

/** Of the parameters, their names alone. */
const shortQuery = ({
  name,
  params,
  about,
}: {
  readonly name: string
  readonly params: string
  readonly about: string
}) => ({
  name,
  params: params
    .split('\n')
    .map(line => line.split(' ')[0])
    .join(' '),
  about,
})

async function print(
  io: Io,
  out: World['streams']['out'],
  format: string,
  { rows, columns }: QueryResult,
): Promise<void> {
  if (format === 'csv' || format === 'sx1') {
    const { csvRows, sexpRows } = await import('../../queries/format-rows.ts')
    out.write(asData(format === 'csv' ? csvRows(rows, columns) : sexpRows(rows), out))
  } else if (format === 'json' && !io.json) out.write(`${shownJson(rows)}\n`)
  else io.rows(rows, 'No rows.')
}
