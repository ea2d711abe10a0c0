// Removes one protection after the other, in a copy of the project, and expects the named tests to turn red. Before that they run
// without any patch: a test that is red or missing there shows nothing by being red with it.

import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { copyProject } from '../helpers/project-copy.ts'

interface NamedTest {
  readonly path: string
  readonly name: string
}

interface Breakage {
  readonly file: string
  readonly protects: string
  readonly tests: readonly NamedTest[]
}

export interface Verdict {
  readonly file: string
  readonly protects: string
  /** Nothing: each named test is green without the patch, and red with it. */
  readonly fault: string | null
}

const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
})

function readBreakage(folder: string, file: string): Breakage {
  const text = readFileSync(join(folder, file), 'utf8')
  const protects = /^protects: (.+)$/m.exec(text)?.[1]
  const tests = [...text.matchAll(/^test: (\S+): (.+)$/gm)].map(([, path = '', name = '']) => ({ path, name }))
  if (protects === undefined || tests.length === 0)
    throw new Error(`${file} does not say what it protects and which test`)
  return { file, protects, tests }
}

const keyOf = ({ path, name }: NamedTest) => `${path}: ${name}`

/** Runs the named tests of a copy in one go. @returns for each the number of tests that it names by how they ended. */
function runTests(copy: string, tests: readonly NamedTest[]): (test: NamedTest) => { passed: number; failed: number } {
  const file = join(copy, 'report.json')
  const paths = [...new Set(tests.map(({ path }) => path))]
  const names = [...new Set(tests.map(({ name }) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))]
  const vitest = join(copy, 'node_modules/vitest/vitest.mjs')
  const args = [vitest, 'run', ...paths, '-t', names.join('|'), '--reporter=json', `--outputFile=${file}`]
  spawnSync(process.execPath, args, { cwd: copy, stdio: 'ignore' })
  const { testResults } = Report.parse(JSON.parse(readFileSync(file, 'utf8')))
  rmSync(file)
  return ({ path, name }) => {
    const ended = testResults
      .filter(result => result.name.endsWith(`/${path}`))
      .flatMap(result => result.assertionResults)
      .filter(({ fullName }) => fullName.includes(name))
    const count = (status: string) => ended.filter(each => each.status === status).length
    return { passed: count('passed'), failed: count('failed') }
  }
}

/** Lists of tests in which each file is named once: a test runs as it will with the patch, without what others of its file leave. */
function roundsOf(tests: readonly NamedTest[]): readonly (readonly NamedTest[])[] {
  const rounds: NamedTest[][] = []
  for (const test of new Map(tests.map(each => [keyOf(each), each])).values()) {
    const free = rounds.find(round => round.every(({ path }) => path !== test.path))
    if (free === undefined) rounds.push([test])
    else free.push(test)
  }
  return rounds
}

/** @returns the faults of the tests that are not green in the project as it is. */
function faultsBefore(root: string, tests: readonly NamedTest[]): ReadonlyMap<string, string> {
  const copy = copyProject(root)
  try {
    const faults = new Map<string, string>()
    for (const round of roundsOf(tests)) {
      const ended = runTests(copy, round)
      for (const test of round) {
        const { passed, failed } = ended(test)
        if (failed > 0) faults.set(keyOf(test), `${test.path} "${test.name}" is red without the patch`)
        else if (passed === 0) faults.set(keyOf(test), `${test.path} "${test.name}" is no test, or does not run here`)
      }
    }
    return faults
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** @returns null when every named test turned red. */
function faultWith(root: string, patch: string, tests: readonly NamedTest[]): string | null {
  const copy = copyProject(root)
  try {
    const applied = spawnSync('git', ['apply', '--unidiff-zero', patch], { cwd: copy, encoding: 'utf8' })
    if (applied.status !== 0) return `the patch no longer fits: ${applied.stderr.trim()}`
    for (const test of tests) {
      const { passed, failed } = runTests(copy, [test])(test)
      if (failed === 0) return `${test.path} "${test.name}" ${passed > 0 ? 'stays green without it' : 'does not run'}`
    }
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/**
 * Tries the breakages of a project (tests/breakages/*.patch) whose file names have a word in them, in their order.
 * @throws Error for a patch without its head.
 */
export function* tryBreakages(root: string, word: string): Generator<Verdict> {
  const folder = join(root, 'tests/breakages')
  const breakages = readdirSync(folder)
    .filter(file => file.endsWith('.patch') && file.includes(word))
    .sort()
    .map(file => readBreakage(folder, file))
  if (breakages.length === 0) return
  const before = faultsBefore(
    root,
    breakages.flatMap(({ tests }) => tests),
  )
  for (const { file, protects, tests } of breakages) {
    const fault = tests.map(test => before.get(keyOf(test))).find(found => found !== undefined)
    yield { file, protects, fault: fault ?? faultWith(root, join(folder, file), tests) }
  }
}
