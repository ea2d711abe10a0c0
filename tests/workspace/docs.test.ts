// What the pages point to is there: files, headings' pages, and the tests that docs/guarantees.md names.

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow, read, root } from './sources.ts'

const pages = filesBelow('.').filter(file => file.endsWith('.md'))

test('there are pages', () => {
  expect(pages).toEqual(
    expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md']),
  )
})

test.each(pages)('%s links to files that are there', page => {
  const links = [...read(page).matchAll(/\]\(([^)#\s]+)(#[^)]*)?\)/g)]
    .map(match => match[1] ?? '')
    .filter(link => !/^[a-z]+:/.test(link))
  expect(links.filter(link => !existsSync(join(root, dirname(page), link)))).toEqual([])
})

test.each(pages)('%s names only files of the project that are there', page => {
  const named = [
    ...read(page).matchAll(/`((?:core|protocol|forms|dispatcher|intake-server|sql|tests|docs)\/[^`\s]*)`/g),
  ]
    .map(match => match[1] ?? '')
    .filter(path => !/[A-Z*]{2,}|\*/.test(path))
  // a file that the reader is to write: the block that shows it names it
  const written = new Set([...read(page).matchAll(/^```\w+ (\S+\/\S+)$/gm)].map(match => match[1]))
  // a path that is made by the build is named by its folder
  expect(named.filter(path => !existsSync(join(root, path)) && !written.has(path))).toEqual([])
})

/** A line may name several tests. */
const shownBy = /`(tests\/[^`]+)` "([^"]+)"/g
const guarantees = [...read('docs/guarantees.md').matchAll(shownBy)].map(match => ({
  file: match[1] ?? '',
  name: match[2] ?? '',
}))

test('every line of the guarantees names a test', () => {
  const lines = read('docs/guarantees.md')
    .split('\n')
    .filter(line => line.startsWith('| ') && !/^\| (Promise|Case|---)/.test(line))
    // the figures of the last long run have their command beside them
    .filter(line => !/^\| (Last run \||\d{4}-\d\d-\d\d, seed)/.test(line))
  expect(lines.length).toBeGreaterThan(20)
  for (const line of lines) expect(line.match(shownBy), line).not.toBeNull()
})

test.each(guarantees)('$file has "$name"', ({ file, name }) => {
  const titles = [
    ...read(file).matchAll(
      // after the word, or after the table of a test that runs over one
      /(?:\b(?:test|describe|systemTest)\b[\s\S]{0,80}?|\](?: as const)?\)\(\s*)(['"`])((?:\\.|(?!\1).)+)\1/g,
    ),
  ].map(match => (match[2] ?? '').replace(/\\'/g, "'"))
  expect(titles.some(title => title.includes(name))).toBe(true)
})

test('every decision has a number of its own, a question, a choice and what was refused', () => {
  const decisions = pages.filter(page => page.startsWith('docs/decisions/'))
  const numbers = decisions.map(page => page.slice('docs/decisions/'.length).slice(0, 4))
  expect(numbers).toEqual([...new Set(numbers)])
  for (const page of decisions) {
    const text = read(page)
    expect(text, page).toMatch(new RegExp(`^# ${page.slice('docs/decisions/'.length).slice(0, 4)} `))
    for (const part of ['**Question.**', '**Choice.**', '**Refused.**']) expect(text, page).toContain(part)
  }
})
