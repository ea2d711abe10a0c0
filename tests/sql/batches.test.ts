// Replies that go in together end as they do one by one: worlds of every kind, each played both ways, and every table compared.
// SATCHEL_BATCHES says how many random ones (npm test: 5, npm run test:system: 25), SATCHEL_BATCH_SEED which; SATCHEL_BATCH_PATH, from the message of a failure,
// plays that one alone.

import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type World, worlds } from '../helpers/batch-worlds.ts'
import { openBatches } from '../helpers/play-batches.ts'
import { openStage, type Stage } from '../helpers/stage.ts'
import { differences } from '../helpers/world-tables.ts'

const count = Number(process.env.SATCHEL_BATCHES ?? '5')
const seed = Number(process.env.SATCHEL_BATCH_SEED ?? String(Date.now() % 1_000_000))
const path = process.env.SATCHEL_BATCH_PATH

let stage: Stage
let batches: Awaited<ReturnType<typeof openBatches>>
beforeAll(async () => {
  stage = await openStage()
  batches = await openBatches(stage)
})
afterAll(async () => {
  await batches.close()
  await stage.close()
})

/** Plays a world both ways. @returns what became of its replies and of what they stated, each kind once. */
async function endAlike(world: World): Promise<readonly string[]> {
  const { together, alone } = await batches.both(world)
  expect(differences(together, alone)).toBe('')
  const became = alone.change.map(line => {
    const { change_outcome: outcome, change_reason: reason } = JSON.parse(line)
    return [outcome, reason].filter(Boolean).join(' ')
  })
  const told = alone.told.map(
    line => /nothing$/.exec(line)?.[0] ?? /"(?:case|problem)":"([^"]*)"/.exec(line)?.[1] ?? '',
  )
  return [...became, ...told]
}

describe('replies that go in together end as they do one by one', () => {
  test('of every kind', async () => {
    const seen = new Set<string>()
    for (const world of fc.sample(worlds, { seed: 7, numRuns: 40 }))
      for (const kind of await endAlike(world)) seen.add(kind)
    expect([...seen]).toEqual(
      expect.arrayContaining([
        'new',
        'repeat',
        'stronger',
        'nothing',
        'token/used-up',
        'applied',
        'same',
        'untouched',
        'superseded older-than-a-later-reply',
        'held changed-meanwhile',
        'held needs-review',
        'held damaged-text',
        'held invalid',
        'held late',
        'held record-deleted',
        'held access-lost',
        'held not-a-phone',
        'held same-id-other-content',
        'refused not-allowed',
        'refused not-in-form',
        'refused other-record',
        'refused required',
        'refused revoked',
      ]),
    )
  })

  test(
    `in random worlds, seed ${seed}`,
    async () => {
      await fc.assert(
        fc.asyncProperty(worlds, async world => {
          await endAlike(world)
        }),
        {
          numRuns: count,
          seed,
          // a counterexample is made smaller for a while, then told as far as it got
          interruptAfterTimeLimit: 200_000 + count * 2000,
          markInterruptAsFailure: true,
          ...(path === undefined ? {} : { path, endOnFailure: true }),
        },
      )
    },
    300_000 + count * 3000,
  )

  test('and leave nothing that contradicts itself', async () => {
    await stage.rows('select seal_audit()')
    expect(await stage.rows('select * from verify_audit()')).toEqual([])
    // the items of these replies are ended by the program
    expect(await stage.rows("select * from verify_states() where fault not like '%did not end as one'")).toEqual([])
    expect(await stage.rows('select from stated_write')).toEqual([])
  })
})
