// docs/rights.md: what the catalog grants, and what the probe found with the rows of others.

import { roles as staff } from '@satchel/core/staff/roles'
import type { Stage } from '../helpers/stage.ts'
import type { Column, Result } from './attempts.ts'

/** What a role could do with one row of a table: results by column; the first insert is the plain one. */
export interface Found {
  readonly read: readonly Result[]
  readonly update: readonly Result[]
  readonly insert: readonly Result[]
  readonly remove: Result
}

const rightsHead = `# Who may do what

Made from the database's own catalog, and compared with it by the tests (\`npm run probe\`). \`s\` sees, \`i\` adds, \`u\` changes, \`d\` removes rows of a
table; small columns only where the letter stands in brackets. **Which** rows is row security's to say: sales and managers see what
they own and what stands under them, managers also what the staff under them own, a person acting on their own record (\`subject\`)
sees that record, everybody else sees all rows of the tables that they may read. Support adds stays in stages
(\`development_tracking\`) to tickets that it has or nobody has. The program's logins \`satchel_import\` and \`satchel_dispatch\` read forms and nothing
else; what they do for others they do under the role of those others.
`

const othersHead = `## With the rows of others

What the probe could do with a row that is a salesperson's, as a colleague who has nothing to do with it: each column was read, changed
and added. \`s\` saw all rows of the kind, \`p\` a part (of records: goods), \`i\` added one like it (a record
of one's own, where it is a record), \`u\` changed it, \`d\` removed it; in brackets where only some columns could be read or written. Private
notes, what hangs on them and queries of one's own are what is missing from a \`p\` of the office; of \`meta_tables\`, what hides a table from
others.
`

const keptHead = `## What nobody writes

The table fills these columns itself. A role that may write the table may name them; the table sets its own value all the same.
`

export async function rightsPage(
  stage: Stage,
  columns: ReadonlyMap<string, readonly Column[]>,
  others: ReadonlyMap<string, Found>,
  all: readonly ReadonlyMap<string, Found>[],
): Promise<string> {
  const roles = [...staff, 'subject']
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
  const granted = rows.map(row => `| \`${row.name}\` | ${roles.map(role => row[role] || '–').join(' | ')} |`)
  const tried = [...columns.keys()].map(
    table => `| \`${table}\` | ${staff.map(role => lettersOf(others.get(`${role} ${table}`)) || '–').join(' | ')} |`,
  )
  const kept = [...columns].flatMap(([table, list]) => {
    const names = list.filter((_, index) => isKept(all, table, index)).map(column => `\`${column.name}\``)
    return names.length === 0 ? [] : [`- ${names.join(', ')}`]
  })
  return [
    `${rightsHead}\n${tableOf(roles, granted)}`,
    `${othersHead}\n${tableOf(staff, tried)}`,
    `${keptHead}\n${kept.join('\n')}`,
    '',
  ]
    .join('\n\n')
    .replace(/\n\n$/, '\n')
}

const tableOf = (roles: readonly string[], lines: readonly string[]) =>
  [`| Table | ${roles.join(' | ')} |`, `| --- |${' --- |'.repeat(roles.length)}`, ...lines].join('\n')

function lettersOf(found: Found | undefined): string {
  if (found === undefined) return ''
  const some = (results: readonly Result[], letter: string, is: (result: Result) => boolean) => {
    if (!results.some(is)) return ''
    return results.includes('denied') ? `(${letter})` : letter
  }
  const seen = some(found.read, found.read.includes('all') ? 's' : 'p', result => result === 'all' || result === 'some')
  const added = found.insert[0] === 'changed' ? 'i' : ''
  const removed = found.remove === 'changed' || found.remove.startsWith('refused') ? 'd' : ''
  return `${seen}${added}${some(found.update, 'u', result => result === 'changed')}${removed}`
}

/** Whether somebody was let through and nobody's value stayed. */
function isKept(all: readonly ReadonlyMap<string, Found>[], table: string, index: number): boolean {
  const results = all.flatMap(one =>
    staff.flatMap(role => {
      const found = one.get(`${role} ${table}`)
      return [found?.update[index], found?.insert[index + 1]]
    }),
  )
  return results.includes('kept') && !results.includes('changed')
}
