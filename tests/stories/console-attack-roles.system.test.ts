// Every page and every post of the console for every role, with the addresses of what belongs to a second salesperson or to the office: whoever
// may not see it is told nothing of it, not even that it is there, and changes nothing by it.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pages } from '@satchel/core/console/pages/pages'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Post, postsOf } from '../helpers/console-posts.ts'
import { addressesOf } from '../helpers/console-requests.ts'
import {
  type ConsoleWorld,
  hiddenWords,
  type Name,
  names,
  openConsoleWorld,
  sendFiles,
} from '../helpers/console-world.ts'
import { withClient } from '../helpers/database.ts'

let world: ConsoleWorld
let queries: readonly string[]
/** What Anna and her manager read before there is anything of Baraka's beyond the samples. */
const before = new Map<string, string>()
const plain = pages.flatMap(({ path, get }) => (get === undefined || path.includes(':') ? [] : [path]))
/** Pages that say when somebody was here, or that have nothing of records. */
const timed = ['/me', '/keys']

beforeAll(async () => {
  world = await openConsoleWorld(async (home, as) => {
    for (const name of ['anna', 'mona'] as const)
      for (const path of plainAddresses()) before.set(`${name} ${path}`, still((await as(name).get(path)).text))
    queries = (
      await home.rows<{ name: string }>(
        "select query_hid as name from query where query_shipped and query_use = 'people' order by 1",
      )
    ).map(({ name }) => name)
  })
})
afterAll(async () => {
  expect(world.served.bugs).toEqual([])
  await world.close()
})

/** Without the word that lets a form be sent once. */
const still = (text: string) => text.replaceAll(/name="once" value="[0-9a-f]+"/g, '')

const plainAddresses = () => [
  ...plain.filter(path => !timed.includes(path)),
  ...['person', 'organization', 'grp', 'deal', 'ticket'].map(type => `/list/${type}`),
  '/board/farmer',
  '/due?whose=all',
  '/find?q=a',
  ...['pipeline', 'forecast', 'time', 'activity', 'growth'].map(report => `/reports/${report}`),
]

test('what a colleague of the same rank has changes nothing of what a salesperson and their manager read', async () => {
  for (const name of ['anna', 'mona'] as const)
    for (const path of plainAddresses())
      expect([name, path, still((await world.as(name).get(path)).text)]).toEqual([
        name,
        path,
        before.get(`${name} ${path}`),
      ])
})

test('each word of it is read by those whom the database lets read it, and by nobody else', async () => {
  const { served, readers } = world
  const found = new Map<string, Set<Name>>(hiddenWords.map(({ word }) => [word, new Set()]))
  const leaks: string[] = []
  const look = async (name: Name, path: string) => {
    const { status, text } = await world.as(name).get(path)
    if (status >= 500) leaks.push(`${name} ${path}: ${status}`)
    // what was typed into the address may be said again
    const said = decodeURIComponent(path)
    for (const { word } of hiddenWords) {
      if (said.includes(word) || !text.includes(word)) continue
      found.get(word)?.add(name)
      if (!(readers.get(word) ?? []).includes(name)) leaks.push(`${name} ${path}: ${word}`)
    }
  }
  // all colleagues at once
  for (const { path } of addressesOf(world, queries)) await Promise.all(names.map(name => look(name, path)))
  expect(leaks).toEqual([])
  // a word that no page has shows nothing
  for (const [word, seen] of found) expect([word, seen.size > 0]).toEqual([word, true])
  expect(served.bugs).toEqual([])
}, 240_000)

test('all that is hidden is there', () => {
  for (const [name, id] of Object.entries(world.ids))
    expect([name, id]).toEqual([name, expect.not.stringMatching(/^no/)])
})

test('an address of it is as one that leads nowhere', async () => {
  const none = { ...world, ids: { ...world.ids, uuid: '00000000-0000-4000-8000-000000000000' } }
  const away = (text: string) =>
    text
      .replaceAll(/\b([PODTG])-(7hid|none)\b/g, '$1-')
      .replaceAll(world.ids.uuid ?? '', '')
      .replaceAll(none.ids.uuid, '')
  const nowhere = addressesOf(none, [])
  for (const name of ['anna', 'mona', 'abel', 'audit'] as const)
    for (const [nth, { route, path }] of addressesOf(world, []).entries()) {
      if (!route.startsWith('/records/')) continue
      const real = await world.as(name).get(path)
      const other = await world.as(name).get((nowhere[nth]?.path ?? '').replaceAll('-7hid', '-none'))
      expect([name, path, real.status, away(real.text)]).toEqual([name, path, other.status, away(other.text)])
      expect([name, path, [303, 403, 404, 422].includes(real.status)]).toEqual([name, path, true])
    }
}, 60_000)

/** What was refused, or was so already, is noted as such, in a reply of its own. */
const butForRefused: Readonly<Record<string, string>> = {
  change: "where change_outcome not in ('refused', 'same', 'untouched')",
  reply:
    "where exists (select from change where change_reply = reply_id and change_outcome not in ('refused', 'same', 'untouched'))",
  packet: "where packet_kind <> 'edit'",
}

/** What every table holds, and every file of the home folder. Of sessions, which note when they were seen, whether they are over. */
async function digests(but: Readonly<Record<string, string>> = {}): Promise<Record<string, string>> {
  const { home } = world
  const found = await withClient(home.database.url('satchel'), async client => {
    await client.query('set role satchel_owner; set row_security = off')
    const { rows } = await client.query<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not in ('console_session', 'latch', 'work') and relname !~ '^console_' order by 1",
    )
    const one = ({ name }: { name: string }) =>
      `select '${name}' as name, md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) as digest from "${name}" t ${but[name] ?? ''}`
    const sessions =
      "select 'console_session', md5(string_agg(concat(console_session_id, console_session_ended), ' ' order by console_session_id)) from console_session"
    const read = await client.query<{ name: string; digest: string }>([...rows.map(one), sessions].join(' union all '))
    return read.rows.map(({ name, digest }) => [name, digest] as const)
  })
  const { folder } = home.home
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap(file => {
    const path = join(file.parentPath, file.name)
    return file.isFile()
      ? [[path.slice(folder.length), createHash('md5').update(readFileSync(path)).digest('hex')] as const]
      : []
  })
  return Object.fromEntries([...found, ...files])
}

const post = ({ path, fields, file }: Post, name: Name) =>
  file === undefined
    ? world.as(name).post(path, fields)
    : sendFiles(world.served, world.as(name), path, fields, file).then(sent => ({ ...sent, words: sent.text }))

test('no post of anybody else changes anything', async () => {
  const start = await digests(butForRefused)
  for (const name of names) {
    for (const one of postsOf(world)) {
      if (one.may.includes(name)) continue
      const { status, text } = await post(one, name)
      expect([name, one.path, one.fields, status < 500]).toEqual([name, one.path, one.fields, true])
      for (const { word } of hiddenWords)
        if (
          !(world.readers.get(word) ?? []).includes(name) &&
          !Object.values(one.fields).some(value => value.includes(word))
        )
          expect([name, one.path, one.fields, text.includes(word)]).toEqual([name, one.path, one.fields, false])
    }
    expect([name, await digests(butForRefused)]).toEqual([name, start])
  }
  expect(world.served.bugs).toEqual([])
}, 240_000)

test('what a role may do works, post by post', async () => {
  let was = await digests()
  for (const one of postsOf(world)) {
    if (one.isOnlyTried === true) continue
    const { status, words } = await post(one, one.by)
    let now = await digests()
    const changes = () => Object.keys(now).filter(name => now[name] !== was[name])
    // long work goes on behind its page
    for (let tries = 0; tries < 50 && changes().length === 0 && one.route === '/duplicates'; tries++)
      now = await digests()
    const changed = changes()
    expect([one.path, one.fields, status, changed, status < 400 ? '' : words]).toEqual([
      one.path,
      one.fields,
      expect.toSatisfy((code: number) => code === 303 || code === 200),
      one.route === '/records/:record/my-data' ? [] : expect.arrayContaining([expect.any(String)]),
      '',
    ])
    was = now
  }
}, 240_000)
