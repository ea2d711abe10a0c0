// npm run bench console [-- --records 120000 --runs 15 --clients 200]: how long each page of the office console takes, and how large it is, among
// that many records of every type, for the office, a manager of half the salespeople and a salesperson; then many clients at once.
// Pages by turns, so that other work on the machine meets all of them alike.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { furnishSellers, middle, openOwner, sellers } from './files/crowd.ts'
import { fillMixed } from './mixed.ts'
import { satchel } from './stage.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter(word => word !== 'console'),
  options: {
    records: { type: 'string', default: '120000' },
    runs: { type: 'string', default: '15' },
    clients: { type: 'string', default: '200' },
  },
})
const [count, runs, clients] = [values.records, values.runs, values.clients].map(Number) as [number, number, number]
if (!Number.isSafeInteger(count) || count < 2000 || !(runs >= 1) || !(clients >= 1))
  throw new Error('npm run bench console [-- --records NUMBER --runs NUMBER --clients NUMBER]')

const staff = ['grace', 'mona', 'seller7'] as const
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
  await client.query('vacuum analyze')
  const { rows } = await client.query<{ hid: string }>(
    `select person_hid as hid from person join entity on entity_id = person_id
     where entity_owner = (select staff_id from staff where staff_hid = 'seller7') order by person_id limit 1`,
  )
  await client.end()
  const served = await start()
  try {
    await measure(served.url, rows[0]?.hid ?? '')
  } finally {
    served.child.kill('SIGTERM')
  }
} finally {
  satchel(folder, 'db', 'stop')
  rmSync(folder, { recursive: true, force: true })
}

/** The console in a process of its own, as its users have it. */
async function start(): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const args = ['--conditions=satchel-source', 'core/cli/satchel.mjs', '--home', folder, '--as', 'grace']
  const child = spawn(process.execPath, [...args, 'console', '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /(http:\/\/[^/]+)\/enter/.exec(line)?.[1]
    if (url !== undefined) return { url, child }
  }
  throw new Error('the console did not start')
}

async function measure(url: string, hid: string): Promise<void> {
  const cookies = await Promise.all(staff.map(name => enter(url, name)))
  const paths = [
    '/',
    '/find?q=okel',
    '/find/quick?q=okel',
    '/list/person',
    '/list/deal',
    `/records/${hid}`,
    '/add/person',
    '/due',
    '/board',
    '/due?view=month&whose=all',
    '/reports',
    '/reports/growth',
    '/queries',
    '/review',
    '/imports',
    '/packets',
    '/letters',
    '/inquiries',
    '/me',
  ]
  const times = new Map<string, number[]>()
  const sizes = new Map<string, readonly [number, number, number]>()
  for (let run = -2; run < runs; run++)
    for (const path of paths)
      for (const [place, cookie] of cookies.entries()) {
        const begun = performance.now()
        const answer = await fetch(`${url}${path}`, { headers: { Cookie: cookie } })
        const text = await answer.text()
        const key = `${path}/${place}`
        // the first two turns warm up
        if (run >= 0) times.set(key, [...(times.get(key) ?? []), performance.now() - begun])
        sizes.set(key, [answer.status, text.length / 1024, gzipSync(text).length / 1024])
      }
  console.log(`| page, ms (kB), medians of ${runs} | office | manager | sales |`)
  console.log('| --- | --- | --- | --- |')
  const cell = (key: string) => {
    const [status = 0, kb = 0] = sizes.get(key) ?? []
    return status === 200 ? `${middle(times.get(key) ?? []).toFixed(0)} (${kb.toFixed(0)})` : `– ${status}`
  }
  for (const path of paths)
    console.log(
      `| \`${path.replace(hid, 'P')}\` | ${cookies.map((_, place) => cell(`${path}/${place}`)).join(' | ')} |`,
    )
  await crowd(url, cookies[2] ?? '', hid)
}

async function enter(url: string, name: string): Promise<string> {
  const { link } = JSON.parse(satchel(folder, '--json', '--as', name, 'console', 'link', '--address', url)) as {
    link: string
  }
  const word = new URL(link).searchParams.get('word') ?? ''
  const entered = await fetch(`${url}/enter`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ word }),
    headers: { Origin: url },
  })
  return entered.headers.get('set-cookie')?.split(';')[0] ?? ''
}

async function crowd(url: string, cookie: string, hid: string): Promise<void> {
  const paths = ['/', '/find?q=okel', `/records/${hid}`, '/me']
  const took: number[] = []
  let failed = 0
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let turn = 0; turn < 5; turn++) {
        const from = performance.now()
        const answer = await fetch(`${url}${paths[(client + turn) % paths.length]}`, {
          headers: { Cookie: cookie },
        }).catch(() => null)
        await answer?.text()
        if (answer?.status !== 200) failed++
        took.push(performance.now() - from)
      }
    }),
  )
  const seconds = (performance.now() - begun) / 1000
  const sorted = took.toSorted((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(0)
  console.log(
    `\n${clients} clients at once, 5 pages each: ${(took.length / seconds).toFixed(0)} pages a second, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ${failed} failed`,
  )
}
