// satchel set RECORD owner= and parent=: whose a record is and where it stands go the way of every other field, under the database's own
// rules about who hands over what. It ends as satchel hand does.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { mails, makeHome, type TestHome } from '../helpers/home.ts'
import { tablesOf } from '../helpers/state.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await home.rows("select add_staff('mona', 'Mona', 'mona@kilimo.example', 'manager', 'en', 'plain')")
  for (const under of ['anna', 'baraka'])
    await home.rows(
      "update entity set entity_parent = (select staff_id from staff where staff_hid = 'mona') where entity_id = (select staff_id from staff where staff_hid = $1)",
      [under],
    )
})
afterAll(() => home.close())

afterEach(() => home.rows("update staff set staff_active = true, staff_protection = 'plain'"))

let made = 0
let top = ''
let branch = ''
let other = ''
/** An organisation of Anna's with a branch of hers, and below it one that is Grace's. */
beforeEach(async () => {
  made += 1
  ;[top, branch, other] = [`O-${made}`, `O-${made}-branch`, `O-${made}-other`]
  await home.rows(
    "insert into organization (organization_hid, organization_name) select id, 'Traders ' || id from unnest($1::text[]) id",
    [[top, branch, other]],
  )
  for (const [id, owner, under] of [
    [top, 'anna', null],
    [branch, 'anna', top],
    [other, 'grace', branch],
  ])
    await home.rows(
      'update entity set entity_owner = (select staff_id from staff where staff_hid = $2), entity_parent = (select organization_id from organization where organization_hid = $3) where entity_id = (select organization_id from organization where organization_hid = $1)',
      [id, owner, under],
    )
})

interface Changed {
  readonly record: string
  readonly status: string
  readonly packets: readonly string[]
  readonly fields: readonly { readonly field: string; readonly outcome: string; readonly was: unknown }[]
}
const set = async (words: readonly string[], as = 'office') => {
  const ended = await home.satchel(['--as', as, '--json', 'set', ...words])
  return { ...ended, changed: ended.code === 0 || ended.code === 3 ? ended.json<Changed[]>() : [] }
}
const places = async () =>
  Object.fromEntries(
    (
      await home.rows<{ hid: string; owner: string; parent: string | null }>(
        "select organization_hid as hid, record_hid(entity_owner) as owner, record_hid(entity_parent) as parent from organization join entity on entity_id = organization_id where organization_hid like 'O-' || $1 || '%' order by 1",
        [made],
      )
    ).map(({ hid, owner, parent }) => [hid, [owner, parent]]),
  )

describe('owner=', () => {
  test('hands a record over with those under it that have the same owner: each with its statement, version and audit', async () => {
    const { code, changed } = await set([top, 'owner=baraka'], 'mona')
    expect(code).toBe(0)
    expect(changed).toMatchObject([
      { record: top, status: 'imported', fields: [{ field: 'owner', outcome: 'applied', was: 'anna' }] },
      { record: branch, status: 'imported', fields: [{ field: 'owner', outcome: 'applied', was: 'anna' }] },
    ])
    expect(await places()).toEqual({ [top]: ['baraka', null], [branch]: ['baraka', top], [other]: ['grace', branch] })
    expect(
      await home.rows(
        "select distinct record_hid(change_entity) as hid, change_slot as slot, change_current #>> '{}' as was, change_new #>> '{}' as now, audit_by = packet_role and packet_role like '%mona' as own, entity_version::integer as version from change join reply on reply_id = change_reply join packet on packet_id = reply_packet join audit on audit_reply = reply_id and audit_table = 'entity' join entity on entity_id = change_entity where change_slot = 'field/owner' order by 1",
      ),
    ).toEqual(
      [top, branch].map(hid => ({
        hid,
        slot: 'field/owner',
        was: 'anna',
        now: 'baraka',
        own: true,
        version: expect.any(Number),
      })),
    )
    expect(await set([top, 'owner=Baraka'])).toMatchObject({
      code: 0,
      changed: [{ record: top, fields: [{ outcome: 'untouched' }] }],
    })
  })

  test('ends as satchel hand does', async () => {
    await set([top, 'owner=baraka'])
    const bySet = await places()
    expect(await home.satchel(['hand', top, '--to', 'anna'])).toMatchObject({ code: 0 })
    expect(await home.satchel(['hand', top, '--to', 'baraka'])).toMatchObject({ code: 0 })
    expect(await places()).toEqual(bySet)
  })

  test('gives the new owner packets in place of those of somebody who left, once', async () => {
    expect(await home.satchel(['dispatch', top, branch, '--to', 'anna'])).toMatchObject({ code: 0 })
    await home.rows("update staff set staff_active = false where staff_hid = 'anna'")
    const { changed } = await set([top, 'owner=baraka'])
    expect(changed.map(({ packets }) => packets.length)).toEqual([2, 0])
    expect((await set([top, 'owner=baraka'])).changed).toMatchObject([{ packets: [] }])
    await home.satchel(['send'])
    expect(home.packets(mails.baraka).map(({ record }) => record.fields.get('name'))).toEqual(
      expect.arrayContaining([`Traders ${top}`, `Traders ${branch}`]),
    )
  })

  test('changes nothing where a packet would have to follow to somebody who gets none', async () => {
    expect(await home.satchel(['dispatch', top, '--to', 'anna'])).toMatchObject({ code: 0 })
    await home.rows("update staff set staff_active = false where staff_hid = 'anna'")
    await home.rows("update staff set staff_protection = null where staff_hid = 'baraka'")
    const refused = await set([top, 'owner=baraka'])
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('(staff/no-protection)')])
    expect(await places()).toMatchObject({ [top]: ['anna', null] })
  })

  test('waits for the office where somebody handed the record over meanwhile, with those under it', async () => {
    await set([top, 'owner=baraka'])
    const { code, changed } = await set([top, 'owner=grace', '--was', 'owner=anna'])
    expect(code).toBe(3)
    expect(changed).toMatchObject([
      { record: top, status: 'held', packets: [] },
      { record: branch, status: 'held', packets: [] },
    ])
    expect(await places()).toMatchObject({ [top]: ['baraka', null], [branch]: ['baraka', top] })
    const held = (await home.satchel(['--json', 'review', 'list'])).json<{ id: number }[]>()
    expect(await home.satchel(['review', 'accept', ...held.map(({ id }) => String(id))])).toMatchObject({ code: 0 })
    expect(await places()).toMatchObject({ [top]: ['grace', null], [branch]: ['grace', top] })
  })

  test('a dry run says the same and does nothing', async () => {
    const before = await tablesOf(home)
    expect((await set([top, 'owner=baraka', '--dry-run'])).changed).toMatchObject([{ record: top }, { record: branch }])
    expect(await tablesOf(home)).toEqual(before)
  })
})

describe('parent=', () => {
  test('moves a record with all that stands under it, and to the top', async () => {
    expect((await set([other, `parent=${top}`, 'note=Moved'])).changed).toMatchObject([
      {
        fields: [
          { field: 'parent', outcome: 'applied', was: branch },
          { field: 'note', outcome: 'applied' },
        ],
      },
    ])
    expect(await set([branch, 'parent='])).toMatchObject({ code: 0, changed: [{ fields: [{ was: top }] }] })
    expect(await places()).toEqual({ [top]: ['anna', null], [branch]: ['anna', null], [other]: ['grace', top] })
    await set([top, `parent=${branch}`])
    expect(
      await home.rows(
        'select entity_level::integer as level, entity_path = parent_path || entity_id || $2 as below from organization join entity on entity_id = organization_id join (select entity_id as parent_id, entity_path as parent_path from entity) p on parent_id = entity_parent where organization_hid = $1',
        [other, '/'],
      ),
    ).toEqual([{ level: 3, below: true }])
  })
})

describe('who may, and where to', () => {
  test.each([
    ['office', 'owner=baraka', null],
    ['mona', 'owner=baraka', null],
    // not to somebody who is not hers
    ['mona', 'owner=grace', 'you see no active one of that name'],
    ['anna', 'owner=baraka', 'You may not write the field owner'],
    ['anna', 'parent=', 'You may not write the field parent'],
    ['baraka', 'owner=baraka', 'There is no record'],
    ['office', 'owner=barakka', 'do you mean baraka?'],
    ['office', 'owner=', 'needs a value'],
    ['office', 'parent=O-none', 'names a record, and you see none of that id or name'],
    ['office', 'parent=TOP', 'a record cannot stand under itself'],
    ['office', 'parent=PRODUCT', 'no rule lets'],
    ['mona', 'parent=HIDDEN', 'you see none of that id or name'],
  ])('%s: %s', async (as, words, told) => {
    await home.satchel(['add', 'organisation', 'id=O-hidden', 'name=Hidden', '--owner', 'grace'])
    await home.satchel(['add', 'product', 'id=S-1', 'name=Seed'])
    const named = words.replace('TOP', top).replace('PRODUCT', 'S-1').replace('HIDDEN', 'O-hidden')
    const before = await places()
    const ended = await set([top, named, '--dry-run'], as)
    expect([ended.code, ended.err]).toEqual(told === null ? [0, ''] : [2, expect.stringContaining(told)])
    expect(await places()).toEqual(before)
  })

  test('nobody is given a record who has left', async () => {
    await home.rows("update staff set staff_active = false where staff_hid = 'baraka'")
    const refused = await set([top, 'owner=baraka'])
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('you see no active one of that name')])
  })

  test('add takes them as fields too, and says where one is said twice', async () => {
    const twice = await home.satchel(['add', 'organisation', 'name=Twice', 'owner=anna', '--owner', 'baraka'])
    expect([twice.code, twice.err]).toEqual([2, expect.stringContaining('The owner is said twice')])
    const fields = (await home.satchel(['--as', 'anna', '--json', 'fields', 'organisation'])).json<
      { field: string; write: boolean }[]
    >()
    expect(fields.filter(({ field }) => field === 'owner' || field === 'parent')).toMatchObject([
      { field: 'parent', write: false },
      { field: 'owner', write: false },
    ])
  })
})
