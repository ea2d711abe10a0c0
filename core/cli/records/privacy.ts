// satchel my-data and erase: what is kept of a person, for them to see, and gone when it has to be.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { problem } from '../../problems/problems.ts'
import { call } from '../command.ts'
import { summaries } from '../summaries.ts'

interface EraseOptions {
  readonly sure?: boolean
  readonly again?: boolean
}

export function privacyCommands(program: Command, world: World): void {
  myDataCommand(program, world)
  eraseCommand(program, world)
}

function myDataCommand(program: Command, world: World): void {
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
      call(
        world,
        async () => (await import('../../privacy/my-data.ts')).giveMyData,
        (command, person: string) => {
          const { out, mail } = command.opts<{ out?: string; mail?: string | true }>()
          if (out === undefined && mail === undefined)
            throw problem('usage/wrong', 'It takes --out, --mail or both.', { hint: 'satchel my-data P12 --out p12' })
          return { person, out, mail: mail === true ? null : mail }
        },
        (io, { files, mailed }) => {
          if (files.length > 0)
            io.say(`Wrote ${files.join(' and ')}. Hand them to the person alone: they hold all that is known.`)
          if (mailed !== null)
            io.say(
              mailed.isNew
                ? `Queued to ${mailed.to}: satchel send.`
                : `Today's letter to ${mailed.to} holds the same; none was queued.`,
            )
        },
      ),
    )
}

function eraseCommand(program: Command, world: World): void {
  const eraseOne = call(
    world,
    async () => (await import('../../privacy/erase-person.ts')).erasePerson,
    (command, person: string) => {
      const { sure, again } = command.opts<EraseOptions>()
      if (again === true) throw oneOrAgain()
      return { person, dryRun: sure !== true }
    },
    (io, gone, { args: [person] }) => {
      if (gone.erased)
        return io.say(
          `${person} is erased: ${gone.records} ${gone.records === 1 ? 'record' : 'records'}, ${gone.files} files.`,
        )
      io.say(
        `${person} would be erased for good: rows, history, packets, replies, letters and files. Nothing was done; --sure does it.`,
      )
      io.note('satchel my-data writes everything down first; backups keep it until they are removed (docs/privacy.md)')
    },
  )
  const eraseLedger = call(
    world,
    async () => (await import('../../privacy/erase-person.ts')).eraseAgain,
    command => {
      if (command.opts<EraseOptions>().again !== true) throw oneOrAgain()
      return {}
    },
    (io, gone) => io.say(`Erased again: ${gone.records} records, ${gone.files} files.`),
  )
  program
    .command('erase')
    .description(summaries.erase)
    .argument('[person]', 'human id or uuid')
    .option('--sure', 'erase; without it, only report what would be erased')
    .option('--again', 'continue after a stop; after a restore, erase everybody again who was erased before')
    .addHelpText('after', '\nExamples:\n  satchel erase P12\n  satchel erase P12 --sure\n  satchel erase --again')
    .action((person: string | undefined, options: EraseOptions, command: Command) => {
      const run = person === undefined ? eraseLedger : eraseOne
      return run(person, options, command)
    })
}

const oneOrAgain = () =>
  problem('usage/wrong', 'It takes one person, or --again and nobody.', { hint: 'satchel erase P12' })
