// npm run bench own [-- --runs 7 --people 1000]: the same work in two installations of the same people, one with fifty tables of one's
// own and one with none, by turns; processor time of the program and of the connections to the database, and how many times as long it
// takes with the tables. Prints the rows for docs/benchmarks.md.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Context } from '@satchel/core/context/context'
import { readServerState } from '@satchel/core/db/embedded-server'
import { showRecord } from '@satchel/core/people/show-record'
import { addRecord } from '@satchel/core/records/add-record'
import { setFields } from '@satchel/core/records/set-fields'
import { findRecords } from '@satchel/core/search/find-records'
import { listRecords } from '@satchel/core/search/list-records'
import { middle } from './files/crowd.ts'
import { connectionsOf, watch } from './import/measure.ts'
import { cleanReply, openPackets, sealTexts, type Sent } from './import/replies.ts'
import { makeTables } from './own-tables.ts'
import { furnish, openContext, personAt, satchel, startImport } from './stage.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter(word => word !== 'own'),
  options: { runs: { type: 'string', default: '7' }, people: { type: 'string', default: '1000' } },
})
const [runs, people] = [values.runs, values.people].map(Number) as [number, number]
if (!(runs >= 2) || !(people >= runs * 20)) throw new Error('npm run bench own [-- --runs NUMBER --people NUMBER]')
/** Packets and replies of one run. */
const batch = Math.floor(people / (runs + 1))
const calls = 20

interface Place {
  readonly folder: string
  readonly office: Context
  readonly sales: Context
  sent: readonly Sent[]
}

/** Milliseconds of processor time of a piece of work. */
interface Cost {
  readonly program: number
  readonly database: number
}

/** Time of connections that have ended, and of those that are open. */
function databaseTime({ office }: Place): number {
  const data = readServerState(office.home)?.data ?? ''
  const server = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
  const ended = readFileSync(`/proc/${server}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const open = connectionsOf(server).map(pid => Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]))
  return open.reduce((sum, used) => sum + used / 1e6, (Number(ended[13]) + Number(ended[14])) * 10)
}

async function costOf(place: Place, work: () => Promise<unknown>): Promise<Cost> {
  const [before, used] = [databaseTime(place), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(used)
  return { program: (user + system) / 1000, database: databaseTime(place) - before }
}

/** Of a command, which is a process of its own. */
function commandCost(place: Place, args: readonly string[]): Cost {
  const ended = () => {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[13]) + Number(fields[14])) * 10
  }
  const [before, used] = [databaseTime(place), ended()]
  satchel(place.folder, ...args)
  return { program: ended() - used, database: databaseTime(place) - before }
}

const repeat = async (work: (nth: number) => Promise<unknown>) => {
  for (let nth = 0; nth < calls; nth++) await work(nth)
}
const said = (name: string, value: string) => ({ name, how: '=' as const, value })

/** Work of this process, ten times a run. */
const inside: Readonly<Record<string, (place: Place, run: number) => Promise<unknown>>> = {
  'a page of people': ({ office }) => repeat(() => listRecords(office, { type: 'person' })),
  'a page of people, for a salesperson': ({ sales }) => repeat(() => listRecords(sales, { type: 'person' })),
  'find half a name': ({ office }) => repeat(nth => findRecords(office, { words: `person0000${nth}` })),
  'find half a name, for a salesperson': ({ sales }) =>
    repeat(nth => findRecords(sales, { words: `person0000${nth}` })),
  'find the digits of a number': ({ office }) => repeat(nth => findRecords(office, { words: `0700 0001 ${10 + nth}` })),
  'show a person': ({ office }, run) => repeat(nth => showRecord(office, { record: at(run, nth) })),
  'add a person': ({ office }, run) =>
    repeat(nth =>
      addRecord(office, {
        type: 'person',
        set: [
          said('given-name', `New${run}x${nth}`),
          said('phone', `+25573${run + 10}${String(nth).padStart(5, '0')}`),
        ],
      }),
    ),
  'change a name': ({ office }, run) =>
    repeat(nth => setFields(office, { records: [at(run, nth)], set: [said('family-name', `Changed${run}`)] })),
}
const at = (run: number, nth: number) => personAt((run * calls + nth) % people).hid

/** Whole commands, from their start to their end. */
const commands: Readonly<Record<string, readonly string[]>> = {
  '`satchel --help`': ['--help'],
  '`satchel status`': ['status'],
  '`satchel find`': ['find', 'person000077'],
  '`satchel show`': ['show', personAt(77).hid],
}

const found = new Map<string, { readonly none: number[]; readonly fifty: number[] }>()
const note = (name: string, isFifty: boolean, ms: number) => {
  const both = found.get(name) ?? { none: [], fifty: [] }
  found.set(name, both)
  both[isFifty ? 'fifty' : 'none'].push(ms)
}
const noteCost = (name: string, isFifty: boolean, { program, database }: Cost, of: number) => {
  note(`${name}, program`, isFifty, program / of)
  note(`${name}, database`, isFifty, database / of)
}

async function oneRun(place: Place, isFifty: boolean, run: number): Promise<void> {
  for (const [name, work] of Object.entries(inside))
    noteCost(name, isFifty, await costOf(place, () => work(place, run)), calls)
  const open = async () => {
    place.sent = await openPackets(place.office, batch, () => 'call-report', run * batch)
  }
  noteCost('open a packet', isFifty, await costOf(place, open), batch)
  await sealTexts(
    place.office,
    place.sent.map((sent, nth) => cleanReply(sent, run * batch + nth)),
  )
  const child = startImport(place.folder)
  const used = watch(place.office.home, child.pid)
  const { counts, seconds } = await child.ended
  if (counts['imported'] !== batch) throw new Error(`not all were imported: ${JSON.stringify(counts)}`)
  noteCost('import a reply', isFifty, { program: seconds * 1000, database: used().database }, batch)
  for (const [name, args] of Object.entries(commands)) noteCost(name, isFifty, commandCost(place, args), 1)
}

const root = mkdtempSync(join(tmpdir(), 'satchel-bench-'))
const places: Place[] = []
try {
  for (const name of ['none', 'fifty']) {
    process.stderr.write(`${name}: ${people} people are made ...\n`)
    const folder = join(root, name)
    const office = furnish(folder, people)
    places.push({ folder, office, sales: openContext(folder, { operator: 'anna' }), sent: [] })
    if (name === 'fifty') await makeTables(office)
    await office.asOwner(({ client }) => client.query('vacuum analyze'))
  }
  // the first run warms up
  for (let run = 0; run <= runs; run++) {
    for (const [nth, place] of places.entries()) await oneRun(place, nth === 1, run)
    if (run === 0) found.clear()
  }
  for (let run = 0; run < 3; run++)
    for (const [nth, place] of places.entries())
      noteCost('`satchel db migrate`', nth === 1, commandCost(place, ['db', 'migrate']), 1)
  console.log(
    `| ${new Date().toISOString().slice(0, 10)}, medians of ${runs}, ms | no table | 50 tables | times |\n| --- | --- | --- | --- |`,
  )
  for (const [name, { none, fifty }] of found)
    console.log(
      `| ${[name, ...[none, fifty].map(all => middle(all).toFixed(1)), middle(none) === 0 ? '' : (middle(fifty) / middle(none)).toFixed(2)].join(' | ')} |`,
    )
  console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}`)
} finally {
  for (const { folder, office, sales } of places) {
    await office.close()
    await sales.close()
    spawnSync(process.execPath, ['--conditions=satchel-source', 'core/cli/satchel.mjs', '--home', folder, 'db', 'stop'])
  }
  rmSync(root, { recursive: true, force: true })
}
