// satchel form list, new, check, preview: definitions, before anything of them is sent.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'

export function formFileCommands(form: Command, world: World): void {
  listCommand(form, world)
}

function listCommand(form: Command, world: World): void {
  form
    .command('list')
    .description('list the forms: name, newest version, type of record, title, kind of report, and whose they are')
    .addHelpText('after', '\nExample:\n  satchel form list')
    .action(
      call(
        world,
        async () => (await import('../../forms/list-forms.ts')).listForms,
        () => ({}),
        (io, rows) =>
          io.table(rows, 'There are no forms yet: satchel db migrate publishes those that come with the program.'),
      ),
    )
}
