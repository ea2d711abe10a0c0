// satchel import: replies in, once or whenever the inbox changes.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import type { ImportEvents } from '../../import/import-events.ts'
import { bugText } from '../../problems/bug-text.ts'
import { problem } from '../../problems/problems.ts'
import type { Balance } from '../../db/shapes/import.ts'
import { action, openContext, progressOf } from '../command.ts'
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

/** What is said of single items, for import and run alike. */
export const itemNotes = (io: Io): Pick<ImportEvents, 'again' | 'ended'> => ({
  again(item, state) {
    io.note(`item ${item.slice(0, 12)} was here before (${state.replace('-', ' ')}): nothing was done twice`)
  },
  ended(item, state, code, message, isTold) {
    const told = isTold === true ? '; a letter tells the recipient of its packet' : ''
    if (state === 'quarantined')
      io.note(`item ${item.slice(0, 12)} quarantined: ${message ?? ''} (${code ?? ''})${told}`)
  },
})

export function importCommands(program: Command, world: World): void {
  program
    .command('import')
    .description(summaries.import)
    .option('--watch', 'import again whenever the inbox changes, until stopped')
    .option('--recovery-key <file>', 'if a core key was lost: open with the recovery key too')
    .option('--passphrase-file <file>', 'file that holds only its passphrase')
    .addHelpText(
      'after',
      `
Imports what lies in the inbox folder, and what a pull or a round left in the spools. It reads no mailbox and asks no intake:
satchel run --once does all of it (mail, intakes, import, letters), satchel pull fetches from the intakes alone.

Examples:
  satchel import && satchel send
  satchel import --recovery-key recovery-private.asc --passphrase-file passphrase.txt`,
    )
    .action(
      action(world, async (io, command) => {
        const context = openContext(world, command)
        const recovery = recoveryFiles(command)
        let bugs = 0
        const events: ImportEvents = {
          ...itemNotes(io),
          passedOver: reason => io.note(`left in the inbox: ${reason}`),
          failed(item, error) {
            bugs++
            io.note(`item ${item.slice(0, 12)} waits: a bug stopped the work on it`)
            io.note(bugText(error))
          },
        }
        const imported = (balance: Balance) => {
          io.data(balance)
          io.say(balanceLine(balance))
        }
        if (command.opts<{ watch?: boolean }>().watch === true) {
          const { watchInbox } = await import('../../run/watch-inbox.ts')
          const watching = (folder: string) => io.note(`watching ${folder}; stop with Ctrl-C`)
          await watchInbox(context, { recovery, events: { ...events, watching, imported } }, progressOf(io))
          return 'stopped'
        }
        const { importReplies } = await import('../../import/import-replies.ts')
        const balance = await importReplies(context, { recovery, events }, progressOf(io))
        imported(balance)
        if (balance.before + balance.pulled === 0) {
          io.note('nothing was there to import; mail is read by: satchel run --once')
        }
        return bugs > 0 ? 1 : exitCode(balance)
      }),
    )
}

/** @throws Problem usage/wrong where one is named without the other. */
function recoveryFiles(command: Command): { readonly key: string; readonly passphrase: string } | undefined {
  const { recoveryKey: key, passphraseFile: passphrase } = command.opts<{
    recoveryKey?: string
    passphraseFile?: string
  }>()
  if (key !== undefined && passphrase !== undefined) return { key, passphrase }
  if (key === undefined && passphrase === undefined) return undefined
  throw problem('usage/wrong', '--recovery-key and --passphrase-file belong together.')
}
