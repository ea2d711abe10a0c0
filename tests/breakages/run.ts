// npm run breakages: each patch of this folder removes one protection; the test it names must turn red. A test that stays
// green without the thing it protects is found here. Works on a copy: the project's own files are never touched.
//
// A patch starts with lines that git ignores:
//   protects: what is gone without it
//   test: tests/sql/merge.test.ts
//   name: part of the test's name

import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'

const root = dirname(dirname(import.meta.dirname))

interface Breakage {
  readonly file: string
  readonly protects: string
  readonly test: string
  readonly name: string
}

const Report = z.object({ numFailedTests: z.number(), numPassedTests: z.number() })

function readBreakage(file: string): Breakage {
  const text = readFileSync(join(import.meta.dirname, file), 'utf8')
  const line = (key: string) => {
    const found = new RegExp(`^${key}: (.+)$`, 'm').exec(text)?.[1]
    if (found === undefined) throw new Error(`${file} has no line "${key}: ..."`)
    return found
  }
  return { file, protects: line('protects'), test: line('test'), name: line('name') }
}

/** A copy of the project whose own packages link to the copy, and whose other packages link to the original. */
function makeCopy(): string {
  const copy = mkdtempSync(join(tmpdir(), 'satchel-breakage-'))
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  for (const file of files.split('\n').filter(name => name !== '')) {
    cpSync(join(root, file), join(copy, file), { recursive: true })
  }
  mkdirSync(join(copy, 'node_modules', '@satchel'), { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '@satchel') symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name))
  }
  for (const name of readdirSync(join(root, 'node_modules', '@satchel'))) {
    symlinkSync(join(copy, name), join(copy, 'node_modules', '@satchel', name))
  }
  execFileSync('chmod', ['-R', 'a+rX', copy])
  return copy
}

/** @returns null when the named test turned red, else what is wrong. */
function tryBreakage(breakage: Breakage): string | null {
  const copy = makeCopy()
  try {
    const applied = spawnSync('git', ['apply', '--unidiff-zero', join(import.meta.dirname, breakage.file)], {
      cwd: copy,
      encoding: 'utf8',
    })
    if (applied.status !== 0) return `the patch no longer fits: ${applied.stderr.trim()}`
    const report = join(copy, 'report.json')
    const { pathname: vitest } = new URL('../../node_modules/vitest/vitest.mjs', import.meta.url)
    spawnSync(
      process.execPath,
      [vitest, 'run', breakage.test, '-t', breakage.name, '--reporter=json', `--outputFile=${report}`],
      { cwd: copy, stdio: 'ignore' },
    )
    const { numFailedTests, numPassedTests } = Report.parse(JSON.parse(readFileSync(report, 'utf8')))
    if (numFailedTests > 0) return null
    return numPassedTests > 0 ? 'the test stays green without it' : 'no test of that name ran'
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
