// npm run breakages: each patch of this folder removes one protection; the test it names must turn red. A test that stays
// green without the thing it protects is found here. Works on a copy: the project's own files are never touched.
//
// A patch starts with lines that git ignores:
//   protects: what is gone without it
//   test: tests/sql/merge.test.ts: part of the test's name
// Several `test:` lines name several tests; each must turn red.

import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { copyProject } from '../helpers/project-copy.ts'

const root = dirname(dirname(import.meta.dirname))

interface Breakage {
  readonly file: string
  readonly protects: string
  readonly tests: readonly { readonly path: string; readonly name: string }[]
}

const Report = z.object({ numFailedTests: z.number(), numPassedTests: z.number() })

function readBreakage(file: string): Breakage {
  const text = readFileSync(join(import.meta.dirname, file), 'utf8')
  const protects = /^protects: (.+)$/m.exec(text)?.[1]
  const tests = [...text.matchAll(/^test: (\S+): (.+)$/gm)].map(([, path = '', name = '']) => ({ path, name }))
  if (protects === undefined || tests.length === 0)
    throw new Error(`${file} does not say what it protects and which test`)
  return { file, protects, tests }
}

const vitest = join(root, 'node_modules/vitest/vitest.mjs')

/** Runs one named test in the copy. @returns null when it turned red, else what is wrong. */
function tryTest(copy: string, path: string, name: string): string | null {
  const report = join(copy, 'report.json')
  const pattern = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const args = [vitest, 'run', path, '-t', pattern, '--reporter=json', `--outputFile=${report}`]
  spawnSync(process.execPath, args, { cwd: copy, stdio: 'ignore' })
  const { numFailedTests, numPassedTests } = Report.parse(JSON.parse(readFileSync(report, 'utf8')))
  rmSync(report)
  if (numFailedTests > 0) return null
  return `${path} "${name}" ${numPassedTests > 0 ? 'stays green without it' : 'is no test'}`
}

/** @returns null when every named test turned red. */
function tryBreakage(breakage: Breakage): string | null {
  const copy = copyProject()
  try {
    const patch = join(import.meta.dirname, breakage.file)
    const applied = spawnSync('git', ['apply', '--unidiff-zero', patch], { cwd: copy, encoding: 'utf8' })
    if (applied.status !== 0) return `the patch no longer fits: ${applied.stderr.trim()}`
    return breakage.tests.map(({ path, name }) => tryTest(copy, path, name)).find(fault => fault !== null) ?? null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

const wanted = process.argv[2] ?? ''
let bad = 0
const files = readdirSync(import.meta.dirname).filter(file => file.endsWith('.patch') && file.includes(wanted))
for (const file of files.sort()) {
  const breakage = readBreakage(file)
  const fault = tryBreakage(breakage)
  if (fault !== null) bad++
  process.stdout.write(`${fault === null ? 'red as it should be' : `WRONG: ${fault}`}  ${file}: ${breakage.protects}\n`)
}
process.stdout.write(`${files.length - bad} passed, ${bad} failed\n`)
process.exitCode = bad > 0 || files.length === 0 ? 1 : 0
