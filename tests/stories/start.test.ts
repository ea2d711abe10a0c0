// A command loads what it needs and nothing else: how fast it starts is what its packages and files cost. Nothing is timed here;
// npm run bench start does that.

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { plainEnv } from '../helpers/command.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

const root = join(import.meta.dirname, '../..')

/** Prints, as the last line of stderr, which files were loaded, and where compiled ones are kept. */
const listing = `import module from 'node:module'
const seen = []
module.registerHooks({ load: (url, context, next) => { seen.push(url); return next(url, context) } })
process.on('exit', () => process.stderr.write('\\n' + JSON.stringify({ seen, kept: module.getCompileCacheDir() ?? null })))`

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
})
afterAll(() => home.close())

/** Runs the launcher that operators start. @returns its end, the npm packages that it loaded, our own files, the compiled ones' folder. */
function loadedBy(args: readonly string[], before = '') {
  const hook = ['--import', `data:text/javascript,${encodeURIComponent(`${before}${listing}`)}`]
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...hook, join(root, 'core/cli/satchel.mjs'), ...args],
    { encoding: 'utf8', env: { ...plainEnv(), SATCHEL_HOME: home.home.folder } },
  )
  const { seen, kept } = JSON.parse(stderr.split('\n').at(-1) ?? '') as { seen: readonly string[]; kept: string | null }
  const packages = seen.flatMap(url => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? [])
  return {
    status,
    stdout,
    kept,
    packages: [...new Set(packages)].sort(),
    ours: seen.filter(url => url.endsWith('.ts')).map(url => url.replace(/^.*\/(?=(core|protocol)\/)/, '')),
  }
}

const database = /^(pg|pg-.*|postgres-.*|xtend|zod|commander)$/

test('satchel --help and --version load the table of commands, and no command, no database, no schema', () => {
  for (const [option, says] of [
    ['--help', 'Usage: satchel'],
    ['--version', /^\d+\.\d+\.\d+\n$/],
  ] as const) {
    const { status, stdout, packages, ours } = loadedBy([option])
    expect({ status, packages }).toEqual({ status: 0, packages: ['commander'] })
    expect(stdout).toMatch(says)
    expect(ours.length).toBeLessThan(15)
    expect(ours.filter(file => /^core\/(cli\/.*\/|db\/database|context\/)/.test(file))).toEqual([])
  }
})

test.each(['status', 'db status', 'show P1', 'history P1', 'staff list', 'letter list', 'query'])(
  'satchel %s loads the driver of the database, and neither OpenPGP nor mail nor forms',
  line => {
    const { status, packages, ours } = loadedBy(line.split(' '))
    expect(status).toBe(0)
    expect(packages.filter(name => !database.test(name))).toEqual([])
    expect(packages).toContain('pg')
    expect(ours.length).toBeLessThan(70)
  },
)

test('the files of all commands together load neither OpenPGP nor mail nor forms: what a command needs comes when it is called', () => {
  const { status, packages, ours } = loadedBy(['completion', 'bash'])
  expect(status).toBe(0)
  expect(ours.filter(file => file.startsWith('core/cli/')).length).toBeGreaterThan(40)
  expect(packages.filter(name => !database.test(name))).toEqual([])
})

test('the program is kept compiled beside its code by the owner of the code, and by nobody else', () => {
  const { kept, status } = loadedBy(['--help'])
  expect(status).toBe(0)
  expect(kept).toMatch(join(root, 'core/node_modules/.cache/satchel'))
  // it would leave files that the owner cannot remove
  const other = loadedBy(['--help'], `process.getuid = () => ${(process.getuid?.() ?? 0) + 1}\n`)
  expect(other).toMatchObject({ status: 0, kept: null, packages: ['commander'] })
})
