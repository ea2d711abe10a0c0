// Mentions: a colleague whom a note names as @name gets a task with the record, once, by whatever way the note came, where they may see it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { withClient } from '../helpers/database.ts'
import { makeHome, mails, replyTo, type TestHome } from '../helpers/home.ts'

let home: TestHome
let served: TestConsole
let grace: Browser
let anna: Browser
let record: string
beforeAll(async () => {
  home = await makeHome({ samples: true })
  for (const [hid, role] of [
    ['mona', 'manager'],
    ['sam', 'support'],
    ['mark', 'marketing'],
    ['nia', 'analyst'],
    ['left', 'office'],
  ])
    await home.rows("select add_staff($1::text, $1, $1 || '@kilimo.example', $2, 'en', 'plain')", [hid, role])
  await home.rows("select staff_manager_set('anna', 'mona')")
  await home.satchel(['staff', 'off', 'left'])
  record = (await owned('anna'))[0] ?? ''
  served = await openTestConsole(home)
  grace = await served.as('grace')
  anna = await served.as('anna')
})
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await home.close()
})

const owned = async (hid: string) =>
  (
    await home.rows<{ hid: string }>(
      'select person_hid as hid from person join entity on entity_id = person_id join staff on staff_id = entity_owner where staff_hid = $1 order by 1',
      [hid],
    )
  ).map(row => row.hid)
const tasks = async () =>
  home.rows<{ whom: string; about: string; of: string; by: string; parent: boolean }>(
    `select staff_hid as whom, activity_subject as about, record_hid(activity_entity) as of, activity_parent is not null as parent,
      (select audit_by from audit where audit_table = 'activity' and audit_row = activity_id order by audit_id limit 1) as by
    from mention join staff on staff_id = mention_staff join activity on activity_id = mention_task
    where activity_status = 'open' and activity_due = own_today() order by mention_id`,
  )
const note = (browser: Browser, text: string, more: Readonly<Record<string, string>> = {}) =>
  browser.press(`/records/${record}/note`, { kind: 'note', text, ...more })

describe('a note', () => {
  test('gives a task to whom it mentions, in the name of its writer, and it is on their Today', async () => {
    expect((await note(grace, 'Please call back,\n@anna: she asks for seed')).words).toContain('Noted.')
    expect(await tasks()).toEqual([
      {
        whom: 'anna',
        about: 'Please call back, @anna: she asks for seed',
        of: record,
        parent: true,
        by: expect.stringMatching(/_staff_grace$/) as unknown,
      },
    ])
    expect((await anna.get(`/records/${record}`)).words).toContain('she asks for seed')
  })

  test('that is edited gives tasks to those who are new in it, and takes none away', async () => {
    const edit = (text: string) =>
      home.rows(
        "update activity set activity_body = $1 where activity_body like 'Please call back,%' or activity_body like 'Edited%'",
        [text],
      )
    await edit('Edited: @anna and @grace')
    await edit('Edited: @anna and @grace again')
    await edit('Edited: nobody')
    await edit('Edited: @ANNA')
    expect((await tasks()).map(({ whom }) => whom)).toEqual(['anna', 'grace'])
    // also none that no mention knows
    const made = await home.rows(
      "select task.activity_id from activity task join activity note on note.activity_id = task.activity_parent where note.activity_body = 'Edited: @ANNA'",
    )
    expect(made).toHaveLength(2)
  })

  test('gives none to whom the record is not theirs to see, and says so', async () => {
    const before = await tasks()
    const noted = await note(grace, '@baraka, @left and anna@kilimo.example, @anna.example.org, @annabel')
    expect(noted.words).toContain('A colleague who is mentioned may not see this record, and got no task.')
    const told = await home.satchel(['--as', 'anna', 'note', record, 'tell @baraka'])
    expect([told.code, told.err]).toEqual([0, expect.stringContaining(`@baraka may not see ${record}`)])
    expect(await tasks()).toEqual(before)
  })

  test('that its writer keeps private mentions nobody', async () => {
    const before = await tasks()
    expect((await note(grace, 'mine alone @mona', { private: '1' })).words).toContain('Noted.')
    expect(await tasks()).toEqual(before)
  })

  test('in a field says who mentions, and not what: the field may be hidden from some', async () => {
    await home.satchel(['--as', 'grace', 'set', record, 'note=secret words for @mona'])
    expect((await tasks()).at(-1)).toMatchObject({
      whom: 'mona',
      of: record,
      about: 'Grace Wanjiru: @mona',
      parent: false,
    })
  })

  test('of a report that came by packet, and of psql, counts as any other', async () => {
    const other = (await owned('anna'))[1] ?? ''
    await home.satchel(['dispatch', other, '--to', 'anna', '--form', 'call-report'])
    await home.satchel(['send'])
    const [packet] = home.packets(mails.anna)
    if (packet === undefined) throw new Error('no packet')
    home.drop(
      'report.sexp',
      replyTo(packet, { report: { when: '2026-11-20', outcome: 'reached', note: 'price? @grace' } }),
    )
    expect(await home.satchel(['import'])).toMatchObject({ code: 0 })
    expect((await tasks()).at(-1)).toMatchObject({
      whom: 'grace',
      of: other,
      by: expect.stringMatching(/_staff_anna$/) as unknown,
    })
    await home.rows(
      "insert into activity (activity_kind, activity_entity, activity_body, activity_status) select lookup_find('activity-kind', 'note'), person_id, 'by psql @sam', 'done' from person where person_hid = $1",
      [other],
    )
    expect((await tasks()).at(-1)).toMatchObject({ whom: 'sam', about: 'by psql @sam', of: other })
  })
})

test('whether a colleague may see a record is said as row security says it', async () => {
  await home.rows(
    "update entity set entity_parent = (select staff_id from staff where staff_hid = 'baraka') where entity_id = (select person_id from person where person_hid = $1)",
    [(await owned('grace'))[0] ?? 'P001'],
  )
  const staff = await home.rows<{ id: string; login: string; hid: string }>(
    'select staff_id::text as id, staff_login as login, staff_hid as hid from staff where staff_active',
  )
  expect(staff.length).toBeGreaterThan(6)
  for (const { id, login, hid } of staff) {
    const seen = await withClient(home.database.url('satchel'), async client => {
      await client.query(`set role ${login}`)
      return (await client.query<{ id: string }>('select entity_id::text as id from entity order by entity_id')).rows
    })
    const said = await home.rows<{ id: string }>(
      'select entity_id::text as id from entity where staff_reaches($1::bigint, entity_id) order by entity_id',
      [id],
    )
    expect([hid, said.length, said]).toEqual([hid, seen.length, seen])
  }
})
