// The rules of tables that a command can break are told in sentences: each check of the columns that commands write has one.

import { ruleSentences } from '@satchel/core/records/refused-write'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

test('each has its sentence, and no sentence is about a rule that is not there', async () => {
  const rules = await stage.rows<{ rule: string }>(
    `with written as (
       select source, attribute from entity_type, lateral record_form_fields(entity_type_hid) where attribute is not null
       union select 'activity', attribute from table_fields('activity') where may_write
       union select 'attachment', attribute from table_fields('attachment') where may_write
       union select 'entity', 'entity_name')
     select conname as rule from pg_constraint
     where contype = 'c'
       -- a word of a list, or an empty value, is refused as it is read
       and pg_get_constraintdef(oid) !~ $1 and exists (select from written join pg_attribute on attname = attribute and attrelid = conrelid
       where conrelid = to_regclass('public.' || source) and attnum = any (conkey))
     order by 1`,
    ["(= ANY)|^CHECK \\(\\([a-z_]+ <> ''::text\\)\\)$"],
  )
  expect(rules.map(({ rule }) => rule)).toEqual(Object.keys(ruleSentences).toSorted())
})

test('a rule that a trigger says has a sentence of its own', async () => {
  const rules = await stage.rows<{ name: string; text: string }>(
    `select proname as name, m[1] as text from pg_proc, regexp_matches(prosrc, 'raise exception ''([^'']*)''[^;]*23514', 'g') m
     where pronamespace = 'public'::regnamespace`,
  )
  expect(rules.length).toBeGreaterThan(3)
  // of a % the function makes the sentence
  expect(rules.filter(({ text }) => text !== '%' && text.split(' ').length < 4)).toEqual([])
})
