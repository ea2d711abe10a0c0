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

const rightsHead = `# The rights of each role

This page is made from the database's own catalog, and the tests compare the two (\`npm run probe\`). \`s\` sees, \`i\` adds, \`u\` changes, \`d\` removes rows of a
table; a letter in brackets means only some columns. Row security decides **which** rows: sales and managers see the records that
they own and the records under those, managers also the records of the staff under them, a person acting on their own record (\`subject\`)
sees that record, all other roles see all rows of the tables that they may read. Support adds stays in stages
(\`development_tracking\`) to its own tickets and to tickets without an owner. The program's logins \`satchel_import\` and \`satchel_dispatch\` read only
forms under their own rights; they act for other people under those people's roles.
`

const othersHead = `## Rows of other people

The probe acted as an unrelated colleague on a row of a salesperson: it read, changed
and added each column. \`s\` saw all rows of the kind, \`p\` a part (of records: goods), \`i\` added a row like it (for a record, one of
the colleague's own), \`u\` changed it, \`d\` removed it; brackets mean that only some columns could be read or written. A \`p\` of the office lacks private
notes, their attached rows, and other people's own queries; in \`meta_tables\` it lacks the rows that hide a table from
others.
`

const keptHead = `## Columns that nobody writes

The table fills these columns itself. A role that may write the table may name them, but the table still sets its own value.
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
