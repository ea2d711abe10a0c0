// A school for a day, by commands alone: a class with its pupils, parents, the visit to them by packet, a pupil's stage, a new class list.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mails } from '../helpers/home.ts'
import { type Day, movedElsewhere, openDay } from '../helpers/office-day.ts'

let day: Day
const made: Record<string, string> = {}
beforeAll(async () => {
  day = await openDay()
})
afterAll(() => day.close())

test('the process of a school is added, and a class with its pupils is loaded', async () => {
  await day.run('process add pupil')
  made.class = await day.add('group id=C1 name="Class 1" kind=class --as grace')
  const sheet = join(day.home.home.folder, 'pupils.csv')
  writeFileSync(
    sheet,
    'hid,given name,family name,owner\nS1,Juma,Said,anna\nS2,Neema,Said,anna\nS3,Baraka,Moshi,anna\n',
  )
  await day.run(`--as grace load ${sheet}`)
  await day.run('--as grace join S1 S2 S3 C1')
  expect(await day.ids('--as grace list person --group C1')).toHaveLength(3)
})

test('parents are added and related to their children', async () => {
  made.mother = await day.add('person given-name=Fatuma family-name=Said phone=+255700000301 --owner anna --as grace')
  await day.run(`--as grace relate ${made.mother} parent-of S1`)
  await day.run(`--as grace relate ${made.mother} parent-of S2`)
  expect((await day.run('--as grace show S1')).out).toContain('Fatuma Said')
})

test('the teacher visits the parents with a packet of the pupil, and corrects the name of the mother', async () => {
  await day.run('--as grace process enter pupil-parents-visit S1')
  await day.run('--as grace dispatch S1 --to anna --form parents-visit')
  const packet = await day.packet(mails.anna)
  const balance = await day.answered(packet, {
    rows: [
      {
        collection: 'parents',
        row: packet.record.rows.get('parents')?.[0]?.id ?? '',
        fields: { 'given-name': 'Fatma' },
      },
    ],
    report: { when: '2026-11-30', outcome: 'reached', note: 'They want to come to the meeting.' },
  })
  expect(balance).toMatchObject({ imported: 1, after: 0 })
  expect((await day.run(`--as grace show ${made.mother}`)).out).toContain('Fatma Said')
  const history = await day.run(`--as grace history ${made.mother}`)
  expect(history.out).toContain('anna')
})

test('a pupil leaves the class, another is removed and comes back', async () => {
  await day.run('--as grace leave S3 C1')
  expect(await day.ids('--as grace list person --group C1')).toHaveLength(2)
  await day.run('--as grace remove S3')
  expect(await day.ids('--as grace find moshi')).toEqual([])
  await day.run('--as grace restore S3')
  expect(await day.ids('--as grace find moshi')).toEqual(['S3'])
})

test.each(['json', 'csv'])('all of it is moved as %s without a difference', async format => {
  const { here, there } = await movedElsewhere(day.home, format)
  expect(there).toEqual(here)
})

test('everything adds up', async () => {
  await day.run('verify')
})
