// satchel set: what a member of staff types of a record goes the way of a reply, with its statements, version and audit.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
})
afterAll(() => home.close())

interface Changed {
  readonly record: string
  readonly status: string
  readonly fields: readonly {
    readonly field: string
    readonly change: string
    readonly outcome: string
    readonly reason: string | null
  }[]
}

let people = 0
const person = () => home.person(`S${++people}`)
const set = async (words: readonly string[], as = 'office') => {
  const ended = await home.satchel(['--as', as, '--json', 'set', ...words])
  return { ...ended, changed: ended.code === 0 || ended.code === 3 ? ended.json<Changed[]>() : [] }
}
const row = async (hid: string) =>
  (
    await home.rows<Record<string, string | null>>(
      "select person_given as given, person_born::text as born, person_prefers as prefers, entity_version::text as version, (select string_agg(lookup_value(contact_point_kind) || ' ' || contact_point_value, ', ' order by contact_point_id) from contact_point where contact_point_entity = entity_id) as contacts, (select string_agg(concat_ws(' ', lookup_value(address_kind), address_line1, address_city), ', ' order by address_id) from address where address_entity = entity_id) as addresses from person join entity on entity_id = person_id where person_hid = $1",
      [hid],
    )
  )[0]

describe('fields', () => {
  test('are changed as by a reply: statements, one version, the audit of that reply', async () => {
    const hid = await person()
    const before = await row(hid)
    const { code, changed } = await set([hid, 'given-name=Jim', 'born=1981-06-02', 'prefers=Phone'], 'anna')
    expect(code).toBe(0)
    expect(changed).toMatchObject([
      {
        record: hid,
        status: 'imported',
        fields: [{ outcome: 'applied' }, { outcome: 'applied' }, { outcome: 'applied' }],
      },
    ])
    expect(await row(hid)).toMatchObject({
      given: 'Jim',
      born: '1981-06-02',
      prefers: 'phone',
      version: String(Number(before?.version) + 1),
    })
    const told = await home.rows(
      "select distinct on (change_id) change_slot as slot, change_outcome as outcome, change_current #>> '{}' as was, change_new #>> '{}' as now, packet_kind as kind, reply_status as status, audit_by = packet_role as own from change join reply on reply_id = change_reply join packet on packet_id = reply_packet join audit on audit_reply = reply_id and audit_table = 'person' where change_entity = (select person_id from person where person_hid = $1) order by change_id",
      [hid],
    )
    expect(told).toEqual([
      {
        slot: 'field/given-name',
        outcome: 'applied',
        was: 'Jimmy',
        now: 'Jim',
        kind: 'edit',
        status: 'imported',
        own: true,
      },
      {
        slot: 'field/born',
        outcome: 'applied',
        was: '1980-05-01',
        now: '1981-06-02',
        kind: 'edit',
        status: 'imported',
        own: true,
      },
      {
        slot: 'field/prefers',
        outcome: 'applied',
        was: null,
        now: 'phone',
        kind: 'edit',
        status: 'imported',
        own: true,
      },
    ])
    const history = await home.satchel(['--json', 'history', hid])
    expect(history.json<{ reply: string }[]>()[0]?.reply).toMatch(/^command-/)
    // it is no packet that anybody waits for
    expect((await home.satchel(['--json', 'packet', 'list'])).json()).toEqual([])
  })

  test('a field without a value is emptied, but for one that is needed', async () => {
    const hid = await person()
    expect((await set([hid, 'born='])).changed).toMatchObject([{ fields: [{ change: 'emptied', outcome: 'applied' }] }])
    expect(await row(hid)).toMatchObject({ born: null })
    expect((await set([hid, 'given-name=', 'family-name='])).err).toContain(
      'a person needs a given-name or a family-name',
    )
    expect(await row(hid)).toMatchObject({ given: 'Jimmy' })
  })

  test('a dry run says the same and does nothing', async () => {
    const hid = await person()
    const before = await row(hid)
    const { changed } = await set([hid, 'given-name=Jim', '--dry-run'])
    expect(changed).toMatchObject([{ fields: [{ outcome: 'applied' }] }])
    expect(await row(hid)).toEqual(before)
  })

  test('several records are changed together, or none of them', async () => {
    const [one, other] = [await person(), await person()]
    expect((await set([one, other, 'prefers=visit'], 'anna')).changed).toHaveLength(2)
    await home.rows(
      "update entity set entity_owner = (select staff_id from staff where staff_hid = 'baraka') where entity_id = (select person_id from person where person_hid = $1)",
      [other],
    )
    expect(await set([one, other, 'prefers=post'], 'anna')).toMatchObject({ code: 2 })
    expect(await row(one)).toMatchObject({ prefers: 'visit' })
  })
})

describe('two who change the same field', () => {
  test('the first stands, the other waits for the office, and nothing is lost', async () => {
    const hid = await person()
    expect(await set([hid, 'born=1990-01-01'], 'anna')).toMatchObject({ code: 0 })
    const late = await set([hid, 'born=1991-02-02', '--was', 'born=1980-05-01'], 'anna')
    expect(late.code).toBe(3)
    expect(late.changed).toMatchObject([{ status: 'held', fields: [{ outcome: 'held', reason: 'changed-meanwhile' }] }])
    expect(await row(hid)).toMatchObject({ born: '1990-01-01' })
    const [held] = (await home.satchel(['--json', 'review', 'list'])).json<{ id: string }[]>()
    const accepted = await home.satchel(['review', 'accept', held?.id ?? ''])
    expect([accepted.err, accepted.code]).toEqual(['', 0])
    expect(await row(hid)).toMatchObject({ born: '1991-02-02' })
  })

  test('who says the same as the other is told that it is so', async () => {
    const hid = await person()
    await set([hid, 'born=1990-01-01'], 'anna')
    expect((await set([hid, 'born=1990-01-01', '--was', 'born=1980-05-01'])).changed).toMatchObject([
      { fields: [{ outcome: 'same' }] },
    ])
  })
})

describe('ways to be reached', () => {
  test('one of a kind is replaced, and one more is added on purpose', async () => {
    const hid = await person()
    expect((await set([hid, 'phone=+255 700 000 009'])).changed).toMatchObject([
      { fields: [{ change: 'replaced', outcome: 'applied' }] },
    ])
    expect((await set([hid, 'phone+=+255 700 000 010', 'web=https://jimmy.example'])).changed).toMatchObject([
      {
        fields: [
          { change: 'added', outcome: 'applied' },
          { change: 'added', outcome: 'applied' },
        ],
      },
    ])
    expect(await row(hid)).toMatchObject({
      contacts: 'phone +255 700 000 009, email jimmy@example.org, phone +255 700 000 010, web https://jimmy.example',
    })
  })

  test('of several the one that is meant is named, and the message lists them', async () => {
    const hid = await person()
    await set([hid, 'phone+=+255 700 000 010'])
    const several = await set([hid, 'phone=+255 700 000 011'])
    expect(several.code).toBe(2)
    expect(several.err).toContain('phone: +255 700 000 001')
    expect(several.err).toContain('phone: +255 700 000 010')
    expect((await set([hid, 'phone=+255 700 000 011', '--was', 'phone=+255700000010'])).changed).toMatchObject([
      { fields: [{ change: 'replaced' }] },
    ])
    expect((await set([hid, 'phone-=+255 700 000 001'])).changed).toMatchObject([
      { fields: [{ change: 'removed', outcome: 'applied' }] },
    ])
    expect(await row(hid)).toMatchObject({ contacts: 'email jimmy@example.org, phone +255 700 000 011' })
    // somebody took it away since it was seen
    expect((await set([hid, 'phone=+255 700 000 012', '--was', 'phone=+255 700 000 001'])).changed).toMatchObject([
      { fields: [{ outcome: 'held', reason: 'row-gone' }] },
    ])
  })

  test('what the office types is vouched for; what a salesperson types is not', async () => {
    const hid = await person()
    await set([hid, 'email+=new@example.org'], 'office')
    await set([hid, 'email+=other@example.org'], 'anna')
    expect(
      await home.rows(
        "select contact_point_value as v, contact_point_verified is not null as ok from contact_point where contact_point_value ~ '^(new|other)@' order by 1",
      ),
    ).toEqual([
      { v: 'new@example.org', ok: true },
      { v: 'other@example.org', ok: false },
    ])
  })

  test('the lines of an address are one row; of several the kind says which', async () => {
    const hid = await person()
    expect((await set([hid, 'address.city=Arusha', 'address.line1=Plot 9'])).changed).toMatchObject([
      { fields: [{ field: 'address', change: 'replaced' }] },
    ])
    expect((await set([hid, 'address/work.city=Dodoma'])).changed).toMatchObject([{ fields: [{ change: 'added' }] }])
    expect(await row(hid)).toMatchObject({ addresses: 'home Plot 9 Arusha, work Dodoma' })
    expect((await set([hid, 'address.city=Moshi'])).err).toContain('address/KIND.city=VALUE says which')
    expect((await set([hid, 'address/work.city='])).changed).toMatchObject([
      { fields: [{ change: 'removed', outcome: 'applied' }] },
    ])
    expect(await row(hid)).toMatchObject({ addresses: 'home Plot 9 Arusha' })
    expect((await set([hid, 'address.country=Tanzania'])).err).toContain('two letters')
  })
})

describe('what is not known is named with the nearest that is', () => {
  test.each([
    [['famly-name=X'], 'do you mean family-name?'],
    [['prefers=phon'], 'do you mean phone?'],
    [['born=yesterday'], 'write it as 2026-11-30'],
    [['phone=12'], 'is a telephone number'],
    [['email=nobody'], 'is an e-mail address'],
    [['note=@/nowhere/notes.txt'], 'cannot be read'],
  ])('%j', async (words, told) => {
    const hid = await person()
    const before = await row(hid)
    const ended = await set([hid, ...words])
    expect(ended.code).toBe(2)
    expect(ended.err).toContain(told)
    expect(await row(hid)).toEqual(before)
  })

  test('a record, a type', async () => {
    expect((await set(['P-none', 'born=1990-01-01'])).err).toContain('There is no record "P-none"')
    expect((await home.satchel(['fields', 'persn'])).err).toContain('do you mean person?')
  })
})

test('the fields of a type say what their reader may write', async () => {
  const fields = async (as: string, type: string) =>
    (await home.satchel(['--as', as, '--json', 'fields', type])).json<
      { field: string; write: boolean; choices: string[] }[]
    >()
  const deals = await fields('anna', 'deals')
  expect(deals.find(({ field }) => field === 'kind')).toMatchObject({
    write: true,
    choices: expect.arrayContaining(['quote', 'order']),
  })
  expect(deals.map(({ field }) => field)).toEqual(
    expect.arrayContaining(['name', 'party', 'amount', 'phone', 'address.city']),
  )
  expect((await fields('anna', 'product')).find(({ field }) => field === 'price')).toMatchObject({ write: false })
  expect((await fields('office', 'product')).find(({ field }) => field === 'price')).toMatchObject({ write: true })
})

test.each(['bash', 'zsh', 'fish'])(
  'the completion of %s knows the types, and the fields that one may write',
  async shell => {
    const script = async (as: string) => (await home.satchel(['--as', as, 'completion', shell])).out
    const mine = await script('anna')
    for (const word of ['organisation', 'given-name=', 'address.city=', 'phone=']) expect(mine).toContain(word)
    // goods are the office's
    expect(mine).not.toContain('unit=')
    expect(await script('office')).toContain('unit=')
  },
)
