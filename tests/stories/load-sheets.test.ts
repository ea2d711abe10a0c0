// Sheets whose headings and names may mean several things, by the real command: what is sure is loaded, the rest is asked.

import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { sheetsOf } from '../helpers/sheets.ts'

let home: TestHome
beforeEach(async () => {
  home = await makeHome()
  return () => home.close()
})

const { sheet, load, people } = sheetsOf(() => home)
const vector = (name: string) => join(import.meta.dirname, '../vectors/load', name)

test('a number behind the street is the house, names that may be parted in several ways are faults until somebody says how', async () => {
  expect(await load(vector('german-nr.csv'), '--encoding', 'windows-1252', '--map', 'Telefon=-')).toMatchObject({
    new: 2,
    faults: [],
  })
  expect(await people()).toMatchObject([
    { family: 'Müller', addresses: expect.stringContaining('Hauptstraße 12') },
    { family: 'Maier', addresses: expect.stringContaining('Hauptstraße 14a') },
  ])
  const names = await load(vector('names-whole2.csv'), '--dry-run', '--map', 'Phone=-')
  expect(names.faults.map(({ line }) => line)).toEqual([3, 5, 7, 8, 10, 11, 13, 14, 15])
  const said = await load(vector('names-whole2.csv'), '--dry-run', '--map', 'Phone=-', '--names', 'family-last')
  expect(said.faults.map(({ line }) => line)).toEqual([7, 8, 13, 14, 15])
  const asked = await home.satchel(['load', sheet('Name,Nr\nJimmy Okello,7\n'), '--dry-run'])
  expect([asked.code, asked.err]).toEqual([2, expect.stringContaining('--map "Nr=house-number"')])
  const google = sheet(
    'First Name,Last Name,Nickname,Labels,E-mail 1 - Value\nAnn,Lee,Annie,* myContacts,ann@example.org\n',
  )
  expect((await home.satchel(['load', google, '--dry-run'])).err).toMatch(
    /Nickname -> \(left out: 1 value\).*ready map "google"/s,
  )
})
