// The kind of activity that a report becomes stands with its form, also with one that was published before forms said it.

import { sqlFiles } from '@satchel/core/db/sql-files'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const kinds = () =>
  stage.rows<{ name: string; kind: string | null }>(
    'select form_name as name, lookup_value as kind from form left join lookup on lookup_id = form_report_kind order by 1',
  )

test('every published form with a report has it', async () => {
  expect(await kinds()).toEqual([
    { name: 'call-report', kind: 'call' },
    { name: 'self-update', kind: null },
  ])
})

test('a form from before gets the kind that its reports had', async () => {
  const before = await kinds()
  await stage.rows('update form set form_report_kind = null')
  const migration = sqlFiles('migrations').find(({ name }) => name.endsWith('report-kinds'))
  await stage.rows(migration?.text ?? '')
  expect(await kinds()).toEqual(before)
})
