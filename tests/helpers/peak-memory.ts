// The most memory that this process has had. `resourceUsage().maxRSS` is no measure of it: Linux starts it with the size of the
// process that started this one.

import { readFileSync } from 'node:fs'

/** @returns bytes; proc(5) writes them as kB. */
export function peakMemory(): number {
  const [, kilobytes] = /^VmHWM:\s+([0-9]+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kilobytes) * 1024
}
