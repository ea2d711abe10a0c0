// npm run bench import [-- --items 10000 --sets clean,mixed,self-update --steps 1000,10000 --split]: for each set an installation of its
// own with people, packets and sealed replies; then satchel import as an operator runs it, the floor of its rows, and its peers on the
// same files. Prints the rows for docs/benchmarks.md. With --steps the items of a set come step by step into one installation.

import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Context } from '@satchel/core/context/context'
import { readServerState } from '@satchel/core/db/embedded-server'
import pg from 'pg'
import { openFloor } from '../../tests/helpers/floor.ts'
import { watch } from './measure.ts'
import { gpgRate, nncpPeer } from './peers.ts'
import { checkOutcomes, type ReplySet, sealed, sets } from './sets.ts'
import { printSplit, profiling } from './split.ts'
import { furnish, satchel, startImport } from '../stage.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter(word => word !== 'import'),
  options: {
    items: { type: 'string', default: '10000' },
    sets: { type: 'string', default: sets.map(({ name }) => name).join(',') },
    steps: { type: 'string' },
    split: { type: 'boolean', default: false },
  },
})
const steps = (values.steps ?? values.items).split(',').map(Number)
const chosen = values.sets.split(',').map(name => sets.find(set => set.name === name))
if (
  steps.some((step, place) => !Number.isSafeInteger(step) || step <= (steps[place - 1] ?? 0)) ||
  chosen.includes(undefined)
)
  throw new Error(
    'npm run bench import [-- --items NUMBER | --steps NUMBER,NUMBER] [--sets clean,mixed,self-update] [--split]',
  )

const root = mkdtempSync(join(tmpdir(), 'satchel-bench-'))
const say = (text: string) => process.stderr.write(`${text}\n`)

interface Measured {
  readonly title: string
  readonly rate: number
  /** Packets a second of nncp-toss. */
  readonly toss: number | null
  readonly program: number
  readonly database: number
  readonly floor: number
  readonly rows: number
  readonly memory: number
}

/** Address of the superuser of an installation's own server. */
function superUrl(context: Context, database: string): string {
  const state = readServerState(context.home)
  if (state === null) throw new Error('the installation has no server of its own')
  return `postgresql://postgres:${state.superPassword}@localhost/${database}?host=${encodeURIComponent(state.socket)}`
}

/** A copy of the database as it is now; nobody may be connected. */
async function copyNow(context: Context): Promise<void> {
  await context.close()
  const client = new pg.Client({ connectionString: superUrl(context, 'postgres') })
  await client.connect()
  try {
    await client.query('drop database if exists floor with (force)')
    // connections of the commands before end a moment after them
    await client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'satchel'")
    await client.query('create database floor template satchel strategy file_copy')
    await client.query('checkpoint')
  } finally {
    await client.end()
  }
}

const used = (threads: ReadonlyMap<string, number>) =>
  [...threads]
    .filter(([, ms]) => ms > 0)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, ms]) => `${name} ${ms.toFixed(0)} ms`)
    .join(', ')

async function measure(set: ReplySet): Promise<readonly Measured[]> {
  const folder = join(root, set.name)
  mkdirSync(folder)
  try {
    const people = set.people(steps.at(-1) ?? 0)
    say(`${set.name}: ${people} people, packets and replies are made (minutes for 10,000) ...`)
    const context = furnish(folder, people)
    const { texts } = await set.prepare(context, people)
    const all: Measured[] = []
    let done = 0
    for (const step of steps) {
      const part = texts.slice(done, step === steps.at(-1) ? texts.length : step)
      const expected = await sealed(context, part)
      const toss = peersBeside(context, part)
      await copyNow(context)
      const floor = await openFloor(superUrl(context, 'satchel'), superUrl(context, 'floor'))
      const split = values.split ? await profiling(superUrl(context, 'satchel'), folder) : null
      say(`satchel imports ${part.length} ...`)
      const started = performance.now()
      const child = startImport(folder, ...(split?.arguments ?? []))
      const watched = watch(context.home, child.pid)
      const usage = await child.ended
      const took = (performance.now() - started) / 1000
      const { database, threads, memory } = watched()
      const tossAgain = peersBeside(context, part)
      await checkOutcomes(context, expected)
      say(`threads of the program: ${used(threads)}`)
      if (split !== null) await printSplit(superUrl(context, 'satchel'), folder, part.length)
      say('the same rows, by bare statements ...')
      const bare = await floor.write()
      await floor.close()
      all.push({
        title: steps.length === 1 ? `${set.name}, ${part.length}` : `${set.name}, ${done + 1} to ${done + part.length}`,
        rate: part.length / took,
        // packets over seconds of both
        toss: toss === null || tossAgain === null ? null : 2 / (1 / toss + 1 / tossAgain),
        program: (usage.seconds * 1000) / part.length,
        database: database / part.length,
        floor: bare.milliseconds / part.length,
        rows: bare.rows / part.length,
        memory,
      })
      done += part.length
    }
    await context.close()
    return all
  } finally {
    satchel(folder, 'db', 'stop')
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Packets that nncp-toss takes, of the size of a clean reply, as many as it is compared with. */
const peers: { nncp?: (() => number) | null; gpg: number | null } = { gpg: null }

/** How fast nncp-toss is now, packets a second: it is asked before and after each of our runs, for the machine's mood changes. */
function peersBeside(context: Context, part: readonly { readonly text: string }[]): number | null {
  if (peers.nncp === undefined) {
    const folder = join(context.home.spool, 'folder', 'new', 'reply')
    const files = readdirSync(folder).map(name => join(folder, name))
    say('gpg opens them ...')
    peers.gpg = gpgRate(root, join(context.home.keys, 'core-private.asc'), files)
    peers.nncp = nncpPeer(root, part[0]?.text ?? '', Math.min(part.length, 10_000))
  }
  say('nncp-toss takes as many packets ...')
  return peers.nncp?.() ?? null
}

try {
  const all: Measured[] = []
  for (const set of chosen) if (set !== undefined) all.push(...(await measure(set)))
  const line = (title: string, of: (one: Measured) => string) =>
    console.log(`| ${[title, ...all.map(of)].join(' | ')} |`)
  const times = (rate: number, other: number | null) => (other === null ? '-' : (rate / other).toFixed(2))
  line(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores`, ({ title }) => title)
  line('---', () => '---')
  line('`satchel import`, items a second', ({ rate }) => rate.toFixed(0))
  line('`nncp-toss` before and after it, packets a second', ({ toss }) => toss?.toFixed(0) ?? 'not installed')
  line('times `nncp-toss`', ({ rate, toss }) => times(rate, toss))
  line(`times \`gpg --multifile -d\` (${peers.gpg?.toFixed(0) ?? 'not installed'}/s)`, ({ rate }) =>
    times(rate, peers.gpg),
  )
  line('program, ms an item', ({ program }) => program.toFixed(2))
  line('database, ms an item', ({ database }) => database.toFixed(2))
  line('floor, ms an item', ({ floor }) => floor.toFixed(2))
  line('database over floor', ({ database, floor }) => (database / floor).toFixed(1))
  line('rows an item', ({ rows }) => rows.toFixed(1))
  line('memory of the program at most', ({ memory }) => `${memory.toFixed(0)} MB`)
  say(`load of the machine at the end: ${loadavg()[0]?.toFixed(1)}`)
} finally {
  rmSync(root, { recursive: true, force: true })
}
