// The tools of the demo's story: the real commands, run in this process, each of their lines printed.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { World } from '../context/world.ts'

export interface Stage {
  readonly world: World
  /** The command line: runs one command in this process, and never throws. */
  readonly main: (args: readonly string[], world: World) => Promise<void>
  readonly home: string
  readonly tell: (line: string) => void
}

/** Runs one command and lets it speak. @throws when it ends with another exit code than the story needs. */
export async function run(stage: Stage, args: readonly string[], expected: readonly number[] = [0]): Promise<void> {
  stage.tell(`$ satchel ${args.map(word => (/[^\w@./:+=-]/.test(word) ? `"${word}"` : word)).join(' ')}`)
  await quietly(stage, args, stage.world.streams.out, expected)
}

/** Runs one command that says what it has to say to another stream. */
export async function quietly(
  stage: Stage,
  args: readonly string[],
  out: NodeJS.WritableStream,
  expected: readonly number[] = [0],
): Promise<void> {
  let code = 0
  const world: World = {
    ...stage.world,
    // what a command tells its operator belongs to the story, too
    streams: { out, err: stage.world.streams.err },
    setExitCode: value => {
      code = value === 'stopped' ? 0 : value
    },
  }
  await stage.main(['--home', stage.home, ...args], world)
  if (!expected.includes(code)) throw new Error(`satchel ${args[0]} ended with ${code}`)
}

/** Runs a command with --json and gives its data. */
export async function ask<T>(stage: Stage, args: readonly string[]): Promise<T> {
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

/** Puts settings into satchel.json, as an operator does with an editor. */
export function setSettings(stage: Stage, settings: Readonly<Record<string, unknown>>): void {
  const file = join(stage.home, 'satchel.json')
  const before = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  writeFileSync(file, `${JSON.stringify({ ...before, ...settings }, null, 2)}\n`, { mode: 0o600 })
}

export interface Mine {
  readonly hid: string
  readonly name: string
  /** Their e-mail address; null for somebody without one. */
  readonly email: string | null
}

interface Folder {
  readonly contacts: readonly { readonly what: string; readonly value: string }[]
  readonly stages: readonly unknown[]
}

/** People of a salesperson with a history worth showing: contacts, and a place in a process. */
export async function choose(stage: Stage, staff: string, count: number): Promise<readonly Mine[]> {
  const mine = await ask<readonly { hid: string; name: string; type: string }[]>(stage, [
    '--as',
    staff,
    'query',
    'people/mine',
    '--param',
    'limit=60',
  ])
  const found: Mine[] = []
  for (const one of mine.filter(({ type }) => type === 'person')) {
    const folder = await ask<Folder>(stage, ['--as', staff, 'show', one.hid])
    if (folder.contacts.length < 2 || folder.stages.length === 0) continue
    found.push({ ...one, email: folder.contacts.find(contact => contact.what === 'email')?.value ?? null })
    if (found.length >= count && found.some(each => each.email !== null)) break
  }
  if (found.length < count) throw new Error(`the samples gave too few people to ${staff}`)
  // whoever has an address of mail comes first
  return found.toSorted((a, b) => Number(b.email !== null) - Number(a.email !== null))
}
