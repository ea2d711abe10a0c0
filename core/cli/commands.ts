// The table of commands: their names, and the file that registers them. A file is loaded when one of its commands is called, so
// that no command waits for what only others need.

import type { Command } from 'commander'
import type { World } from '../context/world.ts'
import type { Main } from './command.ts'
import type { CommandName } from './summaries.ts'

interface CommandFile {
  readonly names: readonly CommandName[]
  readonly load: () => Promise<(program: Command, world: World, main: Main) => void>
  /** What its help says of the words that were typed. */
  readonly below?: () => Promise<(program: Command, world: World, args: readonly string[]) => Promise<void>>
}

export const commandFiles: readonly CommandFile[] = [
  {
    names: ['init'],
    load: async () => (await import('./installation/init.ts')).initCommand,
  },
  {
    names: ['db'],
    load: async () => (await import('./installation/db.ts')).databaseCommands,
  },
  {
    names: ['staff'],
    load: async () => (await import('./office/staff.ts')).staffCommands,
  },
  {
    names: ['keys'],
    load: async () => (await import('./installation/keys.ts')).keyCommands,
  },
  {
    names: ['look'],
    load: async () => (await import('./installation/look.ts')).lookCommand,
  },
  {
    names: ['load'],
    load: async () => (await import('./records/load.ts')).loadCommand,
  },
  {
    names: ['export'],
    load: async () => (await import('./records/export.ts')).exportCommand,
  },
  {
    names: ['add'],
    load: async () => (await import('./changes/add.ts')).addCommand,
    below: async () => (await import('./changes/type-help.ts')).fieldsBelow,
  },
  {
    names: ['remove', 'restore'],
    load: async () => (await import('./changes/remove.ts')).removeCommands,
  },
  {
    names: ['relate', 'unrelate', 'join', 'leave'],
    load: async () => (await import('./changes/links.ts')).linkCommands,
  },
  {
    names: ['note', 'task', 'attach', 'file'],
    load: async () => (await import('./changes/notes.ts')).noteCommands,
  },
  {
    names: ['label'],
    load: async () => (await import('./changes/label.ts')).labelCommand,
  },
  {
    names: ['set', 'fields'],
    load: async () => (await import('./changes/set.ts')).setCommands,
  },
  {
    names: ['edit'],
    load: async () => (await import('./records/edit.ts')).editCommand,
  },
  {
    names: ['new-type'],
    load: async () => (await import('./own/new-type.ts')).newTypeCommand,
  },
  {
    names: ['new-table'],
    load: async () => (await import('./own/new-table.ts')).newTableCommand,
  },
  {
    names: ['new-field'],
    load: async () => (await import('./own/new-field.ts')).newFieldCommand,
  },
  {
    names: ['own'],
    load: async () => (await import('./own/own.ts')).ownCommands,
  },
  {
    names: ['lookup'],
    load: async () => (await import('./own/lookup.ts')).lookupCommands,
  },
  {
    names: ['process'],
    load: async () => (await import('./records/process.ts')).processCommands,
  },
  {
    names: ['due'],
    load: async () => (await import('./records/due.ts')).dueCommand,
  },
  {
    names: ['hand'],
    load: async () => (await import('./records/hand.ts')).handCommand,
  },
  {
    names: ['duplicate'],
    load: async () => (await import('./records/duplicate.ts')).duplicateCommands,
  },
  {
    names: ['my-data', 'erase'],
    load: async () => (await import('./records/privacy.ts')).privacyCommands,
  },
  {
    names: ['dispatch'],
    load: async () => (await import('./exchange/dispatch.ts')).dispatchCommand,
  },
  {
    names: ['send'],
    load: async () => (await import('./exchange/send.ts')).sendCommand,
  },
  {
    names: ['packet'],
    load: async () => (await import('./exchange/packet.ts')).packetCommands,
  },
  {
    names: ['form'],
    load: async () => (await import('./exchange/form.ts')).formCommands,
  },
  {
    names: ['consent'],
    load: async () => (await import('./exchange/consent.ts')).consentCommands,
  },
  {
    names: ['intake'],
    load: async () => (await import('./exchange/intake.ts')).intakeCommands,
  },
  {
    names: ['pull'],
    load: async () => (await import('./exchange/pull.ts')).pullCommands,
  },
  {
    names: ['import'],
    load: async () => (await import('./exchange/import.ts')).importCommands,
  },
  {
    names: ['run'],
    load: async () => (await import('./exchange/run.ts')).runCommand,
  },
  {
    names: ['review'],
    load: async () => (await import('./office/review.ts')).reviewCommands,
  },
  {
    names: ['quarantine'],
    load: async () => (await import('./office/quarantine.ts')).quarantineCommands,
  },
  {
    names: ['letter'],
    load: async () => (await import('./exchange/letter.ts')).letterCommands,
  },
  {
    names: ['inquiry'],
    load: async () => (await import('./office/inquiry.ts')).inquiryCommands,
  },
  {
    names: ['show', 'history'],
    load: async () => (await import('./records/show.ts')).showCommands,
  },
  {
    names: ['find'],
    load: async () => (await import('./search/find.ts')).findCommand,
  },
  {
    names: ['list'],
    load: async () => (await import('./search/list.ts')).listCommand,
  },
  {
    names: ['query'],
    load: async () => (await import('./records/query.ts')).queryCommand,
  },
  {
    names: ['status'],
    load: async () => (await import('./installation/status.ts')).statusCommand,
  },
  {
    names: ['verify'],
    load: async () => (await import('./installation/verify.ts')).verifyCommand,
  },
  {
    names: ['demo'],
    load: async () => (await import('./installation/demo.ts')).demoCommand,
  },
  {
    names: ['console'],
    load: async () => (await import('./office/console.ts')).consoleCommands,
  },
  {
    names: ['next'],
    load: async () => (await import('./installation/next.ts')).nextCommand,
  },
  {
    names: ['problem'],
    load: async () => (await import('./help/problem.ts')).problemCommand,
  },
  {
    names: ['completion'],
    load: async () => (await import('./help/completion.ts')).completionCommand,
  },
  {
    names: ['manual'],
    load: async () => (await import('./help/manual.ts')).manualCommand,
  },
]
