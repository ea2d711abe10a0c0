// satchel show and history: a person's folder, and who changed what.

import type { Command } from 'commander'
import { problem } from '../../problems/problems.ts'
import { contactsOf, findRecord, historyOf, partsOf, stagesOf, timelineOf } from '../../statements/people.ts'
import { action, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
import { cell, table } from '../io.ts'
import { type Part, partsByName, partsText } from './show-parts.ts'
import { summaries } from '../summaries.ts'

function notSeen(key: string) {
  return problem('entity/not-seen', `There is no record ${key}, or you may not see it.`, {
    hint: 'satchel query people/by-description --param words=NAME',
  })
}

export function showCommands(program: Command, world: World): void {
  program
    .command('show')
    .description(summaries.show)
    .argument('<entity>', 'human id or uuid')
    .addHelpText('after', '\nExample:\n  satchel show P12')
    .action(
      action(world, async (io, command, key: string) => {
        const folder = await openContext(world, command).asStaff(async database => {
          const record = await database.run(findRecord, { key })
          if (record === null) throw notSeen(key)
          const { entity } = record
          const parts: readonly Part[] = await database.run(partsOf, { entity })
          const reads = (name: string) => parts.some(({ part }) => part === name)
          return {
            record,
            contacts: reads('contact_point') && reads('address') ? await database.run(contactsOf, { entity }) : [],
            stages: reads('development_tracking') ? await database.run(stagesOf, { entity }) : [],
            timeline: reads('activity') ? await database.run(timelineOf, { entity, limit: 20 }) : [],
            parts,
          }
        })
        const { record, parts, ...lists } = folder
        io.data({ record, ...lists, parts: partsByName(parts) })
        io.say(`${record.name}  (${record.type} ${key}, version ${record.version}, owner ${record.owner ?? 'nobody'})`)
        if (record.no_letters !== null) io.say(`No letters unasked: said so on ${record.no_letters}.`)
        for (const [title, rows] of [
          ['Contacts', folder.contacts.map(({ what, value, row }) => ({ what, value, row }))],
          ['Stands in', folder.stages],
          ['What happened', folder.timeline],
        ] as const) {
          if (rows.length > 0) io.say(`\n${title}\n${table(rows)}`)
        }
        for (const text of partsText(parts)) io.say(`\n${text}`)
        return 0
      }),
    )

  program
    .command('history')
    .description(summaries.history)
    .argument('<entity>', 'human id or uuid')
    .option('--limit <number>', 'how many changes', '50')
    .addHelpText('after', '\nExample:\n  satchel history P12 --limit 10')
    .action(
      action(world, async (io, command, key: string) => {
        const limit = Number(command.opts<{ limit: string }>().limit)
        if (!Number.isInteger(limit) || limit < 1) throw problem('usage/wrong', '--limit takes a whole number above 0.')
        const rows = await openContext(world, command).asStaff(async database => {
          const record = await database.run(findRecord, { key })
          if (record === null) throw notSeen(key)
          return database.run(historyOf, { entity: record.entity, limit })
        })
        io.rows(io.json ? rows : rows.flatMap(fieldLines), 'No changes are recorded.')
        return 0
      }),
    )
}

interface HistoryRow {
  readonly at: Date
  readonly by: string
  readonly verb: string
  readonly source: string
  readonly row: number
  readonly packet: string | null
  readonly file: string | null
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
}

const shortName = (source: string, name: string) =>
  name.startsWith(`${source}_`) ? name.slice(source.length + 1) : name

/** One line per field that changed; a row that came or went is one line. */
function fieldLines(row: HistoryRow): readonly object[] {
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
