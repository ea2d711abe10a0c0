// Files of other programs at the command line: what is asked is asked in words to repeat, and what is right is in the database.

import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { sheetsOf } from '../helpers/sheets.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
})
afterAll(() => home.close())

const { sheet, load, people } = sheetsOf(() => home)
const vectors = join(import.meta.dirname, '../vectors/load')

function bytes(name: string, content: Uint8Array): string {
  const path = join(home.home.folder, name)
  writeFileSync(path, content)
  return path
}
function vector(name: string): string {
  const path = join(home.home.folder, name)
  copyFileSync(join(vectors, name), path)
  return path
}

test('an encoding that nothing proves is asked for; said, it is obeyed', async () => {
  const path = bytes('old.csv', Buffer.from('name,city\nHélène Noël,Genève\n', 'latin1'))
  const asked = await home.satchel(['load', path])
  expect(asked.code).toBe(2)
  expect(asked.err).toContain('hint: --encoding windows-1252: "Hélène Noël", "Genève"')
  expect(await people()).toEqual([])
  expect(await load(path, '--encoding', 'windows-1252')).toMatchObject({ code: 0, new: 1 })
  expect(await people()).toMatchObject([{ given: 'Hélène', family: 'Noël', addresses: 'Genève' }])
})

test('one bad byte is a fault of its line, and the others are what they are', async () => {
  const path = vector('utf8-onebad.csv')
  const { code, faults } = await load(path)
  expect([code, faults]).toEqual([3, [{ line: 3, column: 'Last name', fault: expect.stringContaining('no text') }]])
  expect(await load(path, '--skip-faulty')).toMatchObject({ code: 3, new: 1 })
  expect((await people()).at(-1)).toMatchObject({ given: 'Zoë', family: '王', addresses: 'Genève' })
})

test('numbers of JSON are whole, and faults name the entry', async () => {
  expect(await load(vector('j-bigint.json'))).toMatchObject({ code: 0, new: 1 })
  expect((await people()).at(-1)).toMatchObject({ hid: '10203040506070809', given: 'Big', family: 'Int' })
  const twice = sheet('[{"name":"A B"},\n{"name":"C D","note":"x","note":"y"}]', 'twice.json')
  expect((await home.satchel(['load', twice, '--dry-run'])).out).toContain('entry 2, note: stands twice in the entry')
})

test('what cannot be seen is told by row and heading, and the row is loaded', async () => {
  const path = sheet('name,phone\nA\u200Bmina Said,0700 000 007\n', 'unseen.csv')
  const told = await home.satchel(['load', path])
  expect(told.out).toContain('line 2, name: 1 invisible character was taken out')
  expect((await people()).at(-1)).toMatchObject({ given: 'Amina' })
})
