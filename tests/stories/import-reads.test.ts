// What an import reads: it goes to each table that grows by a key, and never reads one through, from the first item of a small
// installation on. Told by the server's own counters, not by the clock.

import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { openSpool, writeItem } from '@satchel/protocol/spool/spool'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mails, makeHome, replyTo, sealedReply, type TestHome } from '../helpers/home.ts'

const people = Array.from({ length: 12 }, (_, index) => `P${index + 1}`)
let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  for (const hid of people) await home.person(hid)
  await home.satchel(['dispatch', ...people, '--to', 'anna', '--json'])
  await home.satchel(['send'])
})
afterAll(() => home.close())

/** How often each table was read through so far. Connections tell when they end, a moment after their command. */
async function scans(): Promise<ReadonlyMap<string, number>> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const [open] = await home.rows<{ count: number }>(
      "select count(*)::integer as count from pg_stat_activity where datname = current_database() and application_name = 'satchel'",
    )
    if (open?.count === 0) break
    await setTimeout(50)
  }
  const rows = await home.rows<{ name: string; scans: number }>(
    'select relname as name, seq_scan::integer as scans from pg_stat_user_tables',
  )
  return new Map(rows.map(({ name, scans: count }) => [name, count]))
}

async function importReplies(from: number, to: number): Promise<Readonly<Record<string, number>>> {
  const spool = await openSpool(join(home.home.spool, 'folder'))
  for (const [index, packet] of home.packets(mails.anna).slice(from, to).entries()) {
    const text = replyTo(packet, {
      set: { 'given-name': `Given${from + index}` },
      rows: [
        { collection: 'contact-point', row: 'new-1', fields: { kind: 'phone', value: `0700 1000${from + index}` } },
      ],
      report: { when: '2026-11-20', outcome: 'reached' },
    })
    await writeItem(spool, 'reply', 'raw', await sealedReply(home.home, text))
  }
  const before = await scans()
  const imported = await home.satchel(['import', '--json'])
  expect(imported.json<object>()).toMatchObject({ pulled: to - from, refused: 0, quarantined: 0, after: 0 })
  const after = await scans()
  return Object.fromEntries([...after].map(([name, count]) => [name, count - (before.get(name) ?? 0)]))
}

/** Lists that an administrator keeps, and tables of one row: they do not grow with what is imported. */
const small =
  /^(lookup|instance|latch|state_transition|migration|form|form_field|entity_type|entity_rule|meta_fields|meta_tables|query)$/

test('an item reads no table through that grows', async () => {
  const two = await importReplies(0, 2)
  const ten = await importReplies(2, 12)
  const read = Object.keys(ten).filter(name => !small.test(name) && (ten[name] ?? 0) > (two[name] ?? 0))
  expect(read.map(name => [name, two[name], ten[name]])).toEqual([])
  // once for a run, it may be
  for (const name of ['entity', 'person', 'contact_point', 'reply', 'change', 'audit', 'letter', 'packet', 'token'])
    expect([name, ten[name]]).toEqual([name, 0])
})
