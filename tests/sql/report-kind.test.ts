// The kind of activity that a report becomes stands with its form, also with one that was published before forms said it.

import { sqlFiles } from '@satchel/core/db/sql-files'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const kinds = (names: string) =>
  stage.rows<{ name: string; kind: string | null; reports: boolean }>(
    "select form_name as name, lookup_value as kind, exists (select from form_field where form_field_form = form_id and form_field_place = 'report') as reports from form left join lookup on lookup_id = form_report_kind where form_name ~ $1 and form_active order by 1",
    [names],
  )

test('every published form with a report has it, and no other', async () => {
  const all = await kinds('.')
  expect(all).toContainEqual({ name: 'call-report', kind: 'call', reports: true })
  expect(all).toContainEqual({ name: 'self-update', kind: null, reports: false })
  expect(all.filter(({ kind, reports }) => (kind !== null) !== reports)).toEqual([])
})

test('a form from before gets the kind that its reports had', async () => {
  const before = await kinds('^(call-report|self-update)$')
  await stage.rows('update form set form_report_kind = null')
  const migration = sqlFiles('migrations').find(({ name }) => name.endsWith('report-kinds'))
  await stage.rows(migration?.text ?? '')
  expect(await kinds('^(call-report|self-update)$')).toEqual(before)
})
