// npm run bench files [-- --organizations 10000 --formats csv,xlsx]: organisations are loaded from a sheet, then a folder of every other type
// about them, and all of it is exported: of 10,000 organisations it makes 42,000 rows. Prints the rows for docs/benchmarks.md.

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { homePaths } from '@satchel/core/home/home'
import { organizationSheet, otherSheets } from '../../tests/helpers/table-sheets.ts'
import { watch } from '../import/measure.ts'
import { satchel } from '../stage.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter(word => word !== 'files'),
  options: {
    organizations: { type: 'string', default: '10000' },
    formats: { type: 'string', default: 'csv,xlsx,json,sx1' },
  },
})
const count = Number(values.organizations)
if (!Number.isSafeInteger(count) || count < 10) throw new Error('npm run bench files [-- --organizations NUMBER]')
const folder = mkdtempSync(join(tmpdir(), 'satchel-bench-'))
const home = join(folder, 'home')

interface Written {
  readonly files: readonly { readonly type: string; readonly rows?: number; readonly new?: number }[]
}

/** Runs the command line and prints what it and the database used. */
async function measured(name: string, ...args: readonly string[]): Promise<void> {
  const hook =
    'process.on("exit", () => console.error(`used ${(process.cpuUsage().user + process.cpuUsage().system) / 1e6}`))'
  const started = performance.now()
  const child = spawn(
    process.execPath,
    [
      '--conditions=satchel-source',
      '--import',
      `data:text/javascript,${encodeURIComponent(hook)}`,
      join(import.meta.dirname, '../../core/cli/start.ts'),
      '--home',
      home,
      '--json',
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const used = watch(homePaths(home), child.pid ?? 0)
  let [out, err] = ['', '']
  child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()))
  const code = await new Promise<number | null>(resolve => child.once('close', resolve))
  const seconds = (performance.now() - started) / 1000
  const { database, memory } = used()
  if (code !== 0) throw new Error(`satchel ${args.join(' ')} ended with ${code}:\n${err}${out}`)
  const result = JSON.parse(out) as Written
  const rows = result.files.reduce((sum, file) => sum + (file.rows ?? file.new ?? 0), 0)
  const own = Number(/used ([0-9.]+)/.exec(err)?.[1] ?? 0)
  console.log(
    `| ${name} | ${rows} | ${seconds.toFixed(1)} s | ${own.toFixed(1)} s | ${(database / 1000).toFixed(1)} s | ${memory.toFixed(0)} MB |`,
  )
}

try {
  satchel(home, 'init', '--protection', 'plain')
  satchel(
    home,
    'staff',
    'add',
    'grace',
    '--name',
    'Grace',
    '--email',
    'g@kilimo.example',
    '--role',
    'office',
    '--protection',
    'plain',
  )
  const sheet = join(folder, 'organizations.csv')
  const others = join(folder, 'others')
  writeFileSync(sheet, organizationSheet(count))
  mkdirSync(others)
  for (const [type, { text }] of otherSheets(count)) writeFileSync(join(others, `${type}.csv`), text)
  console.log('| | Rows | Elapsed | Program | Database | Memory at most |')
  console.log('| --- | --- | --- | --- | --- | --- |')
  const as = ['--as', 'grace']
  await measured('load --type organization', ...as, 'load', sheet, '--type', 'organization')
  await measured('the same file again', ...as, 'load', sheet, '--type', 'organization')
  await measured('load of a folder of all other types', ...as, 'load', others)
  await measured('the same folder again', ...as, 'load', others)
  for (const format of values.formats.split(','))
    await measured(`export --all, ${format}`, ...as, 'export', '--all', join(folder, format), '--format', format)
  console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}`)
} finally {
  satchel(home, 'db', 'stop')
  rmSync(folder, { recursive: true, force: true })
}
