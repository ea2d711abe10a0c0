// Entry of the process: the real streams, clock and environment are handed to the command line here and nowhere else.

import { main } from './main.ts'

const stop = new AbortController()
let interrupted = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interrupted) process.exit(130) // a second one does not wait
    interrupted = true
    process.exitCode = 130
    stop.abort()
  })
}
// a reader that closes the pipe early (satchel ... | head) is no error
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

await main(process.argv.slice(2), {
  streams: { out: process.stdout, err: process.stderr, keys: process.stdin },
  env: process.env,
  now: () => new Date(),
  stop: stop.signal,
  setExitCode(code) {
    if (code === 'stopped') process.exitCode = 0
    else process.exitCode = interrupted && code === 0 ? 130 : code
  },
})
