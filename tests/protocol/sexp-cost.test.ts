// K6 behind the seal: the largest texts of any shape that are read at all cost no more than two seconds and 256 MB.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { limits } from '@satchel/protocol/limits'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { example } from './examples.ts'

const longestMs = 2000
const mostBytes = 256 * 1024 * 1024
const script = join(import.meta.dirname, 'parse-process.ts')

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-cost-'))
})

afterAll(() => rmSync(folder, { recursive: true }))

const submission = example('submission')
const upload = example('upload')

/** A good file in which one place is filled up until the file is as large as it may be. */
function filled(good: string, maxBytes: number, place: string, unit: string, around = ['', '']): string {
  const [before = '', after = ''] = good.split(place)
  const [open = '', close = ''] = around
  const room = maxBytes - before.length - after.length - open.length - close.length
  return before + open + unit.repeat(Math.floor(room / unit.length)) + close + after
}

const name = '"Ada Obi"'
const shapes = {
  'a submission of one text': ['submission', filled(submission, limits.submissionBytes, name, 'x', ['"', '"'])],
  'a submission of quotes': ['submission', filled(submission, limits.submissionBytes, name, '\\"', ['"', '"'])],
  'a submission of spaces': ['submission', filled(submission, limits.submissionBytes, name, ' ', ['', name])],
  'a submission of many fields': [
    'submission',
    filled(submission, limits.submissionBytes, '(field "name" "Ada Obi")', `(field "a" "${'x'.repeat(150)}") `),
  ],
  'an upload of one text': ['upload', filled(upload, limits.uploadBytes, '"hello.txt"', 'x', ['"', '"'])],
  'an upload of quotes': ['upload', filled(upload, limits.uploadBytes, '"hello.txt"', '\\\\', ['"', '"'])],
} as const

test.each(Object.entries(shapes))('%s, as large as it may be, is read in 2 seconds and 256 MB', (_, [format, text]) => {
  const file = join(folder, 'file')
  writeFileSync(file, text)
  const child = spawnSync(process.execPath, ['--conditions=satchel-source', script, format, file], { encoding: 'utf8' })
  expect(child.stderr).toBe('')
  const told = JSON.parse(child.stdout) as { code: string; ms: number; peakBytes: number }
  expect(told.code).toBe('read')
  expect(told.ms).toBeLessThan(longestMs)
  // with the program itself and the file in it
  expect(told.peakBytes).toBeLessThan(mostBytes)
})
