// Some of the changes of ARCHITECTURE.md, made in a copy of the project: as long as a file of the row is missing, a test says which.

import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { copyProject } from '../helpers/project-copy.ts'

let copy = ''
afterEach(() => rmSync(copy, { recursive: true, force: true }))

function change(file: string, before: string, after: string): void {
  const path = join(copy, file)
  const text = readFileSync(path, 'utf8')
  expect([file, text.split(before).length]).toEqual([file, 2])
  writeFileSync(
    path,
    text.replace(before, () => after),
  )
}

function run(...tests: readonly string[]): { readonly isGreen: boolean; readonly said: string } {
  const { status, stdout, stderr } = spawnSync('npm', ['test', '--', ...tests], { cwd: copy, encoding: 'utf8' })
  return { isGreen: status === 0, said: `${stdout}${stderr}` }
}

test('a role of staff: the tests name the other lists, and are green when all have it', () => {
  copy = copyProject()
  const test = 'tests/sql/role-lists.test.ts'
  change('sql/functions/staff/roles.sql', "('auditor', 'Auditor')", "('auditor', 'Auditor'), ('trainer', 'Trainer')")
  // nothing is granted to a group that nobody makes
  expect(run(test).said).toContain('satchel_trainer')
  change('sql/setup/roles.sql', "'satchel_auditor',", "'satchel_auditor', 'satchel_trainer',")
  const half = run(test)
  expect(half.isGreen).toBe(false)
  for (const sentence of ['the program offers the roles that the database has', 'the pages explain each'])
    expect(half.said).toContain(sentence)
  change('core/staff/roles.ts', "'auditor'", "'auditor', 'trainer'")
  change('docs/database.md', '| `satchel_auditor` |', '| `satchel_trainer` | nothing yet |\n| `satchel_auditor` |')
  change(
    'docs/rights.md',
    '| Table | admin | office | manager | sales | support | marketing | analyst | auditor |\n',
    '| Table | admin | office | manager | sales | support | marketing | analyst | auditor | trainer |\n',
  )
  const whole = run(test)
  expect(whole.isGreen, whole.said.slice(-3000)).toBe(true)
}, 300_000)

test('a value of a lookup list: one line, and a form may offer it', () => {
  copy = copyProject()
  const form = `(satchel-form (name "video") (version 1) (entity person)
    (title (en "Video") (sw "Video") (fr "Vidéo") (de "Video")) (intro (en "Call.") (sw "Piga.") (fr "Appelez.") (de "Rufen Sie an."))
    (report (kind video-call) (field when (column "activity_start") (type date) (required true)
      (label (en "Date") (sw "Tarehe") (fr "Date") (de "Datum")))))`
  writeFileSync(join(copy, 'forms/definitions/video.sexp'), form)
  const test = 'tests/sql/tables.test.ts'
  const before = run(test)
  expect(before.isGreen).toBe(false)
  expect(before.said).toContain('activity-kind')
  change(
    'sql/seed/lists.sql',
    "('activity-kind', 'sms', 'Text message')",
    "('activity-kind', 'sms', 'Text message'), ('activity-kind', 'video-call', 'Video call')",
  )
  const whole = run(test)
  expect(whole.isGreen, whole.said.slice(-3000)).toBe(true)
}, 300_000)
