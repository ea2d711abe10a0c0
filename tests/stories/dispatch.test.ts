// Dispatching through the real command: what is refused writes nothing, and neither does a dry run.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mailboxFolder } from '@satchel/dispatcher/maildir'
import { verifyDetached } from '@satchel/protocol/envelope-sign'
import { readPublicKey } from '@satchel/protocol/keys'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mails, makeHome, type TestHome } from '../helpers/home.ts'

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
    const dry = await home.satchel(['dispatch', 'P1', 'P2', '--to', 'anna', '--dry-run'])
    expect(dry).toMatchObject({ code: 0, err: '' })
    expect(dry.out.match(/^Would send packet /gm)).toHaveLength(2)
    expect(await counts()).toEqual(before)
  })

  test('of a record that its recipient does not see is refused, and so are unknown people, staff and forms', async () => {
    const before = await counts()
    for (const [args, code] of [
      [['P1', '--to', 'baraka'], 'entity/not-seen'],
      [['P404', '--to', 'anna'], 'entity/not-seen'],
      [['P1', '--to', 'nobody'], 'staff/not-known'],
      [['P1', '--to', 'anna', '--form', 'no-form'], 'form/not-known'],
      [['anna', '--to', 'grace'], 'form/other-type'],
    ] as const) {
      const refused = await home.satchel(['dispatch', ...args, '--json'])
      expect([refused.code, refused.json()]).toMatchObject([2, { problem: { code } }])
      expect(refused.err).toMatch(/^satchel: .*\. .*\nhint: /)
    }
    expect(await counts()).toEqual(before)
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
