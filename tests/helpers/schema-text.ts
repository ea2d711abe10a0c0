// The schema as text, asked of the catalog (sql/catalog): one block a table, then views, types and functions by their signatures.

import { sqlFiles } from '@satchel/core/db/sql-files'

/** A row of a catalog question: which table or view it is about, and a line or several of the text. */
interface Line {
  readonly source?: string
  readonly line?: string
  readonly about?: string | null
  readonly options?: string | null
  readonly secured?: boolean
}

const maxWidth = 140

const head = `-- The schema of a freshly migrated database, made from its catalog (sql/catalog) by tests/helpers/schema-text.ts, not by hand:
-- npm test -- tests/sql/schema.test.ts -u
-- It is for reading, and for seeing in a difference what a migration changes; a database is made by \`satchel db migrate\`.
-- Functions stand here by their signatures: their bodies are in sql/functions already, and a second copy would only be long.
-- The owner of everything is satchel_owner; functions without another word have "set search_path = public, pg_temp".
`

/** A definition as the catalog prints it, in the way in which sql/ is written: keywords small, no type behind a text, one clause a line. */
function plain(line = ''): string {
  const text = line
    .replaceAll(/'(?:[^']|'')*'|"[^"]*"|\b[A-Z][A-Z_]+\b/g, word => (/^['"]/.test(word) ? word : word.toLowerCase()))
    .replaceAll(/('(?:[^']|'')*')::(?:text|name)(?![\w[])/g, '$1')
    .replaceAll(/\(\( select (\w+)\(\) as \1\)\)/g, '(select $1())')
  return text.length <= maxWidth
    ? text
    : text.replaceAll(/ (when \(|execute function|references|using \(|with check)/g, '\n  $1')
}

/** @param ask runs a catalog question as the owner. */
export async function schemaText(ask: (sql: string) => Promise<readonly Line[]>): Promise<string> {
  const found = new Map<string, readonly Line[]>()
  for (const { name, text } of sqlFiles('catalog')) found.set(name, await ask(text))
  const lines = (question: string, source?: string) =>
    (found.get(question) ?? []).filter(row => source === undefined || row.source === source)
  const comment = (about?: string | null) => (about ? ` -- ${about.replaceAll(/\s+/g, ' ')}` : '')

  const tables = lines('tables').map(({ source, about, secured }) => {
    const parts = [...lines('columns', source), ...lines('constraints', source)]
    return [
      `create table ${source} (${comment(about)}`,
      ...parts.map((part, at) => `  ${plain(part.line)}${at < parts.length - 1 ? ',' : ''}${comment(part.about)}`),
      ');',
      ...(secured ? [`alter table ${source} enable row level security;`] : []),
      ...['indexes', 'triggers', 'policies', 'grants'].flatMap(question =>
        lines(question, source).map(({ line }) => plain(line)),
      ),
    ].join('\n')
  })
  const views = lines('views').map(({ source, about, options, line }) =>
    [
      `create view ${source} with (${options ?? ''}) as${comment(about)}`,
      plain(line),
      ...lines('grants', source).map(grant => plain(grant.line)),
    ].join('\n'),
  )
  const types = lines('types').map(({ line }) => line)
  const functions = lines('functions').map(({ line }) => `-- ${line}`)
  return `${[head, ...tables, ...views, types.join('\n'), functions.join('\n')].join('\n\n').replaceAll('\n\n\n', '\n\n')}\n`
}
