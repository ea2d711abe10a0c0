// Dispatching through the real command: what is refused writes nothing, and neither does a dry run.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mailboxFolder } from '@satchel/dispatcher/mail-out/maildir-out'
import { verifyDetached } from '@satchel/protocol/envelope/envelope-sign'
import { readPublicKey } from '@satchel/protocol/envelope/pgp-keys'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mails, makeHome, replyTo, type TestHome } from '../helpers/home.ts'

let home: TestHome
const people = ['P1', 'P2', 'P3']
beforeAll(async () => {
  home = await makeHome()
  for (const hid of people) await home.person(hid)
  expect(await home.satchel(['dispatch', ...people, '--to', 'anna'])).toMatchObject({ code: 0, err: '' })
})
afterAll(() => home.close())

describe('a dispatch', () => {
  const counts = () =>
    home.rows(
      'select (select count(*) from packet) as packets, (select count(*) from token) as tokens, (select count(*) from letter) as letters',
    )

  test('as a dry run writes nothing', async () => {
    const before = await counts()
    const dry = await home.satchel(['--as', 'grace', 'dispatch', 'P1', 'P2', '--to', 'grace', '--dry-run'])
    expect(dry).toMatchObject({ code: 0, err: '' })
    expect(dry.out.match(/^Would send Jimmy Okello \(P[12]\) to grace@kilimo\.example, good until /gm)).toHaveLength(2)
    expect(dry.out).toContain('2 would go out, 0 left out. Nothing was sent.')
    expect(await counts()).toEqual(before)
  })

  test('of a record that its recipient does not see is refused, and so are unknown people, staff and forms', async () => {
    const before = await counts()
    for (const [args, code] of [
      [['P1', '--to', 'baraka'], 'entity/not-seen'],
      [['P404', '--to', 'anna'], 'entity/not-seen'],
      [['P1', '--to', 'nobody'], 'staff/not-known'],
      [['P1', '--to', 'anna', '--form', 'no-form'], 'form/not-known'],
      [['anna', '--to', 'grace'], 'form/not-known'],
      [['anna', '--to', 'grace', '--form', 'call-report'], 'form/other-type'],
    ] as const) {
      const refused = await home.satchel(['dispatch', ...args, '--json'])
      expect([refused.code, refused.json()]).toMatchObject([2, { problem: { code } }])
      expect(refused.err).toMatch(/^satchel: .*\. .*\nhint: /)
    }
    expect(await counts()).toEqual(before)
  })

  test('of a record that is too large for a letter is refused, and nothing of it stays', async () => {
    const before = await counts()
    await home.rows("update person set person_note = repeat('maize ', 400000) where person_hid = 'P3'")
    const refused = await home.satchel(['dispatch', 'P3', '--to', 'anna', '--again', '--json'])
    expect([refused.code, refused.json()]).toMatchObject([2, { problem: { code: 'packet/too-large' } }])
    expect(refused.err).toContain('The record P3 is too large for a letter')
    expect(refused.err).not.toContain('maize')
    expect(await counts()).toEqual(before)
    await home.rows("update person set person_note = repeat('maize ', 10000) where person_hid = 'P3'")
    const sent = await home.satchel(['dispatch', 'P3', '--to', 'anna', '--again', '--dry-run'])
    expect(sent.code).toBe(0)
  })

  test('of a stored query sends each of its records', async () => {
    const dry = await home.satchel([
      'dispatch',
      '--query',
      'people/by-phone',
      '--param',
      'contact=+255 700 000 001',
      '--to',
      'anna',
      '--dry-run',
      '--json',
    ])
    expect(dry.code).toBe(0)
    expect(dry.json<unknown[]>()).toHaveLength(people.length)
  })

  test('is signed as a whole (PGP/MIME), and a changed letter is noticed', async () => {
    expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
    const [letter] = home.letters(mails.anna)
    const raw = readFileSync(join(mailboxFolder(home.home.mail, mails.anna), 'new', letter?.file ?? ''), 'latin1')
    const outer = /multipart\/signed;[\s\S]*?boundary="([^"]+)"/.exec(raw)?.[1] ?? ''
    const [, signed = '', signature = ''] = raw.split(`--${outer}`)
    const part = Buffer.from(signed.slice(2, -2), 'latin1')
    const armored = signature.slice(signature.indexOf('-----BEGIN'))
    const key = await readPublicKey(readFileSync(join(home.home.keys, 'core-public.asc'), 'utf8'))
    expect(await verifyDetached(part, armored, key)).toBe(true)
    const changed = Buffer.from(part.toString('latin1').replace('Kilimo', 'Kilima'), 'latin1')
    expect(await verifyDetached(changed, armored, key)).toBe(false)
  })

  test('is listed, newest first', async () => {
    const list = (await home.satchel(['packet', 'list', '--json', '--limit', '3'])).json<{ packet: string }[]>()
    expect(list).toHaveLength(3)
    expect(await home.satchel(['packet', 'list', '--limit', '0'])).toMatchObject({ code: 2, out: '' })
  })
})

describe('a record that the recipient has in an open packet', () => {
  interface One {
    readonly record: string
    readonly name: string | null
    readonly state: string
    readonly packet: string
    readonly issued?: string
  }
  const count = async () => Number((await home.rows<{ n: string }>('select count(*) as n from packet'))[0]?.n)
  const packetsOf = (hid: string, staff: string) =>
    home.rows<{ packet: string }>(
      'select packet_hid as packet from packet join staff on staff_id = packet_recipient where packet_entity = find_entity($1) and staff_hid = $2 order by packet_id',
      [hid, staff],
    )
  const dispatched = async (...args: readonly string[]) => {
    const ended = await home.satchel(['--as', 'grace', 'dispatch', ...args, '--json'])
    expect([ended.code, ended.err]).toEqual([0, ''])
    return ended.json<One[]>()
  }

  test('is left out, named with the packet that is open, and the others go out', async () => {
    await home.person('N1')
    const [open] = await packetsOf('P1', 'anna')
    const before = await count()
    for (const dry of [['--dry-run'], []]) {
      const results = await dispatched('P1', 'N1', '--to', 'anna', ...dry)
      const n1 = { record: 'N1', name: 'Jimmy Okello', state: dry.length > 0 ? 'would-send' : 'queued' }
      expect(results).toMatchObject([{ record: 'P1', state: 'left-out', packet: open?.packet }, n1])
    }
    expect(await count()).toBe(before + 1)
    const said = await home.satchel(['--as', 'grace', 'dispatch', 'P1', 'N1', '--to', 'anna'])
    expect(said).toMatchObject({ code: 0, err: '' })
    expect(said.out).toContain(`Left out: Jimmy Okello (P1). Packet ${open?.packet} of 2`)
    expect(said.out).toMatch(/^2 records were left out: anna@kilimo\.example has an open packet .* --again sends all/m)
    expect(await count()).toBe(before + 1)
  })

  test('is named by its key alone where the one at the keyboard does not see it', async () => {
    const hidden = await home.satchel(['--as', 'baraka', 'dispatch', 'P1', '--to', 'anna'])
    expect(hidden.out).toContain('Left out: P1. Packet ')
    expect(hidden.out).not.toContain('Okello')
  })

  test('goes out to somebody else, and once where it was named twice', async () => {
    await home.person('N2')
    expect(await dispatched('N2', 'N2', '--to', 'anna')).toHaveLength(1)
    expect(await dispatched('N2', '--to', 'grace')).toMatchObject([{ state: 'queued' }])
  })

  test('goes out with --again', async () => {
    const before = await count()
    expect(await dispatched('P1', '--to', 'anna', '--again')).toMatchObject([{ state: 'queued' }])
    expect(await count()).toBe(before + 1)
  })

  test('goes out once its packet was answered, which the list says', async () => {
    const hid = await home.person('E1')
    const [first] = await dispatched(hid, '--to', 'anna')
    await home.satchel(['send'])
    const packet = home.packets(mails.anna).find(one => one.id === first?.packet)
    if (packet === undefined) throw new Error('no packet')
    const listed = async () =>
      (await home.satchel(['--as', 'grace', 'packet', 'list', '--json']))
        .json<{ packet: string; status: string; answered: string | null }[]>()
        .find(one => one.packet === packet.id)
    expect(await listed()).toMatchObject({ status: 'open', answered: null })
    home.drop('answer', replyTo(packet, { set: { note: 'answered' } }))
    expect(await home.satchel(['import'])).toMatchObject({ code: 0 })
    expect(await listed()).toMatchObject({ status: 'answered', answered: expect.stringMatching(/^20/) as string })
    expect(await dispatched(hid, '--to', 'anna')).toMatchObject([{ state: 'queued' }])
  })

  test('is sent once by two dispatches at once', async () => {
    const both = ['B1', 'B2', 'B3']
    for (const hid of both) await home.person(hid)
    const results = await Promise.all([1, 2, 3].map(() => dispatched(...both, '--to', 'anna')))
    expect(results.flat().filter(({ state }) => state === 'queued')).toHaveLength(both.length)
    for (const hid of both) expect(await packetsOf(hid, 'anna')).toHaveLength(1)
  })
})
