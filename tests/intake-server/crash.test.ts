// P1: the intake is killed at each step of a post. Never a receipt without its item, never half an item, and a restart is whole.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type RunningIntake, startIntake } from '../helpers/intake.ts'
import { makeTestKeys, type TestKeys } from '../protocol/envelopes.ts'
import { heldIn, liveToken, multipart, postBody, publicHalves } from './posts.ts'

let keys: TestKeys
let running: RunningIntake[] = []

beforeAll(async () => {
  keys = await makeTestKeys(new Date(Date.now() - 86_400_000))
})

afterEach(async () => {
  for (const intake of running) await intake.close()
  running = []
})

async function started(env: Readonly<Record<string, string>>, home?: string): Promise<RunningIntake> {
  const intake = await startIntake({ keys: publicHalves(keys), env, ...(home === undefined ? {} : { home }) })
  running.push(intake)
  return intake
}

const file = new Uint8Array(20_000).fill(0)
const reply = () => multipart({ token: liveToken, note: 'x', photo: [file] })

/** In the order of a post with a file; after each: items that are seen, and whether a receipt may have been given. */
const steps = [
  ['upload-spool/created', 0],
  ['upload-spool/written', 0],
  ['upload-spool/synced', 0],
  ['upload-spool/linked', 1],
  ['upload-spool/unlinked', 1],
  ['upload-spool/folder-synced', 1],
  ['spool/created', 1],
  ['spool/written', 1],
  ['spool/synced', 1],
  ['spool/linked', 2],
  ['spool/unlinked', 2],
  ['spool/folder-synced', 2],
  ['intake/stored', 2],
] as const

describe.each(steps)('P1: killed at %s', (step, items) => {
  test('no receipt was given, what is seen is whole, and a restart takes the post again', async () => {
    const intake = await started({ SATCHEL_INTAKE_CRASH_AT: step })
    await expect(postBody(`${intake.url}/reply`, reply())).rejects.toThrow('fetch failed')
    expect((await intake.ended).signal).toBe('SIGKILL')
    // opened and parsed: none of them is half an item
    expect(await heldIn(intake.spool, keys)).toHaveLength(items)
    const again = await started({}, intake.home)
    expect(readdirSync(join(again.spool, 'tmp'))).toEqual([])
    expect((await postBody(`${again.url}/reply`, reply())).status).toBe(303)
    const held = await heldIn(again.spool, keys)
    const named = held.flatMap(({ submission }) => submission?.files.map(({ sha256 }) => sha256) ?? [])
    // whatever a submission names is there
    for (const name of named) expect(held.map(each => each.name)).toContain(name)
    expect(named.length).toBe(step === 'intake/stored' || items === 2 ? 2 : 1)
  })
})

test('killed after the answer, the item of the receipt is held', async () => {
  const intake = await started({ SATCHEL_INTAKE_CRASH_AT: 'intake/answered' })
  const answer = await postBody(`${intake.url}/reply`, 'text of a reply', 'text/plain').catch(() => null)
  const said = answer === null ? null : ((await answer.json()) as { code: string }).code
  expect((await intake.ended).signal).toBe('SIGKILL')
  const [item] = await heldIn(intake.spool, keys)
  expect(item?.submission?.fields).toEqual([['body', 'text of a reply']])
  if (said !== null) expect(item?.submission?.receipt).toBe(said)
})

test('the list of steps is complete', async () => {
  const sources = ['protocol/spool/spool.ts', 'protocol/spool/spool-stream.ts', 'intake-server/receive/receive-post.ts']
  const { read } = await import('../workspace/sources.ts')
  const raised = sources.flatMap(each => [...read(each).matchAll(/failpoint\('([a-z/-]+)'\)/g)].map(([, step]) => step))
  const known = steps.map(([step]) => step.replace('upload-', ''))
  expect(new Set(raised)).toEqual(new Set(known))
})
