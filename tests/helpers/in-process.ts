// Runs a command line in the process of the test, through the same entry as the program's (core/cli/main.ts), with streams of
// its own. What is about processes starts one with command.ts: a signal, a crash, another user, another folder.

import { Writable } from 'node:stream'
import { main } from '@satchel/core/cli/main'
import { type Ended, plainEnv } from './command.ts'

export interface HereOptions {
  readonly env?: Readonly<Record<string, string>>
}

/** Runs a command to its end. @throws what would end the process with a stack. */
export async function runHere(args: readonly string[], options: HereOptions = {}): Promise<Ended> {
  if (options.env?.SATCHEL_CRASH_AT !== undefined) throw new Error('a crash needs a process of its own')
  const out = collect()
  const err = collect()
  let code = 0
  await main(args, {
    streams: { out: out.stream, err: err.stream },
    env: { ...plainEnv(), ...options.env },
    now: () => new Date(),
    stop: new AbortController().signal,
    setExitCode(given) {
      code = given === 'stopped' ? 0 : given
    },
  })
  const said = out.text()
  return { code, signal: null, out: said, err: err.text(), json: <T>() => JSON.parse(said) as T }
}

function collect() {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk)
      done()
    },
  })
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') }
}
