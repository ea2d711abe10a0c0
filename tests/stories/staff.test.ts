// A colleague comes, changes role, leaves and comes back, through the real command: logins, sessions, packets, and who may do that.

import type { Packet } from '@satchel/protocol/messages/packet'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { addressOf } from '../helpers/address.ts'
import { withClient } from '../helpers/database.ts'
import { mails, makeHome, replyTo, type TestHome } from '../helpers/home.ts'
import { makePlace, ownerUrl } from '../helpers/place.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  for (const [hid, role] of [
    ['tina', 'admin'],
    ['toma', 'admin'],
    ['mona', 'manager'],
  ] as const) {
    const added = await home.satchel([
      'staff',
      'add',
      hid,
      '--name',
      hid,
      '--email',
      `${hid}@kilimo.example`,
      '--role',
      role,
      '--protection',
      'plain',
    ])
    expect(added.code, added.err).toBe(0)
  }
})
afterAll(() => home.close())

const staff = async (hid: string) => {
  const [row] = await home.rows<{ role: string; active: boolean; login: string; groups: string[]; enters: boolean }>(
    `select lookup_value(staff_role) as role, staff_active as active, staff_login as login, rolcanlogin as enters,
       array(select g.rolname::text from pg_auth_members join pg_roles g on g.oid = roleid where member = r.oid and g.rolname like 'satchel\\_%' order by 1) as groups
     from staff join pg_roles r on rolname = staff_login where staff_hid = $1`,
    [hid],
  )
  return row
}
const connect = async (hid: string) => {
  const login = (await staff(hid))?.login ?? ''
  await home.rows(`alter role ${login} password 'for-this-test'`)
  const client = new Client({
    connectionString: addressOf(inject('cluster').superUrl, login, 'for-this-test', home.database.name),
  })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

describe('a role', () => {
  test('is changed by an administrator alone, with the rights, and stands in the audit', async () => {
    for (const operator of ['office', 'grace', 'anna', 'mona']) {
      const refused = await home.satchel(['--as', operator, 'staff', 'role', operator, 'admin'])
      expect([refused.code, refused.out]).toEqual([2, ''])
      expect(refused.err).toContain('(staff/admin-only)')
    }
    const dry = await home.satchel(['--as', 'tina', '--json', 'staff', 'role', 'grace', 'manager', '--dry-run'])
    expect(dry.json()).toMatchObject({ hid: 'grace', role: 'manager' })
    expect(await staff('grace')).toMatchObject({ role: 'office', groups: ['satchel_office'] })
    const set = await home.satchel(['--as', 'tina', 'staff', 'role', 'grace', 'manager'])
    expect([set.code, set.err]).toEqual([0, ''])
    expect(await staff('grace')).toMatchObject({ role: 'manager', groups: ['satchel_manager'], enters: true })
    const seen = await home.rows(
      "select audit_by as by, audit_fields as fields from audit where audit_table = 'staff' and audit_verb = 'update' order by audit_id desc limit 1",
    )
    expect(seen).toEqual([{ by: (await staff('tina'))?.login, fields: 'staff_role' }])
    await home.satchel(['--as', 'tina', 'staff', 'role', 'grace', 'office'])
  })

  test('that there is not, or of nobody, is refused', async () => {
    expect((await home.satchel(['--as', 'tina', 'staff', 'role', 'anna', 'king'])).err).toContain('(usage/wrong)')
    expect((await home.satchel(['--as', 'tina', 'staff', 'role', 'nobody', 'sales'])).err).toContain(
      '(staff/not-known)',
    )
  })
})

test('a manager and an address are set by an administrator; an address also by whose it is', async () => {
  for (const args of [
    ['manager', 'anna', 'mona'],
    ['email', 'anna', 'elsewhere@example.org'],
  ]) {
    expect((await home.satchel(['staff', ...args])).err).toContain('(staff/admin-only)')
  }
  expect((await home.satchel(['--as', 'tina', 'staff', 'manager', 'anna', 'mona'])).out).toContain('"mona"')
  const listed = (await home.satchel(['--json', 'staff', 'list'])).json<{ hid: string; manager: string | null }[]>()
  expect(listed.find(({ hid }) => hid === 'anna')).toMatchObject({ manager: 'mona' })
  expect((await home.satchel(['--as', 'tina', 'staff', 'manager', 'anna'])).out).toContain('nobody')
  const added = await home.satchel([
    'staff',
    'add',
    'neema',
    '--name',
    'Neema',
    '--email',
    'n@kilimo.example',
    '--manager',
    'mona',
    '--protection',
    'plain',
  ])
  expect(added.code, added.err).toBe(0)
  for (const by of ['neema', 'tina']) {
    const moved = await home.satchel(['--as', by, '--json', 'staff', 'email', 'neema', `${by}@example.org`])
    expect(moved.json()).toMatchObject({ email: `${by}@example.org` })
  }
})

describe('who leaves', () => {
  let packet: Packet
  const given = async () => home.rows("select person_given as given from person where person_hid = 'P1'")

  test('has no login, no session and no letters, and answers are held', async () => {
    await home.person('P1')
    await home.person('P2')
    await home.satchel(['dispatch', 'P1', '--to', 'anna'])
    await home.satchel(['send'])
    const [sent] = home.packets(mails.anna)
    if (sent === undefined) throw new Error('no packet')
    packet = sent
    await home.satchel(['dispatch', 'P2', '--to', 'anna'])
    const session = await connect('anna')
    const gone = new Promise(resolve => session.once('end', resolve))

    const refused = await home.satchel(['--as', 'grace', 'staff', 'off', 'anna'])
    expect(refused.err).toContain('(staff/admin-only)')
    await home.satchel(['--as', 'tina', 'staff', 'off', 'anna', '--dry-run'])
    expect(await staff('anna')).toMatchObject({ active: true, enters: true })
    const off = await home.satchel(['--as', 'tina', '--json', 'staff', 'off', 'anna'])
    expect(off.json()).toMatchObject({ hid: 'anna', active: false, sessions: 1, packets: 2 })
    await gone
    expect(await staff('anna')).toMatchObject({ active: false, enters: false, groups: [] })
    await expect(connect('anna')).rejects.toThrow('not permitted to log in')

    const before = home.letters(mails.anna).length
    home.drop('reply.sexp', replyTo(packet, { set: { 'given-name': 'James' } }))
    await home.satchel(['import'])
    await home.satchel(['send'])
    expect(home.letters(mails.anna)).toHaveLength(before)
    expect(await given()).toEqual([{ given: 'Jimmy' }])
    expect(
      await home.rows("select distinct change_outcome as outcome from change where change_outcome = 'held'"),
    ).toEqual([{ outcome: 'held' }])
    const list = (await home.satchel(['--json', 'packet', 'list'])).json<{ status: string }[]>()
    expect(list.map(({ status }) => status)).toEqual(['parked', 'parked'])
  })

  test('has handed over what a colleague works on, and comes back to the rest', async () => {
    const before = home.letters(mails.anna).length
    const hand = await home.satchel(['--json', 'hand', 'P1', '--to', 'baraka'])
    expect(hand.json()).toMatchObject([{ record: 'P1', records: 1, packets: [expect.any(String)] }])
    // once
    expect((await home.satchel(['--json', 'hand', 'P1', '--to', 'baraka'])).json()).toMatchObject([{ packets: [] }])
    await home.satchel(['send'])
    const [instead] = home.packets(mails.baraka)
    if (instead === undefined) throw new Error('no packet for the colleague')
    // what the one who left sends still changes nothing; the colleague works on
    home.drop('late.sexp', replyTo(packet, { set: { 'given-name': 'John' } }))
    home.drop('work.sexp', replyTo(instead, { set: { 'given-name': 'Joseph' } }))
    await home.satchel(['import'])
    expect(await given()).toEqual([{ given: 'Joseph' }])

    // all that is left
    expect(await home.satchel(['hand', '--from', 'ana', '--to', 'grace'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no staff member "ana"'),
    })
    expect((await home.satchel(['--json', 'hand', '--from', 'anna', '--to', 'grace'])).json()).toMatchObject([
      { records: 1, packets: [expect.any(String)] },
    ])
    expect((await home.satchel(['hand', '--to', 'grace'])).err).toContain('(usage/wrong)')
    expect((await home.satchel(['--as', 'tina', 'staff', 'on', 'anna'])).code).toBe(0)
    expect(await staff('anna')).toMatchObject({ active: true, enters: true, groups: ['satchel_sales'] })
    await home.satchel(['send'])
    // what was kept back, but no record that is another's now
    expect(home.letters(mails.anna).length).toBeGreaterThan(before)
    expect(home.packets(mails.anna)).toHaveLength(1)
  })

  test('is not the last administrator, nor oneself', async () => {
    expect((await home.satchel(['--as', 'tina', 'staff', 'off', 'tina'])).err).toContain('(staff/self)')
  })

  test('and the office that left stays off when the tables are made anew', async () => {
    // its login belongs to a whole server: on that of the tests it would leave from under the other stories
    const place = makePlace()
    try {
      const made = await place.satchel(
        'init',
        '--organisation',
        'Kilimo',
        '--mail',
        'core@kilimo.example',
        '--protection',
        'plain',
      )
      expect(made.code, made.err).toBe(0)
      const tina = [
        'tina',
        '--name',
        'Tina',
        '--email',
        'tina@kilimo.example',
        '--role',
        'admin',
        '--protection',
        'plain',
      ]
      expect(await place.satchel('staff', 'add', ...tina)).toMatchObject({ code: 0 })
      expect(await place.satchel('--as', 'tina', 'staff', 'off', 'office')).toMatchObject({ code: 0 })
      const migrated = await place.satchel('db', 'migrate')
      expect(migrated.code, migrated.err).toBe(0)
      const { rows } = await withClient(ownerUrl(place), client =>
        client.query(
          "select staff_active as active, rolcanlogin as enters from staff join pg_roles on rolname = staff_login where staff_hid = 'office'",
        ),
      )
      expect(rows).toEqual([{ active: false, enters: false }])
      expect(await place.satchel('--as', 'tina', 'staff', 'on', 'office')).toMatchObject({ code: 0 })
    } finally {
      await place.remove()
    }
  })

  test('and two administrators who turn each other off at once leave one', async () => {
    const ended = await Promise.all([
      home.satchel(['--as', 'tina', 'staff', 'off', 'toma']),
      home.satchel(['--as', 'toma', 'staff', 'off', 'tina']),
    ])
    expect(ended.map(({ code }) => code).toSorted((a, b) => Number(a) - Number(b))).toEqual([0, 2])
    const left = await home.rows<{ hid: string }>(
      "select staff_hid as hid from staff where staff_active and lookup_value(staff_role) = 'admin'",
    )
    expect(left).toHaveLength(1)
    const [{ hid } = { hid: '' }] = left
    expect((await home.satchel(['--as', hid, 'staff', 'role', hid, 'office'])).err).toContain('(staff/last-admin)')
  })
})
