// The demo: the whole loop with the real commands, on the embedded database, in a throw-away home folder. Every line that
// starts with $ is a command that runs right then; every figure comes from the database.

import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Writable } from 'node:stream'
import { main } from '../cli/main.ts'
import type { World } from '../cli/command.ts'
import { annaEdits, barakaAnswers } from './answers.ts'
import { attachment, readMailbox } from './mailbox.ts'

interface Stage {
  readonly world: World
  readonly home: string
  readonly inbox: string
  readonly tell: (line: string) => void
}

/** Runs one command and lets it speak. @throws when it ends with another exit code than the story needs. */
async function run(stage: Stage, args: readonly string[], expected: readonly number[] = [0]): Promise<void> {
  stage.tell(`$ satchel ${args.map(word => (/[^\w@./:+=-]/.test(word) ? `"${word}"` : word)).join(' ')}`)
  await quietly(stage, args, stage.world.streams.out, expected)
}

async function quietly(
  stage: Stage,
  args: readonly string[],
  out: NodeJS.WritableStream,
  expected: readonly number[] = [0],
): Promise<void> {
  let code = 0
  const world: World = {
    ...stage.world,
    streams: { ...stage.world.streams, out },
    setExitCode: value => {
      code = value === 'stopped' ? 0 : value
    },
  }
  await main(['--home', stage.home, ...args], world)
  if (!expected.includes(code)) throw new Error(`satchel ${args[0]} ended with ${code}`)
}

/** Runs a command with --json and gives its data. */
async function ask<T>(stage: Stage, args: readonly string[]): Promise<T> {
  const chunks: string[] = []
  const out = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString())
      done()
    },
  })
  await quietly(stage, ['--json', ...args], out)
  return JSON.parse(chunks.join('')) as T
}

/** A file comes to the inbox as a careful program writes it: whole, under its final name. */
function drop(stage: Stage, name: string, text: string): void {
  writeFileSync(join(stage.inbox, `${name}.part`), text, { mode: 0o600 })
  renameSync(join(stage.inbox, `${name}.part`), join(stage.inbox, name))
}

/** The import that watches the folder: started, given a file, stopped when it has said its line. */
async function watchWhile(stage: Stage, work: () => void): Promise<void> {
  stage.tell('$ satchel import --watch')
  const stop = new AbortController()
  const out = new Writable({
    write(chunk: Buffer, _encoding, done) {
      stage.world.streams.out.write(chunk)
      if (chunk.toString().startsWith('Run ')) stop.abort()
      done()
    },
  })
  const err = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (chunk.toString().startsWith('watching ')) work()
      done()
    },
  })
  const world: World = { ...stage.world, stop: stop.signal, streams: { out, err }, setExitCode: () => undefined }
  await main(['--home', stage.home, 'import', '--watch'], world)
}

interface Mine {
  readonly hid: string
  readonly name: string
}

/** Somebody of a salesperson's own with a history worth showing: contacts, and a place in a process. */
async function choose(stage: Stage, staff: string): Promise<Mine> {
  const mine = await ask<readonly Mine[]>(stage, ['--as', staff, 'query', 'people/mine', '--param', 'limit=30'])
  for (const one of mine) {
    const folder = await ask<{ contacts: unknown[]; stages: unknown[] }>(stage, ['--as', staff, 'show', one.hid])
    if (folder.contacts.length > 1 && folder.stages.length > 0) return one
  }
  throw new Error(`the samples gave nobody to ${staff}`)
}

/** @returns true when everything adds up. */
export async function tellStory(stage: Stage): Promise<boolean> {
  const { tell } = stage
  const today = stage.world.now().toISOString().slice(0, 10)

  tell('1. A private database. Nothing of it listens on a network.\n')
  const organisation = [
    '--organisation',
    'Kilimo Co-operative',
    '--mail',
    'core@kilimo.example',
    '--calling-code',
    '+255',
  ]
  await run(stage, ['init', '--samples', ...organisation])
  mkdirSync(stage.inbox, { recursive: true })

  tell('\n2. Two records leave by mail. Each packet holds one person, and only what its recipient may see.\n')
  const hers = await choose(stage, 'anna')
  const his = await choose(stage, 'baraka')
  await run(stage, ['dispatch', hers.hid, '--to', 'anna'])
  await run(stage, ['dispatch', his.hid, '--to', 'baraka'])
  await run(stage, ['send'])
  const [annas] = readMailbox(join(stage.home, 'mail'), 'anna@kilimo.example')
  const [barakas] = readMailbox(join(stage.home, 'mail'), 'baraka@kilimo.example')
  if (annas === undefined || barakas === undefined) throw new Error('a letter did not arrive')

  tell(
    '\n3. Anna calls, then edits the text form in any editor. Baraka answers with a program that knows the packet file.',
  )
  tell('   Both answers are dropped into the watched folder, as from a USB stick.\n')
  const form = annaEdits(attachment(annas, '.txt'), `${hers.name.split(' ')[0]} Maria`, today)
  const answer = barakaAnswers(attachment(barakas, '.sexp'), today)
  await watchWhile(stage, () => {
    drop(stage, 'from-anna.txt', form)
    drop(stage, 'from-baraka.sexp', answer)
  })

  tell(
    '\n4. The same answer once more, a forged one, and a broken file: nothing happens twice, nothing stops the rest.\n',
  )
  drop(stage, 'again.txt', `\n${form}`)
  drop(stage, 'forged.sexp', answer.replace(/\(token "[^"]+"\)/, '(token "0123456789ABCDEFGHJKMNPQRS")'))
  drop(stage, 'broken.sexp', '(satchel-reply (version 1)')
  await run(stage, ['import'], [3])

  tell('\n5. What needs a person waits for one; everybody is told what became of each field.\n')
  await run(stage, ['review', 'list'])
  const [held] = await ask<readonly { id: string }[]>(stage, ['review', 'list'])
  if (held !== undefined) await run(stage, ['review', 'accept', held.id, '--why', 'she showed her passport'])
  await run(stage, ['send'])

  tell('\n6. The record now, and who changed what.\n')
  await run(stage, ['show', hers.hid])
  tell('')
  await run(stage, ['history', hers.hid, '--limit', '4'])
  tell('')
  await run(stage, ['status'])
  return finish(stage, annas.path)
}

async function finish(stage: Stage, letter: string): Promise<boolean> {
  const { tell } = stage
  const runs = await ask<readonly { before: number; pulled: number; ended: number; after: number }[]>(stage, [
    'query',
    'runs/last',
    '--param',
    'limit=100',
  ])
  const sum = (pick: (row: (typeof runs)[number]) => number) => runs.reduce((total, row) => total + pick(row), 0)
  const pulled = sum(row => row.pulled)
  const ended = sum(row => row.ended)
  const waiting = runs[0]?.after ?? 0
  const balanced = pulled === ended + waiting
  tell(
    `\nIn all: ${pulled} items pulled = ${ended} ended + ${waiting} waiting. ${balanced ? 'It adds up.' : 'IT DOES NOT ADD UP.'}`,
  )
  tell('\nLook for yourself:')
  tell(
    `  letters            ${join(stage.home, 'mail')}  (Maildir: mutt -f ${join(stage.home, 'mail', 'anna@kilimo.example')})`,
  )
  tell(`  the first packet   ${letter}`)
  tell(`  items, raw         ${join(stage.home, 'spool')}`)
  tell(`  the database       npm run satchel -- --home ${stage.home} db start, then ... db psql`)
  tell(`  to clean up        rm -r ${dirname(stage.home)}`)
  await quietly(stage, ['db', 'stop'], stage.world.streams.err)
  return balanced
}
