// SQL functions lie by domain: what is called from outside the database is in a domain's api.sql, the rest in files of helpers.

import { basename, dirname } from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow, read } from './sources.ts'

const files = filesBelow('sql/functions')
const domains = [...new Set(files.map(file => dirname(file)))]
const made = new Map(
  files.flatMap(file =>
    [...read(file).matchAll(/^create or replace function ([a-z_0-9]+)/gm)].map(
      ([, name = '']) => [name, file] as const,
    ),
  ),
)

test('each domain is a folder with an api.sql, and no file has a number for its place', () => {
  expect(domains.filter(folder => !files.includes(`${folder}/api.sql`))).toEqual([])
  expect(domains.filter(folder => dirname(folder) !== 'sql/functions')).toEqual([])
  const ordered = ['functions', 'policies', 'views', 'seed', 'repairs', 'samples'].flatMap(folder =>
    filesBelow(`sql/${folder}`),
  )
  expect(ordered.filter(file => /^\d/.test(basename(file)))).toEqual([])
})

test('functions are found, each in one file', () => {
  const all = files.flatMap(file => read(file).match(/^create (or replace )?function/gm) ?? [])
  expect(made.size).toBeGreaterThan(300)
  expect(all.length).toBe(made.size)
})

test('what a query calls lies in an api.sql', () => {
  const inside = filesBelow('sql/queries').flatMap(query =>
    [
      ...read(query)
        .replace(/^--.*$/gm, '')
        .matchAll(/\b([a-z_0-9]+)\(/g),
    ]
      .map(([, name = '']) => ({ query, name, file: made.get(name) ?? '' }))
      .filter(({ file }) => file !== '' && basename(file) !== 'api.sql'),
  )
  expect(inside).toEqual([])
})

test('no function is 60 lines or longer, but for the import and the merge, whose steps stand together, and the numbering plans, which are data', () => {
  const long = files
    .filter(file => !/\/(import|merge)\/|\/phone-plans\.sql$/.test(file))
    .flatMap(file =>
      [...read(file).matchAll(/^create or replace function ([a-z_0-9]+)[\s\S]*?(?:\$\$[\s\S]*?\$\$;|;$)/gm)].map(
        ([text, name]) => ({ name, lines: text.split('\n').length }),
      ),
    )
  expect(long.length).toBeGreaterThan(250)
  expect(long.filter(({ lines }) => lines >= 60)).toEqual([])
})

test('a domain is three to fifteen files', () => {
  const counts = domains.map(folder => ({ folder, count: files.filter(file => dirname(file) === folder).length }))
  expect(counts.filter(({ count }) => count < 3 || count > 15)).toEqual([])
})
