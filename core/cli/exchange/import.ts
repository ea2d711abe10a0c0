// satchel import: replies in, once or whenever the inbox changes.

import type { Command } from 'commander'
import { watchFolder } from '@satchel/dispatcher/watched-folder'
import { bugText } from '../../problems/bug-text.ts'
import type { Database } from '../../db/database.ts'
import { loadCatalog } from '../../forms/form-catalog.ts'
import { importRun, type ImportTools, takeImportLock } from '../../import/import-run.ts'
import { inboxFolder } from '../../import/receive-files.ts'
import { openingKeys, readRecoveryKey } from '../../keys/core-keys.ts'
import { problem } from '../../problems/problems.ts'
import type { Balance } from '../../db/shapes/import.ts'
import { action, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
import type { Io } from '../io.ts'
import { summaries } from '../summaries.ts'

/** The conservation line, in words. */
export function balanceLine(balance: Balance): string {
  const states = ['imported', 'partly-held', 'held', 'repeat', 'refused', 'quarantined', 'noted', 'attached'] as const
  const ended = states.filter(state => balance[state] > 0).map(state => `${balance[state]} ${state.replace('-', ' ')}`)
  return (
    `Run ${balance.run}: ${balance.before} waiting + ${balance.pulled} pulled = ` +
    `${ended.length === 0 ? '0 ended' : ended.join(' + ')} + ${balance.after} waiting.`
  )
}

function exitCode(balance: Balance): number {
  return balance['partly-held'] + balance.held + balance.refused + balance.quarantined > 0 ? 3 : 0
}

export function importCommands(program: Command, world: World): void {
  program
    .command('import')
    .description(summaries.import)
    .option('--watch', 'import again whenever the inbox changes, until stopped')
    .option('--recovery-key <file>', 'if a core key was lost: open with the recovery key too')
    .option('--passphrase-file <file>', 'file that holds only its passphrase')
    .addHelpText(
      'after',
      '\nExamples:\n  satchel import && satchel send\n  satchel import --recovery-key recovery-private.asc --passphrase-file passphrase.txt',
    )
    .action(
      action(world, async (io, command) => {
        const context = openContext(world, command)
        const { recoveryKey, passphraseFile } = command.opts<{ recoveryKey?: string; passphraseFile?: string }>()
        if ((recoveryKey === undefined) !== (passphraseFile === undefined)) {
          throw problem('usage/wrong', '--recovery-key and --passphrase-file belong together.')
        }
        const keys = [
          ...(await openingKeys(context.home)),
          ...(recoveryKey === undefined ? [] : [await readRecoveryKey(recoveryKey, passphraseFile ?? '')]),
        ]
        let count = 0
        let bugs = 0
        return context.asImport(async database => {
          await takeImportLock(database)
          const watches = command.opts<{ watch?: boolean }>().watch === true
          const tools: ImportTools = {
            context,
            // whoever calls once knows that the file is there; while watching, it may just be growing
            quietMs: watches ? 250 : 0,
            keys,
            catalog: await loadCatalog(database),
            stop: world.stop,
            events: {
              passedOver: reason => io.note(`left in the inbox: ${reason}`),
              failed(item, error) {
                bugs++
                io.note(`item ${item.slice(0, 12)} waits: a bug stopped the work on it`)
                io.note(bugText(error))
              },
              again(item, state) {
                io.note(
                  `item ${item.slice(0, 12)} was here before (${state.replace('-', ' ')}): nothing was done twice`,
                )
              },
              ended(item, state, code, message) {
                io.progress(`${++count} items`)
                if (state === 'quarantined')
                  io.note(`item ${item.slice(0, 12)} quarantined: ${message ?? ''} (${code ?? ''})`)
              },
            },
          }
          if (watches) return watch(database, tools, io, world)
          const balance = await importRun(database, tools)
          io.data(balance)
          io.say(balanceLine(balance))
          return bugs > 0 ? 1 : exitCode(balance)
        })
      }),
    )
}

/** When a file that was still being written is looked at again. */
const growingMs = 400

/** Runs once, then after each change of the inbox; one run at a time, a change during a run makes one more. */
async function watch(database: Database, tools: ImportTools, io: Io, world: World): Promise<'stopped'> {
  let changed = true
  let wake: () => void = () => undefined
  const folder = inboxFolder(tools.context)
  const watching = watchFolder(
    folder,
    () => {
      changed = true
      wake()
    },
    world.stop,
  )
  const growing = () =>
    setTimeout(() => {
      changed = true
      wake()
    }, growingMs)
  const looking: ImportTools = { ...tools, events: { ...tools.events, growing } }
  world.stop.addEventListener('abort', () => wake())
  io.note(`watching ${folder}; stop with Ctrl-C`)
  while (!world.stop.aborted) {
    if (!changed) {
      await new Promise<void>(resolve => {
        wake = resolve
      })
      continue
    }
    changed = false
    const balance = await importRun(database, looking)
    if (balance.pulled + balance.before > 0) {
      io.data(balance)
      io.say(balanceLine(balance))
    }
  }
  await watching
  return 'stopped'
}
