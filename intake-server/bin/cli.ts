// Entry of the process: the real streams, clock, signals and environment are handed on here and nowhere else.

import { parseArgs } from 'node:util'
import { Problem } from '@satchel/protocol/problem'
import { check } from '../commands/check-host.ts'
import { makeLog } from '../host/log.ts'
import { problem } from '../problems.ts'
import { serve } from '../commands/serve.ts'
import { intakeHome } from '../host/intake-settings.ts'

const help = `satchel-intake: the public side of Satchel. Stores what visitors send as files that nobody here can read.

  satchel-intake check [--home FOLDER]   proves settings, keys, disk, clock and host; prints the receipt key
  satchel-intake serve [--home FOLDER]   takes posts until SIGTERM; SIGHUP reads the keys again

  --home FOLDER   folder with intake.json and keys/; else SATCHEL_INTAKE_HOME, else ./intake
  --help          this text

Exit codes: 0 done; 1 a bug; 2 usage or configuration; 10 disk; 12 key; 130 interrupted.

Example:
  satchel-intake check --home /etc/satchel-intake && satchel-intake serve --home /etc/satchel-intake
`

/** Runs a command to its end. @returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const { positionals, values } = parse(args)
  const [command, ...rest] = positionals
  if (values.help === true) {
    process.stdout.write(help)
    return 0
  }
  const home = intakeHome(values.home, process.env)
  const now = () => new Date()
  if (rest.length === 0 && command === 'check') {
    return check({ home, now, proc: '/proc', say: line => void process.stdout.write(`${line}\n`) })
  }
  if (rest.length > 0 || command !== 'serve')
    throw problem('intake/usage', 'Say one of: check, serve.', { hint: 'satchel-intake --help' })
  const stop = new AbortController()
  let interrupted = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // a second one does not wait
      if (stop.signal.aborted) process.exit(130)
      interrupted = signal === 'SIGINT'
      stop.abort()
    })
  }
  const crashAt = process.env.SATCHEL_INTAKE_CRASH_AT
  await serve({
    home,
    now,
    stop: stop.signal,
    log: makeLog(line => void process.stderr.write(line), now),
    // for tests of what a power cut leaves: only where it is asked for by name
    failpoint: step => void (step === crashAt && process.kill(process.pid, 'SIGKILL')),
    onReload: reload => void process.on('SIGHUP', reload),
  })
  return interrupted ? 130 : 0
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { home: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
  } catch (cause) {
    throw problem('intake/usage', 'There is an option that satchel-intake does not know.', {
      hint: 'satchel-intake --help',
      cause,
    })
  }
}

/** A log line, or nothing, when whoever read the log went away. */
process.stderr.on('error', () => undefined)
process.stdout.on('error', () => undefined)

try {
  process.exitCode = await main(process.argv.slice(2))
  // nothing is in flight any more: whatever still holds the process does not count
  setTimeout(() => process.exit(), 1000).unref()
} catch (error) {
  if (!(error instanceof Problem)) throw error
  const hints = error.hints.map(hint => `hint: ${hint}\n`).join('')
  process.stderr.write(`satchel-intake: ${error.message} [${error.code}]\n${hints}`)
  process.exitCode = error.exit
}
