// Where the time of an import goes: in the database by the functions of its domains (track_functions), in the program by its steps (a
// profile of its own thread; the thread that opens is counted by the system). Measuring costs time itself, so compare shares.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sqlFiles } from '@satchel/core/db/sql-files'
import pg from 'pg'

async function withSuper<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Turns the counters of functions on. @returns arguments of Node for the program. */
export async function profiling(url: string, folder: string) {
  await withSuper(url, async client => {
    await client.query("alter database satchel set track_functions = 'all'")
    await client.query('select pg_stat_reset()')
  })
  return { arguments: ['--cpu-prof', `--cpu-prof-dir=${join(folder, 'profile')}`] }
}

/** The folder of sql/functions in which each function is written. */
function domains(): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const domain of readdirSync(join(import.meta.dirname, '../../sql/functions'))) {
    for (const { text } of sqlFiles(`functions/${domain}`)) {
      for (const [, name = ''] of text.matchAll(/create or replace function (\w+)/g)) found.set(name, domain)
    }
  }
  return found
}

/** Steps of the program by the files in which they are written; the first that matches, from the innermost call outwards. */
const stepsOfProgram: readonly (readonly [string, RegExp])[] = [
  ['open', /protocol\/envelope|openpgp|core\/import\/open-/],
  ['spool', /protocol\/spool|core\/import\/receive-files/],
  ['compose', /forms\/letters|dispatcher\/mail-out|nodemailer|core\/import\/apply|core\/keys\/letter-keys/],
  ['parse', /protocol\/sexp|protocol\/messages|core\/import\/read|forms\/text|forms\/clean-text/],
  ['talk to the database', /node_modules\/pg|core\/db|zod/],
  ['start', /node:internal\/modules|core\/cli/],
]

interface Profile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string }
    readonly children?: readonly number[]
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

/** Milliseconds of the program's thread by step. */
function programSteps(folder: string): ReadonlyMap<string, number> {
  const spent = new Map<string, number>()
  for (const file of readdirSync(folder).filter(name => name.endsWith('.cpuprofile'))) {
    const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile
    const parents = new Map(
      profile.nodes.flatMap(({ id, children = [] }) => children.map(child => [child, id] as const)),
    )
    const nodes = new Map(profile.nodes.map(node => [node.id, node]))
    const stepOf = (id: number | undefined): string => {
      const node = id === undefined ? undefined : nodes.get(id)
      if (node === undefined) return 'the rest'
      const { functionName, url } = node.callFrame
      if (functionName === '(idle)') return functionName
      if (functionName === '(garbage collector)') return 'garbage collection'
      return stepsOfProgram.find(([, files]) => files.test(url))?.[0] ?? stepOf(parents.get(node.id))
    }
    for (const [at, id] of profile.samples.entries()) {
      const step = stepOf(id)
      spent.set(step, (spent.get(step) ?? 0) + (profile.timeDeltas[at] ?? 0) / 1000)
    }
  }
  spent.delete('(idle)')
  return spent
}

function print(title: string, spent: ReadonlyMap<string, number>, items: number, most = spent.size): void {
  const whole = [...spent.values()].reduce((sum, one) => sum + one, 0)
  console.log(`| ${title} | share | ms an item |\n| --- | --- | --- |`)
  for (const [name, ms] of [...spent].toSorted(([, a], [, b]) => b - a).slice(0, most))
    console.log(`| ${name} | ${((ms / whole) * 100).toFixed(0)} % | ${(ms / items).toFixed(2)} |`)
  console.log('')
}

/** Prints what was counted since profiling. */
export async function printSplit(url: string, folder: string, items: number): Promise<void> {
  const rows = await withSuper(url, async client => {
    const { rows: functions } = await client.query<{ name: string; ms: number }>(
      'select funcname as name, sum(self_time) as ms from pg_stat_user_functions group by funcname',
    )
    return functions
  })
  const of = domains()
  const byDomain = new Map<string, number>()
  for (const { name, ms } of rows) {
    const domain = of.get(name) ?? 'others'
    byDomain.set(domain, (byDomain.get(domain) ?? 0) + ms)
  }
  print('the database, by domain', byDomain, items)
  print('the database, by function', new Map(rows.map(({ name, ms }) => [`\`${name}\``, ms])), items, 15)
  print("the program's own thread", programSteps(join(folder, 'profile')), items)
}
