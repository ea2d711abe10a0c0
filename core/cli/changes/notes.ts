// satchel note, task, attach and file: what was said, what is to be done, and files.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { problem } from '../../problems/problems.ts'
import { call } from '../command.ts'
import { wholeNumber } from '../whole-number.ts'
import { summaries } from '../summaries.ts'
import { valueOf } from './typed-words.ts'

interface NoteOptions {
  readonly kind?: string
  readonly on?: string
  readonly outcome?: string
  readonly private?: boolean
  readonly dryRun?: boolean
}

interface TaskOptions {
  readonly for?: string
  readonly due?: string
  readonly done?: string | true
  readonly dryRun?: boolean
}

const tried = 'Tried, and taken back: nothing was written.'

export function noteCommands(program: Command, world: World): void {
  noteCommand(program, world)
  taskCommand(program, world)
  attachCommand(program, world)
  fileCommand(program, world)
}

function noteCommand(program: Command, world: World): void {
  program
    .command('note')
    .description(summaries.note)
    .argument('<word...>', 'human ids or exact names of records; the text comes last')
    .option('--kind <word>', 'note, call, visit, meeting ...', 'note')
    .option('--on <day>', 'the day of it; without it now')
    .option('--outcome <word>', 'reached, not-reached, call-back ...')
    .option('--private', 'for your own eyes')
    .option('--dry-run', 'say what would be done, and do nothing')
    .addHelpText('after', noteHelp)
    .action(
      call(
        world,
        async () => (await import('../../records/note-activity.ts')).noteContact,
        (command, typed: string[]) => {
          const { private: isPrivate, ...options } = command.opts<NoteOptions>()
          return { ...textLast(typed), ...options, isPrivate }
        },
        (io, noted, command) => {
          if (command.opts<NoteOptions>().dryRun === true) io.say(tried)
          for (const { record, name, unseen } of noted) {
            io.say(`${record} ${name}: noted`)
            for (const staff of unseen) io.note(`@${staff} may not see ${record}: no task was made for them.`)
          }
        },
      ),
    )
}

function taskCommand(program: Command, world: World): void {
  program
    .command('task')
    .description(summaries.task)
    .argument('<word...>', 'human ids or exact names of records; the text comes last')
    .option('--for <staff>', 'short name of the colleague who shall do it; without it you')
    .option('--due <day>', 'by when: 2026-12-01, today, tomorrow')
    .option('--done [number]', 'the task is done; of several, its number')
    .option('--dry-run', 'say what would be done, and do nothing')
    .addHelpText('after', taskHelp)
    .action(
      call(
        world,
        async () => (await import('../../records/note-activity.ts')).doTask,
        (command, typed: string[]) => {
          const { done, ...options } = command.opts<TaskOptions>()
          if (done === undefined) return { ...textLast(typed), ...options }
          return { records: typed, ...options, done: done === true ? done : wholeNumber(done, 'A task') }
        },
        (io, noted, command) => {
          const { done, dryRun } = command.opts<TaskOptions>()
          if (dryRun === true) io.say(tried)
          for (const { record, name, activity } of noted)
            io.say(`${record} ${name}: ${done === undefined ? `task ${activity}` : 'done'}`)
        },
      ),
    )
}

function attachCommand(program: Command, world: World): void {
  program
    .command('attach')
    .description(summaries.attach)
    .argument('<record>', 'human id or exact name')
    .argument('<file...>', 'files, up to 25 MiB each')
    .option('--dry-run', 'say what would be done, and do nothing')
    .addHelpText('after', '\nExample:\n  satchel attach P12 contract.pdf photo.jpg')
    .action(
      call(
        world,
        async () => (await import('../../records/attach-files.ts')).attachFiles,
        (command, record: string, files: string[]) => ({ record, files, ...command.opts<{ dryRun?: boolean }>() }),
        (io, { record, name, files }, command) => {
          if (command.opts<{ dryRun?: boolean }>().dryRun === true) io.say(tried)
          for (const { file, type, bytes } of files) io.say(`${record} ${name}: ${file} (${type}, ${bytes} bytes)`)
        },
      ),
    )
}

function fileCommand(program: Command, world: World): void {
  program
    .command('file')
    .description(summaries.file)
    .argument('<record>', 'human id or exact name')
    .argument('<field>', 'a field of files; of a row NAME/NUMBER.FIELD')
    .option('--to <path>', 'where it is saved; without it here, under its own name')
    .addHelpText('after', fileHelp)
    .action(
      call(
        world,
        async () => (await import('../../records/files/save-file.ts')).saveFile,
        (command, record: string, field: string) => ({ record, field, ...command.opts<{ to?: string }>() }),
        (io, { name, bytes, path }) => io.say(`${name} (${bytes} bytes) is saved as ${path}`),
      ),
    )
}

/** @throws Problem usage/wrong. */
function textLast(words: readonly string[]): { readonly records: string[]; readonly text: string } {
  const text = words.at(-1)
  if (text === undefined || words.length < 2)
    throw problem('usage/wrong', 'Name a record, and say the text behind it.', {
      hint: 'satchel note P12 "Wants seed"',
    })
  return { records: words.slice(0, -1), text: valueOf(text) }
}

const noteHelp = `
@FILE reads the text from a file, - from the standard input.

Examples:
  satchel note P12 "Wants seed on credit"
  satchel note P12 P15 "Came to the market day" --kind visit --on 2026-11-28 --outcome reached`

const fileHelp = `
A file that is there already is not written over. satchel set RECORD FIELD=@FILE puts one in, FIELD= takes it away.

Examples:
  satchel file P12 contract
  satchel file P12 contract --to scan.pdf
  satchel file GO4 picture/2.photo --to berta.jpg`

const taskHelp = `
Examples:
  satchel task P12 "Bring the contract" --for anna --due 2026-12-01
  satchel task P12 --done`
