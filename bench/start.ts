// npm run bench start [-- --runs 15]: what a command costs beside a Node that does nothing. Whole processes, in turn: node -e 0, then
// the command, again and again; a pair's difference says what the machine's mood does not. Run from the sources as in a clone, and
// from dist as in an installation. Prints the rows for docs/benchmarks.md.

import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  args: process.argv.slice(2).filter(word => word !== 'start'),
  options: { runs: { type: 'string', default: '15' } },
})
const runs = Number(values.runs)
if (!Number.isSafeInteger(runs) || runs < 3) throw new Error('npm run bench start [-- --runs NUMBER]')
const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'satchel-bench-'))

/** An installation as npm makes it, from what tsc -b made: packages below node_modules, without their sources. */
function install(): string {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b'], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('npm run build failed')
  const packages = join(folder, 'node_modules')
  const ours = join(packages, '@satchel')
  mkdirSync(ours, { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (!name.startsWith('.') && name !== '@satchel')
      symlinkSync(join(root, 'node_modules', name), join(packages, name))
  }
  for (const name of ['core', 'protocol', 'forms', 'dispatcher', 'sql', 'docs']) {
    cpSync(join(root, name), join(ours, name), {
      recursive: true,
      filter: path =>
        !/\.tsbuildinfo$|\/node_modules(\/|$)/.test(path) && (!path.endsWith('.ts') || path.includes('/dist/')),
    })
  }
  return join(ours, 'core/cli/satchel.mjs')
}

/** Milliseconds from the start of a process to its end. */
function time(args: readonly string[]): number {
  const started = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  const spent = performance.now() - started
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${stderr}`)
  return spent
}

const median = (all: readonly number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0

function row(program: string, place: string, args: readonly string[]): string {
  const command = [program, '--home', join(folder, 'home'), ...args]
  time(command) // the first one compiles
  const pairs = Array.from({ length: runs }, () => ({ empty: time(['-e', '0']), full: time(command) }))
  const ms = (of: (pair: (typeof pairs)[number]) => number) => Math.round(median(pairs.map(of)))
  // the quickest runs say what the work itself costs where others use the machine
  const least = Math.round(Math.min(...pairs.map(pair => pair.full)) - Math.min(...pairs.map(pair => pair.empty)))
  return `| \`satchel ${args.join(' ')}\`, ${place} | ${ms(pair => pair.empty)} ms | ${ms(pair => pair.full)} ms | ${ms(pair => pair.full - pair.empty)} ms | ${least} ms |`
}

const source = join(root, 'core/cli/satchel.mjs')
try {
  const built = install()
  time([source, '--home', join(folder, 'home'), 'init', '--samples', '--protection', 'plain'])
  console.log(
    `| ${new Date().toISOString().slice(0, 10)}, ${runs} pairs | empty Node | the command | more | quickest against quickest |\n| --- | --- | --- | --- | --- |`,
  )
  for (const [program, place] of [
    [source, 'in a clone'],
    [built, 'built'],
  ] as const) {
    for (const args of [['--help'], ['status'], ['show', 'P001']]) console.log(row(program, place, args))
  }
} finally {
  spawnSync(process.execPath, [source, '--home', join(folder, 'home'), 'db', 'stop'])
  rmSync(folder, { recursive: true, force: true })
}
