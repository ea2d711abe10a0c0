// npm run breakages, in a project of three files: which breakages it calls good, and why it refuses the others. And those of this
// project: each fits the sources. It needs git.

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tryBreakages } from '../breakages/breakages.ts'

let root = ''
function write(path: string, ...lines: readonly string[]): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), `${lines.join('\n')}\n`)
}

/** Takes the limit away, and says that this turns the named test red. */
const breakage = (name: string, test: string, before = 'export const mayEnter = (age: number) => age >= 18') =>
  write(
    `tests/breakages/${name}.patch`,
    'protects: the limit of age',
    `test: tests/${test}`,
    '',
    '--- a/limit.ts',
    '+++ b/limit.ts',
    '@@ -1 +1 @@',
    `-${before}`,
    '+export const mayEnter = (age: number) => age >= 0',
  )

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'satchel-breakages-'))
  execFileSync('git', ['init', '-q'], { cwd: root })
  symlinkSync(join(import.meta.dirname, '../../node_modules'), join(root, 'node_modules'))
  write('.gitignore', 'node_modules')
  write('package.json', '{ "type": "module" }')
  write('limit.ts', 'export const mayEnter = (age: number) => age >= 18')
  write(
    'tests/limit.test.ts',
    "import { expect, test } from 'vitest'",
    "import { mayEnter } from '../limit.ts'",
    'let asked = 0',
    "test('a child stays outside', () => { asked++; expect(mayEnter(17)).toBe(false) })",
    "test('a grown-up enters', () => expect(mayEnter(18)).toBe(true))",
    "test('a baby stays outside [0]', () => expect(mayEnter(0)).toBe(false))",
    "test('is red for something else', () => expect(mayEnter(17)).toBe(0))",
    "test('needs what an earlier test did', () => expect([asked, mayEnter(17)]).toEqual([1, false]))",
  )
  write(
    'tests/story.test.ts',
    "import { expect, test } from 'vitest'",
    "import { mayEnter } from '../limit.ts'",
    'let asked = 0',
    "test('somebody asks', () => { asked++ })",
    "test('and stays outside', () => expect([asked, mayEnter(17)]).toEqual([1, false]))",
  )
  breakage('good-step', 'story.test.ts: and stays outside')
  breakage('good', 'limit.test.ts: a child stays outside')
  breakage('good-signs', 'limit.test.ts: a baby stays outside [0]')
  breakage('wrong-green', 'limit.test.ts: a grown-up enters')
  breakage('wrong-leans', 'limit.test.ts: needs what an earlier test did')
  breakage('wrong-missing', 'limit.test.ts: an old man stays outside')
  breakage('wrong-patch', 'limit.test.ts: a child stays outside', 'export const mayEnter = (age: number) => age >= 21')
  breakage('wrong-red', 'limit.test.ts: is red for something else')
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const faults = (word: string) =>
  Object.fromEntries([...tryBreakages(root, word)].map(({ file, fault }) => [file.replace('.patch', ''), fault]))

test('a breakage is good whose test, alone or behind the earlier ones of its file, is green without it and red with it', () => {
  expect(faults('good')).toEqual({ good: null, 'good-signs': null, 'good-step': null })
})

test('it is refused where the test is missing, red by itself or by an earlier one, stays green, or the patch does not fit', () => {
  const of = (name: string) => `tests/limit.test.ts "${name}"`
  expect(faults('wrong')).toEqual({
    'wrong-green': `${of('a grown-up enters')} stays green without it`,
    'wrong-leans': `${of('needs what an earlier test did')} is red after another, which may be why: "a child stays outside"`,
    'wrong-missing': `${of('an old man stays outside')} is no test, or does not run here`,
    'wrong-patch': expect.stringContaining('the patch no longer fits'),
    'wrong-red': `${of('is red for something else')} is red without the patch`,
  })
})

test('a word that no breakage has tries none', () => {
  expect(faults('nothing')).toEqual({})
})

test('each breakage of this project fits its sources', () => {
  const project = join(import.meta.dirname, '../..')
  const patches = readdirSync(join(project, 'tests/breakages')).filter(file => file.endsWith('.patch'))
  expect(patches.length).toBeGreaterThan(100)
  const unfit = patches.filter(file => {
    const args = ['apply', '--check', '--unidiff-zero', join('tests/breakages', file)]
    return spawnSync('git', args, { cwd: project, stdio: 'ignore' }).status !== 0
  })
  expect(unfit).toEqual([])
})
