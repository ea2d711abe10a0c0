// A small sales office for a day, by commands alone: organisations with branches and contacts, deals, a ticket that goes to a technician
// and comes back, a sheet of customers, and everything moved into an empty installation.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mails } from '../helpers/home.ts'
import { type Day, movedElsewhere, openDay } from '../helpers/office-day.ts'

const tom = 'staff add tom --name "Tom Technician" --email tom@kilimo.example --role support --protection plain'
let day: Day
const made: Record<string, string> = {}
beforeAll(async () => {
  day = await openDay()
  await day.run(tom)
  await day.home.rows("update staff set staff_packet_file = true where staff_hid = 'tom'")
})
afterAll(() => day.close())

test('in the morning customers are loaded from a sheet, once', async () => {
  const sheet = join(day.home.home.folder, 'customers.csv')
  writeFileSync(sheet, 'id,name,industry\nMT,Moshi Traders,trade\nKS,Kilele School,school\n')
  await day.run(`--as grace load ${sheet} --type organization --dry-run`)
  await day.run(`--as grace load ${sheet} --type organization`)
  const again = await day.run(`--as grace load ${sheet} --type organization`)
  expect(again.out).toContain('0 new, 0 with gaps filled, 2 the same')
  expect(await day.ids('--as grace list organisation')).toEqual(['KS', 'MT'])
})

test('a branch and its contact are added, related, and put into a group', async () => {
  made.branch = await day.add('organisation name="Moshi Traders Arusha" --under MT --as grace')
  made.amina = await day.add('person given-name=Amina family-name=Otieno phone=+255700000201 --owner anna --as grace')
  await day.run(`--as grace relate ${made.amina} works-for ${made.branch} --from 2026-01-01`)
  made.group = await day.add('group name="Big buyers" kind=list --as grace')
  await day.run(`--as grace join ${made.amina} "Big buyers"`)
  expect(await day.ids('--as grace find otien 0201')).toEqual([made.amina])
})

test('a deal with its lines goes to the salesperson, who changes a line and the amount', async () => {
  await day.run('--as grace add product id=SEED name="Seed maize" price=1200 currency=TZS')
  made.deal = await day.add(
    `deal name=Maize kind=quote party=${made.branch} contact=${made.amina} amount=24000 currency=TZS line/new.product=SEED line/new.quantity=20 line/new.price=1200 --owner anna --as grace`,
  )
  await day.run(`--as grace task ${made.deal} "Bring the offer" --for anna --due today`)
  expect((await day.run('--as anna due')).out).toContain('Bring the offer')
  await day.run(`--as grace dispatch ${made.deal} --to anna`)
  const packet = await day.packet(mails.anna)
  const balance = await day.answered(packet, {
    set: { amount: '30000', kind: 'order' },
    rows: [{ collection: 'lines', row: packet.record.rows.get('lines')?.[0]?.id ?? '', fields: { quantity: '25' } }],
    report: { when: '2026-11-30', outcome: 'reached', note: 'They take 25 bags.' },
  })
  expect(balance).toMatchObject({ imported: 1, after: 0 })
  expect((await day.run('--as grace list deal --columns amount,kind')).out).toMatch(/30000.*order/)
})

test('a ticket goes to a technician and comes back solved', async () => {
  made.ticket = await day.add(`ticket name="Pump leaks" party=${made.branch} priority=high --owner tom --as grace`)
  await day.run(`--as grace dispatch ${made.ticket} --to tom --why "They wait for water."`)
  const balance = await day.answered(await day.packet('tom@kilimo.example'), {
    set: { resolution: 'A new seal', closed: '2026-11-30' },
    report: { when: '2026-11-30', note: 'Changed the seal.' },
  })
  expect(balance).toMatchObject({ imported: 1, after: 0 })
  await day.run('send')
  expect(day.home.letters('tom@kilimo.example').length).toBe(2)
  expect((await day.run(`--as grace show ${made.ticket}`)).out).toContain('A new seal')
})

test('two clerks who change one field at once lose nothing: one counts, the other waits and is accepted', async () => {
  await day.run(`--as grace set ${made.branch} taxcode=TZ-1`)
  await day.run(`--as grace set ${made.branch} taxcode=TZ-3 --was taxcode=TZ-0`, 3)
  const [held] = await day.json<{ id: string }[]>('--as grace review list')
  await day.run(`--as grace review accept ${held?.id}`)
  expect(await day.ids('--as grace list organisation taxcode=TZ-3')).toEqual([made.branch])
})

test('a salesperson sees and changes their own records alone', async () => {
  expect(await day.ids('--as baraka find otieno')).toEqual([])
  await day.run(`--as baraka set ${made.amina} born=1990-01-01`, 2)
  await day.run(`--as baraka note ${made.amina} "Not mine"`, 2)
  expect(await day.ids('--as baraka list deal')).toEqual([])
})

test.each(['json', 'csv', 'sx1'])('in the evening all of it is moved as %s without a difference', async format => {
  const { here, there } = await movedElsewhere(day.home, format, tom)
  expect(Object.keys(here).length).toBeGreaterThan(8)
  expect(there).toEqual(here)
})

test('everything adds up', async () => {
  await day.run('verify')
})
