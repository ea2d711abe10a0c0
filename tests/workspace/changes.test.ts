// "To change X, touch Y" of ARCHITECTURE.md: the files of each row exist, and one example of each that the project has already is in those
// files and in no others. So a row that forgets a file, and a file that begins to hold such a fact beside them, are found.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadForms } from '@satchel/forms/loader'
import { intakeLimits } from '@satchel/intake-server/limits'
import { wordLists } from '@satchel/protocol/languages'
import { fileBytes, limits } from '@satchel/protocol/limits'
import { describe, expect, test } from 'vitest'
import { filesBelow, read, root } from './sources.ts'

const chapter = /^## To change X, touch Y\n([\s\S]*?)^## /m.exec(read('ARCHITECTURE.md'))?.[1] ?? ''
const rows = [...chapter.matchAll(/^\| (?!To add|---)(.+?) \| (.+?) \| (.*?) ?\|$/gm)].map(
  ([, change = '', touch = '', after = '']) => ({
    change,
    files: [...touch.matchAll(/`([^`\s]+\/[^`\s]*)`/g)].map(([, file = '']) => file),
    after,
  }),
)
const filesFor = (change: string) => rows.find(row => row.change === change)?.files ?? []

/** Files that are made by a tool, tell of the past, or try things out. */
const isOther = (file: string) =>
  /^(tests|bench)\/|^CHANGELOG\.md$|^docs\/(rights|diagram)\.md$|^docs\/decisions\/|^sql\/(schema\.sql|samples\/)|^core\/db\/calls\//.test(
    file,
  )
const project = ['core', 'dispatcher', 'docs', 'forms', 'intake-server', 'protocol', 'sql']
  .flatMap(filesBelow)
  .filter(file => !isOther(file))
const holding = (pattern: RegExp) => project.filter(file => pattern.test(read(file)))
/** Those of the files that a row does not name, neither themselves nor by their folder. */
const beside = (files: readonly string[], change: string) =>
  files.filter(
    file => !filesFor(change).some(named => file === named || (named.endsWith('/') && file.startsWith(named))),
  )

test('there is a row for each change', () => {
  expect(rows.map(({ change }) => change)).toEqual([
    'a field of the self-update form, of a column that exists',
    'the same, of a new column',
    'a channel',
    'a language',
    'a query',
    'the script of a page',
    'a role of staff',
    'a value of a lookup list',
    'a form for another type of record',
    'the largest upload',
    'an automatic action on a stage',
    'a page of a console',
    'a table of records',
  ])
})

test.each(rows)('every file that is named for $change is there', ({ files, after }) => {
  expect(files.length).toBeGreaterThan(0)
  expect(files.filter(file => !existsSync(join(root, file)))).toEqual([])
  const tests = [...after.matchAll(/tests\/[\w./-]+\.ts/g)].map(([file]) => file)
  expect(tests.filter(file => !existsSync(join(root, file)))).toEqual([])
})

describe('an example of each', () => {
  test('a role: the auditor', () => {
    const files = holding(/\bsatchel_auditor\b|'auditor'/)
    expect(files.length).toBeGreaterThan(4)
    expect(beside(files, 'a role of staff')).toEqual([])
  })

  test('a value of a lookup list: a wrong number', () => {
    const files = holding(/\bwrong-number\b/)
    expect(files).toContain('sql/seed/lists.sql')
    expect(beside(files, 'a value of a lookup list')).toEqual([])
  })

  test('a channel: items that are carried', () => {
    const files = holding(/'carried'/)
    expect(files).toContain('core/home/item-spools.ts')
    expect(beside(files, 'a channel')).toEqual([])
  })

  test('a stage and its task: more post', () => {
    expect(holding(/'Send more'/)).toEqual(['sql/seed/processes.sql'])
    expect(beside(holding(/'Send more'/), 'an automatic action on a stage')).toEqual([])
  })

  test('a language: the list of word lists names each', () => {
    expect(Object.values(wordLists).filter(place => !existsSync(join(root, place)))).toEqual([])
  })

  test("a table of records: a person's private row is known to the catalog, and to what is written about it alone", () => {
    expect(holding(/'person_private'/).filter(file => file.startsWith('sql/functions/'))).toContain(
      'sql/functions/people/record-tables.sql',
    )
  })
})

test('every column of the self-update form is one that a person may read and change of their own record', () => {
  const grants = read('sql/policies/grants.sql')
  const form = loadForms().definitions.find(({ name }) => name === 'self-update')
  const columns = (form?.fields ?? []).map(({ column }) => column)
  const given = (verb: string) =>
    [...grants.matchAll(new RegExp(`\\b${verb} \\(([^)]*)\\)[^;]*? to satchel_subject`, 'g'))].flatMap(
      ([, list = '']) => list.split(/,\s*/),
    )
  expect(columns.length).toBeGreaterThan(2)
  expect(columns.filter(column => !given('select').includes(column))).toEqual([])
  expect(columns.filter(column => !given('update').includes(column))).toEqual([])
})

describe('the largest upload', () => {
  const mib = 1024 * 1024

  test('is one figure, from which the others follow', () => {
    expect(intakeLimits.uploadBytes).toBe(fileBytes)
    // base64, and the seal around it
    expect(limits.uploadBytes).toBeGreaterThan((fileBytes * 4) / 3 + mib)
    expect(limits.sealedUploadBytes).toBeGreaterThan(limits.uploadBytes)
    expect(limits.spoolFileBytes).toBeGreaterThan(limits.sealedUploadBytes)
  })

  test('is what the pages and the examples of other servers say', () => {
    const { uploads } = intakeLimits
    expect(read('docs/intake.md')).toContain(`| ${fileBytes / mib} MiB; ${uploads} |`)
    const post = (uploads * fileBytes + intakeLimits.bodyBytes) / mib
    for (const [file, size] of [
      ['nginx.conf', /client_max_body_size (\d+)m;/],
      ['Caddyfile', /max_size (\d+)MiB/],
    ] as const) {
      const said = Number(size.exec(read(`intake-server/examples/${file}`))?.[1])
      expect([file, said >= post && said < post + 4]).toEqual([file, true])
    }
  })
})
