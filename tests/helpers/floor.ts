// The floor of an import: the rows that it left behind, written once more by bare statements of 500 rows into a copy of the database
// as it was before. Triggers are off there, foreign keys and indexes on. No import can be cheaper than writing its rows.

import { readFileSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'

const rowsPerStatement = 500

interface Table {
  readonly name: string
  /** Columns that are written; the others follow from them. */
  readonly columns: readonly string[]
  readonly key: readonly string[]
  /** Sets of columns, separated by commas, that no two rows share besides. */
  readonly unique: readonly string[]
}

interface Written {
  /** Processor time of the connection that wrote them. */
  readonly milliseconds: number
  readonly rows: number
}

export interface Floor {
  /** Writes the rows that were inserted and changed since the last call, and measures that. It deletes no rows. */
  write(): Promise<Written>
  close(): Promise<void>
}

/** Milliseconds of processor time that a process has used. */
export const processorTime = (pid: number) => Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6

const quoted = (names: readonly string[], before = '') => names.map(name => `${before}"${name}"`).join(', ')
const same = (key: readonly string[]) => key.map(name => `o."${name}" = x."${name}"`).join(' and ')

/** Tables, each after those that it refers to; where two refer to each other, one of them is first. */
async function tablesOf(client: pg.Client): Promise<readonly Table[]> {
  const { rows } = await client.query<Table & { readonly needs: readonly string[] }>(`
    select relname as name,
      array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
        and attgenerated = '' order by attnum) as columns,
      array(select attname::text from pg_index join pg_attribute on attrelid = indrelid and attnum = any (indkey)
        where indrelid = c.oid and indisprimary) as key,
      array(select (select string_agg(attname, ',') from pg_attribute where attrelid = indrelid and attnum = any (indkey))
        from pg_index where indrelid = c.oid and indisunique and not indisprimary and indpred is null and indexprs is null) as unique,
      array(select distinct confrelid::regclass::text from pg_constraint
        where contype = 'f' and conrelid = c.oid and confrelid <> c.oid) as needs
    from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`)
  const sorted: Table[] = []
  const seen = new Set<string>()
  const visit = (table: (typeof rows)[number]) => {
    if (seen.has(table.name)) return
    seen.add(table.name)
    for (const need of table.needs) {
      const needed = rows.find(({ name }) => name === need)
      if (needed !== undefined) visit(needed)
    }
    sorted.push(table)
  }
  rows.forEach(visit)
  return sorted
}

async function writtenSince(from: pg.Client, tables: readonly Table[], since: string): Promise<readonly Table[]> {
  const { rows } = await from.query<{ name: string }>(
    tables
      .map(
        ({ name }) =>
          `select '${name}' as name where exists (select from public."${name}" where xmin::text::bigint >= ${since})`,
      )
      .join(' union all '),
  )
  const names = new Set(rows.map(({ name }) => name))
  return tables.filter(({ name }) => names.has(name))
}

/**
 * Puts the rows of one table that are newer than a transaction aside, in the copy: those that it lacks, and those that differ. Rows that
 * take a key over from another one are left out: nothing is deleted here.
 */
async function setAside(from: pg.Client, to: pg.Client, { name, columns, key, unique }: Table, since: string) {
  await to.query(`
    drop table if exists floor.came, floor."new_${name}", floor."old_${name}";
    create unlogged table floor.came as select ${quoted(columns)} from public."${name}" where false`)
  await pipeline(
    from.query(
      copyTo(
        `copy (select ${quoted(columns)} from public."${name}" where xmin::text::bigint >= ${since}) to stdout (format binary)`,
      ),
    ),
    to.query(copyFrom('copy floor.came from stdin (format binary)')),
  )
  const part = `(row_number() over (order by ${quoted(key.length === 0 ? columns.slice(0, 1) : key)}) - 1) / ${rowsPerStatement} as floor_part`
  const isThere = key.length === 0 ? 'false' : `exists (select from public."${name}" o where ${same(key)})`
  await to.query(`
    create unlogged table floor."new_${name}" as select ${part}, x.* from floor.came x where not ${isThere};
    create unlogged table floor."old_${name}" as select ${part}, x.* from floor.came x where ${isThere};
    ${unique.map(of => `delete from floor."new_${name}" x using public."${name}" o where ${same(of.split(','))}`).join(';')};
    ${unique.map(of => `delete from floor."old_${name}" x using public."${name}" o where ${same(of.split(','))} and not (${same(key)})`).join(';')};
    create index on floor."new_${name}" (floor_part);
    create index on floor."old_${name}" (floor_part)`)
  // read once, so that the measured statements find the pages ready
  for (const table of [`new_${name}`, `old_${name}`]) await to.query(`vacuum analyze floor."${table}"`)
}

/** The statement that writes a part of what was set aside; null where nothing is to be changed. */
async function changing(to: pg.Client, { name, columns, key }: Table): Promise<string | null> {
  const others = columns.filter(column => !key.includes(column))
  if (key.length === 0 || others.length === 0) return null
  const { rows } = await to.query<Record<string, boolean | null>>(
    `select ${others.map(column => `bool_or(o."${column}"::text is distinct from x."${column}"::text) as "${column}"`).join(', ')}
      from floor."old_${name}" x join public."${name}" o on ${same(key)}`,
  )
  const changed = others.filter(column => rows[0]?.[column] === true)
  return changed.length === 0
    ? null
    : `update public."${name}" o set ${changed.map(column => `"${column}" = x."${column}"`).join(', ')}
        from floor."old_${name}" x where x.floor_part = $1 and ${same(key)}`
}

const inserting = ({ name, columns }: Table) =>
  `insert into public."${name}" (${quoted(columns)}) overriding system value
    select ${quoted(columns)} from floor."new_${name}" where floor_part = $1`

/**
 * @param from address of a superuser in the database that imports.
 * @param to the same, in its copy, made before the import.
 */
export async function openFloor(from: string, to: string): Promise<Floor> {
  const source = new pg.Client({ connectionString: from })
  const copy = new pg.Client({ connectionString: to })
  await Promise.all([source.connect(), copy.connect()])
  const tables = await tablesOf(copy)
  await copy.query('set jit = off')
  await copy.query('create schema floor')
  for (const { name } of tables) await copy.query(`alter table public."${name}" disable trigger user`)
  const now = async () =>
    (await source.query<{ at: string }>('select pg_snapshot_xmax(pg_current_snapshot())::text as at')).rows[0]?.at ??
    '0'
  const pid = (await copy.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0
  let since = await now()
  let round = 0

  const writeAll = async (table: Table, text: string, kind: 'new' | 'old'): Promise<Written> => {
    const { rows } = await copy.query<{ parts: number; count: number }>(
      `select coalesce(max(floor_part) + 1, 0)::integer as parts, count(*)::integer as count from floor."${kind}_${table.name}"`,
    )
    const { parts = 0, count = 0 } = rows[0] ?? {}
    const started = processorTime(pid)
    let written = 0
    for (let part = 0; part < parts; part++) {
      written += (await copy.query({ name: `${kind}-${table.name}-${round}`, text, values: [part] })).rowCount ?? 0
    }
    const milliseconds = processorTime(pid) - started
    if (written !== count) throw new Error(`the floor wrote ${written} of ${count} rows of ${table.name}`)
    return { milliseconds, rows: written }
  }
  return {
    async write() {
      const from = since
      round++
      since = await now()
      const all: Written[] = []
      const came = await writtenSince(source, tables, from)
      for (const table of came) await setAside(source, copy, table, from)
      for (const table of came) {
        all.push(await writeAll(table, inserting(table), 'new'))
        const change = await changing(copy, table)
        if (change !== null) all.push(await writeAll(table, change, 'old'))
      }
      return {
        milliseconds: all.reduce((sum, one) => sum + one.milliseconds, 0),
        rows: all.reduce((sum, one) => sum + one.rows, 0),
      }
    },
    async close() {
      await Promise.all([source.end(), copy.end()])
    },
  }
}
