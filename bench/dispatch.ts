// npm run bench dispatch [-- --people 5000]: one order for many records, as a letter each, repeated when all of them are out, and as a dry
// run: seconds, processor time of the program and its memory at most, and processor time of its connections to the database.
// Prints the rows for docs/benchmarks.md.

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { watch } from './import/measure.ts'
import { furnish, satchel } from './stage.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter(word => word !== 'dispatch'),
  options: { people: { type: 'string', default: '5000' }, profile: { type: 'string' } },
})
const count = Number(values.people)
if (!Number.isSafeInteger(count) || count < 2) throw new Error('npm run bench dispatch [-- --people NUMBER]')

const program = join(import.meta.dirname, '../core/cli/satchel.mjs')
const folder = join(mkdtempSync(join(tmpdir(), 'satchel-bench-')), 'home')
const context = furnish(folder, count)
const query = ['--as', 'anna', 'dispatch', '--query', 'people/mine', '--param', `limit=${count}`]

async function measured(name: string, ...args: readonly string[]): Promise<void> {
  const profile = values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`]
  const started = performance.now()
  const child = spawn(
    process.execPath,
    ['--conditions=satchel-source', ...profile, program, '--home', folder, '--json', ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const used = watch(context.home, child.pid ?? 0)
  let out = ''
  child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()))
  const code = await new Promise<number | null>(resolve => child.once('close', resolve))
  const seconds = (performance.now() - started) / 1000
  const { database, threads, memory } = used()
  const own = [...threads.values()].reduce((sum, ms) => sum + ms, 0) / 1000
  console.log(
    `${name} (${code ?? 'killed'}): ${seconds.toFixed(1)} s; program ${own.toFixed(1)} s and ${memory.toFixed(0)} MB, database ${(database / 1000).toFixed(1)} s; ${out.length} bytes of result`,
  )
}

try {
  await measured(`${count} records, dry run`, ...query, '--to', 'anna', '--dry-run')
  await measured(`${count} records, a letter each`, ...query, '--to-owner')
  await measured(`${count} records, all of them out`, ...query, '--to-owner')
  console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}`)
} finally {
  await context.close()
  satchel(folder, 'db', 'stop')
  rmSync(join(folder, '..'), { recursive: true, force: true })
}
