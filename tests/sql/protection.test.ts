// How letters of a colleague are protected: by whose word, what a packet then carries, and what each of its tokens is good for.

import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLogins } from '../helpers/staff-logins.ts'
import { addressToken, openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
const staff = { anna: 'sales', baraka: 'sales', mona: 'manager', olga: 'office', tina: 'admin' } as const
type Name = keyof typeof staff
let logins: Awaited<ReturnType<typeof openLogins<Name>>>
const as = (name: Name) => logins.as(name)
const hash = (text: string) => createHash('sha256').update(text).digest('hex')

beforeAll(async () => {
  stage = await openStage()
  logins = await openLogins(stage, staff)
})
afterAll(async () => {
  await logins.close()
  await stage.close()
})

const choose = (name: string, protection: string | null) =>
  stage.rows('update staff set staff_protection = $2 where staff_hid = $1', [name, protection])
const phrase = (name: string) =>
  `staff_phrase_set('${name}', '\\x${'ab'.repeat(150)}', '\\x${'cd'.repeat(16)}', 600000)`
const key = (name: string, confirmed = true) =>
  stage.rows(
    "update staff set staff_pgp_key = '-----BEGIN PGP PUBLIC KEY BLOCK-----', staff_pgp_fingerprint = repeat('A', 40), staff_pgp_confirmed = case when $2 then now() end where staff_hid = $1",
    [name, confirmed],
  )
const call = async (name: Name, text: string) =>
  (await as(name).query<{ r: { problem?: string; protection?: string; revoked?: string[] } }>(`select ${text} as r`))
    .rows[0]?.r
const tokensOf = (packet: number) =>
  stage.rows<{ purpose: string }>(
    'select token_purpose as purpose from token where token_packet = $1 order by token_purpose',
    [packet],
  )
const guard = async (packet: number) =>
  (await stage.one<{ r: { protection: string } }>('select letter_guard($1) as r', [packet])).r.protection

describe('a member of staff', () => {
  test('for whom nobody has chosen gets no packet, and begins an edit of their own all the same', async () => {
    const person = await stage.person()
    await stage.rows("select add_staff('nobody', 'Nobody', 'nobody@kilimo.example', 'office', 'en')")
    await expect(stage.packet(person, 'nobody')).rejects.toThrow('staff/no-protection')
    const { rows } = await stage
      .as('satchel_dispatch')
      .query<{ r: { protection: string | null } }>(
        "select open_packet('P' || $1::bigint, 'nobody', 'call-report', '7QK2-M9XA-ED1T', $2, $3, $4, 1, 'edit', true) as r",
        [person, hash('1'), hash('2'), hash('3')],
      )
    expect(rows[0]?.r).toMatchObject({ protection: null })
  })

  test('has a packet of whom nobody chose kept out by the table itself', async () => {
    const packet = await stage.packet(await stage.person())
    await expect(
      stage.rows('update packet set packet_protection = null where packet_id = $1', [packet.id]),
    ).rejects.toMatchObject({ constraint: 'packet_protection_chosen_check' })
    await expect(
      stage.rows(
        "insert into packet (packet_hid, packet_kind, packet_entity, packet_recipient, packet_role, packet_mailto, packet_form, packet_language, packet_epoch, packet_version, packet_snapshot, packet_issued, packet_expires, packet_creator) select '7QK2-M9XA-0000', packet_kind, packet_entity, packet_recipient, packet_role, packet_mailto, packet_form, packet_language, packet_epoch, packet_version, packet_snapshot, packet_issued, packet_expires, packet_creator from packet where packet_id = $1",
        [packet.id],
      ),
    ).rejects.toMatchObject({ constraint: 'packet_protection_chosen_check' })
  })

  test('gets pgp with a key whose fingerprint was confirmed, and with no other', async () => {
    await key('baraka', false)
    expect(await call('tina', "staff_protection_set('baraka', 'pgp')")).toEqual({ problem: 'staff/no-key' })
    await expect(choose('baraka', 'pgp')).rejects.toMatchObject({ constraint: 'staff_protection_pgp_check' })
    await key('baraka')
    expect(await call('tina', "staff_protection_set('baraka', 'pgp')")).toMatchObject({
      protection: 'pgp',
      earlier: 'plain',
    })
    // and a key in use is not taken away from under it
    await expect(
      stage.rows("update staff set staff_pgp_confirmed = null where staff_hid = 'baraka'"),
    ).rejects.toMatchObject({ constraint: 'staff_protection_pgp_check' })
    await choose('baraka', 'plain')
  })

  test('is protected by a phrase once there is one', async () => {
    expect(await call('tina', "staff_protection_set('baraka', 'passphrase')")).toEqual({ problem: 'staff/no-phrase' })
    await expect(choose('baraka', 'passphrase')).rejects.toMatchObject({ constraint: 'staff_protection_phrase_check' })
    expect(await call('tina', phrase('baraka'))).toMatchObject({ revoked: [], protection: 'plain' })
    expect(await call('tina', "staff_protection_set('baraka', 'passphrase')")).toMatchObject({
      protection: 'passphrase',
    })
    await choose('baraka', 'plain')
  })
})

describe('how letters are protected', () => {
  test('is said by an administrator; whose letters they are may only make them safer', async () => {
    await stage.rows(`select ${phrase('anna')}`)
    for (const [name, text] of [
      ['mona', "staff_protection_set('anna', 'plain')"],
      ['olga', "staff_protection_set('anna', 'plain')"],
      ['olga', "staff_protection_set('anna', 'passphrase')"],
      ['olga', phrase('anna')],
      ['baraka', phrase('anna')],
      ['anna', "staff_protection_set('anna', 'plain')"],
      ['anna', "staff_protecting('anna', true)"],
      ['anna', "staff_secrets((select staff_id from staff where staff_hid = 'anna'))"],
    ] as const)
      await expect(call(name, text), `${name}: ${text}`).rejects.toMatchObject({ code: '42501' })
    expect(await call('anna', "staff_protection_set('anna', 'passphrase')")).toMatchObject({ protection: 'passphrase' })
    expect(await call('anna', phrase('anna'))).toMatchObject({ revoked: [] })
    await expect(call('anna', "staff_protection_set('anna', 'plain')")).rejects.toMatchObject({ code: '42501' })
    for (const name of ['anna', 'olga', 'tina'] as const) {
      await expect(as(name).query('select * from staff_phrase')).rejects.toMatchObject({ code: '42501' })
      await expect(
        as(name).query("update staff set staff_protection = 'plain' where staff_hid = 'anna'"),
      ).rejects.toMatchObject({ code: '42501' })
    }
    expect(await call('tina', "staff_protection_set('anna', 'plain')")).toMatchObject({ earlier: 'passphrase' })
    const { login } = await stage.one<{ login: string }>(
      "select staff_login as login from staff where staff_hid = 'tina'",
    )
    expect(
      await stage.one("select audit_by as by from audit where audit_table = 'staff' order by audit_id desc limit 1"),
    ).toEqual({ by: login })
  })

  test('holds for packets that are out: a new phrase revokes those that the lost one opens, and no other', async () => {
    await stage.rows(`select ${phrase('anna')}`)
    const plain = await stage.packet(await stage.person())
    await choose('anna', 'passphrase')
    const locked = await stage.packet(await stage.person())
    const others = await stage.packet(await stage.person('baraka'), 'baraka')
    expect(await call('tina', phrase('anna'))).toMatchObject({ revoked: [locked.hid] })
    expect(
      await stage.rows('select packet_status as s from packet where packet_id = any ($1) order by packet_id', [
        [plain.id, locked.id, others.id],
      ]),
    ).toEqual([{ s: 'open' }, { s: 'revoked' }, { s: 'open' }])
    expect(await stage.reply(locked, { set: { 'given-name': 'Late' } })).toMatchObject({ status: 'refused' })
    await choose('anna', 'plain')
  })
})

describe('a packet', () => {
  test('carries the key that it is sealed with, and its address has a token that is no authority', async () => {
    const plain = await stage.packet(await stage.person())
    expect(await tokensOf(plain.id)).toEqual([{ purpose: 'bounce' }, { purpose: 'reply' }])
    await stage.rows(`select ${phrase('anna')}`)
    await choose('anna', 'passphrase')
    const person = await stage.person()
    const locked = await stage.packet(person)
    expect(await tokensOf(locked.id)).toEqual([{ purpose: 'address' }, { purpose: 'bounce' }, { purpose: 'reply' }])
    const said = { set: { 'given-name': 'Mallory' } }
    for (const token of [addressToken(locked.token), `${locked.token}b`, '0'.repeat(26)])
      expect(await stage.reply(locked, { ...said, token })).toMatchObject({ problem: 'token/not-known' })
    expect(await stage.given(person)).toBe('Jimmy')
    const { rows } = await stage
      .as('satchel_import')
      .query('select token_address($1) as r', [hash(addressToken(locked.token))])
    expect(rows).toMatchObject([
      { r: { purpose: 'address', mailto: 'anna@kilimo.example', packet: locked.hid, live: true } },
    ])
    expect(await stage.reply(locked, { ...said, set: { 'given-name': 'Joan' } })).toMatchObject({ status: 'imported' })
    expect(await stage.given(person)).toBe('Joan')
    await choose('anna', 'plain')
  })

  test('whose token stood inside alone is answered with strong evidence from a seal; in the clear it is not, nor is a plain one', async () => {
    const evidence = async (packet: number) =>
      stage.one('select reply_evidence as e from reply where reply_packet = $1', [packet])
    const plain = await stage.packet(await stage.person())
    await stage.reply(plain, { set: { 'given-name': 'Joan' }, evidence: 'weak', sealed: true })
    expect(await evidence(plain.id)).toEqual({ e: 'weak' })
    await stage.rows(`select ${phrase('anna')}`)
    await choose('anna', 'passphrase')
    const locked = await stage.packet(await stage.person())
    const open = await stage.packet(await stage.person())
    await choose('anna', 'plain')
    await stage.reply(open, { set: { 'given-name': 'Joan' }, evidence: 'weak' })
    expect(await evidence(open.id)).toEqual({ e: 'weak' })
    // one of us wrote it into a folder of ours
    await stage.reply(open, { set: { 'given-name': 'Zoe' }, evidence: 'strong' })
    expect(
      await stage.rows('select from reply where reply_packet = $1 and reply_evidence = $2', [open.id, 'strong']),
    ).toHaveLength(1)
    await stage.reply(locked, { set: { 'given-name': 'Joan' }, evidence: 'weak', sealed: true })
    expect(await evidence(locked.id)).toEqual({ e: 'strong' })
  })

  test('is followed by letters that are protected no less than it, nor less than its recipient wants by now', async () => {
    await stage.rows(`select ${phrase('anna')}`)
    await key('anna')
    const packets = new Map<string, number>()
    for (const how of ['plain', 'pgp', 'passphrase']) {
      await choose('anna', how)
      packets.set(how, (await stage.packet(await stage.person())).id)
    }
    const all = async () => Promise.all([...packets.values()].map(guard))
    expect(await all()).toEqual(['passphrase', 'pgp', 'passphrase'])
    await choose('anna', 'plain')
    expect(await all()).toEqual(['plain', 'pgp', 'passphrase'])
    // numbers alone, as letters behind a phrase are followed
    await choose('anna', null)
    expect(await all()).toEqual(['passphrase', 'pgp', 'passphrase'])
    await stage.rows("update staff set staff_pgp_confirmed = null where staff_hid = 'anna'")
    expect(await all()).toEqual(['passphrase', 'passphrase', 'passphrase'])
    await choose('anna', 'plain')
    const own = await stage.ownPacket(await stage.person())
    expect(await guard(own.id)).toBe('plain')
  })
})
