// Letters to somebody whose protection is pgp: encrypted to the key that was registered, and no word of them anywhere else.

import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mailboxFolder } from '@satchel/dispatcher/mail-out/maildir-out'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillForm, makeHome, mails, type TestHome } from '../helpers/home.ts'
import { attachmentOf, outcomeIn } from '../helpers/letters.ts'
import { deliverTo, replyAddressOf } from '../helpers/mailing.ts'
import { encryptedMail, keyOf, type Owner, plainMail, readEncrypted, register, textPart } from '../helpers/pgp.ts'

let home: TestHome
let anna: Owner
beforeAll(async () => {
  home = await makeHome()
  anna = await keyOf(mails.anna)
  for (const hid of ['P1', 'P2', 'P3', 'P4', 'P5']) await home.person(hid)
})
afterAll(() => home.close())

const json = async <T>(...args: string[]) => (await home.satchel([...args, '--json'])).json<T>()
const send = async (hid: string) => {
  expect((await home.satchel(['dispatch', hid, '--to', 'anna'])).code).toBe(0)
  await home.satchel(['send'])
  const letter = home.letters(mails.anna).at(-1)
  if (letter === undefined) throw new Error('no letter')
  return letter
}
const round = async (mail: Uint8Array) => {
  deliverTo(home, mail)
  const before = home.letters(mails.anna).length
  const ended = await home.satchel(['run', '--once', '--json'])
  expect(ended.err).not.toMatch(/bug/)
  return { ...ended.json<{ balance: Record<string, number> }>(), letters: home.letters(mails.anna).slice(before) }
}
const said = {
  'Given name': 'Zoe',
  'Date of the contact': '2026-11-20',
  'How it went': 'reached',
  'What was said': 'Wants seed – é.',
}
const stands = async (hid: string) =>
  (
    await home.rows(
      'select person_given as given, array(select activity_body from activity where activity_entity = person_id) as notes from person where person_hid = $1',
      [hid],
    )
  )[0]
/** Words of the records that went out; none of them may leave in the clear. */
const words = ['Jimmy', 'Okello', 'maize', 'Moshi', '700 000 001', 'jimmy@example.org', 'Wants seed']

/** All that a mail holds for whoever has no key: its octets, and each part decoded. */
function inTheClear(path: string): string {
  const raw = readFileSync(path, 'latin1')
  const quoted = raw
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  const decoded = raw
    .split(/\r?\n\r?\n/)
    .filter(part => /^[A-Za-z0-9+/=\r\n]{16,}$/.test(part))
    .map(part => Buffer.from(part, 'base64').toString('latin1'))
  return [raw, quoted, ...decoded].join('\n')
}

describe('a key is registered', () => {
  test('by its fingerprint alone, and shown before it is stored', async () => {
    const file = join(home.home.folder, 'key.asc')
    writeFileSync(file, anna.publicKey.armor())
    const asked = await home.satchel(['staff', 'key', 'import', 'anna', file])
    expect(asked).toMatchObject({ code: 2, out: expect.stringContaining(anna.fingerprint.slice(-4)) })
    expect(asked.out).toMatch(/User id +<?anna@kilimo.example>?\nExpires +never/)
    expect(asked.err).toContain('--fingerprint')
    const stranger = await keyOf(mails.anna)
    for (const wrong of [stranger.fingerprint, anna.fingerprint.slice(-8), anna.fingerprint.slice(0, 16), '']) {
      const refused = await home.satchel(['staff', 'key', 'import', 'anna', file, '--fingerprint', wrong])
      expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('staff/wrong-fingerprint')])
    }
    expect((await home.satchel(['staff', 'protection', 'anna', 'pgp'])).err).toContain('staff/no-key')
    expect(
      (await home.satchel(['staff', 'key', 'import', 'nobody', file, '--fingerprint', anna.fingerprint])).err,
    ).toContain('staff/not-known')
    const spaced = anna.fingerprint
      .slice(-16)
      .toLowerCase()
      .replace(/(.{4})/g, '$1 ')
    const done = await home.satchel(['staff', 'key', 'import', 'anna', file, '--fingerprint', spaced])
    expect(done).toMatchObject({ code: 0, out: expect.stringContaining('Registered for') })
    expect(done.err).toContain('satchel staff protection anna pgp')
    expect(await json('staff', 'key', 'show', 'anna')).toMatchObject([{ hid: 'anna', fingerprint: anna.fingerprint }])
    expect((await home.satchel(['staff', 'protection', 'anna', 'pgp'])).code).toBe(0)
  })

  test('only where letters can be encrypted to it', async () => {
    const ended = await keyOf(mails.baraka, { date: new Date('2026-01-01'), expires: 3600 })
    const refused = await register(home, 'baraka', ended)
    expect([refused.code, refused.err]).toEqual([12, expect.stringContaining('key/expired')])
    expect(refused.err).toContain('gpg --quick-set-expire')
    expect(await home.rows('select from staff where staff_hid = $1 and staff_pgp_key is not null', ['baraka'])).toEqual(
      [],
    )
  })
})

describe('a packet', () => {
  test('leaves encrypted, is answered encrypted and signed, and told of encrypted', async () => {
    const letter = await send('P1')
    expect(letter.headers.get('subject')).toMatch(/^[0-9A-Z]{4}$/)
    const inside = await readEncrypted(home, letter, anna)
    expect(attachmentOf(inside, '.txt')).toContain('Okello')
    const form = fillForm(attachmentOf(inside, '.txt'), said)
    // the address of the letter is not what answers it
    expect(form.toLowerCase()).not.toContain(/\+([0-9a-z]{26})@/.exec(replyAddressOf(letter))?.[1])
    const mail = await encryptedMail(home, { from: mails.anna, to: replyAddressOf(letter) }, textPart(form), anna)
    const { balance, letters } = await round(mail)
    expect(balance).toMatchObject({ imported: 1, quarantined: 0 })
    expect(await stands('P1')).toEqual({ given: 'Zoe', notes: ['Wants seed – é.'] })
    expect(letters).toHaveLength(1)
    const told = await readEncrypted(home, letters[0] ?? letter, anna)
    expect(outcomeIn(told).slots).toMatchObject({ 'field/given-name': 'applied', report: 'applied' })
  })

  test('that cannot be read is told of encrypted, too', async () => {
    const letter = await send('P2')
    const cut = fillForm(attachmentOf(await readEncrypted(home, letter, anna), '.txt'), said).split('[end]')[0] ?? ''
    const { letters } = await round(
      await encryptedMail(home, { from: mails.anna, to: replyAddressOf(letter) }, textPart(cut), anna),
    )
    expect(letters).toHaveLength(1)
    expect((await readEncrypted(home, letters[0] ?? letter, anna)).text).toContain('could not be read')
  })

  test('no word of a packet is in anything that left, or in the database of letters', () => {
    const files = (readdirSync(home.home.mail, { recursive: true }) as string[])
      .map(file => join(home.home.mail, file))
      .filter(file => statSync(file).isFile() && !file.includes('core@'))
    const left = files.filter(file => readFileSync(file, 'latin1').includes('multipart/encrypted'))
    expect(left.length).toBeGreaterThanOrEqual(4)
    for (const file of files) {
      const clear = inTheClear(file)
      for (const word of words) expect([file, clear.includes(word)]).toEqual([file, false])
    }
  })
})

describe('a key that ends', () => {
  const ends = (when: string) =>
    home.rows(`update staff set staff_pgp_expires = ${when} where staff_hid = 'anna' returning 1`)

  test('is said a month before, by next and status', async () => {
    await ends("now() + interval '29 days'")
    expect((await home.satchel(['next'])).out).toContain('staff key show')
    expect((await home.satchel(['status'])).out).toContain('keys of staff that end')
    await ends("now() + interval '31 days'")
    expect((await home.satchel(['next'])).out).not.toContain('staff key show')
    await ends('null')
  })

  test('keeps packets here, and letters about earlier ones say numbers alone', async () => {
    const letter = await send('P3')
    const form = fillForm(attachmentOf(await readEncrypted(home, letter, anna), '.txt'), said)
    const brief = await keyOf(mails.anna, { date: new Date(Date.now() - 3_600_000), expires: 3601 })
    await home.rows(
      'update staff set staff_pgp_key = $1, staff_pgp_fingerprint = $2 where staff_hid = $3 returning 1',
      [brief.publicKey.armor(), brief.fingerprint, 'anna'],
    )
    await new Promise(resolve => setTimeout(resolve, 1100))
    const refused = await home.satchel(['dispatch', 'P4', '--to', 'anna'])
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('staff/key-ended')])
    expect(refused.err).toContain('satchel staff key import')
    expect(
      await home.rows("select from packet join entity on entity_id = packet_entity where record_hid(entity_id) = 'P4'"),
    ).toEqual([])
    const { letters } = await round(plainMail({ from: mails.anna, to: replyAddressOf(letter) }, form))
    expect(await stands('P3')).toEqual({ given: 'Zoe', notes: ['Wants seed – é.'] })
    expect(letters).toHaveLength(1)
    expect([...(letters[0]?.attachments.keys() ?? [])]).toEqual([])
    expect(letters[0]?.text).toMatch(/Saved: 2/)
    const clear = inTheClear(join(mailboxFolder(home.home.mail, mails.anna), 'new', letters[0]?.file ?? ''))
    for (const word of [...words, 'Given name', 'call report'])
      expect([word, clear.includes(word)]).toEqual([word, false])
  })
})
