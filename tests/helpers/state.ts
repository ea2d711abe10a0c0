// What a home folder and its database hold, in a form that two runs of the same work can be compared in: ids become places,
// times, hashes of times and counters of runs are left out. Everything else must be equal.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type pg from 'pg'
import { withClient } from './database.ts'
import type { TestHome } from './home.ts'

/** Left out: how often and when something was tried is not what became of it. */
const leftOut =
  /_(run|tx|attempts|digest|salt|uses|sendings|problem_at)$|^(audit_content_(old|new)|letter_(hid|bytes)|reply_hid|change_stamp)$/
/** Tables that tell of runs, or of nothing that lasts. */
const leftOutTables = [
  'import_run',
  'acting',
  'stated_write',
  'work',
  'latch',
  'migration',
  'query',
  'form',
  'form_field',
  'audit_seal',
  'audit_sealed',
  'audit_content',
]

/** Those that a group of replies is parted into are written record by record: their numbers do not tell the order of receipt. */
const orders: Readonly<Record<string, string>> = {
  reply: 'reply_packet, reply_digest, reply_id',
  change: 'change_packet, (select reply_digest from reply where reply_id = change_reply), change_reply, change_slot',
}

interface Column {
  readonly source: string
  readonly name: string
  readonly type: string
  readonly target: string | null
}

/** Ids come as text from pg, or as numbers. */
const placeKey = (id: unknown) => JSON.stringify(id).replaceAll('"', '')

async function columnsOf(client: pg.Client): Promise<readonly Column[]> {
  const { rows } = await client.query<Column>(`
    select relname::text as source, attname::text as name, format_type(atttypid, null) as type,
      (select confrelid::regclass::text from pg_constraint where contype = 'f' and conrelid = c.oid and conkey = array[attnum] limit 1) as target
    from pg_class c join pg_attribute on attrelid = c.oid
    where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped
    order by 1, attnum`)
  return rows.filter(column => !leftOutTables.includes(column.source))
}

/** Rows of every table, ids as places in their table, in the order of their ids. */
export async function tablesOf(home: TestHome): Promise<Record<string, readonly string[]>> {
  return withClient(home.database.url('satchel'), async client => {
    await client.query('set role satchel_owner; set row_security = off')
    const columns = await columnsOf(client)
    const sources = [...new Set(columns.map(column => column.source))]
    const tables = new Map<string, readonly Record<string, unknown>[]>()
    for (const source of sources) {
      const { rows } = await client.query(`select * from ${source} order by ${orders[source] ?? '1'}`)
      tables.set(source, rows)
    }
    const places = new Map(
      sources.map(source => [
        source,
        new Map((tables.get(source) ?? []).map((row, index) => [placeKey(row[`${source}_id`]), index + 1])),
      ]),
    )
    const told = (row: Record<string, unknown>, column: Column): unknown => {
      const value = row[column.name]
      if (value === null || value === undefined) return null
      if (column.type.startsWith('timestamp')) return 'a time'
      const target =
        column.target ??
        (column.name === `${column.source}_id` ? column.source : null) ??
        (column.name === 'audit_row' ? String(row.audit_table) : null) ??
        (column.name === 'audit_entity' || column.name === 'audit_reply' ? column.name.slice(6) : null) ??
        (column.name === 'change_row' ? String(row.change_table) : null)
      return target === null ? value : `${target} ${places.get(target)?.get(placeKey(value)) ?? 'gone'}`
    }
    const line = (source: string, row: Record<string, unknown>) =>
      JSON.stringify(
        Object.fromEntries(
          columns
            .filter(column => column.source === source && !leftOut.test(column.name))
            .map(column => [column.name, told(row, column)]),
        ),
      )
    return Object.fromEntries(
      sources.map(source => [
        source,
        source === 'audit'
          ? (tables.get(source) ?? []).flatMap(row => fieldsOf(row).map(field => line(source, field))).sort()
          : (tables.get(source) ?? []).map(row => line(source, row)),
      ]),
    )
  })
}

/** A row of the history for each field: by how many statements one reply came to a row is no part of what became of it. */
const fieldsOf = (row: Record<string, unknown>): readonly Record<string, unknown>[] =>
  String(row.audit_fields)
    .split(' ')
    .map(field => ({ ...row, audit_id: null, audit_fields: field }))

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesBelow(path) : [path]
  })
}

/**
 * Files of spool, inbox and mailboxes. Days become a word, growing files do not count (their cleaner removes them when they
 * are old); an acknowledgement's name and date depend on its run, so only its text is compared.
 */
export function filesOf(home: TestHome): readonly string[] {
  const paths = [home.home.spool, home.inbox, home.home.mail].flatMap(filesBelow)
  return paths
    .filter(path => !path.includes('/tmp/', home.home.folder.length))
    .map(path => {
      const name = relative(home.home.folder, path)
        .replace(/[0-9]{4}-[0-9]{2}-[0-9]{2}/, 'DAY')
        .replace(/outcome-[0-9a-f]{32}/, 'outcome')
      const content = readFileSync(path, 'latin1').replace(
        name.includes('outcome') ? /^(Date|Message-ID): .*$|[0-9a-f]{24}/gm : /$^/,
        '',
      )
      return `${name} ${createHash('sha256').update(content).digest('hex').slice(0, 12)}`
    })
    .sort()
}
