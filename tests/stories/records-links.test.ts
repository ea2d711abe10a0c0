// Relations, groups, notes, tasks, files, and records that are removed and come back: each by a command, told as a reply.

import { writeFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await home.person('L1')
  await home.person('L2')
  for (const words of [
    ['organisation', 'name=Moshi Traders', 'id=O-moshi', '--owner', 'anna'],
    ['group', 'name=Market day', 'kind=list', 'id=G-market', '--owner', 'anna'],
  ])
    expect(await home.satchel(['add', ...words])).toMatchObject({ code: 0 })
})
afterAll(() => home.close())

const run = (words: readonly string[], as = 'anna') => home.satchel(['--as', as, ...words])
/** What the statements of the last command became. */
const told = async () =>
  home.rows(
    'select change_slot as slot, change_table as source, change_outcome as outcome, change_row is not null as row, exists (select from audit where audit_reply = change_reply) as audited from change where change_reply = (select max(reply_id) from reply) order by change_id',
  )

describe('relations', () => {
  const relations = () =>
    home.rows(
      'select l.entity_name as left, relationship_type_hid as kind, r.entity_name as right, relationship_start::text as start, relationship_end::text as end from relationship join relationship_type on relationship_type_id = relationship_kind join entity l on l.entity_id = relationship_left join entity r on r.entity_id = relationship_right order by relationship_id',
    )

  test('are made from either side, ended, and taken away', async () => {
    expect(await run(['relate', 'L1', 'works-for', 'O-moshi', '--from', '2026-01-01'])).toMatchObject({
      code: 0,
      err: '',
    })
    expect(await told()).toEqual([
      { slot: 'row/relationship/new-1/command', source: 'relationship', outcome: 'applied', row: true, audited: true },
    ])
    expect(await run(['relate', 'Moshi Traders', 'has as contact', 'L1'])).toMatchObject({ code: 0, err: '' })
    expect(await relations()).toMatchObject([
      { left: 'Jimmy Okello', kind: 'works-for', right: 'Moshi Traders', start: '2026-01-01', end: null },
      { left: 'Jimmy Okello', kind: 'contact-for', right: 'Moshi Traders' },
    ])
    expect((await run(['relate', 'L1', 'works for', 'O-moshi'])).out).toContain('it is so already')
    expect(await run(['relate', 'L1', 'works-for', 'O-moshi', '--until', '2026-10-31'])).toMatchObject({ code: 0 })
    expect(await relations()).toMatchObject([{ end: '2026-10-31' }, {}])
    expect(await run(['unrelate', 'L1', 'contact-for', 'O-moshi'])).toMatchObject({ code: 0 })
    expect(await relations()).toHaveLength(1)
  })

  test.each([
    [['relate', 'L1', 'wroks-for', 'O-moshi'], 'do you mean works-for?'],
    [['relate', 'L1', 'married-to', 'O-moshi'], 'does not join records of these types'],
    [['relate', 'L1', 'knows', 'L1'], 'a record is not related to itself'],
    [['unrelate', 'L1', 'knows', 'L2'], 'are not related so'],
    [['relate', 'L1', 'knows', 'P-none'], 'There is no record "P-none"'],
    [
      ['relate', 'L1', 'knows', 'L2', '--from', '2026-12-01', '--until', '2026-01-01'],
      'a relation ends after its start',
    ],
  ])('%j changes nothing', async (words, why) => {
    const before = await relations()
    const ended = await run(words)
    expect([ended.code, ended.err]).toEqual([2, expect.stringContaining(why)])
    expect(await relations()).toEqual(before)
  })
})

describe('groups', () => {
  const members = () =>
    home.rows(
      'select person_hid as hid, lookup_value(member_status) as status from member join person on person_id = member_entity order by 1',
    )

  test('are joined, with a status that changes, and left', async () => {
    expect(await run(['join', 'L1', 'L2', 'Market day', '--status', 'invited'])).toMatchObject({ code: 0, err: '' })
    expect(await members()).toEqual([
      { hid: 'L1', status: 'invited' },
      { hid: 'L2', status: 'invited' },
    ])
    expect(await run(['join', 'L1', 'G-market', '--status', 'active'])).toMatchObject({ code: 0 })
    expect((await run(['join', 'L1', 'G-market'])).out).toContain('it is so already')
    expect(await run(['leave', 'L2', 'G-market', '--dry-run'])).toMatchObject({ code: 0 })
    expect(await members()).toEqual([
      { hid: 'L1', status: 'active' },
      { hid: 'L2', status: 'invited' },
    ])
    expect(await run(['leave', 'L2', 'G-market'])).toMatchObject({ code: 0 })
    expect(await members()).toEqual([{ hid: 'L1', status: 'active' }])
    expect((await run(['leave', 'L2', 'G-market'])).err).toContain('is not in the group')
    expect((await run(['join', 'L2', 'O-moshi'])).err).toContain('O-moshi is no group')
    expect((await run(['join', 'L2', 'G-market', '--status', 'activ'])).err).toContain('do you mean active?')
  })
})

describe('notes and tasks', () => {
  test('a note, and a visit on its day', async () => {
    expect(await run(['note', 'L1', 'Wants seed'])).toMatchObject({ code: 0, err: '' })
    expect(await told()).toEqual([
      { slot: 'report/command', source: 'activity', outcome: 'applied', row: true, audited: true },
    ])
    expect(
      await run(['note', 'L1', 'L2', 'Came by', '--kind', 'visit', '--on', '2026-11-28', '--outcome', 'Reached']),
    ).toMatchObject({ code: 0 })
    expect(
      await home.rows(
        'select lookup_value(activity_kind) as kind, activity_body as body, activity_status as status, lookup_value(activity_outcome) as outcome, staff_hid as staff, activity_creator = staff_login as own from activity join staff on staff_id = activity_staff order by activity_id',
      ),
    ).toEqual([
      { kind: 'note', body: 'Wants seed', status: 'done', outcome: null, staff: 'anna', own: true },
      { kind: 'visit', body: 'Came by', status: 'done', outcome: 'reached', staff: 'anna', own: true },
      { kind: 'visit', body: 'Came by', status: 'done', outcome: 'reached', staff: 'anna', own: true },
    ])
    expect((await run(['note', 'L1', 'x', '--kind', 'vist'])).err).toContain('do you mean visit?')
  })

  test('a task has somebody and a day, and is done', async () => {
    expect((await run(['task', 'L1', 'Bring the contract'])).err).toContain('Say by when')
    const given = await run(
      ['--json', 'task', 'L1', 'Bring the contract', '--for', 'baraka', '--due', 'tomorrow'],
      'office',
    )
    expect(given).toMatchObject({ code: 0, err: '' })
    expect(await run(['task', 'L1', 'Call', '--due', '2026-12-03'])).toMatchObject({ code: 0 })
    const tasks = () =>
      home.rows(
        "select activity_subject as about, staff_hid as staff, activity_status as status, activity_done is not null as done from activity join staff on staff_id = activity_staff where lookup_value(activity_kind) = 'task' order by activity_id",
      )
    expect(await tasks()).toEqual([
      { about: 'Bring the contract', staff: 'baraka', status: 'open', done: false },
      { about: 'Call', staff: 'anna', status: 'open', done: false },
    ])
    const several = await run(['task', 'L1', '--done'])
    expect(several.err).toContain(': Bring the contract')
    const [{ activity } = { activity: 0 }] = given.json<{ activity: number }[]>()
    expect(await run(['task', 'L1', '--done', String(activity)], 'office')).toMatchObject({ code: 0 })
    expect(await run(['task', 'L1', '--done'])).toMatchObject({ code: 0 })
    expect(await told()).toMatchObject([{ source: 'activity', outcome: 'applied', audited: true }])
    expect(await tasks()).toMatchObject([
      { status: 'done', done: true },
      { status: 'done', done: true },
    ])
    expect((await run(['task', 'L1', '--done'])).err).toContain('no such open task')
    expect((await run(['task', 'L1', 'x', '--for', 'nobody', '--due', 'today'])).err).toContain(
      'no active staff member',
    )
  })
})

describe('files', () => {
  test('are attached by what they are, all or none, up to the limit', async () => {
    const file = (name: string, bytes: string | Buffer) => {
      const path = join(home.home.folder, name)
      writeFileSync(path, bytes)
      return path
    }
    const photo = file('photo.txt', Buffer.from('89504e470d0a1a0a00', 'hex'))
    const list = file('list.csv', 'a,b\n')
    expect(await run(['attach', 'L1', photo, list])).toMatchObject({ code: 0, err: '' })
    expect(await told()).toMatchObject([{ source: 'attachment', outcome: 'applied', row: true, audited: true }])
    const files = () =>
      home.rows(
        "select attachment_filename as name, attachment_type as type, length(attachment_data) as bytes, attachment_creator = staff_role_of('anna') as own from attachment order by attachment_id",
      )
    const both = [
      { name: 'photo.txt', type: 'image/png', bytes: 9, own: true },
      { name: 'list.csv', type: 'text/csv', bytes: 4, own: true },
    ]
    expect(await files()).toEqual(both)
    const large = file('large.bin', '')
    truncateSync(large, 25 * 1024 * 1024 + 1)
    expect((await run(['attach', 'L1', list, large])).err).toContain('has over 25 MiB')
    expect((await run(['attach', 'L1', list, join(home.home.folder, 'none')])).err).toContain('cannot be read')
    expect(await files()).toEqual(both)
  })
})

describe('a record that is removed', () => {
  test('is told what hangs on it, keeps its rows, and comes back', async () => {
    await home.person('L3')
    expect(await run(['task', 'L3', 'Call', '--due', '2026-12-03'])).toMatchObject({ code: 0 })
    const hung = await run(['remove', 'L3'], 'office')
    expect([hung.code, hung.err]).toEqual([2, expect.stringContaining('1 open tasks')])
    expect(await run(['remove', 'L3', '--anyway'], 'anna')).toMatchObject({ code: 2 })
    const removed = () =>
      home.rows(
        "select entity_deleted is not null as gone, (select count(*)::integer from contact_point where contact_point_entity = entity_id) as contacts from entity join person on person_id = entity_id where person_hid = 'L3'",
      )
    expect(await removed()).toEqual([{ gone: false, contacts: 2 }])
    expect(await run(['remove', 'L3', '--anyway', '--dry-run'], 'office')).toMatchObject({ code: 0 })
    expect(await removed()).toEqual([{ gone: false, contacts: 2 }])
    expect(await run(['remove', 'L3', '--anyway'], 'office')).toMatchObject({ code: 0, err: '' })
    expect(await told()).toEqual([
      { slot: 'field/deleted', source: 'entity', outcome: 'applied', row: true, audited: true },
    ])
    expect(await removed()).toEqual([{ gone: true, contacts: 2 }])
    expect((await run(['remove', 'L3', '--anyway'], 'office')).out).toContain('removed already')
    for (const words of [
      ['set', 'L3', 'born=1990-01-01'],
      ['note', 'L3', 'x'],
      ['join', 'L3', 'G-market'],
    ])
      expect((await run(words)).err).toContain('satchel restore RECORD brings it back')
    expect(await run(['restore', 'L3'], 'office')).toMatchObject({ code: 0, err: '' })
    expect(await removed()).toEqual([{ gone: false, contacts: 2 }])
    expect((await run(['remove', 'grace'], 'office')).err).toContain('satchel staff off')
  })
})
