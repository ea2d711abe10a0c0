// A report from the field does the task of a stage only where it reached somebody, and a visit only where they were there.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillForm, mails, makeHome, type TestHome } from '../helpers/home.ts'
import { attachmentOf } from '../helpers/letters.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  expect((await home.satchel(['process', 'add', 'farmer'])).code).toBe(0)
})
afterAll(() => home.close())

const next = async (hid: string) =>
  (await home.satchel(['--as', 'grace', '--json', 'query', 'processes/next']))
    .json<{ hid: string; what: string }[]>()
    .flatMap(row => (row.hid === hid ? [row.what] : []))

/** The day on which the stage was entered, as the office has it: the report is written down after that. */
const today = async () => (await home.rows<{ day: string }>('select own_today()::text as day'))[0]?.day ?? ''

/** A packet goes to anna, and its form comes back as a file. @returns the tasks that it named. */
async function report(hid: string, answers: Readonly<Record<string, string>>) {
  expect(
    (await home.satchel(['--as', 'grace', 'dispatch', hid, '--form', 'call-report', '--again', '--to', 'anna'])).code,
  ).toBe(0)
  expect((await home.satchel(['send'])).code).toBe(0)
  const letter = home
    .letters(mails.anna)
    .findLast(({ attachments }) => [...attachments.keys()].some(name => name.endsWith('.html')))
  if (letter === undefined) throw new Error('no letter')
  const tasks = home.packets(mails.anna)[0]?.case?.tasks.map(({ text }) => text)
  home.drop(`${hid}.txt`, fillForm(attachmentOf(letter, '.txt'), { 'Date of the contact': await today(), ...answers }))
  const imported = await home.satchel(['import'])
  expect(imported.code, imported.out).toBe(0)
  return tasks
}

test('an attempt leaves the task of a stage in the list of the office and in the next packet', async () => {
  await home.person('T1')
  await home.satchel(['--as', 'grace', 'process', 'enter', 'farmer-education', 'T1'])
  for (const outcome of ['not reached', 'busy', 'wrong number', 'call back'])
    expect(await report('T1', { 'How it went': outcome })).toEqual(['Invite to the training'])
  expect(await next('T1')).toEqual(['Invite to the training'])
  await report('T1', { 'How it went': 'reached' })
  expect(await next('T1')).toEqual([])
})

test('a telephone call is no visit; a report with its place is one', async () => {
  await home.person('T2')
  await home.satchel(['--as', 'grace', 'process', 'enter', 'farmer-land-report', 'T2'])
  await report('T2', { 'How it went': 'reached', 'What was said': 'Come on Monday.' })
  expect(await next('T2')).toEqual(['Visit the plot'])
  expect(await report('T2', { 'How it went': 'reached', Place: '-3.3673, 37.3423' })).toEqual(['Visit the plot'])
  expect(await next('T2')).toEqual([])
})
