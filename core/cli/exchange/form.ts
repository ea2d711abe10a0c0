// satchel form: people's own forms out, forms of one's own in.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { action, openContext, progressOf } from '../command.ts'
import { summaries } from '../summaries.ts'
import { formFileCommands } from './form-files.ts'

export function formCommands(program: Command, world: World): void {
  const form = program
    .command('form')
    .description(summaries.form)
    .argument('<person...>', 'human ids or uuids')
    .option('--dry-run', 'build everything, send nothing')
    .option('--sealed', 'the page seals the answer before it leaves; there is no other way to answer')
    .addHelpText('after', '\nExample:\n  satchel form P12 && satchel send')
    .action(
      action(world, async (io, command, people: string[]) => {
        const { dryRun = false, sealed = false } = command.opts<{ dryRun?: boolean; sealed?: boolean }>()
        const context = openContext(world, command)
        const { sendForms } = await import('../../packets/send-forms.ts')
        const queued = ({ packet, expires }: { readonly packet: string; readonly expires: string }) =>
          io.say(`${dryRun ? 'Would send' : 'Queued'} form ${packet}, good until ${expires.slice(0, 10)}.`)
        io.data(await sendForms(context, { people, dryRun, sealed, events: { queued } }, progressOf(io)))
        if (!dryRun) io.say('satchel send delivers the letters.')
        return 0
      }),
    )

  formFileCommands(form, world)
  form
    .command('publish')
    .description('publish your own forms from the folder forms of the home folder')
    .addHelpText(
      'after',
      `
Each file NAME.sexp there is one definition (docs/forms.md). A published version never changes: a change gets the next number.

Example:
  satchel form publish`,
    )
    .action(
      action(world, async (io, command) => {
        const context = openContext(world, command)
        const { keptName, publishOwnForms, refuseFaults } = await import('../../forms/home-forms.ts')
        const forms = await publishOwnForms(context, {}, progressOf(io))
        if (forms.faults.length === 0) io.data(forms)
        for (const name of forms.passedOver) io.say(`Not read, since its name does not end in .sexp: ${name}`)
        for (const name of forms.added) io.say(`Published: ${name}`)
        for (const name of forms.known) io.say(`Published before: ${name}`)
        for (const name of forms.kept) io.say(keptName(name))
        refuseFaults(forms, context.home)
        if (forms.added.length + forms.known.length === 0) {
          io.say(`There are no definitions in ${context.home.forms}.`)
        }
        return 0
      }),
    )
}
