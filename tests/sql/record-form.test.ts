// The form of a type of record is made from the catalog of fields: it can be read as any form, and a new column makes its next version.

import { parseDefinition } from '@satchel/forms/definition/read-definition'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const form = async (type: string) => {
  const { id } = await stage.one<{ id: string }>('select record_form($1) as id', [type])
  return stage.one<{ id: string; version: number; active: boolean; text: string }>(
    'select form_id as id, form_version as version, form_active as active, form_definition as text from form where form_id = $1',
    [id],
  )
}

test.each(['person', 'organisation', 'group', 'deal', 'ticket', 'product', 'staff'])('%s: has one', async type => {
  const { id, active, text } = await form(type)
  const read = parseDefinition(text)
  expect(active).toBe(false)
  const fields = await stage.rows<{ field: string }>(
    "select field from record_fields($1) where may_write and field <> 'id' and kind <> 'file' order by sort",
    [type],
  )
  expect(read.fields.map(({ name }) => name)).toEqual([...fields.map(({ field }) => field), 'parent', 'owner'])
  const lines = read.entity === 'deal' ? ['deal-line'] : []
  expect(read.collections.map(({ name }) => name)).toEqual([
    'address',
    'contact-point',
    ...lines,
    'member',
    'relationship',
  ])
  expect((await form(type)).id).toBe(id)
})

test('a new column of a table makes the next version', async () => {
  const before = await form('ticket')
  await stage.rows('alter table ticket add column ticket_serial text')
  const after = await form('ticket')
  expect([before.version, after.version]).toEqual([1, 2])
  expect(parseDefinition(after.text).fields.map(({ name }) => name)).toContain('serial')
  expect((await form('ticket')).id).toBe(after.id)
})

test('a word that is no type has none', async () => {
  expect(await stage.one("select record_form('nothing') as id")).toEqual({ id: null })
})
