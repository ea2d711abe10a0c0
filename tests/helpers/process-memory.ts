// The memory of another process of ours, now: its writable parts, as the system shows them below /proc.

import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

/** Calls with each part. A part that went away in the meantime is left out. */
export function eachPart(pid: number, call: (bytes: Buffer) => void): void {
  const places = readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .flatMap(line => {
      const [, from = '', to = ''] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? []
      return from === '' ? [] : [[Number.parseInt(from, 16), Number.parseInt(to, 16)] as const]
    })
  const memory = openSync(`/proc/${pid}/mem`, 'r')
  const step = 8 * 1024 * 1024
  const buffer = Buffer.alloc(step + 64)
  try {
    for (const [from, to] of places)
      for (let at = from; at < to; at += step) {
        try {
          // a little of the next part, too, for what stands across the two
          call(buffer.subarray(0, readSync(memory, buffer, 0, Math.min(step + 64, to - at), at)))
        } catch {
          // reserved and not there
        }
      }
  } finally {
    closeSync(memory)
  }
}
