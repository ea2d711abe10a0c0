// Removes one protection after the other, in a copy of the project, and expects the named tests to turn red. Before that they run
// without any patch: a test that is red or missing there shows nothing by being red with it.

import { spawnSync } from 'node:child_process'
import { thorough } from '../thorough.ts'
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

interface Ended {
  readonly status: string
  readonly fullName: string
}

/** Runs tests of a copy in one go: all of some files, or those alone that are named. @returns for a file how its tests ended, in their order. */
function runTests(
  copy: string,
  paths: readonly string[],
  names?: readonly string[],
): (path: string) => readonly Ended[] {
  const file = join(copy, 'report.json')
  const pattern = names?.map(name => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')
  const vitest = join(copy, 'node_modules/vitest/vitest.mjs')
  const only = pattern === undefined ? [] : ['-t', pattern]
  const args = [vitest, 'run', ...paths, ...only, '--reporter=json', `--outputFile=${file}`]
  // in the numbers that find a fault surely
  spawnSync(process.execPath, args, { cwd: copy, stdio: 'ignore', env: { ...thorough, ...process.env } })
  const { testResults } = Report.parse(JSON.parse(readFileSync(file, 'utf8')))
  rmSync(file)
  return path => testResults.filter(({ name }) => name.endsWith(`/${path}`)).flatMap(each => each.assertionResults)
}

/** How many tests of this name ended so. */
const countOf = (ended: readonly Ended[], name: string, status: string) =>
  ended.filter(each => each.fullName.includes(name) && each.status === status).length

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

interface Before {
  /** By test: why it shows nothing. */
  readonly faults: ReadonlyMap<string, string>
  /** Tests that are green behind the others of their file alone: steps of a story. */
  readonly steps: ReadonlySet<string>
}

/** Runs the tests in the project as it is. */
function runBefore(root: string, tests: readonly NamedTest[]): Before {
  const copy = copyProject(root)
  try {
    const faults = new Map<string, string>()
    const red: NamedTest[] = []
    for (const round of roundsOf(tests)) {
      const of = runTests(
        copy,
        [...new Set(round.map(({ path }) => path))],
        [...new Set(round.map(({ name }) => name))],
      )
      for (const test of round) {
        if (countOf(of(test.path), test.name, 'failed') > 0) red.push(test)
        else if (countOf(of(test.path), test.name, 'passed') === 0)
          faults.set(keyOf(test), `${test.path} "${test.name}" is no test, or does not run here`)
      }
    }
    const steps = new Set<string>()
    const whole = red.length === 0 ? null : runTests(copy, [...new Set(red.map(({ path }) => path))])
    for (const test of red) {
      const ended = whole?.(test.path) ?? []
      if (countOf(ended, test.name, 'failed') === 0 && countOf(ended, test.name, 'passed') > 0) steps.add(keyOf(test))
      else faults.set(keyOf(test), `${test.path} "${test.name}" is red without the patch`)
    }
    return { faults, steps }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** @returns null where a test turned red. Of a step of a story the steps before it must be green, or they may be the cause. */
function faultOf(copy: string, { path, name }: NamedTest, isStep: boolean): string | null {
  const ended = isStep ? runTests(copy, [path])(path) : runTests(copy, [path], [name])(path)
  if (countOf(ended, name, 'failed') === 0)
    return `${path} "${name}" ${countOf(ended, name, 'passed') > 0 ? 'stays green without it' : 'does not run'}`
  const first = ended.find(({ status }) => status === 'failed')
  if (!isStep || first === undefined || first.fullName.includes(name)) return null
  return `${path} "${name}" is red after another, which may be why: "${first.fullName}"`
}

/** @returns null when every named test turned red. */
function faultWith(root: string, patch: string, tests: readonly NamedTest[], { steps }: Before): string | null {
  const copy = copyProject(root)
  try {
    const applied = spawnSync('git', ['apply', '--unidiff-zero', patch], { cwd: copy, encoding: 'utf8' })
    if (applied.status !== 0) return `the patch no longer fits: ${applied.stderr.trim()}`
    for (const test of tests) {
      const fault = faultOf(copy, test, steps.has(keyOf(test)))
      if (fault !== null) return fault
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
  const before = runBefore(
    root,
    breakages.flatMap(({ tests }) => tests),
  )
  for (const { file, protects, tests } of breakages) {
    const fault = tests.map(test => before.faults.get(keyOf(test))).find(found => found !== undefined)
    yield { file, protects, fault: fault ?? faultWith(root, join(folder, file), tests, before) }
  }
}
