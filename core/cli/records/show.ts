// satchel show and history: a person's folder, and who changed what.

import { typedType } from '../../records/read/type-words.ts'
import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import type { Change } from '../../people/record-history.ts'
import { call } from '../command.ts'
import { cell, table } from '../io.ts'
import { partsByName, partsText } from './show-parts.ts'
import { summaries } from '../summaries.ts'
import { limitOf } from '../typed-limit.ts'

export function showCommands(program: Command, world: World): void {
  program
    .command('show')
    .description(summaries.show)
    .argument('<entity>', 'human id or uuid')
    .addHelpText('after', '\nExample:\n  satchel show P12')
    .action(
      call(
        world,
        async () => (await import('../../people/show-record.ts')).showRecord,
        (_, record: string) => ({ record }),
        (io, { record, contacts, stages, timeline, parts }, { args: [key] }) => {
          io.say(
            `${record.name}  (${typedType(record.type)} ${key}, version ${record.version}, owner ${record.owner ?? 'nobody'})`,
          )
          if (record.no_letters !== null) io.say(`No letters unasked: said so on ${record.no_letters}.`)
          if (record.confirmed !== null) io.say(`Confirmed on ${record.confirmed}: nothing has changed.`)
          for (const [title, rows] of [
            ['Contacts', contacts.map(({ what, value, row }) => ({ what, value, row }))],
            ['Stands in', stages],
            ['What happened', timeline],
          ] as const) {
            if (rows.length > 0) io.say(`\n${title}\n${table(rows)}`)
          }
          for (const text of partsText(parts)) io.say(`\n${text}`)
        },
        ({ parts, ...folder }) => ({ ...folder, parts: partsByName(parts) }),
      ),
    )

  program
    .command('history')
    .description(summaries.history)
    .argument('<entity>', 'human id or uuid')
    .option('--limit <number>', 'how many changes', '50')
    .addHelpText('after', '\nExample:\n  satchel history P12 --limit 10')
    .action(
      call(
        world,
        async () => (await import('../../people/record-history.ts')).recordHistory,
        (command, record: string) => ({ record, limit: limitOf(command) }),
        (io, changes) => io.table(changes.flatMap(fieldLines), 'No changes are recorded.'),
      ),
    )
}

const shortName = (source: string, name: string) =>
  name.startsWith(`${source}_`) ? name.slice(source.length + 1) : name

/** One line per field that changed; a row that came or went is one line. */
function fieldLines(row: Change): readonly object[] {
  const line = (field: string, change: string) => ({
    at: row.at,
    by: row.by,
    through: row.packet ?? row.file,
    verb: row.verb,
    field: `${row.source}${field} ${row.row}`,
    change,
  })
  if (row.verb !== 'update') {
    const content = Object.entries(row.after ?? row.before ?? {})
    return [line('', content.map(([name, value]) => `${shortName(row.source, name)}: ${cell(value)}`).join(', '))]
  }
  const names = [...new Set([...Object.keys(row.before ?? {}), ...Object.keys(row.after ?? {})])]
  const said = (value: unknown) => cell(value) || '(nothing)'
  return names.map(name =>
    line(`.${shortName(row.source, name)}`, `${said(row.before?.[name])} -> ${said(row.after?.[name])}`),
  )
}
