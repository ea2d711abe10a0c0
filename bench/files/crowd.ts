// The installation of the people and lists benchmarks: twenty salespeople, each with the same number of invented people; and what one of
// them waits for.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readQueries } from '@satchel/core/db/sql-files'
import { readSettings } from '@satchel/core/home/settings'
import { loginUrl } from '@satchel/core/db/logins'
import { homePaths } from '@satchel/core/home/home'
import pg from 'pg'
import { type Made, peopleWithDoubles } from '../../tests/helpers/doubles.ts'
import { satchel } from '../stage.ts'

export const sellers = 20

/** A new installation with its salespeople. */
export function furnishSellers(folder: string): void {
  satchel(folder, 'init', '--protection', 'plain')
  for (let seller = 0; seller < sellers; seller++) {
    const known = ['--name', `Seller ${seller}`, '--email', `s${seller}@kilimo.example`, '--protection', 'plain']
    satchel(folder, 'staff', 'add', `seller${seller}`, ...known)
  }
}

/** A sheet of that many people, each of the next salesperson. */
export function writeSheet(folder: string, count: number): { readonly file: string; readonly sheet: string } {
  mkdirSync(join(folder, 'bench'))
  const file = join(folder, 'bench', 'people.csv')
  const sheet = sheetOf(peopleWithDoubles(20261125, count).slice(0, count))
  writeFileSync(file, sheet)
  return { file, sheet }
}

const sheetOf = (people: readonly Made[]) =>
  [
    'hid,given-name,family-name,born,phone,email,city,owner',
    ...people.map((one, place) =>
      [
        `B-${place}`,
        one.given,
        one.family,
        one.born,
        // two slips of the clerk in one number make it too long, and no load takes that
        (one.phone ?? '').replaceAll(/\D/g, '').length > 12 ? null : one.phone,
        one.email,
        one.city,
        `seller${place % sellers}`,
      ]
        .map(cell => cell ?? '')
        .join(','),
    ),
    '',
  ].join('\n')

/** A connection with the owner's login, compiling nothing, as the program's own are. */
export async function openOwner(folder: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: loginUrl(homePaths(folder), readSettings(folder, process.env), 'owner'),
    options: '-c jit=off',
  })
  await client.connect()
  return client
}

interface Asked {
  readonly name: string
  readonly text: string
  readonly params?: readonly unknown[]
  /** Asked as owner of the tables, who has no row security. */
  readonly bare?: true
}

const mine = readQueries().get('people/mine')?.text ?? ''
const bareList = `select entity_id, person_hid, entity_name, entity_type_hid from entity join entity_type on entity_type_id = entity_type
  left join person on person_id = entity_id where entity_owner = $2 and entity_deleted is null
  order by entity_name, entity_id limit $1`

/** The processor time of the server's process for this connection, in milliseconds, where the system tells it. */
export function serverTime(client: pg.Client): number {
  const pid = (client as unknown as { readonly processID: number }).processID
  const file = `/proc/${pid}/schedstat`
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e6 : Number.NaN
}

export const middle = (times: readonly number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0

/** Prints what a salesperson waits for: every question by turns, so that other work on the machine meets all of them alike. */
export async function printLists(client: pg.Client, runs = 15): Promise<void> {
  const one = async (text: string) => (await client.query<{ v: string }>(text)).rows[0]?.v ?? ''
  await client.query('vacuum analyze')
  const role = await one("select staff_role_of('seller7') as v")
  const owner = await one("select staff_id as v from staff where staff_hid = 'seller7'")
  const many = Number(await one(`select count(*) as v from entity where entity_owner = ${owner}`))
  const after = await one(`select entity_id as v from entity where entity_owner = ${owner}
    order by entity_name, entity_id offset ${Math.floor(many / 2)} limit 1`)
  const questions: readonly Asked[] = [
    { name: `the own list, all ${many}`, text: mine, params: [many, 0] },
    { name: 'the same of bare tables, without row security', text: bareList, params: [many, owner], bare: true },
    { name: 'its first page, 20', text: mine, params: [20, 0] },
    { name: 'the same of bare tables', text: bareList, params: [20, owner], bare: true },
    { name: 'a page in its middle', text: mine, params: [20, after] },
    { name: 'the first page of person_list', text: 'select * from person_list order by meta_sort limit 20' },
    { name: 'the first page of entity_list', text: 'select * from entity_list order by meta_sort limit 20' },
    { name: 'one of theirs by its id', text: "select * from person where person_hid = 'B-7'" },
    { name: 'by half a name', text: readQueries().get('people/by-description')?.text ?? '', params: ['okel', 20] },
    { name: 'counting the own contacts', text: 'select count(*) from contact_point' },
  ]
  const nothing = (): Measured => ({ wall: [], server: [], planning: [], execution: [] })
  const found = new Map(questions.map(({ name }) => [name, nothing()]))
  for (let run = 0; run < runs; run++) {
    for (const { name, text, params, bare } of questions) {
      const times = found.get(name) as Measured
      await client.query(bare === true ? 'reset role' : `set role ${role}`)
      const [used, began] = [serverTime(client), performance.now()]
      await client.query(text, [...(params ?? [])])
      times.wall.push(performance.now() - began)
      times.server.push(serverTime(client) - used)
      const { rows } = await client.query<{ 'QUERY PLAN': readonly Record<string, number>[] }>(
        `explain (analyze, timing off, format json) ${text}`,
        [...(params ?? [])],
      )
      times.planning.push(rows[0]?.['QUERY PLAN'][0]?.['Planning Time'] ?? 0)
      times.execution.push(rows[0]?.['QUERY PLAN'][0]?.['Execution Time'] ?? 0)
    }
  }
  await client.query('reset role')
  console.log('| medians in milliseconds | answer | processor of the server | planning | execution | times bare |')
  console.log('| --- | --- | --- | --- | --- | --- |')
  questions.forEach(({ name, bare }, place) => {
    const times = found.get(name) as Measured
    const next = questions[place + 1]
    const peer = bare !== true && next?.bare === true ? found.get(next.name) : undefined
    const cells = [times.wall, times.server, times.planning, times.execution].map(all => middle(all).toFixed(2))
    const ratio = peer === undefined ? '' : (middle(times.server) / middle(peer.server)).toFixed(2)
    console.log(`| ${[name, ...cells, ratio].join(' | ')} |`)
  })
}

interface Measured {
  readonly wall: number[]
  readonly server: number[]
  readonly planning: number[]
  readonly execution: number[]
}
