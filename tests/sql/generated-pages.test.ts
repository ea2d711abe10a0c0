// A page that is made from the live catalog: how the tables hang together (docs/diagram.md). It is compared with what stands there;
// `npx vitest run --project database generated-pages -u` writes it. docs/rights.md is the probe's (tests/probe).

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const groups: readonly (readonly [string, readonly string[]])[] = [
  [
    'Records and their rows',
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
    'Packets and replies',
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
  const text = `# The tables and their references\n\nThis page is made from the database's own catalog, and the tests compare the two. [database.md](database.md) describes each table.\n\n${parts.join('\n')}`
  await expect(text).toMatchFileSnapshot('../../docs/diagram.md')
})
