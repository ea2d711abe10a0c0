// The house is kept: rooms of a size that one look takes in, functions on one screen.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow, root } from './sources.ts'

const packages = ['core', 'dispatcher', 'intake-server', 'protocol', 'forms', 'sql']

/**
 * Lists that grow with time, data, and what is written by a program are no rooms. Nor are the folders of sql/queries: each is half of a
 * query's name, which people type.
 */
const uncounted = /^(sql\/(migrations|seed|samples|queries)|forms\/definitions|core\/db\/calls)(\/|$)/

/** What stands beside the rooms of a package is shared by all of them, and may be little. */
const isRoot = (folder: string) => packages.includes(folder)

/** Files of programs, templates and words of each folder that has any. */
function furnished(files: readonly string[]): ReadonlyMap<string, number> {
  const rooms = new Map<string, number>()
  for (const file of files) {
    const folder = dirname(file)
    if (!/\.(ts|mjs|cjs|sql|hbs|json|sexp)$/.test(file) || /\/(package|tsconfig)\.json$/.test(file)) continue
    if (uncounted.test(folder)) continue
    rooms.set(folder, (rooms.get(folder) ?? 0) + 1)
  }
  return rooms
}

const misfits = (files: readonly string[]) =>
  [...furnished(files)]
    .filter(([folder, count]) => count > 15 || (count < 3 && !isRoot(folder)))
    .map(([folder, count]) => `${folder}: ${count}`)

test('a room holds 3 to 15 source files', () => {
  expect(misfits(packages.flatMap(filesBelow))).toEqual([])
})

test('a room with too few or too many is found', () => {
  const some = (folder: string, count: number) => Array.from({ length: count }, (_, at) => `${folder}/file-${at}.ts`)
  const house = [...some('core/full', 15), ...some('core/over', 16), ...some('core/bare', 2), ...some('forms', 1)]
  expect(misfits([...house, ...some('sql/migrations', 90)])).toEqual(['core/over: 16', 'core/bare: 2'])
})

const longest = 59

/** Functions that are longer, by file and name. The judge is the linter, with this one rule. */
function longFunctions(folders: readonly string[], cwd: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-rooms-'))
  try {
    const config = join(folder, 'oxlint.json')
    const rule = { max: longest, skipBlankLines: false, skipComments: false, IIFEs: true }
    const rules = { 'max-lines-per-function': ['error', rule] }
    writeFileSync(config, JSON.stringify({ plugins: [], categories: { correctness: 'off' }, rules }))
    const program = join(root, 'node_modules/oxlint/bin/oxlint')
    const args = ['-c', config, '--format=json', '--ignore-pattern', '**/dist/**', ...folders]
    const { stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd, encoding: 'utf8' })
    if (!stdout.startsWith('{')) throw new Error(`the linter said: ${stderr}${stdout}`)
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { message: string; filename: string }[] }
    return diagnostics
      .map(({ filename, message }) => `${filename}: ${/`(.*)`/.exec(message)?.[1] ?? 'an arrow'}`)
      .sort()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('no function is 60 lines long', () => {
  const code = packages.filter(name => name !== 'sql')
  expect(longFunctions(code, root)).toEqual([])
})

test('a function of 60 lines is found, one of 59 is not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-long-'))
  try {
    const body = (lines: number) => `{\n${'  work()\n'.repeat(lines - 2)}}\n`
    writeFileSync(join(folder, 'made.ts'), `export function fits() ${body(59)}export const long = () => ${body(60)}`)
    expect(longFunctions([folder], folder).map(one => basename(one))).toEqual(['made.ts: an arrow'])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
