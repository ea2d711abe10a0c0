// A list asks what is dear of each of its rows once, also where the answer is used twice: the planner puts what a simple subquery
// computes into every place that names it.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { readQueries } from '@satchel/core/db/sql-files'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  for (let place = 0; place < 3; place++) {
    const person = await stage.person()
    const packet = await stage.packet(person)
    await stage.office(person, 'Jimbo')
    const told = await stage.reply(packet, {
      id: String(place).padStart(32, '0'),
      draft: 'b'.repeat(32),
      sequence: 1,
      set: { 'given-name': 'Jim' },
    })
    expect(told.slots['field/given-name']).toBe('held changed-meanwhile')
  }
})
afterAll(() => stage.close())

/** How often a statement of the office calls a function, which answers nothing but that it was called. */
async function calls(signature: string, returns: string, text: string, values: readonly unknown[]): Promise<number> {
  const client = stage.as('satchel')
  let called = 0
  const count = () => (called += 1)
  await client.query('begin')
  try {
    await client.query(
      `set local role satchel_owner; create or replace function ${signature} returns ${returns} language plpgsql stable security definer
       set search_path = public, pg_temp as $$ begin raise notice 'called'; return null; end $$`,
    )
    await client.query("select set_config('role', staff_role_of('office'), true)")
    client.on('notice', count)
    expect((await client.query(text, [...values])).rowCount).toBe(3)
    return called
  } finally {
    client.off('notice', count)
    await client.query('rollback')
  }
}

test('held changes: what stands in the slot', async () => {
  expect(await calls('slot_state(p_change change)', 'jsonb', 'select * from held_changes()', [])).toBe(3)
})

test('people as they are exported: the kind of each contact and address', async () => {
  const { contacts } = await stage.one<{ contacts: string }>('select count(*) as contacts from contact_point')
  const { addresses } = await stage.one<{ addresses: string }>('select count(*) as addresses from address')
  const exported = readQueries().get('people/export')?.text ?? ''
  expect(await calls('lookup_value(p_lookup bigint)', 'text', exported, [0, 100])).toBe(
    Number(contacts) + Number(addresses),
  )
})
