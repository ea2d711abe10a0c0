// R4: every item is imported again into the database as it was before the first reply: the same values, holds, outcomes and
// history come out, but for ids and times. What the spool keeps is enough to do the work once more.

import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillForm, mails, makeHome, replyTo, sealedReply, type TestHome } from '../helpers/home.ts'
import { attachmentOf } from '../helpers/letters.ts'
import { tablesOf } from '../helpers/state.ts'

let before: TestHome
let first: TestHome
let again: TestHome
beforeAll(async () => {
  before = await makeHome()
  for (const hid of ['P1', 'P2', 'P3']) await before.person(hid)
  await before.satchel(['dispatch', 'P1', 'P2', 'P3', '--to', 'anna'])
  await before.satchel(['dispatch', 'P1', '--to', 'grace'])
  await before.satchel(['send'])
})
afterAll(async () => {
  for (const home of [before, first, again]) await home?.close()
})

/** Answers of every kind, some of which clash, repeat, wait, or are no good. */
async function answer(home: TestHome): Promise<void> {
  const packets = home.packets(mails.anna).toReversed()
  const [one, two, three] = packets
  const [grace] = home.packets(mails.grace)
  if (one === undefined || two === undefined || three === undefined || grace === undefined) throw new Error('no packet')
  const letter = home.letters(mails.anna).find(({ file }) => file.includes(two.id))
  if (letter === undefined) throw new Error('no letter')
  const rounds: readonly (readonly (readonly [string, string | Uint8Array])[])[] = [
    [
      [
        'a.sexp',
        replyTo(one, {
          draft: 'd'.repeat(32),
          set: { 'given-name': 'James' },
          report: { when: '2026-11-20', outcome: 'reached' },
        }),
      ],
      ['b.txt', fillForm(attachmentOf(letter, '.txt'), { 'Given name': 'Amina', 'Date of birth': '1970-01-02' })],
    ],
    [
      ['c.sexp', replyTo(grace, { set: { 'given-name': 'Jim' } })],
      ['d.pgp', await sealedReply(home.home, replyTo(three, { set: { note: 'sealed' } }))],
    ],
    [
      ['e.sexp', replyTo(one, { draft: 'd'.repeat(32), sequence: 2, set: { 'given-name': 'Jacob' } })],
      ['f.sexp', '(satchel-reply (version 1)'],
      ['g.sexp', replyTo(three, { token: 'A'.repeat(26), set: { note: 'forged' } })],
    ],
  ]
  for (const files of rounds) {
    for (const [name, content] of files) home.drop(name, content)
    await home.satchel(['import'])
  }
}

test('R4: the items of the spool, imported again, give the same', async () => {
  first = await makeHome({ from: before })
  await answer(first)
  again = await makeHome({ from: before })
  const kept = join(first.home.spool, 'folder')
  const target = join(again.home.spool, 'folder/new/reply')
  rmSync(join(again.home.spool, 'folder'), { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  const folders = [...readdirSync(join(kept, 'done')).map(day => `done/${day}`), 'quarantine']
  let count = 0
  for (const folder of folders) {
    for (const file of readdirSync(join(kept, folder))) {
      cpSync(join(kept, folder, file), join(target, file), { preserveTimestamps: true })
      count++
    }
  }
  expect(count).toBe(7)
  const balance = (await again.satchel(['import', '--json'])).json<{ pulled: number; quarantined: number }>()
  expect(balance).toMatchObject({ pulled: 7, quarantined: 2 })
  const [wanted, got] = [await tablesOf(first), await tablesOf(again)]
  // how many runs it took, and in which order the files of one moment were counted, is no part of what came out
  const plain = (table: string, rows: readonly string[] = []) => {
    const unnumbered = rows.map(row => row.replaceAll(/"item \d+"/g, '"an item"'))
    return table === 'item' ? unnumbered.toSorted((x, y) => x.localeCompare(y)) : unnumbered
  }
  for (const table of Object.keys(wanted)) expect(plain(table, got[table]), table).toEqual(plain(table, wanted[table]))
  expect(wanted.change?.length).toBeGreaterThan(5)
})
