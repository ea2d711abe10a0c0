// From nothing to a filled, dispatched and answered record of a new type: the lines of docs/own-tables.md, one after the other, as one person
// types them. No step takes a program or SQL.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { mails } from '../helpers/home.ts'
import { type Day, openDay } from '../helpers/office-day.ts'
import { triedBlock } from '../workspace/command-lines.ts'

let day: Day
beforeAll(async () => {
  day = await openDay()
  await day.home.person('K-001')
}, 60_000)
afterAll(() => day.close())

const linesOf = (block: string) => triedBlock('docs/own-tables.md', block).map(line => line.replace(/^satchel /, ''))

test('the lines make a type, fill it, send it, and bring the answer in', async () => {
  for (const line of linesOf('out')) await day.run(line)
  const [packet] = day.home.packets(mails.anna)
  if (packet === undefined) throw new Error('no packet')
  expect([...packet.record.fields.keys()]).toEqual(['name', 'area', 'crop', 'farmer'])
  expect(packet.record.fields.get('area')).toBe('3.5')
  const balance = await day.answered(packet, {
    set: { area: '4.25', crop: 'beans' },
    report: { when: '2026-11-30', outcome: 'reached', note: 'Measured it again.' },
  })
  expect(balance).toMatchObject({ imported: 1, held: 0, refused: 0, after: 0 })
  const [, show = '', history = ''] = linesOf('back')
  const shown = (await day.run(show)).out
  for (const word of ['North field', '4.25', 'Beans', 'Sown', 'Measured it again.']) expect(shown).toContain(word)
  expect((await day.run(history)).out).toMatch(/anna.*\n?.*area.*3\.5 -> 4\.25/)
  // merged under the colleague's own role, and told to them
  const told = await day.home.rows(
    "select audit_fields as fields, audit_reply is not null as replied from audit where audit_table = 'own_parcel' and audit_by like '%anna'",
  )
  expect(told).toEqual([{ fields: 'own_parcel_area own_parcel_crop', replied: true }])
  expect((await day.run('send')).out).toContain('1 letter')
})
