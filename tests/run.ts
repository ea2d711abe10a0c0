// npm test: what runs everywhere, on the embedded PostgreSQL, with nothing on PATH but Node and what every system has.
// npm run test:system: what needs more (files *.system.test.ts), thorough.ts, and the SQL once more on Debian's PostgreSQL 15.
// Either names what was left out; the last line is "N passed, N failed". Arguments are passed on to vitest.

import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, relative } from 'node:path'
import { z } from 'zod'
import { leftFolders } from '@satchel/core/db/outside-folders'
import { runningServer } from '@satchel/core/db/embedded-server'
import { basicsOnly } from './helpers/basics.ts'
import { killFiles, randomFiles, thorough } from './thorough.ts'

const root = join(import.meta.dirname, '..')
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const debian = join(root, 'tests/helpers/debian-postgres.ts')
const debianPrograms = '/usr/lib/postgresql/15/bin/initdb'

/** Programs of the operating system that some tests need, and the Debian packages that bring them. */
const programs: Readonly<Record<string, string>> = {
  chromium: 'chromium',
  'firefox-esr': 'firefox-esr',
  mutt: 'mutt',
  script: 'bsdutils',
  gpg: 'gnupg',
  sq: 'sq',
  emacs: 'emacs-nox',
  sbcl: 'sbcl',
  guile: 'guile-3.0',
  strace: 'strace',
  psql: 'postgresql-15',
  python3: 'python3',
  bash: 'bash',
  zsh: 'zsh',
  fish: 'fish',
  groff: 'groff-base',
}

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
})

interface Count {
  readonly passed: number
  readonly failed: number
  /** Names of tests that were skipped. */
  readonly skipped: readonly string[]
  /** File, name and message of each failure: repeated at the end, where the last lines of a long log show them. */
  readonly failures: readonly string[]
}

/** Runs vitest, through another command where one is given. A file that breaks before its first test counts as one failure. */
function runTests(
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  through: readonly string[] = [],
): Count {
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
  const { status } = spawnSync(command, rest, { cwd: root, stdio: 'inherit', env })
  // no report: vitest did not come so far (a wrong argument, a server that did not start)
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: [], failures: [`${name}: vitest wrote no report`] }
  const report = Report.parse(JSON.parse(readFileSync(file, 'utf8')))
  const broken = report.testResults.filter(
    result => result.status === 'failed' && result.assertionResults.every(each => each.status !== 'failed'),
  )
  const failed = report.numFailedTests + broken.length
  const failures = [
    ...broken.map(result => `${relative(root, result.name)}: ${shortly(result.message)}`),
    ...report.testResults.flatMap(result =>
      result.assertionResults
        .filter(each => each.status === 'failed')
        .map(each => `${relative(root, result.name)}: ${each.fullName}: ${shortly(each.failureMessages?.[0])}`),
    ),
  ]
  const skipped = report.testResults
    .flatMap(result => result.assertionResults)
    // where a part of a name was asked for (-t), the others are not left out but not asked for
    .filter(each => each.status === 'skipped' && !args.includes('-t'))
  return {
    passed: report.numPassedTests,
    // an error outside every test (an unhandled rejection, a teardown) ends vitest with 1 though each test passed
    failed: failed === 0 && status !== 0 ? 1 : failed,
    skipped: skipped.map(each => `"${each.fullName}"`),
    failures:
      failed === 0 && status !== 0 ? [`${name}: an error outside every test; search above for "Unhandled"`] : failures,
  }
}

const shortly = (message: string | undefined) => (message ?? '').split('\n').slice(0, 3).join(' ').slice(0, 300)

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some(place => {
    try {
      accessSync(join(place, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

function everywhere(given: readonly string[]): { counts: readonly Count[]; leftOut: readonly string[] } {
  const env = { ...process.env, PATH: basicsOnly(join(folder, 'bin'), process.env.PATH ?? '') }
  const project = given.some(word => word.startsWith('--project')) ? [] : ['--project=!system']
  const count = runTests('everywhere', [...project, ...given], env)
  return { counts: [count], leftOut: count.skipped.map(name => `${name} (needs root, or the right to mount)`) }
}

function system(given: readonly string[]): { counts: readonly Count[]; leftOut: readonly string[] } {
  const leftOut = Object.entries(programs)
    .filter(([program]) => !isOnPath(program))
    .map(([program, from]) => `${program} (package ${from})`)
  const counts = [runTests('system', ['--project=system', ...given], process.env)]
  const env = { ...thorough, ...process.env }
  if (given.length === 0) {
    process.stdout.write('\nMore kills, random histories and random worlds than npm test has time for:\n')
    counts.push(runTests('thorough', ['--project=database', ...killFiles, ...randomFiles], env))
  }
  if (!existsSync(debianPrograms) || process.getuid?.() !== 0) {
    leftOut.push("the SQL on Debian's PostgreSQL 15 (package postgresql-15, as root)")
  } else if (given.length > 0) {
    leftOut.push("the SQL on Debian's PostgreSQL 15 (runs without arguments only)")
  } else {
    process.stdout.write("\nThe SQL, the backup and own tables once more, on Debian's PostgreSQL 15:\n")
    const stories = ['backup', 'many', 'own-tables.test'].map(name => `tests/stories/${name}`)
    const args = ['--project=database', 'tests/sql', ...stories]
    counts.push(runTests('debian', args, env, [process.execPath, '--conditions=satchel-source', debian]))
  }
  return { counts, leftOut }
}

const [first, ...others] = process.argv.slice(2)
const isSystem = first === '--system'
const given = isSystem || first === undefined ? others : [first, ...others]
const folder = mkdtempSync(join(tmpdir(), 'satchel-tests-'))
try {
  const { counts, leftOut } = isSystem ? system(given) : everywhere(given)
  const passed = counts.reduce((sum, count) => sum + count.passed, 0)
  let failed = counts.reduce((sum, count) => sum + count.failed, 0)
  // a complete run that leaves a program out is no complete run
  if (process.env.SATCHEL_REQUIRE_SYSTEM === '1' && isSystem && leftOut.length > 0 && given.length === 0) failed += 1
  process.stdout.write(
    leftOut.length === 0 ? '\nNothing was left out.\n' : `\nLeft out, where a test needs it: ${leftOut.join(', ')}.\n`,
  )
  for (const failure of counts.flatMap(count => count.failures)) process.stdout.write(`FAILED ${failure}\n`)
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0
} finally {
  rmSync(folder, { recursive: true, force: true })
  // databases of homes that tests made and removed, of this run or of one that was killed
  for (const { data, home } of leftFolders()) {
    if (home.startsWith(`${tmpdir()}/`) && runningServer({ data }) === null)
      rmSync(data, { recursive: true, force: true })
  }
}
