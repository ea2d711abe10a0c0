// npm test: everything that is tested, on the embedded PostgreSQL, and the SQL once more on Debian's PostgreSQL 15 where that is
// installed. Says in one line what was left out; the last line is "N passed, N failed". Arguments are passed on to vitest.

import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { z } from 'zod'

const root = join(import.meta.dirname, '..')
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const debian = join(root, 'tests/helpers/debian-postgres.ts')
const debianPrograms = '/usr/lib/postgresql/15/bin/initdb'

/** Programs of the operating system that some tests need, and the Debian packages that bring them. */
const programs: Readonly<Record<string, string>> = {
  chromium: 'chromium',
  gpg: 'gnupg',
  sq: 'sq',
  emacs: 'emacs-nox',
  sbcl: 'sbcl',
  guile: 'guile-3.0',
  strace: 'strace',
  psql: 'postgresql-15',
}

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
})

interface Count {
  readonly passed: number
  readonly failed: number
}

/** Runs vitest, through another command where one is given. A file that breaks before its first test counts as one failure. */
function runTests(folder: string, name: string, args: readonly string[], through: readonly string[] = []): Count {
  const file = join(folder, `${name}.json`)
  const [command = process.execPath, ...rest] = [
    ...through,
    process.execPath,
    vitest,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...args,
  ]
  const { status } = spawnSync(command, rest, { cwd: root, stdio: 'inherit' })
  // no report: vitest did not come so far (a wrong argument, a server that did not start)
  if (!existsSync(file)) return { passed: 0, failed: 1 }
  const report = Report.parse(JSON.parse(readFileSync(file, 'utf8')))
  const broken = report.testResults.filter(
    result => result.status === 'failed' && result.assertionResults.length === 0,
  ).length
  const failed = report.numFailedTests + broken
  // an error outside every test (an unhandled rejection, a teardown) ends vitest with 1 though each test passed
  return { passed: report.numPassedTests, failed: failed === 0 && status !== 0 ? 1 : failed }
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some(folder => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

const given = process.argv.slice(2)
const required = process.env.SATCHEL_REQUIRE_SYSTEM === '1'
const folder = mkdtempSync(join(tmpdir(), 'satchel-tests-'))
const counts: Count[] = []
const leftOut = Object.entries(programs)
  .filter(([program]) => !isOnPath(program))
  .map(([program, from]) => `${program} (package ${from})`)
try {
  counts.push(runTests(folder, 'all', given))
  if (!existsSync(debianPrograms) || process.getuid?.() !== 0) {
    leftOut.push("the SQL on Debian's PostgreSQL 15 (package postgresql-15, as root)")
  } else if (given.length > 0) {
    leftOut.push("the SQL on Debian's PostgreSQL 15 (runs without arguments only)")
  } else {
    process.stdout.write("\nThe SQL and the backup once more, on Debian's PostgreSQL 15:\n")
    const through = [process.execPath, '--conditions=satchel-source', debian]
    counts.push(
      runTests(
        folder,
        'debian',
        ['--project', 'database', 'tests/sql', 'tests/stories/backup', 'tests/stories/many'],
        through,
      ),
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

const passed = counts.reduce((sum, count) => sum + count.passed, 0)
let failed = counts.reduce((sum, count) => sum + count.failed, 0)
// a complete run that leaves something out is no complete run
if (required && leftOut.length > 0 && given.length === 0) failed += 1
process.stdout.write(
  leftOut.length === 0 ? '\nNothing was left out.\n' : `\nLeft out, where a test needs it: ${leftOut.join(', ')}.\n`,
)
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
