// Two commands run the tests: what runs everywhere, and what needs programs of the system. Each file belongs to exactly one of them.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, matchesGlob } from 'node:path'
import { expect, test } from 'vitest'
import config from '../../vitest.config.ts'
import { basicsOnly } from '../helpers/basics.ts'
import { filesBelow, read } from './sources.ts'

interface Project {
  readonly test: { readonly name: string; readonly include: readonly string[]; readonly exclude?: readonly string[] }
}
const projects = (config as { test: { projects: readonly Project[] } }).test.projects.map(project => project.test)
const files = filesBelow('tests').filter(file => file.endsWith('.test.ts'))
const isSystem = (file: string) => file.endsWith('.system.test.ts')

test('every test file is run by one command, once', () => {
  const owners = (file: string) =>
    projects
      .filter(
        ({ include, exclude = [] }) =>
          include.some(glob => matchesGlob(file, glob)) && !exclude.some(glob => matchesGlob(file, glob)),
      )
      .map(({ name }) => name)
  expect(files.length).toBeGreaterThan(100)
  expect(files.filter(file => owners(file).length !== 1)).toEqual([])
  expect(files.filter(file => (owners(file)[0] === 'system') !== isSystem(file))).toEqual([])
})

test('what needs programs of the system says so by its name', () => {
  const needs = files.filter(file =>
    /from '[./]*(helpers\/system|browser\/browser)\.ts'|from '\.\/browser\.ts'/.test(read(file)),
  )
  expect(needs.length).toBeGreaterThan(5)
  expect(needs.filter(file => !isSystem(file))).toEqual([])
})

test('npm test finds no program but Node and what every system has', () => {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-basics-'))
  try {
    const found = readdirSync(basicsOnly(join(folder, 'bin'), process.env.PATH ?? ''))
    expect(found).toEqual(expect.arrayContaining(['node', 'sh', 'tar']))
    const more = [
      'chromium',
      'gpg',
      'sq',
      'emacs',
      'sbcl',
      'guile',
      'strace',
      'psql',
      'bash',
      'zsh',
      'fish',
      'groff',
      'python3',
      'git',
    ]
    expect(found.filter(name => more.includes(name))).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('CI runs the checks, then the command of the README, then what needs the system', () => {
  const readme = /^(npm ci && npm test) +# the tests$/m.exec(read('README.md'))?.[1] ?? 'none'
  const ci = read('.ci/run')
  const at = ['npm run check', `count '${readme}'`, "count 'npm run test:system'"].map(line => ci.indexOf(line))
  expect(at.every((place, index) => place > (at[index - 1] ?? 0))).toBe(true)
})
