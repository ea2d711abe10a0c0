// Mails that are made to be slow cost no more than two seconds and 256 MB, each read by a process of its own. Its time is that of
// the processor, so that a busy machine does not count.

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { borne, type Flood, refused } from './floods.ts'

const mostMs = 2000
const mostBytes = 256 * 1024 * 1024
/** 700,000 parts and more, of ten bytes. */
const size = 8 * 1024 * 1024
const script = join(import.meta.dirname, 'flood-process.ts')

function read(flood: Flood) {
  const args = ['--conditions=satchel-source', '--max-old-space-size=160', script, flood, String(size)]
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 300_000 })
  if (stdout === '') throw new Error(`the process ended without a word: ${stderr}`)
  return JSON.parse(stdout) as { verdict: string; cpuMs: number; peakBytes: number }
}

test.each(Object.keys(refused) as (keyof typeof refused)[])(
  'a mail of %s is refused within 2 seconds and 256 MB',
  flood => {
    const { verdict, cpuMs, peakBytes } = read(flood)
    expect(verdict).toMatch(/^mail\/(not-readable|too-large)$/)
    expect(cpuMs).toBeLessThan(mostMs)
    expect(peakBytes).toBeLessThan(mostBytes)
  },
)

test.each(Object.keys(borne) as (keyof typeof borne)[])('a mail of %s is read within 2 seconds and 256 MB', flood => {
  const { verdict, cpuMs, peakBytes } = read(flood)
  expect(verdict).toBe('read')
  expect(cpuMs).toBeLessThan(mostMs)
  expect(peakBytes).toBeLessThan(mostBytes)
})
