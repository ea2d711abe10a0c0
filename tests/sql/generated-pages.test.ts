// Pages that are made from the live catalog: who may do what (docs/rights.md) and how the tables hang together
// (docs/diagram.md). They are compared with what stands there; `npx vitest run --project database generated-pages -u` writes them.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const roles = ['admin', 'office', 'manager', 'sales', 'support', 'marketing', 'analyst', 'auditor', 'subject']

const rightsHead = `# Who may do what

Made from the database's own catalog, and compared with it by the tests. \`s\` sees, \`i\` adds, \`u\` changes, \`d\` removes rows of a
table; small columns only where the letter stands in brackets. **Which** rows is row security's to say: sales and managers see what
they own and what stands under them, managers also what the staff under them own, a person acting on their own record (\`subject\`)
sees that record, everybody else sees all rows of the tables that they may read. Support adds stays in stages
(\`development_tracking\`) to tickets that it has or nobody has. The program's logins \`satchel_import\` and \`satchel_dispatch\` read forms and nothing
else; what they do for others they do under the role of those others.
`

test('docs/rights.md', async () => {
  const rows = await stage.rows<Record<string, string>>(
    `select relname as name, ${roles
      .map(
        role => `(select string_agg(case when has_table_privilege('satchel_${role}', c.oid, p) then left(p, 1)
            when p in ('select', 'insert', 'update') and has_any_column_privilege('satchel_${role}', c.oid, p) then '(' || left(p, 1) || ')' else '' end, '' order by place)
          from unnest(array['select', 'insert', 'update', 'delete']) with ordinality o (p, place)) as ${role}`,
      )
      .join(', ')}
     from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`,
  )
  const lines = rows.map(row => `| \`${row.name}\` | ${roles.map(role => row[role] || '–').join(' | ')} |`)
  const table = [`| Table | ${roles.join(' | ')} |`, `| --- |${' --- |'.repeat(roles.length)}`, ...lines].join('\n')
  expect(lines.length).toBeGreaterThan(50)
  await expect(`${rightsHead}\n${table}\n`).toMatchFileSnapshot('../../docs/rights.md')
})

const groups: readonly (readonly [string, readonly string[]])[] = [
  [
    'Records and what hangs on them',
    [
      'entity',
      'entity_type',
      'entity_rule',
      'person',
      'person_private',
      'organization',
      'staff',
      'product',
      'grp',
      'deal',
      'deal_line',
      'ticket',
      'member',
      'relationship',
      'relationship_type',
      'contact_point',
      'address',
      'activity',
      'participant',
      'attachment',
      'duplicate',
      'consent',
    ],
  ],
  [
    'Processes',
    [
      'development_type',
      'development_process',
      'development_stage',
      'development_tracking',
      'entity',
      'entity_type',
      'staff',
    ],
  ],
  [
    'What goes out and comes back',
    [
      'entity',
      'form',
      'form_field',
      'packet',
      'token',
      'letter',
      'import_run',
      'item',
      'reply',
      'change',
      'inquiry',
      'item_file',
      'form_request',
    ],
  ],
]

test('docs/diagram.md', async () => {
  const links = await stage.rows<{ from: string; to: string; column: string; filled: boolean; one: boolean }>(
    `select conrelid::regclass::text as from, confrelid::regclass::text as to, attname as column, attnotnull as filled,
       exists (select from pg_index where indrelid = conrelid and indisunique and indnatts = 1 and indkey[0] = conkey[1] and indpred is null) as one
     from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
     where contype = 'f' and connamespace = 'public'::regnamespace order by 1, 3`,
  )
  const parts = groups.map(([title, tables]) => {
    const lines = links
      .filter(({ from, to }) => tables.includes(from) && tables.includes(to))
      .map(
        ({ from, to, column, filled, one }) =>
          `  ${to} ${filled ? '||' : '|o'}--${one ? 'o|' : 'o{'} ${from} : "${column.slice(from.length + 1)}"`,
      )
    return `## ${title}\n\n\`\`\`mermaid\nerDiagram\n${lines.join('\n')}\n\`\`\`\n`
  })
  const text = `# How the tables hang together\n\nMade from the database's own catalog, and compared with it by the tests. [database.md](database.md) says what each table holds.\n\n${parts.join('\n')}`
  await expect(text).toMatchFileSnapshot('../../docs/diagram.md')
})
