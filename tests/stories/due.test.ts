// satchel due: what is to be done, by day, for whom; and how next and status tell it.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  for (const hid of ['P1', 'P2']) await home.person(hid)
  await home.person('P3', 'baraka')
})
afterAll(() => home.close())

const task = (record: string, staff: string, subject: string, days: number) =>
  home.rows(
    "insert into activity (activity_entity, activity_kind, activity_staff, activity_status, activity_subject, activity_due) select person_id, lookup_find('activity-kind', 'task'), staff_id, 'open', $3, own_today() + $4::integer from person, staff where person_hid = $1 and staff_hid = $2",
    [record, staff, subject, days],
  )
const steps = async (...args: readonly string[]) => {
  const ended = await home.satchel([...args, '--json', 'next'])
  expect([ended.code, ended.err]).toEqual([0, ''])
  return ended.json<{ steps: { why: string; command: string }[] }>().steps
}

test('nothing is due: it says so, and where to look', async () => {
  const ended = await home.satchel(['--as', 'anna', 'due'])
  expect([ended.code, ended.out]).toEqual([
    0,
    'Nothing is due for anna.\nsatchel due --all shows what is due for everybody, --days 7 the coming week.\n',
  ])
  expect((await home.satchel(['status'])).out).not.toContain('Late work')
  expect((await steps('--as', 'anna')).filter(({ command }) => command.endsWith(' due'))).toEqual([])
})

test('one’s own is listed by day; a colleague’s, the days ahead and everybody’s where they are asked for', async () => {
  await task('P1', 'anna', 'Print the map', -2)
  await task('P2', 'anna', 'Call back', 0)
  await task('P2', 'anna', 'Bring seed', 3)
  await task('P3', 'baraka', 'Visit', -5)
  await task('P1', 'anna', 'Write', -1)
  await task('P1', 'anna', 'Ask', 0)
  const listed = async (...args: readonly string[]) => {
    const ended = await home.satchel(['--json', ...args])
    expect([ended.code, ended.err]).toEqual([0, ''])
    const { total, rows } = ended.json<{ total: number; rows: { what: string; late: number; staff: string }[] }>()
    return { total, rows: rows.map(({ what, late, staff }) => `${what} ${late} ${staff}`) }
  }
  expect(await listed('--as', 'anna', 'due')).toEqual({
    total: 4,
    rows: ['Print the map 2 anna', 'Write 1 anna', 'Ask 0 anna', 'Call back 0 anna'],
  })
  expect((await listed('--as', 'anna', 'due', '--days', '3')).rows.at(-1)).toBe('Bring seed -3 anna')
  expect((await listed('due', '--for', 'Baraka')).rows).toEqual(['Visit 5 baraka'])
  expect((await listed('due', '--all')).rows[0]).toBe('Visit 5 baraka')
  expect((await listed('--as', 'anna', 'due', '--all')).total).toBe(4)
  const page = await home.satchel(['due', '--all', '--limit', '1'])
  expect(page.out).toMatch(
    /^DUE +LATE +RECORD +NAME +KIND +WHAT +WHOSE\n\S+ +5 days +P3 .* task +Visit +baraka\nand 4 more: --limit 5\n$/,
  )
})

test('next tells one’s own first, with the command; also to a salesperson, who sees nothing of what waits for the office', async () => {
  const [first, ...others] = await steps('--as', 'anna')
  expect(first?.why).toMatch(
    /^4 things are due for you, 2 since an earlier day: Print the map \(.*, since \d{4}-\d\d-\d\d\); Write \(.*\); Ask \(.*, today\); and 1 more$/,
  )
  expect(first?.command).toMatch(/ --as anna due$/)
  expect(others).toEqual([])
  // the office has nothing of its own
  expect((await steps()).filter(({ command }) => command.endsWith(' due'))).toEqual([])
})

test('status tells how much is late', async () => {
  const ended = await home.satchel(['status'])
  expect(ended.out).toMatch(/\nLate work: 3, the oldest due on \d{4}-\d\d-\d\d\. satchel due --all\n/)
  expect((await home.satchel(['--json', 'status'])).json<{ late: { count: number } }>().late.count).toBe(3)
})

test.each([
  [['due', '--for', 'barka'], 'There is no colleague "barka", or you may not see them.', 'do you mean baraka?'],
  [
    ['--as', 'anna', 'due', '--for', 'baraka'],
    'There is no colleague "baraka", or you may not see them.',
    'there is anna',
  ],
  [['due', '--for', 'anna', '--all'], 'Either --for NAME or --all.', ''],
  [['due', '--days', '-1'], 'Days ahead are counted from 0, which is today.', ''],
  [['due', '--days', '3661'], 'Ten years ahead are the most.', ''],
  [['due', '--days', 'x'], 'is wrong', ''],
  [['due', '--limit', '0'], '--limit takes a whole number above 0.', ''],
])('%j is refused with a sentence', async (args, message, hint) => {
  const ended = await home.satchel(args)
  expect([ended.code, ended.out]).toEqual([2, ''])
  expect(ended.err).toContain(message)
  expect(ended.err).toContain(hint)
})
