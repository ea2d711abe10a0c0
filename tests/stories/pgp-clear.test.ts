// A token that was readable on its way proves nobody: answers in the clear to letters that left encrypted.

import { parsePacket } from '@satchel/protocol/messages/packet'
import { tokenHash } from '@satchel/protocol/messages/token'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillForm, makeHome, mails, type TestHome } from '../helpers/home.ts'
import { attachmentOf, type ReceivedLetter } from '../helpers/letters.ts'
import { deliverTo, linksIn, replyAddressOf } from '../helpers/mailing.ts'
import { encryptedMail, keyOf, type Owner, plainMail, readEncrypted, register, textPart } from '../helpers/pgp.ts'

let home: TestHome
let anna: Owner
beforeAll(async () => {
  home = await makeHome()
  anna = await keyOf(mails.anna)
  expect((await register(home, 'anna', anna)).code).toBe(0)
  for (const hid of ['P1', 'P2']) await home.person(hid)
  for (const args of [
    ['staff', 'protection', 'anna', 'pgp'],
    ['staff', 'letters', 'anna', '--answer-links', 'on', '--packet-file', 'on'],
  ])
    expect((await home.satchel(args)).code).toBe(0)
})
afterAll(() => home.close())

/** A packet's letter as it is on its way, and as anna reads it. */
async function sent(hid: string) {
  expect((await home.satchel(['dispatch', hid, '--to', 'anna'])).code).toBe(0)
  await home.satchel(['send'])
  const letter = home.letters(mails.anna).at(-1) as ReceivedLetter
  return { letter, inside: await readEncrypted(home, letter, anna) }
}
async function arrives(mail: Uint8Array, hid: string) {
  deliverTo(home, mail)
  const ended = await home.satchel(['run', '--once', '--json'], { env: { SATCHEL_MAIL_TRUST: 'none' } })
  expect(ended.err).not.toMatch(/bug/)
  return home.rows(
    'select reply_evidence as evidence from reply join packet on packet_id = reply_packet where record_hid(packet_entity) = $1 order by reply_id',
    [hid],
  )
}
const purposeOf = async (address: string) => {
  const token = /\+([0-9a-z]{26})@/.exec(address)?.[1] ?? ''
  const found = await home.rows<{ purpose: string }>(
    'select token_purpose as purpose from token where token_hid = $1',
    [tokenHash(token.toUpperCase())],
  )
  return found[0]?.purpose
}

test('the links of an encrypted letter let answers in, and a stranger who read one on its way proves nothing', async () => {
  const { letter, inside } = await sent('P1')
  const [link] = linksIn(inside.html).filter(({ to }) => to.includes('+'))
  if (link === undefined) throw new Error('no link')
  expect(await purposeOf(link.to)).toBe('reply')
  const form = fillForm(attachmentOf(inside, '.txt'), { 'Family name': 'Mallory' }).replace(
    /^\[token\]\n.*\n/m,
    '[token]\n',
  )
  const stranger = plainMail({ from: 'stranger@evil.example', to: link.to }, form)
  expect(await arrives(stranger, 'P1')).toEqual([{ evidence: 'weak' }])
  // no other address names the token: not the letter's, nor the page's, nor the packet file's
  expect(await purposeOf(replyAddressOf(letter))).toBe('address')
  expect(await purposeOf(parsePacket(attachmentOf(inside, '.sexp')).replyTo.mail)).toBe('address')
  const page = attachmentOf(inside, '.html')
  const addresses = [...page.matchAll(/core\+[0-9a-z]{26}@/g)].map(([address]) => address)
  expect(addresses.length).toBeGreaterThan(0)
  for (const address of addresses) expect(await purposeOf(address)).toBe('address')
})

test('an answer in the clear is weak until the same comes encrypted', async () => {
  const { letter, inside } = await sent('P2')
  const form = fillForm(attachmentOf(inside, '.txt'), { 'Family name': 'Auma' })
  const outside = { from: mails.anna, to: replyAddressOf(letter) }
  expect(await arrives(plainMail(outside, form), 'P2')).toEqual([{ evidence: 'weak' }])
  expect(await arrives(await encryptedMail(home, outside, textPart(form)), 'P2')).toEqual([{ evidence: 'strong' }])
})
