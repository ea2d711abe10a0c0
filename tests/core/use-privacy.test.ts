// What is kept of a person is given and erased, called as a program calls it: without a command line.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eraseAgain, erasePerson } from '@satchel/core/privacy/erase-person'
import { giveMyData } from '@satchel/core/privacy/my-data'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contextOf } from '../helpers/context.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
let office: ReturnType<typeof contextOf>
let folder: string
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
  office = contextOf(home)
  folder = mkdtempSync(join(tmpdir(), 'satchel-my-data-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await office.close()
  await home.close()
})

const alive = async () => (await home.rows("select from person where person_hid = 'P1'")).length === 1

test('everything about a person is written as a page and as data', async () => {
  const out = join(folder, 'p1')
  const files = [`${out}.html`, `${out}.json`]
  expect(await giveMyData(office, { person: 'P1', out })).toEqual({ files, mailed: null })
  expect(JSON.parse(readFileSync(files[1] ?? '', 'utf8'))).toMatchObject({ record: { name: 'Jimmy Okello' } })
})

test('without a place to go it is refused, and nothing is written', async () => {
  await expect(giveMyData(office, { person: 'P1' })).rejects.toMatchObject({ code: 'usage/wrong' })
  // an address that is not theirs gets nothing, and then no file is left either
  const mail = 'somebody@example.org'
  await expect(giveMyData(office, { person: 'P1', out: join(folder, 'other'), mail })).rejects.toMatchObject({
    code: 'entity/no-address',
  })
  expect(readdirSync(folder).toSorted()).toEqual(['p1.html', 'p1.json'])
})

test('a dry run erases nobody; the erasure takes the record and its ledger knows it', async () => {
  await expect(erasePerson(office, { person: 'P9', dryRun: false })).rejects.toMatchObject({ code: 'entity/not-seen' })
  // an input without a decision is none
  await expect(Reflect.apply(erasePerson, undefined, [office, { person: 'P1' }])).rejects.toMatchObject({
    code: 'usage/wrong',
  })
  expect(await erasePerson(office, { person: 'P1', dryRun: true })).toEqual({ erased: false })
  expect(await alive()).toBe(true)
  expect(await erasePerson(office, { person: 'P1', dryRun: false })).toMatchObject({ erased: true, records: 1 })
  expect(await alive()).toBe(false)
  expect(await eraseAgain(office, {})).toEqual({ records: 0, files: 0 })
})
