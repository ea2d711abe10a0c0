// How GeDaFe, a generic front end, reads a database. What it asks the catalog for, what it takes for a field, what it stops at and
// what it puts into its menu are facts about that program; this is our own telling of them, for tests.

import type { Client } from 'pg'

export interface GedafeTable {
  readonly name: string
  /** What the menu calls it. */
  readonly label: string
  readonly report: boolean
  /** What its page reads: the list in words where there is one. */
  readonly view: string
  /** Views that give the choices of its fields. */
  readonly choices: readonly string[]
}

interface Relation {
  schema: string
  name: string
  label: string | null
  rights: boolean
  read: boolean
}
interface Column {
  source: string
  name: string
  type: string | null
  label: string | null
}

const shownByType =
  /^(numeric|double precision|real|integer|bigint|character varying|character|bpchar|name|text|date|time|time without time zone|timestamp.*|boolean|cidr|bytea)(\(|$)/

async function readRelations(client: Client) {
  // any right at all, of one's own, of a role that one is a member of, or of everybody
  return (
    await client.query<Relation>(`
      select nspname as schema, relname as name, obj_description(c.oid, 'pg_class') as label,
        exists (select from aclexplode(relacl) where grantee = 0 or pg_has_role(current_user, grantee, 'member')) as rights,
        exists (select from aclexplode(relacl) where privilege_type = 'SELECT' and (grantee = 0 or pg_has_role(current_user, grantee, 'member'))) as read
      from pg_class c join pg_namespace n on n.oid = relnamespace
      where relkind in ('r', 'v') and nspname <> 'information_schema' and left(relname, 3) <> 'pg_' order by relname`)
  ).rows
}

/** Columns by table. It looks for labels by the table's name alone, and whatever has a label becomes a field: without a type, if it is no column that it took for one. */
async function readColumns(client: Client) {
  return (
    await client.query<Column>(`
      select relname as source, attname as name, case when attname <> 'meta_sort' then format_type(atttypid, atttypmod) end as type,
        col_description(attrelid, attnum) as label
      from pg_class c join pg_namespace n on n.oid = relnamespace join pg_attribute on attrelid = c.oid
      where attnum > 0 and not attisdropped and relkind in ('r', 'v') and nspname <> 'information_schema' and left(relname, 3) <> 'pg_'`)
  ).rows.filter(({ name, label }) => name !== 'meta_sort' || (label ?? '').trim() !== '')
}

/** What GeDaFe offers to this login; throws where it would stop before it shows anything. */
export async function readAsGedafe(client: Client): Promise<{ menu: GedafeTable[]; reports: GedafeTable[] }> {
  const relations = await readRelations(client)
  const columns = await readColumns(client)
  const names = new Set(relations.map(({ name }) => name))
  const about = async (text: string) => (await client.query<{ key: string; value: string }>(text)).rows
  const hidden = new Set(
    (
      await about(
        "select meta_tables_table as key, meta_tables_value as value from meta_tables where lower(meta_tables_attribute) = 'hide'",
      )
    )
      .filter(({ value }) => value !== '' && value !== '0')
      .map(({ key }) => key),
  )
  const fieldRows = async (attribute: string) =>
    new Map(
      (
        await about(
          `select meta_fields_table || '.' || meta_fields_field as key, meta_fields_value as value from meta_fields where lower(meta_fields_attribute) = '${attribute}'`,
        )
      ).map(({ key, value }) => [key, value] as const),
    )
  const widgets = await fieldRows('widget')
  const references = await fieldRows('reference')

  const choices = new Map<string, string[]>()
  for (const { source, name, type } of columns) {
    const field = `${source}.${name}`
    const widget = widgets.get(field)
    const reference = references.get(field)
    if (widget === undefined && !shownByType.test(type ?? '')) throw new Error(`unknown type ${type} of ${field}`)
    if (reference !== undefined && !names.has(reference)) throw new Error(`${field} refers to no table: ${reference}`)
    if ((widget === 'jsisearch' || widget === 'isearch') && reference === undefined)
      throw new Error(`${field} is searched for nowhere`)
    const named = /\bcombo=(\w+)/.exec(widget ?? '')?.[1]
    const choice = named ?? (widget === undefined && reference !== undefined ? `${reference}_combo` : undefined)
    if (choice !== undefined && names.has(choice)) choices.set(source, [...(choices.get(source) ?? []), choice])
    else if (named !== undefined) throw new Error(`${field} is chosen from a view that is not there: ${named}`)
  }

  const offered = relations
    .filter(({ schema, name, rights, read }) => {
      if (schema !== 'public' || name.startsWith('meta') || /_(list|combo)$/.test(name) || hidden.has(name))
        return false
      // it leaves out what one has rights on, but not to read: what one has no right at all on, it shows
      return !rights || read
    })
    .map(({ name, label }) => ({
      name,
      label: label ?? name,
      report: name.endsWith('_rep'),
      view: names.has(`${name}_list`) ? `${name}_list` : name,
      choices: [...new Set(choices.get(name))],
    }))
  return { menu: offered.filter(({ report }) => !report), reports: offered.filter(({ report }) => report) }
}
