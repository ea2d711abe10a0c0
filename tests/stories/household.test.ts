// A household goes out with its members and comes back: dispatch, letter, reply, import, acknowledgement.

import { publish } from '@satchel/core/forms/publish-forms'
import { withDatabase } from '@satchel/core/db/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mails, makeHome, replyTo, type TestHome } from '../helpers/home.ts'
import { outcomeIn } from '../helpers/letters.ts'

const form = `(satchel-form (name "household") (version 1) (entity grp)
  (title (en "Household"))
  (intro (en "Please check the members."))
  (field name (column "grp_name") (type text) (required true) (label (en "Name of the household")))
  (collection members (through "member") (entity person) (add true) (change true) (label (en "Member"))
    (field given-name (column "person_given") (type text) (required true) (label (en "given name")))
    (field born (column "person_born") (type date) (label (en "born")))))`

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await withDatabase(home.database.url('satchel'), async database => {
    await database.client.query('set role satchel_owner')
    await publish(database, 'household.sexp', form)
  })
})
afterAll(() => home.close())

const owned = (id: string) =>
  home.rows(
    "update entity set entity_owner = (select staff_id from staff where staff_hid = 'anna') where entity_id = $1",
    [id],
  )
async function newHousehold(name: string) {
  const [group] = await home.rows<{ id: string; hid: string }>(
    "insert into grp (grp_name, grp_kind) values ($1, lookup_find('grp-kind', 'household')) returning grp_id as id, grp_hid as hid",
    [name],
  )
  if (group === undefined) throw new Error('no household')
  await owned(group.id)
  return group
}

test('a household goes out with its members, comes back, and each member is changed as a record of its own', async () => {
  const group = await newHousehold('Otieno')
  const members = await home.rows<{ id: string; hid: string }>(
    "insert into person (person_given, person_family, person_born) values ('Akinyi', 'Otieno', '1990-01-01'), ('Ouma', 'Otieno', '2015-02-03') returning person_id as id, person_hid as hid",
  )
  for (const { id } of members) await owned(id)
  for (const { id } of members)
    await home.rows('insert into member (member_grp, member_entity) values ($1, $2)', [group.id, id])
  expect(await home.satchel(['dispatch', group.hid, '--to', 'anna', '--form', 'household'])).toMatchObject({
    code: 0,
    err: '',
  })
  expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
  const [packet] = home.packets(mails.anna)
  if (packet === undefined) throw new Error('no packet')
  expect(packet.record.rows.get('members')?.map(({ id, fields }) => [id, fields.get('given-name')])).toEqual([
    [`p${members[0]?.id}`, 'Akinyi'],
    [`p${members[1]?.id}`, 'Ouma'],
  ])
  const changed = { collection: 'members', row: `p${members[1]?.id}`, fields: { 'given-name': 'Ouma J.' } }
  home.drop('household', replyTo(packet, { set: { name: 'Otieno family' }, rows: [changed] }))
  expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ imported: 1, quarantined: 0, after: 0 })
  expect(
    await home.rows(
      'select person_given as given, entity_name as name from person join entity on entity_id = person_id where person_id = any ($1) order by person_id',
      [members.map(({ id }) => id)],
    ),
  ).toEqual([
    { given: 'Akinyi', name: 'Akinyi Otieno' },
    { given: 'Ouma J.', name: 'Ouma J. Otieno' },
  ])
  const history = await home.satchel(['history', members[1]?.hid ?? ''])
  expect(history.out).toContain('Ouma J.')
  expect(history.out).toContain(packet.id)
})

test('a new member is asked for by packet, waits for the office with those that it may be, and is made once', async () => {
  const group = await newHousehold('Wanjala')
  const [there] = await home.rows<{ hid: string }>(
    "insert into person (person_given, person_born) values ('Nekesa', '2001-01-01') returning person_hid as hid",
  )
  const [sent] = (await home.satchel(['dispatch', group.hid, '--to', 'anna', '--form', 'household', '--json'])).json<
    { packet: string }[]
  >()
  expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
  const packet = home.packets(mails.anna).find(({ id }) => id === sent?.packet)
  if (packet === undefined) throw new Error('no packet')
  const reply = (sequence: number, born: string) =>
    replyTo(packet, {
      sequence,
      draft: 'd'.repeat(32),
      rows: [{ collection: 'members', row: 'new-1', fields: { 'given-name': 'Nekesa', born } }],
    })
  home.drop('asks', reply(1, '2020-02-03'))
  expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ held: 1, quarantined: 0, after: 0 })
  const members = () =>
    home.rows(
      `select person_given as given, person_born::text as born, staff_hid as owner from member join person on person_id = member_entity
       join entity on entity_id = person_id join staff on staff_id = entity_owner where member_grp = $1`,
      [group.id],
    )
  expect(await members()).toEqual([])
  // the letter says that it waits, and why
  await home.satchel(['send'])
  const told = (what: string) =>
    home
      .letters(mails.anna)
      .filter(letter => letter.file.includes('outcome') && outcomeIn(letter).packet === packet.id)
      .find(letter => outcomeIn(letter).slots['row/members/new-1'] === what)
  expect(told('held new-record')?.text).toContain('a new record is made by our staff')
  const asGrace = ['--as', 'grace'] as const
  const [held] = (await home.satchel([...asGrace, '--json', 'review', 'list', '--reason', 'new-record'])).json<
    { id: string }[]
  >()
  const shown = await home.satchel([...asGrace, 'review', 'show', held?.id ?? ''])
  expect(shown.out).toContain(`may be    ${there?.hid} Nekesa: same name`)
  expect(await home.satchel([...asGrace, 'review', 'accept', held?.id ?? '', '--why', 'asked'])).toMatchObject({
    code: 0,
  })
  expect((await home.satchel([...asGrace, 'review', 'accept', held?.id ?? ''])).code).not.toBe(0)
  expect(await members()).toEqual([{ given: 'Nekesa', born: '2020-02-03', owner: 'anna' }])
  await home.satchel(['send'])
  expect(told('applied accepted-by-office')?.text).toContain('Nekesa, 2020-02-03: added')
  // what is said of it later concerns that record
  home.drop('corrects', reply(2, '2020-02-04'))
  expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ imported: 1, held: 0 })
  expect(await members()).toEqual([{ given: 'Nekesa', born: '2020-02-04', owner: 'anna' }])
})

test('a member who moved to another colleague waits for the office, which lets the answer in', async () => {
  const group = await newHousehold('Barasa')
  const [member] = await home.rows<{ id: string }>(
    "insert into person (person_given, person_born) values ('Simiyu', '1999-09-09') returning person_id as id",
  )
  if (member === undefined) throw new Error('no member')
  await owned(member.id)
  await home.rows('insert into member (member_grp, member_entity) values ($1, $2)', [group.id, member.id])
  const [sent] = (await home.satchel(['dispatch', group.hid, '--to', 'anna', '--form', 'household', '--json'])).json<
    { packet: string }[]
  >()
  await home.satchel(['send'])
  const packet = home.packets(mails.anna).find(({ id }) => id === sent?.packet)
  if (packet === undefined) throw new Error('no packet')
  await home.rows(
    "update entity set entity_owner = (select staff_id from staff where staff_hid = 'grace') where entity_id = $1",
    [member.id],
  )
  const slot = `row/members/p${member.id}`
  const rows = [{ collection: 'members', row: `p${member.id}`, fields: { born: '1998-08-08' } }]
  home.drop('moved', replyTo(packet, { set: { name: 'Barasa family' }, rows }))
  await home.satchel(['import'])
  const born = async () =>
    (await home.rows<{ v: string }>('select person_born::text as v from person where person_id = $1', [member.id]))[0]
      ?.v
  expect(await born()).toBe('1999-09-09')
  const asGrace = ['--as', 'grace'] as const
  const [held] = (await home.satchel([...asGrace, '--json', 'review', 'list', '--reason', 'access-lost'])).json<
    { id: string }[]
  >()
  expect(await home.satchel([...asGrace, 'review', 'accept', held?.id ?? ''])).toMatchObject({ code: 0 })
  expect(await born()).toBe('1998-08-08')
  await home.satchel(['send'])
  const told = home
    .letters(mails.anna)
    .filter(letter => letter.file.includes('outcome') && outcomeIn(letter).packet === packet.id)
  expect(new Set(told.map(letter => outcomeIn(letter).slots[slot]))).toEqual(
    new Set(['held access-lost', 'applied accepted-by-office']),
  )
  expect(told.find(letter => outcomeIn(letter).slots[slot] === 'held access-lost')?.text).toContain(
    'you no longer work on this record',
  )
})
