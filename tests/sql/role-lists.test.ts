// The roles of staff are listed once, in staff_roles(). Where a list of its own is needed, it is the same.

import { roles } from '@satchel/core/staff/roles'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'
import { filesBelow, read } from '../workspace/sources.ts'

let stage: Stage
let listed: readonly string[]
beforeAll(async () => {
  stage = await openStage()
  listed = (await stage.rows<{ role: string }>('select role from staff_roles()')).map(({ role }) => role)
})
afterAll(() => stage.close())

test('the program offers the roles that the database has', () => {
  expect(listed.length).toBeGreaterThan(0)
  expect([...roles]).toEqual(listed)
})

test('each is a group of PostgreSQL, and a word that a list of staff may use', async () => {
  const groups = [...read('sql/setup/roles.sql').matchAll(/'(satchel_[a-z]+)'/g)].map(([, name = '']) => name)
  const ours = ['owner', 'subject', 'import', 'dispatch', 'console']
  expect([...new Set(groups)].sort()).toEqual([...listed, ...ours].map(name => `satchel_${name}`).sort())
  const words = await stage.rows<{ word: string }>(
    "select lookup_value as word from lookup where lookup_domain = 'staff-role' and lookup_active",
  )
  expect(words.map(({ word }) => word).sort()).toEqual([...listed].sort())
})

test('all of them read the lists and the shipped queries, and nobody else of ours does', async () => {
  const [query] = await stage.rows<{ roles: string[] }>(
    "select array(select substr(r::text, 9) from unnest(roles) r) as roles from pg_policies where policyname = 'query_read'",
  )
  expect([...(query?.roles ?? [])].sort()).toEqual([...listed].sort())
  for (const role of listed) {
    const { may } = await stage.one<{ may: boolean }>(
      "select has_table_privilege($1, 'lookup', 'select') and has_function_privilege($1, 'note_staff_password(text)', 'execute') as may",
      [`satchel_${role}`],
    )
    expect([role, may]).toEqual([role, true])
  }
})

test('the pages explain each', () => {
  const page = read('docs/database.md')
  expect(listed.filter(role => !page.includes(`\`satchel_${role}\``))).toEqual([])
  expect(read('docs/rights.md')).toContain(`| Table | ${listed.join(' | ')} |`)
})

test('no other file has a list of them', () => {
  const places = ['sql/functions/staff/roles.sql', 'sql/setup/roles.sql', 'core/staff/roles.ts', 'sql/schema.sql']
  const files = ['core', 'sql', 'bench', 'forms', 'dispatcher']
    .flatMap(filesBelow)
    .filter(file => !file.startsWith('sql/migrations/') && !places.includes(file))
  const named = (text: string) => listed.filter(role => new RegExp(`\\b(satchel_)?${role}\\b`).test(text)).length
  const found = files.flatMap(file =>
    read(file)
      .split('\n')
      .filter(line => named(line) > 5)
      .map(line => `${file}: ${line.trim().slice(0, 80)}`),
  )
  expect(found).toEqual([])
  expect(named(read('core/staff/roles.ts'))).toBe(listed.length)
})
