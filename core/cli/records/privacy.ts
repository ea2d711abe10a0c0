// satchel my-data and erase: what is kept of a person, for them to see, and gone when it has to be.

import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { erase, eraseAgain } from '../../privacy/erase-person.ts'
import { mailMyData } from '../../privacy/my-data-letter.ts'
import { myDataPage } from '../../privacy/my-data-page.ts'
import { problem } from '../../problems/problems.ts'
import { myData } from '../../db/calls/privacy.ts'
import { action, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
import { findRecord } from '../../people/find-record.ts'
import { summaries } from '../summaries.ts'

export function privacyCommands(program: Command, world: World): void {
  program
    .command('my-data')
    .description(summaries['my-data'])
    .argument('<person>', 'human id or uuid')
    .option('--out <name>', 'write NAME.html and NAME.json')
    .option('--mail [address]', "send it to the person's own address, if the address was shown to be theirs")
    .addHelpText(
      'after',
      '\nExamples:\n  satchel my-data P12 --out p12-everything\n  satchel my-data P12 --mail && satchel send',
    )
    .action(
      action(world, async (io, command, key: string) => {
        const { out, mail } = command.opts<{ out?: string; mail?: string | true }>()
        if (out === undefined && mail === undefined)
          throw problem('usage/wrong', 'It takes --out, --mail or both.', { hint: 'satchel my-data P12 --out p12' })
        const context = openContext(world, command)
        const files = out === undefined ? [] : [`${out}.html`, `${out}.json`]
        const mailed = await context.asStaff(async database => {
          const { entity } = await findRecord(database, key)
          const { data } = await database.run(myData, { entity })
          if (data === null) throw new Error('the database gave nothing')
          const queued =
            mail === undefined ? null : await mailMyData(database, context, entity, data, mail === true ? null : mail)
          // in the transaction: where a file is there already, no letter goes out either
          const contents = [myDataPage(data, context.now()), `${JSON.stringify(data, null, 2)}\n`]
          for (const [place, file] of files.entries())
            writeFileSync(file, contents[place] ?? '', { mode: 0o600, flag: 'wx' })
          return queued
        })
        io.data({ files, mailed })
        if (out !== undefined)
          io.say(`Wrote ${files.join(' and ')}. Hand them to the person alone: they hold all that is known.`)
        if (mailed !== null)
          io.say(
            mailed.isNew
              ? `Queued to ${mailed.to}: satchel send.`
              : `Today's letter to ${mailed.to} holds the same; none was queued.`,
          )
        return 0
      }),
    )

  program
    .command('erase')
    .description(summaries.erase)
    .argument('[person]', 'human id or uuid')
    .option('--sure', 'erase; without it, only report what would be erased')
    .option('--again', 'continue after a stop; after a restore, erase everybody again who was erased before')
    .addHelpText('after', '\nExamples:\n  satchel erase P12\n  satchel erase P12 --sure\n  satchel erase --again')
    .action(
      action(world, async (io, command, key: string | undefined) => {
        const { sure, again } = command.opts<{ sure?: boolean; again?: boolean }>()
        const context = openContext(world, command)
        if ((key === undefined) === (again !== true)) {
          throw problem('usage/wrong', 'It takes one person, or --again and nobody.', { hint: 'satchel erase P12' })
        }
        if (key === undefined) {
          const gone = await eraseAgain(context)
          io.data(gone)
          io.say(`Erased again: ${gone.records} records, ${gone.files} files.`)
          return 0
        }
        const { entity } = await context.asStaff(database => findRecord(database, key))
        if (sure !== true) {
          io.data({ erased: false })
          io.say(
            `${key} would be erased for good: rows, history, packets, replies, letters and files. Nothing was done; --sure does it.`,
          )
          io.note(
            'satchel my-data writes everything down first; backups keep it until they are removed (docs/privacy.md)',
          )
          return 0
        }
        const gone = await erase(context, entity)
        io.data({ erased: true, records: gone.records, files: gone.files })
        io.say(`${key} is erased: ${gone.records} ${gone.records === 1 ? 'record' : 'records'}, ${gone.files} files.`)
        return 0
      }),
    )
}
