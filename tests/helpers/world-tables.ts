// What some people's tables hold, as lines that two runs can be compared by: what a run made is named by what it holds, for its number
// says only when it was made.

import type pg from 'pg'

/** What names a row comes as text; of the rest nothing is known. */
type Named = string | null | undefined
type Row = Record<string, Named>
const key = (table: Named, id: Named) => `${table ?? ''} ${id ?? ''}`

/** Rows of records, packets and replies of these people, and their history as (reply, row, field, old, new). */
export async function worldTables(
  client: pg.Client,
  people: readonly number[],
  packets: readonly { readonly id: number }[],
) {
  const ids = packets.map(packet => packet.id)
  const read = async (text: string, values: readonly unknown[]) => (await client.query<Row>(text, [values])).rows
  const records: Record<string, Row[]> = {}
  for (const [table, key] of recordTables) {
    records[table] = await read(`select * from ${table} where ${key} = any ($1)`, people)
  }
  const replies = await read('select * from reply where reply_packet = any ($1)', ids)
  const replyNames = new Map(
    replies.map(row => [row.reply_id, `${row.reply_hid ?? ''} of packet ${row.reply_packet ?? ''}`]),
  )
  const names = new Map(
    Object.entries(records).flatMap(([table, rows]) =>
      rows.map(row => [key(table, row[`${table}_id`]), `${table} ${line(table, row)}`] as const),
    ),
  )
  const rowName = (table: Named, id: Named) =>
    id === null ? null : (names.get(key(table, id)) ?? `${table ?? ''} that is gone`)
  const replyName = (id: Named) => (id === null ? null : (replyNames.get(id) ?? 'a reply'))
  const changes = await read('select * from change where change_packet = any ($1)', ids)
  const audit = await read(
    'select * from audit join audit_content on audit_content_id = audit_id where audit_entity = any ($1) order by audit_id',
    people,
  )
  const left = await read(
    'select (select count(*) from stated_write) as stated, (select count(*) from acting) as acting where $1::int[] is not null',
    [],
  )
  return {
    ...Object.fromEntries(
      Object.entries(records).map(([table, rows]) => [table, rows.map(row => line(table, row)).sort()]),
    ),
    packet: (await read('select * from packet where packet_id = any ($1)', ids)).map(row => line('', row)).sort(),
    token: (await read('select * from token where token_packet = any ($1)', ids))
      .map(row => line('token', { ...row, token_reply: replyName(row.token_reply) }))
      .sort(),
    reply: replies.map(row => line('reply', row)).sort(),
    change: changes
      .map(row =>
        line('change', {
          ...row,
          change_reply: replyName(row.change_reply),
          change_row: rowName(row.change_table, row.change_row),
        }),
      )
      .sort(),
    audit: namesAtOnce(audit)
      .flatMap(row => historyLines(row, rowName, replyName))
      .sort(),
    left: left.map(row => JSON.stringify(row)),
  }
}

const recordTables = [
  ['entity', 'entity_id'],
  ['person', 'person_id'],
  ['contact_point', 'contact_point_entity'],
  ['address', 'address_entity'],
  ['activity', 'activity_entity'],
  ['consent', 'consent_entity'],
] as const

/** Own number, and the moment of what happened: whether there is one counts. */
function line(table: string, row: Row): string {
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(row)
        .filter(([name]) => name !== `${table}_id` || table === 'entity' || table === 'person')
        .map(([name, value]: [string, unknown]) => [
          name,
          value instanceof Date && name !== 'reply_received' ? 'a time' : value,
        ]),
    ),
  )
}

/** The name of a record is made of its fields: in how many steps one reply came to it depends on how its writes are parted. */
function namesAtOnce(audit: readonly Row[]): readonly Row[] {
  const name = (content: unknown) => (content as { entity_name?: string } | null)?.entity_name
  const first = new Map<string, Row>()
  return audit.filter(row => {
    if (row.audit_table !== 'entity' || row.audit_reply === null || name(row.audit_content_new) === undefined)
      return true
    const of = key(row.audit_reply, row.audit_row)
    const before = first.get(of)
    if (before === undefined) first.set(of, row)
    else before.audit_content_new = row.audit_content_new
    return before === undefined
  })
}

/** A line for each field: how many rows of history tell of one write is no part of it. */
function historyLines(
  row: Row,
  rowName: (table: Named, id: Named) => string | null,
  replyName: (id: Named) => string | null,
): readonly string[] {
  const [was, becomes] = [row.audit_content_old, row.audit_content_new].map(
    content => (content ?? {}) as unknown as Row,
  )
  const fields = [...new Set([...Object.keys(was ?? {}), ...Object.keys(becomes ?? {})])]
  const value = (content: Row | undefined, field: string) => {
    const found = content?.[field]
    return typeof found === 'string' && /^\d{4}-\d\d-\d\dT\d\d:/.test(found) ? 'a time' : found
  }
  return fields
    .filter(field => field !== `${row.audit_table ?? ''}_id`)
    .map(field =>
      JSON.stringify([
        replyName(row.audit_reply),
        rowName(row.audit_table, row.audit_row),
        field,
        value(was, field),
        value(becomes, field),
        row.audit_verb,
        row.audit_by,
        row.audit_run,
      ]),
    )
}

/** Lines that only one of two runs has, by table; nothing where they end alike. */
export function differences(one: Readonly<Record<string, readonly string[]>>, other: typeof one): string {
  const only = (list: readonly string[] = [], rest: readonly string[] = []) => {
    const left = [...rest]
    return list.filter(text => {
      const at = left.indexOf(text)
      if (at >= 0) left.splice(at, 1)
      return at < 0
    })
  }
  return Object.keys(one)
    .flatMap(table => [
      ...only(one[table], other[table]).map(text => `${table}, together: ${text}`),
      ...only(other[table], one[table]).map(text => `${table}, one by one: ${text}`),
    ])
    .join('\n')
}
