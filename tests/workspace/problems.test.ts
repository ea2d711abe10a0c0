// The page docs/problems.md and the tables of codes say the same, and each code is really raised.

import { coreProblems } from '@satchel/core/problems/problems'
import { dispatcherProblems } from '@satchel/dispatcher/problems'
import { intakeProblems } from '@satchel/intake-server/problems'
import { formProblems } from '@satchel/forms/problems'
import type { ProblemTable } from '@satchel/protocol/problem'
import { protocolProblems } from '@satchel/protocol/problems'
import { describe, expect, test } from 'vitest'
import { filesBelow, read, withoutComments } from './sources.ts'

const tables: Readonly<Record<string, ProblemTable<string>>> = {
  protocol: protocolProblems,
  forms: formProblems,
  dispatcher: dispatcherProblems,
  'intake-server': intakeProblems,
  core: coreProblems,
}
const codes = Object.values(tables).flatMap(table => Object.keys(table))
const kinds = Object.assign({}, ...Object.values(tables)) as ProblemTable<string>

/** Rows of the page: `| code | means | exit | what to do |`. */
const rows = [...read('docs/problems.md').matchAll(/^\| `([^`]+)` \| (.+?) \| (\d+)(, later)? \| (.+) \|$/gm)].map(
  ([, code = '', means = '', exit = '', later, todo = '']) => ({ code, means, exit, later: later !== undefined, todo }),
)

test('no code stands in two tables', () => {
  expect([...new Set(codes)].sort()).toEqual([...codes].sort())
})

test('every code is a noun and what is wrong with it', () => {
  expect(codes.filter(code => !/^[a-z]+(-[a-z]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/.test(code))).toEqual([])
})

test('the page lists every code once, and no other', () => {
  expect(rows.map(row => row.code).sort()).toEqual([...codes].sort())
})

test('the page says what the tables say, and what to do', () => {
  for (const { code, means, exit, later, todo } of rows) {
    const kind = kinds[code]
    expect({ code, means, exit, later }).toEqual({
      code,
      means: kind?.about,
      exit: String(kind?.exit),
      later: kind?.retry === 'later',
    })
    expect(todo.length, code).toBeGreaterThan(8)
  }
})

describe.each(Object.keys(tables))('%s', folder => {
  const text = ['protocol', 'forms', 'dispatcher', 'intake-server', 'core', 'sql']
    .flatMap(filesBelow)
    .filter(file => /\.(ts|sql)$/.test(file) && !file.endsWith('problems.ts'))
    .map(file => withoutComments(read(file)))
    .join('\n')

  test('raises every code of its table', () => {
    // in TypeScript as a string, in SQL as the value of "problem"
    const idle = Object.keys(tables[folder] ?? {}).filter(code => !new RegExp(`['"]${code}['"]`).test(text))
    expect(idle).toEqual([])
  })
})

test('each meaning is one sentence', () => {
  const odd = Object.entries(kinds).filter(([, { about }]) => !/^[A-Z].*\.$/.test(about) || about.includes('\n'))
  expect(odd.map(([code]) => code)).toEqual([])
})
