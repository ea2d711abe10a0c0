// npm run bench people [-- --people 100000]: that many people are loaded from a sheet with rules, audit and history on, listed as a
// salesperson, exported, and looked through for doubles. Beside it PostgreSQL's own COPY of the same sheet into a bare table.
// Prints the rows for docs/benchmarks.md.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { from as copyFrom } from 'pg-copy-streams'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { enter, peopleWithDoubles, rate, truePairs } from '../../tests/helpers/doubles.ts'
import { furnishSellers, openOwner, printLists, writeSheet } from './crowd.ts'
import { satchel } from '../stage.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter(word => word !== 'people'),
  options: { people: { type: 'string', default: '100000' } },
})
const count = Number(values.people)
if (!Number.isSafeInteger(count) || count < 100) throw new Error('npm run bench people [-- --people NUMBER]')
const folder = mkdtempSync(join(tmpdir(), 'satchel-bench-'))
const say = (text: string) => process.stderr.write(`${text}\n`)

/** Runs the command line. @returns what it printed, how long it took and the most memory that it had. */
function timed(...args: readonly string[]) {
  const peak = JSON.stringify(import.meta.resolve('../../tests/helpers/peak-memory.ts'))
  const hook = `import { peakMemory } from ${peak}; process.on('exit', () => console.error('memory ' + peakMemory() / 2 ** 20))`
  const started = performance.now()
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      '--conditions=satchel-source',
      '--import',
      `data:text/javascript,${encodeURIComponent(hook)}`,
      join(import.meta.dirname, '../../core/cli/start.ts'),
      '--home',
      folder,
      ...args,
    ],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  )
  // 3: lines were kept as they stand, for a crowd has its doubles
  if (status !== 0 && status !== 3)
    throw new Error(`satchel ${args.join(' ')} ended with ${status}:\n${stderr}${stdout}`)
  return {
    stdout,
    seconds: (performance.now() - started) / 1000,
    memory: Number(/memory ([0-9.]+)/.exec(stderr)?.[1] ?? 0),
  }
}

try {
  furnishSellers(folder)
  const { file, sheet } = writeSheet(folder, count)

  const client = await openOwner(folder)
  say('doubles whose truth is known ...')
  const people = peopleWithDoubles(20261124, 10_000)
  const places = await enter(
    async (text, values) => (await client.query<Record<string, unknown>>(text, values)).rows,
    people,
  )
  for (const least of ['certain', 'likely', 'look']) {
    const { seconds } = timed('duplicate', 'find', '--least', least)
    const { rows } = await client.query<{ l: string; r: string }>(
      "select duplicate_left as l, duplicate_right as r from duplicate where duplicate_status = 'open'",
    )
    const found = new Set(
      rows.map(({ l, r }) =>
        [places.get(Number(l)) ?? -1, places.get(Number(r)) ?? -1].toSorted((x, y) => x - y).join('-'),
      ),
    )
    const { precision, recall, doubles } = rate(found, truePairs(people))
    console.log(
      `doubles among ${people.length} labelled (${doubles} true pairs), from ${least}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, ${seconds.toFixed(1)} s`,
    )
  }

  say(`${count} people are loaded ...`)
  const first = timed('load', file)
  if (first.stdout.includes('nothing was loaded')) throw new Error(`nothing was loaded:\n${first.stdout}`)
  console.log(
    `load: ${first.seconds.toFixed(1)} s, ${(count / first.seconds).toFixed(0)} people/s, memory at most ${first.memory.toFixed(0)} MB on ${cpus().length} cores`,
  )
  const again = timed('load', file)
  console.log(`the same file again, which changes nothing: ${again.seconds.toFixed(1)} s`)

  await client.query('reset role')
  await client.query(
    'create temporary table bare (hid text, given text, family text, born text, phone text, email text, city text, owner text)',
  )
  const started = performance.now()
  await pipeline(Readable.from([sheet]), client.query(copyFrom('copy bare from stdin with (format csv, header)')))
  const copied = (performance.now() - started) / 1000
  console.log(
    `COPY of the same sheet into a bare table, no rules and no history: ${copied.toFixed(2)} s (load takes ${(first.seconds / copied).toFixed(0)} times)`,
  )

  say('a salesperson looks at their own ...')
  await printLists(client)

  const out = timed('export', join(folder, 'bench', 'out.csv'))
  console.log(`export as CSV: ${out.seconds.toFixed(1)} s, memory at most ${out.memory.toFixed(0)} MB`)
  const pairs = timed('duplicate', 'find')
  console.log(`duplicate find among ${count}: ${pairs.seconds.toFixed(1)} s`)

  await client.end()
} finally {
  satchel(folder, 'db', 'stop')
  rmSync(folder, { recursive: true, force: true })
}
