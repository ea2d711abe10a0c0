// Processes and stages, called as a program calls them: without a command line.

import { addProcesses } from '@satchel/core/processes/add-processes'
import { enterStage } from '@satchel/core/processes/enter-stage'
import { listProcesses } from '@satchel/core/processes/list-processes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contextOf } from '../helpers/context.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
let grace: ReturnType<typeof contextOf>
beforeAll(async () => {
  home = await makeHome()
  for (const hid of ['P1', 'P2']) await home.person(hid)
  grace = contextOf(home, 'grace')
})
afterAll(async () => {
  await grace.close()
  await home.close()
})

test('a shipped process is added with its stages; with one that is not known none of them is', async () => {
  expect(await listProcesses(grace, { shipped: true })).toContainEqual(expect.objectContaining({ process: 'lead' }))
  await expect(addProcesses(grace, { processes: ['lead', 'nothing'] })).rejects.toMatchObject({
    code: 'process/not-known',
  })
  await expect(addProcesses(grace, { processes: [] })).rejects.toMatchObject({ code: 'usage/wrong' })
  expect(await listProcesses(grace, {})).toEqual([])
  expect(await addProcesses(grace, { processes: ['LEAD'] })).toEqual([{ process: 'lead', result: 'added' }])
  expect(await listProcesses(grace, {})).toContainEqual(
    expect.objectContaining({ process: 'lead', stage: 'lead-contacted' }),
  )
})

test('records enter a stage together or not at all', async () => {
  const entered = () => home.rows('select from development_tracking')
  await expect(enterStage(grace, { stage: 'lead-contacted', records: ['P1', 'P9'] })).rejects.toMatchObject({
    code: 'entity/not-seen',
  })
  await expect(enterStage(grace, { stage: 'lead-lost-in-space', records: ['P1'] })).rejects.toMatchObject({
    code: 'process/no-stage',
  })
  await expect(enterStage(grace, { stage: 'lead-contacted', records: [] })).rejects.toMatchObject({
    code: 'usage/wrong',
  })
  expect(await entered()).toHaveLength(0)
  expect(await enterStage(grace, { stage: 'Lead-Contacted', records: ['P1', 'P2'], note: 'at the market' })).toEqual({
    stage: 'lead-contacted',
    records: ['P1', 'P2'],
  })
  expect(await entered()).toHaveLength(2)
})
