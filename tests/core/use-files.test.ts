// Files of people are read, loaded, taken back and written, called as a program calls it: without a command line.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportPeople, exportPeopleToFile } from '@satchel/core/files/export-people'
import { loadPeople } from '@satchel/core/files/load/load-people'
import { undoLoad } from '@satchel/core/files/load/undo-load'
import { readPeopleFile } from '@satchel/core/files/read-people-file'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contextOf, reported } from '../helpers/context.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
let office: ReturnType<typeof contextOf>
let folder: string
beforeAll(async () => {
  home = await makeHome()
  office = contextOf(home)
  folder = mkdtempSync(join(tmpdir(), 'satchel-export-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await office.close()
  await home.close()
})

const people = async () => (await home.rows('select from person')).length
const read = (text: string) => readPeopleFile(office, { bytes: Buffer.from(text) })
const sheet = 'given-name,family-name,phone\nMary,Achieng,+255 700 000 002\nPeter,Mushi,+255 700 000 003\n'

test('a file is read without a change, and says what it holds', async () => {
  expect(await read(sheet)).toMatchObject({ format: 'csv', encoding: 'UTF-8', filled: [2, 2, 2], faults: [] })
  await expect(read('')).rejects.toMatchObject({ code: 'load/not-csv' })
  const noBytes = Reflect.apply(readPeopleFile, undefined, [office, { bytes: sheet }]) as Promise<unknown>
  await expect(noBytes).rejects.toMatchObject({ code: 'usage/wrong', message: 'It takes the bytes of a file.' })
  expect(await people()).toBe(0)
})

test('its people are loaded after a dry run, reported, written again and taken back', async () => {
  const file = await read(sheet)
  const report = reported()
  expect(await loadPeople(office, { file, name: 'people.csv', dryRun: true }, report)).toMatchObject({
    new: 2,
    done: false,
  })
  expect([report.steps, await people()]).toEqual([['2 of 2 rows'], 0])
  expect(await loadPeople(office, { file, name: 'people.csv' })).toMatchObject({ new: 2, faults: [], done: true })
  expect(await people()).toBe(2)

  const written: string[] = []
  const write = async (part: string | Uint8Array) => void written.push(String(part))
  expect(await exportPeople(office, { format: 'csv', write })).toEqual({ people: 2, moreAddresses: 0 })
  const path = join(folder, 'people.csv')
  expect(await exportPeopleToFile(office, { file: path, format: 'csv' })).toMatchObject({ file: path, people: 2 })
  expect(readFileSync(path, 'utf8')).toBe(written.join(''))
  expect(await loadPeople(office, { file: await read(written.join('')), name: 'people.csv' })).toMatchObject({
    new: 0,
    same: 2,
  })

  const run = Number((await home.rows<{ id: string }>('select min(load_run_id) as id from load_run'))[0]?.id)
  expect(await undoLoad(office, { run, dryRun: true })).toMatchObject({ run, state: 'free', removed: 2 })
  expect(await undoLoad(office, { run })).toMatchObject({ run, state: 'done', removed: 2 })
  await expect(undoLoad(office, { run })).rejects.toMatchObject({ code: 'load/undone' })
})

test('an input of the wrong shape does nothing', async () => {
  const before = await people()
  const call = (work: unknown, input: unknown) =>
    Reflect.apply(work as typeof loadPeople, undefined, [office, input]) as Promise<unknown>
  await expect(call(loadPeople, { file: {}, name: 'people.csv' })).rejects.toMatchObject({ code: 'usage/wrong' })
  const file = await read(sheet)
  await expect(call(loadPeople, { file, name: 'people.csv', onConflict: 'ask' })).rejects.toMatchObject({
    code: 'usage/wrong',
  })
  await expect(call(undoLoad, { run: 0 })).rejects.toMatchObject({ code: 'usage/wrong' })
  await expect(call(exportPeopleToFile, { file: join(folder, 'x'), format: 'xml' })).rejects.toMatchObject({
    code: 'usage/wrong',
  })
  expect([await people(), readdirSync(folder)]).toEqual([before, ['people.csv']])
})

test('a file in a folder that is not there is no file, and a problem', async () => {
  const file = join(folder, 'nowhere', 'people.csv')
  await expect(exportPeopleToFile(office, { file, format: 'csv' })).rejects.toMatchObject({ code: 'ENOENT' })
})
