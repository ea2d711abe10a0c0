// satchel show and history: a person's folder, and who changed what.

import type { Command } from 'commander'
import { problem } from '../problems.ts'
import { asOperator } from '../session.ts'
import { contactsOf, findRecord, historyOf, stagesOf, timelineOf } from '../statements/people.ts'
import { action, openSession, type World } from './command.ts'
import { cell, table } from './io.ts'

function notSeen(key: string) {
  return problem('entity/not-seen', `There is no record ${key}, or you may not see it.`, {
    hint: 'satchel query people/by-description --param words=NAME limit=10',
  })
}

export function showCommands(program: Command, world: World): void {
  program
    .command('show')
    .description("a record's folder: contacts, where it stands, what happened")
    .argument('<entity>', 'human id or uuid')
    .action(
      action(world, async (io, command, key: string) => {
        const folder = await asOperator(openSession(world, command), async database => {
          const record = await database.run(findRecord, { key })
          if (record === null) throw notSeen(key)
          const { entity } = record
          return {
            record,
            contacts: await database.run(contactsOf, { entity }),
            stages: await database.run(stagesOf, { entity }),
            timeline: await database.run(timelineOf, { entity, limit: 20 }),
          }
        })
        io.data(folder)
        const { record } = folder
        io.say(`${record.name}  (${record.type} ${key}, version ${record.version}, owner ${record.owner ?? 'nobody'})`)
        for (const [title, rows] of [
          ['Contacts', folder.contacts.map(({ what, value, row }) => ({ what, value, row }))],
          ['Stands in', folder.stages],
          ['What happened', folder.timeline],
        ] as const) {
          if (rows.length > 0) io.say(`\n${title}\n${table(rows)}`)
        }
        return 0
      }),
    )

  program
    .command('history')
    .description('who changed what of a record, when, through which reply, and what was there before')
    .argument('<entity>', 'human id or uuid')
    .option('--limit <number>', 'how many changes', '50')
    .action(
      action(world, async (io, command, key: string) => {
        const limit = Number(command.opts<{ limit: string }>().limit)
        if (!Number.isInteger(limit) || limit < 1) throw problem('usage/wrong', '--limit takes a whole number above 0.')
        const rows = await asOperator(openSession(world, command), async database => {
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
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
}

/** One line per field that changed. */
function fieldLines(row: HistoryRow): readonly Readonly<Record<string, unknown>>[] {
  const names = Object.keys(row.after ?? row.before ?? {}).filter(
    name => row.verb === 'update' || (row.after ?? row.before)?.[name] !== null,
  )
  return names.map(name => ({
    at: row.at,
    by: row.by,
    packet: row.packet,
    verb: row.verb,
    field: `${name} ${row.row}`,
    change: row.verb === 'update' ? `${cell(row.before?.[name]) || '(nothing)'} -> ${cell(row.after?.[name]) || '(nothing)'}` : cell((row.after ?? row.before)?.[name]),
  }))
}
