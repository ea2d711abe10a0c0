// Each line of the merge table and each of its consequences once more, through the real import: many people and packets, three
// rounds of replies, one run per round. A case says what its replies state and what becomes of each slot.

import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import type { Packet } from '@satchel/protocol/messages/packet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { arrive, mails, makeHome, replyTo, sealedReply, type TestHome } from '../helpers/home.ts'
import { type Case, cases } from './merge-cases.ts'

let home: TestHome
const ids = new Map<Case, number>()
const outcomes = new Map<Case, readonly Record<string, string>[]>()

beforeAll(async () => {
  home = await makeHome()
  await home.rows("update form_field set form_field_needs = 'strong' where form_field_name = 'family-name'")
  const hids = cases.map((_, index) => `C${index}`)
  for (const hid of hids) await home.person(hid)
  for (const row of await home.rows<{ hid: string; id: string }>(
    'select person_hid as hid, person_id as id from person',
  )) {
    const found = cases[Number(row.hid.slice(1))]
    if (found !== undefined) ids.set(found, Number(row.id))
  }
  const twice = hids.filter((_, index) => cases[index]?.rounds.some(reply => reply?.packet === 1))
  const sent = await home.satchel(['dispatch', ...hids, ...twice, '--to', 'anna', '--again'])
  expect([sent.code, sent.err]).toEqual([0, ''])
  expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
  const delivered = new Map(home.packets(mails.anna).map(packet => [packet.id, packet]))
  // a seal says its time in seconds: what is sealed now must be later than the day of issue by one
  const issued = Math.max(...[...delivered.values()].map(packet => new Date(packet.issued).getTime()))
  await new Promise(resolve => setTimeout(resolve, Math.max(0, issued + 1100 - Date.now())))
  const rows = await home.rows<{ packet: string; person: string }>(
    'select packet_hid as packet, packet_entity as person from packet order by packet_id',
  )
  const packetsOf = (one: Case) =>
    rows.filter(row => Number(row.person) === ids.get(one)).map(row => delivered.get(row.packet))
  for (let round = 0; round < 3; round++) {
    let replies = 0
    for (const [index, one] of cases.entries()) {
      const sql = one.office?.[round]
      if (sql !== undefined && sql !== null) await home.rows(sql, [ids.get(one)])
      const reply = one.rounds[round]
      const packet = packetsOf(one)[reply?.packet ?? 0]
      if (reply === undefined || reply === null || packet === undefined) continue
      replies++
      const said = typeof reply.said === 'function' ? reply.said(packet) : reply.said
      const file = replyTo(packet, said)
      const received = reply.sealed === 'early' ? new Date(packet.issued) : new Date()
      // the time inside a seal counts where it came from an intake
      if (reply.sealed !== undefined) await arrive(home.home, await sealedReply(home.home, file, received))
      else home.drop(`${index}`, file)
    }
    const imported = await home.satchel(['import', '--json'])
    // a round in which the office alone acts has nothing to import, and import says so
    if (replies > 0) expect(imported.err).toBe('')
    else expect(imported.err).toMatch(/^nothing was there to import/)
    expect(imported.json()).toMatchObject({ quarantined: 0, after: 0, balanced: true })
  }
  const changes = await home.rows<{ person: string; reply: string; slot: string; became: string }>(
    "select packet_entity as person, change_reply as reply, change_slot as slot, concat_ws(' ', change_outcome, change_reason) as became from change join packet on packet_id = change_packet order by change_reply, change_id",
  )
  for (const one of cases) {
    const mine = changes.filter(row => Number(row.person) === ids.get(one))
    const replies = [...new Set(mine.map(row => row.reply))]
    outcomes.set(
      one,
      replies.map(reply =>
        Object.fromEntries(mine.filter(row => row.reply === reply).map(row => [shortSlot(one, row.slot), row.became])),
      ),
    )
  }
})
afterAll(() => home.close())

/** Rows and reports have ids of their own: they go by their collection where the case says so. */
function shortSlot(one: Case, name: string): string {
  const [place, collection = ''] = name.split('/')
  if (place === 'report') return 'report'
  const isNamed = one.expected.some(slots => Object.hasOwn(slots, name))
  return place === 'row' && !isNamed ? `row/${collection}` : name
}

for (const one of cases) {
  test(one.name, async () => {
    expect(outcomes.get(one)).toEqual(one.expected)
    const [now] = await home.rows<{ given: string; phones: string[]; reports: number }>(
      `select person_given as given, (select count(*)::int from activity where activity_entity = person_id) as reports,
        array(select contact_point_value from contact_point where contact_point_entity = person_id
          and lookup_value(contact_point_kind) = 'phone' order by contact_point_id) as phones
      from person where person_id = $1`,
      [ids.get(one)],
    )
    if (one.given !== undefined) expect(now?.given).toBe(one.given)
    if (one.phones !== undefined) expect(now?.phones).toEqual(one.phones)
    if (one.reports !== undefined) expect(now?.reports).toBe(one.reports)
  })
}

test('of two text answers that wait in the inbox the one that came later stands', async () => {
  const people = ['T0', 'T1', 'T2', 'T3', 'T4', 'T5']
  for (const hid of people) await home.person(hid)
  expect(await home.satchel(['dispatch', ...people, '--to', 'baraka']).then(ended => ended.code)).toBe(2)
  expect(await home.satchel(['dispatch', ...people, '--to', 'grace'])).toMatchObject({ code: 0 })
  expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
  const packets = home.packets(mails.grace)
  expect(packets).toHaveLength(people.length)
  const form = (packet: Packet, name: string) =>
    `[form]\n${packet.form.name} ${packet.form.version} ${packet.id} en\n\n[token]\n${packet.token}\n\n[Given name]\n${name}\n\n[end]\n`
  for (const [minute, name] of ['Older', 'Newer'].entries())
    for (const [index, packet] of packets.entries()) {
      home.drop(`${index}-${name}`, form(packet, name))
      const time = new Date(Date.now() - 600_000 + minute * 60_000)
      utimesSync(join(home.inbox, `${index}-${name}`), time, time)
    }
  expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ imported: 2 * people.length, after: 0 })
  const names = await home.rows<{ v: string }>("select person_given as v from person where person_hid like 'T_'")
  expect(names.map(row => row.v)).toEqual(people.map(() => 'Newer'))
})
