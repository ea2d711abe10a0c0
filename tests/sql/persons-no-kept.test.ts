// A person's no as staff see it, and as it comes through an upgrade.

import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const newMark = () => randomBytes(32).toString('hex')

test('staff see it of whom they see, and of nobody else; in their packets, too', async () => {
  const person = await stage.person('anna')
  const { tokens } = await stage.ownPacket(person, { mark: newMark() })
  const item = await stage.item()
  await stage
    .as('satchel_import')
    .query("select note_unsubscribe($1, $2, null, null, 'test', now())", [item.id, hash(tokens.unsubscribe)])
  const client = stage.as('satchel')
  for (const [hid, sees] of [
    ['anna', true],
    ['baraka', false],
    ['office', true],
  ] as const) {
    await client.query('begin')
    await client.query("select set_config('role', staff_role_of($1), true)", [hid])
    const { rows } = await client.query<{ sees: boolean; packet: string | null }>(
      "select no_letters($1) is not null as sees, packet_read((select form_id from form where form_name = 'call-report' limit 1), $1, 'UTC', 0) ->> 'no_letters' as packet",
      [person],
    )
    await client.query('rollback')
    expect([hid, rows[0]?.sees, rows[0]?.packet]).toEqual([
      hid,
      sees,
      sees ? expect.stringMatching(/^\d{4}-\d\d-\d\d$/) : null,
    ])
  }
})

test("the upgrade: an earlier no with a token is the person's, a typed one the address's, a form that waits is asked about", async () => {
  const [person, typed] = [await stage.person(), await stage.person()]
  const mark = newMark()
  const packet = await stage.ownPacket(person, { mark })
  await stage
    .as('satchel_dispatch')
    .query("select post_packet($1, 'd', 'packet-' || $2, 'd', 'bytes')", [packet.id, packet.hid])
  const client = stage.as('satchel')
  await client.query('begin')
  await client.query(
    'alter table consent drop consent_person cascade, drop consent_evidence cascade; alter table token drop token_made cascade; alter table packet drop packet_gate cascade; drop index entity_merged_index; alter table consent disable trigger user',
  )
  for (const [entity, basis, given] of [
    [person, 'web, by link', false],
    [typed, 'web, by address', false],
    [typed, 'card', true],
  ] as const)
    await client.query(
      "insert into consent (consent_entity, consent_mark, consent_given, consent_basis, consent_received, consent_creator) values ($1, $2, $3, $4, now(), 'x')",
      [entity, mark, given, basis],
    )
  await client.query(readFileSync(join(import.meta.dirname, '../../sql/migrations/0020-persons-no.sql'), 'utf8'))
  const { rows } = await client.query(
    'select consent_basis as basis, consent_person as person, consent_evidence as evidence from consent where consent_mark = $1 order by consent_id',
    [mark],
  )
  expect(rows).toEqual([
    { basis: 'web, by link', person: true, evidence: null },
    { basis: 'web, by address', person: false, evidence: null },
    { basis: 'card', person: false, evidence: 'strong' },
  ])
  const gate = await client.query('select packet_gate as gate from packet where packet_id = $1', [packet.id])
  expect(gate.rows).toEqual([{ gate: mark }])
  await client.query('rollback')
})
