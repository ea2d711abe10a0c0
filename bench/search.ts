// npm run bench search [-- --records 120000]: what finding and listing cost the database among that many records of every type, for the
// office, a manager of half the salespeople and a salesperson; beside it LIKE through row security, and a bare table of names with an
// index of trigrams. Every question by turns, so that other work on the machine meets all of them alike.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import { furnishSellers, middle, openOwner, sellers, serverTime } from './files/crowd.ts'
import { fillMixed } from './mixed.ts'
import { satchel } from './stage.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter(word => word !== 'search'),
  options: { records: { type: 'string', default: '120000' }, runs: { type: 'string', default: '15' } },
})
const count = Number(values.records)
const runs = Number(values.runs)
if (!Number.isSafeInteger(count) || count < 2000 || !(runs >= 1))
  throw new Error('npm run bench search [-- --records NUMBER --runs NUMBER]')

const like = `select entity_id, entity_name from entity where entity_name ilike '%' || $1 || '%' and entity_deleted is null
  order by entity_name, entity_id limit 20`
const find = 'select * from find_records($1)'
/** Name, statement, value. */
const questions: readonly (readonly [string, string, string])[] = [
  ['half a name, `okel`', find, 'okel'],
  ['the same with LIKE, through row security', like, 'okel'],
  ['a part of an e-mail address, `okello40`', find, 'okello40'],
  ['two words of a name, `okello juma`', find, 'okello juma'],
  ['name and city, `juma macham`', find, 'juma macham'],
  ['two letters, `jo`', find, 'jo'],
  ['a name with an error, `okelloo`', find, 'okelloo'],
  ['the last digits of a number, `1234 56`', find, '1234 56'],
  ['a human id, `b77`', find, 'b77'],
  ['a word of names and notes, `fertil`', find, 'fertil'],
  ['counting what has half a name, `okel`', 'select * from find_facets($1)', 'okel'],
  ['the first page of all people, 100', 'select * from list_records($1)', 'person'],
  ['orders with a word in the note', "select * from list_records('deal', array['kind=order', $1])", 'note~mwika'],
]
const bare = [
  'a bare table of names with an index of trigrams, `okel`',
  like.replaceAll('from entity', 'from bare_names'),
] as const

const folder = mkdtempSync(join(tmpdir(), 'satchel-bench-'))
try {
  furnishSellers(folder)
  for (const [hid, role] of [
    ['grace', 'office'],
    ['mona', 'manager'],
  ] as const) {
    const known = ['--name', hid, '--email', `${hid}@kilimo.example`, '--role', role, '--protection', 'plain']
    satchel(folder, 'staff', 'add', hid, ...known)
  }
  for (let seller = 0; seller < sellers; seller += 2) satchel(folder, 'staff', 'manager', `seller${seller}`, 'mona')
  const client = await openOwner(folder)
  process.stderr.write(`${count} records are made ...\n`)
  await fillMixed(client, folder, count)
  await client.query(`create table bare_names as select entity_id, entity_name, entity_deleted from entity;
    create index on bare_names using gin (entity_name gin_trgm_ops)`)
  await client.query('vacuum analyze')
  await print(client)
  await client.end()
} finally {
  satchel(folder, 'db', 'stop')
  rmSync(folder, { recursive: true, force: true })
}

async function print(client: pg.Client): Promise<void> {
  const one = async (text: string) => (await client.query<{ v: string }>(text)).rows[0]?.v ?? ''
  const staff = ['grace', 'mona', 'seller7'] as const
  const roles: string[] = []
  const seen: string[] = []
  for (const hid of staff) {
    await client.query('reset role')
    const role = await one(`select staff_role_of('${hid}') as v`)
    roles.push(role)
    await client.query(`set role ${role}`)
    seen.push(await one('select count(*) as v from entity'))
  }
  const times = new Map<string, number[]>()
  const ask = async (key: string, text: string, value: string) => {
    const used = serverTime(client)
    const { rows } = await client.query(text, [value])
    times.set(key, [...(times.get(key) ?? []), serverTime(client) - used])
    return rows.length
  }
  for (let run = 0; run < runs; run++) {
    for (const [place, role] of roles.entries()) {
      await client.query(`set role ${role}`)
      for (const [name, text, value] of questions) await ask(`${name}/${place}`, text, value)
    }
    await client.query('reset role')
    await ask(bare[0], bare[1], 'okel')
  }
  console.log(
    `| processor time of the server, ms, medians of ${runs} | office, ${seen[0]} | manager, ${seen[1]} | sales, ${seen[2]} |`,
  )
  console.log('| --- | --- | --- | --- |')
  const cell = (key: string) => middle(times.get(key) ?? []).toFixed(1)
  for (const [name] of questions) {
    console.log(`| ${[name, ...roles.map((_, place) => cell(`${name}/${place}`))].join(' | ')} |`)
  }
  console.log(`| ${bare[0]} | ${cell(bare[0])} | | |`)
}
