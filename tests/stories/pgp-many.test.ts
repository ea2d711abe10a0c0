// Many answers of somebody whose letters are encrypted: a thread of its own encrypts the acknowledgements, and what it cannot do is done
// where it was asked for.

import { join } from 'node:path'
import { startKeyThread } from '@satchel/core/import/key-thread'
import { openingKeys } from '@satchel/core/keys/core-keys'
import { openSpool, writeItem } from '@satchel/protocol/spool/spool'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillForm, makeHome, mails, sealedReply, type TestHome } from '../helpers/home.ts'
import { attachmentOf, outcomeIn, readLetter } from '../helpers/letters.ts'
import { keyOf, type Owner, readEncrypted, register } from '../helpers/pgp.ts'

const people = Array.from({ length: 35 }, (_, index) => `P${index + 1}`)
let home: TestHome
let anna: Owner
beforeAll(async () => {
  home = await makeHome()
  anna = await keyOf(mails.anna)
  for (const hid of people) await home.person(hid)
  expect((await register(home, 'anna', anna)).code).toBe(0)
  expect((await home.satchel(['staff', 'protection', 'anna', 'pgp'])).code).toBe(0)
  expect((await home.satchel(['dispatch', ...people, '--to', 'anna'])).code).toBe(0)
  await home.satchel(['send'])
})
afterAll(() => home.close())

test('every one of them is told, encrypted and signed', async () => {
  const packets = home.letters(mails.anna)
  expect(packets).toHaveLength(people.length)
  for (const [index, packet] of packets.entries()) {
    const form = attachmentOf(await readEncrypted(home, packet, anna), '.txt')
    for (const said of ['Ann', 'Beth'])
      home.drop(`${index}-${said}.txt`, fillForm(form, { 'Given name': `${said} ${index}` }))
  }
  const { balance } = (await home.satchel(['run', '--once', '--json'])).json<{
    balance: { pulled: number; after: number }
  }>()
  expect(balance).toMatchObject({ pulled: 2 * people.length, after: 0, quarantined: 0 })
  const told = home.letters(mails.anna).slice(packets.length)
  expect(told).toHaveLength(2 * people.length)
  for (const letter of told)
    expect(outcomeIn(await readEncrypted(home, letter, anna)).slots).toHaveProperty('field/given-name')
})

test('a thread opens and encrypts; what it cannot do, and what it is asked after its end, is left to the others', async () => {
  const keys = await openingKeys(home.home)
  const [core] = keys
  if (core === undefined) throw new Error('no key')
  const thread = startKeyThread(keys, core)
  const letter = {
    id: 'a',
    messageId: 'a@example.org',
    date: new Date(0),
    from: 'core@example.org',
    to: mails.anna,
    subject: 'Acknowledgement',
    text: 'Jimmy said yes.\n',
    attachments: [],
    autoSubmitted: 'auto-replied' as const,
  }
  const how = { packet: 'ABCD-EFGH-JKMN', key: anna.publicKey.armor(), at: new Date() }
  const spool = await openSpool(join(home.home.folder, 'other'))
  const sealed = await sealedReply(home.home, '(satchel-reply)')
  const item = async (bytes: Uint8Array) => ({
    pool: 'reply',
    extension: 'sexp.pgp',
    size: bytes.length,
    name: (await writeItem(spool, 'reply', 'sexp.pgp', bytes)).name,
  })
  const whole = await item(sealed)
  try {
    const mail = Buffer.from((await thread.encrypt(letter, how)) ?? '').toString('latin1')
    expect(mail).not.toContain('Jimmy')
    expect((await readEncrypted(home, readLetter('a', mail), anna)).text).toContain('Jimmy said yes.')
    expect(await thread.encrypt(letter, { ...how, key: 'no key' })).toBeNull()
    expect(await thread.open(spool, whole)).toContain('(satchel-reply)')
    expect(await thread.open(spool, await item(sealed.subarray(0, 100)))).toBeNull()
  } finally {
    await thread.close()
  }
  expect([await thread.open(spool, whole), await thread.encrypt(letter, how)]).toEqual([null, null])
})
