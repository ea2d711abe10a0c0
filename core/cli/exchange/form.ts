// satchel form: people's own forms out, forms of one's own in. satchel consent: who may be written to.

import type { Command } from 'commander'
import { checkAddress } from '@satchel/dispatcher/mail-out/compose'
import { loadCatalog } from '../../forms/form-catalog.ts'
import { publishHomeForms, refuseFaults } from '../../forms/home-forms.ts'
import { sendOwnForm } from '../../packets/own-form.ts'
import { refusal } from '../../problems/refusal.ts'
import { corePrivateKey } from '../../keys/core-keys.ts'
import { addressMark, spelledAddress } from '../../keys/keyed-marks.ts'
import { consentHistory, consentStands, noteConsent } from '../../statements/doors.ts'
import { action, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
import { table } from '../io.ts'
import { summaries } from '../summaries.ts'

export function formCommands(program: Command, world: World): void {
  const form = program
    .command('form')
    .description(summaries.form)
    .argument('<person...>', 'human ids or uuids')
    .option('--dry-run', 'build everything, send nothing')
    .addHelpText('after', '\nExample:\n  satchel form P12 && satchel send')
    .action(
      action(world, async (io, command, people: readonly string[]) => {
        const dryRun = command.opts<{ dryRun?: boolean }>().dryRun === true
        const context = openContext(world, command)
        const key = await corePrivateKey(context.home)
        const done = await context.asDispatch(async database => {
          const tools = { context, catalog: await loadCatalog(database), key }
          const sent = []
          for (const person of people) {
            const packet = await sendOwnForm(database, tools, person, dryRun)
            io.say(
              `${dryRun ? 'Would send' : 'Queued'} form ${packet.packet}, good until ${packet.expires.slice(0, 10)}.`,
            )
            sent.push(packet)
          }
          return sent
        })
        io.data(done)
        if (!dryRun) io.say('satchel send delivers the letters.')
        return 0
      }),
    )

  form
    .command('publish')
    .description('take the forms of your own, from the folder forms of the home folder')
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
        const { forms: folder } = context.home
        const forms = await context.asOwner(database => publishHomeForms(database, context.home))
        if (forms.faults.length === 0) io.data(forms)
        for (const name of forms.passedOver) io.say(`Not read, since its name does not end in .sexp: ${name}`)
        for (const name of forms.added) io.say(`Published: ${name}`)
        for (const name of forms.known) io.say(`Published before: ${name}`)
        refuseFaults(forms, context.home)
        if (forms.added.length + forms.known.length === 0) io.say(`There are no definitions in ${folder}.`)
        return 0
      }),
    )

  const consent = program.command('consent').description(summaries.consent)
  consent
    .command('show', { isDefault: true })
    .description('what was said for an address, newest first')
    .argument('<address>', 'e-mail address')
    .addHelpText('after', '\nExample:\n  satchel consent show somebody@example.org')
    .action(
      action(world, async (io, command, address: string) => {
        const context = openContext(world, command)
        const mark = addressMark(context.home, checkAddress(address))
        const about = { mark, mailto: spelledAddress(address) }
        const { rows, stands } = await context.asStaff(async database => ({
          rows: await database.run(consentHistory, about),
          ...(await database.run(consentStands, about)),
        }))
        io.data({ mayWrite: stands, history: rows })
        io.say(stands === false ? 'No: this address is not written to unasked.' : 'Yes: nothing speaks against it.')
        if (rows.length > 0) io.say(table(rows))
        return 0
      }),
    )
  for (const [verb, given] of [
    ['yes', true],
    ['no', false],
  ] as const) {
    consent
      .command(verb)
      .description(`note a ${verb} that somebody gave in another way`)
      .argument('<address>', 'e-mail address')
      .requiredOption('--why <text>', 'what it rests on, like "signed card of 3 May"')
      .option('--person <person>', 'whose it is, at every address of theirs: human id or uuid')
      .addHelpText('after', `\nExample:\n  satchel consent ${verb} somebody@example.org --why "on the phone"`)
      .action(
        action(world, async (io, command, address: string) => {
          const context = openContext(world, command)
          const mark = addressMark(context.home, checkAddress(address))
          const { why: basis, person = null } = command.opts<{ why: string; person?: string }>()
          const { noted } = await context.asStaff(async database => {
            const result = await database.run(noteConsent, {
              mark,
              given,
              basis,
              person,
              mailto: spelledAddress(address),
            })
            if ('problem' in result.noted) throw refusal(result.noted.problem, { entity: person ?? '' })
            return { noted: result.noted }
          })
          io.data({ given, person: noted.person })
          io.say(given ? 'Noted: this address may be written to.' : 'Noted: this address is not written to unasked.')
          if (noted.person !== null)
            io.say(`It is the person's own: ${given ? 'their no ends' : 'it counts at every address of theirs'}.`)
          if (given && noted.out > 0)
            io.say(
              `${noted.out} of those who have this address said no for themselves, and stay out: --person ends one's no.`,
            )
          return 0
        }),
      )
  }
}
