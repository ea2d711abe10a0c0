// Records that may be one, called as a program calls it: without a command line.

import { listDuplicates, markDifferent } from '@satchel/core/duplicates/decide-duplicates'
import { findDuplicates } from '@satchel/core/duplicates/find-duplicates'
import { mergeRecords, undoMerge } from '@satchel/core/duplicates/merge-records'
import { tuneDuplicates } from '@satchel/core/duplicates/tune-duplicates'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contextOf, reported } from '../helpers/context.ts'
import { withClient } from '../helpers/database.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
let grace: ReturnType<typeof contextOf>
beforeAll(async () => {
  home = await makeHome()
  for (const hid of ['P1', 'P2', 'P3']) await home.person(hid)
  grace = contextOf(home, 'grace')
})
afterAll(async () => {
  await grace.close()
  await home.close()
})

test('pairs are found and listed, and the steps are reported', async () => {
  const report = reported()
  const found = await findDuplicates(grace, { least: 0.5 }, report)
  expect(found).toMatchObject({ pairs: 3, run: { whole: true, people: 3, learned: null } })
  expect(report.steps.length).toBeGreaterThan(0)
  expect(await listDuplicates(grace, { limit: 2 })).toHaveLength(2)
})

test.each([[{ least: 0 }], [{ least: 1.1 }]])('no search with the score %o', async input => {
  await expect(findDuplicates(grace, input)).rejects.toMatchObject({ code: 'usage/wrong' })
})

test('a search that is stopped changes nothing and gives nothing', async () => {
  const runs = async () => (await home.rows('select from duplicate_run')).length
  const before = await runs()
  const stop = new AbortController()
  const result = await withClient(home.database.url('satchel'), async client => {
    // the search waits here until it is stopped
    await client.query('begin; lock table duplicate_run in share mode')
    setTimeout(() => stop.abort(), 300)
    return findDuplicates({ ...grace, stop: stop.signal }, { least: 0.5, all: true })
  })
  expect([result, await runs()]).toEqual([null, before])
})

test('rules are listed, and tuned between -1 and 1', async () => {
  const [rule] = await tuneDuplicates(grace, {})
  if (rule === undefined) throw new Error('there is no rule')
  await expect(tuneDuplicates(grace, { tune: { rule: rule.rule, points: 2 } })).rejects.toMatchObject({
    code: 'usage/wrong',
  })
  await expect(tuneDuplicates(grace, { tune: { rule: 'nothing', points: 0 } })).rejects.toMatchObject({
    message: 'There is no rule nothing.',
  })
  expect(await tuneDuplicates(grace, { tune: { rule: rule.rule, points: 0.1 } })).toContainEqual(
    expect.objectContaining({ rule: rule.rule, points: '0.100' }),
  )
})

test('pairs that are marked as different people are open no more', async () => {
  const [pair, ...others] = (await listDuplicates(grace, { limit: 5 })).map(({ pair }) => pair)
  if (pair === undefined) throw new Error('there is no pair')
  await expect(markDifferent(grace, { pairs: [pair, 999] })).rejects.toMatchObject({ code: 'duplicate/not-open' })
  await expect(markDifferent(grace, { pairs: [] })).rejects.toMatchObject({ code: 'usage/wrong' })
  expect(await listDuplicates(grace, { limit: 5 })).toHaveLength(3)
  expect(await markDifferent(grace, { pairs: [pair] })).toEqual({ different: [pair] })
  expect((await listDuplicates(grace, { limit: 5 })).map(({ pair }) => pair)).toEqual(others)
})

test('a merge is tried, done and undone', async () => {
  const alive = async () =>
    (await home.rows('select from entity where entity_merged is null and entity_deleted is null')).length
  const before = await alive()
  const tried = await mergeRecords(grace, { kept: 'P1', lost: 'P2', dryRun: true })
  expect([tried.merge, await alive()]).toEqual([null, before])
  const { merge, moved } = await mergeRecords(grace, { kept: 'P1', lost: 'P2' })
  expect([moved, await alive()]).toEqual([tried.moved, before - 1])
  await expect(undoMerge(grace, { merge: 0.5 })).rejects.toMatchObject({ code: 'usage/wrong' })
  expect(await undoMerge(grace, { merge: merge ?? 0 })).toMatchObject({ merge, kept: 0 })
  expect(await alive()).toBe(before)
})
