// ARCHITECTURE.md names every room, and no room that is not there.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow, read, root } from './sources.ts'

const packages = ['core', 'dispatcher', 'forms', 'intake-server', 'protocol', 'sql']
const page = read('ARCHITECTURE.md')

/** Rooms of a table: the paths in its first column. @param inside where the names of the column lie. */
function roomsOf(heading: string, inside: string): readonly string[] {
  const table = page.slice(page.indexOf(`| ${heading} |`)).split('\n\n')[0] ?? ''
  return (
    table
      .split('\n')
      .slice(2)
      .flatMap(row =>
        [...(row.split(' | ')[0] ?? '').matchAll(/`([\w/-]+)\/`/g)].map(match => inside + (match[1] ?? '')),
      )
      // the domains inside sql/functions have lines of their own
      .filter(room => room.split('/').length === 2)
  )
}

/** The folders of the second level that hold files. */
const rooms = new Set(
  packages.flatMap(filesBelow).flatMap(file => {
    const parts = file.split('/')
    return parts.length > 2 ? [parts.slice(0, 2).join('/')] : []
  }),
)

test('every room is named, once', () => {
  const named = [...roomsOf('Room of `core/`', 'core/'), ...roomsOf('Room elsewhere', '')]
  expect(named.toSorted()).toEqual([...rooms].filter(room => room !== 'intake-server/examples').toSorted())
})

test('a folder that a room is said to have is there', () => {
  const core = page.slice(page.indexOf('| Room of `core/` |')).split('\n\n')[0] ?? ''
  const inner = core.split('\n').flatMap(row => {
    const [room = '', about = ''] = row.split(' | ').map(cell => cell.replace(/^\| /, ''))
    return [...about.matchAll(/`([\w-]+)\/`/g)].map(match => join('core', room.replaceAll('`', ''), match[1] ?? ''))
  })
  expect(inner.length).toBeGreaterThan(8)
  expect(inner.filter(folder => !existsSync(join(root, folder)))).toEqual([])
})
