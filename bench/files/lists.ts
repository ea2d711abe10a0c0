// npm run bench lists [-- --people 100000]: what a salesperson with a twentieth of that many people waits for: the own list, its pages,
// lists in an interface; beside it the same list of bare tables, without row security, by turns.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { furnishSellers, openOwner, printLists, writeSheet } from './crowd.ts'
import { satchel } from '../stage.ts'

const { values } = parseArgs({
  args: process.argv.slice(2).filter(word => word !== 'lists'),
  options: { people: { type: 'string', default: '100000' } },
})
const count = Number(values.people)
if (!Number.isSafeInteger(count) || count < 1000) throw new Error('npm run bench lists [-- --people NUMBER]')
const folder = mkdtempSync(join(tmpdir(), 'satchel-bench-'))
try {
  furnishSellers(folder)
  process.stderr.write(`${count} people are loaded ...\n`)
  const loaded = satchel(folder, 'load', writeSheet(folder, count).file)
  if (loaded.includes('nothing was loaded')) throw new Error(loaded)
  const client = await openOwner(folder)
  await printLists(client)
  await client.end()
} finally {
  satchel(folder, 'db', 'stop')
  rmSync(folder, { recursive: true, force: true })
}
