// A colleague whose packets are locked: a phrase is made and told, a packet leaves, its answer comes back, and of all that a stranger can
// read on the way nothing is of the record.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mailboxFolder } from '@satchel/dispatcher/mail-out/maildir-out'
import { pbkdf2Sync } from 'node:crypto'
import { foldPhrase } from '@satchel/protocol/messages/fold-typed'
import { tokenHash } from '@satchel/protocol/messages/token'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { printReply } from '@satchel/protocol/messages/reply'
import { arrive, mails, makeHome, pageSealedReply, sealedReply, type TestHome } from '../helpers/home.ts'
import { readable, unlockPage } from '../helpers/unlock.ts'

let home: TestHome
let phrase = ''
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
  await home.rows(
    "update person set person_title = 'Kiongozi', person_note = 'Owes 40 bags of maize' where person_hid = 'P1'",
  )
})
afterAll(() => home.close())

const satchel = async (...args: readonly string[]) => {
  const ended = await home.satchel(args, { env: { SATCHEL_INTAKE_URL: 'https://intake.example.org/' } })
  expect(ended.code, `${args.join(' ')}: ${ended.err}`).toBe(0)
  return ended
}
const phraseIn = (out: string) => /^ {2}((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})$/m.exec(out)?.[1] ?? ''
/** The mails to anna as they are on the way, oldest first. */
const rawMails = () => {
  const folder = join(mailboxFolder(home.home.mail, mails.anna), 'new')
  return readdirSync(folder).map(file => readFileSync(join(folder, file), 'utf8'))
}
/** Every value of the record that is long enough to be looked for. */
const valuesOf = async (packet: string) => {
  const [row] = await home.rows<{ slots: Record<string, unknown> }>(
    'select packet_snapshot as slots from packet where packet_hid = $1',
    [packet],
  )
  const kinds = new Set(['kind', 'language', 'preferred', 'country'])
  const walk = (name: string, value: unknown): string[] =>
    typeof value === 'string'
      ? kinds.has(name) || value.length < 4
        ? []
        : [value]
      : Object.entries(value ?? {}).flatMap(([inner, each]) => walk(inner.split('/').at(-1) ?? '', each))
  return walk('', row?.slots)
}
/** The tokens of a text that answer a packet. */
const answering = async (packet: string, text: string) => {
  const [row] = await home.rows<{ hid: string }>(
    "select token_hid as hid from token join packet on packet_id = token_packet where packet_hid = $1 and token_purpose = 'reply'",
    [packet],
  )
  return [...text.matchAll(/[0-9A-Za-z]{26}/g)].map(([token]) => token).filter(token => tokenHash(token) === row?.hid)
}
const dispatch = async () =>
  (await satchel('--json', 'dispatch', 'P1', '--to', 'anna', '--again')).json<{ packet: string }[]>()[0]?.packet ?? ''

describe('a phrase', () => {
  test('is made where passphrase is chosen, shown once, and kept nowhere', async () => {
    const chosen = await satchel('staff', 'protection', 'anna', 'passphrase')
    phrase = phraseIn(chosen.out)
    expect(foldPhrase(phrase)).toHaveLength(16)
    expect((await satchel('staff', 'protection', 'anna', 'passphrase')).out).not.toMatch(/shown this once/)
    const [kept] = await home.rows<{ key: Buffer; salt: Buffer; rounds: number }>(
      'select staff_phrase_key as key, staff_phrase_salt as salt, staff_phrase_rounds as rounds from staff_phrase',
    )
    if (kept === undefined) throw new Error('nothing is kept')
    expect(kept.rounds).toBe(600_000)
    const folded = foldPhrase(phrase) ?? ''
    const derived = pbkdf2Sync(folded, kept.salt, kept.rounds, 32, 'sha256')
    // neither the phrase nor its key lies there, nor in a file of the home folder
    for (const secret of [Buffer.from(phrase), Buffer.from(folded), derived, Buffer.from(derived.toString('hex'))]) {
      expect(kept.key.includes(secret)).toBe(false)
      for (const file of readdirSync(home.home.folder, { recursive: true, withFileTypes: true }))
        if (file.isFile()) expect(readFileSync(join(file.parentPath, file.name)).includes(secret)).toBe(false)
    }
    const { rows } = { rows: await home.rows<{ t: string }>('select audit_content::text as t from audit_content') }
    for (const { t } of rows) expect(t).not.toContain(folded)
  })
})

describe('a locked packet', () => {
  test('says on its way its number, form and day, and opens with the phrase alone', async () => {
    const packet = await dispatch()
    await satchel('send')
    const [letter] = home.letters(mails.anna)
    const [raw = ''] = rawMails()
    expect([...(letter?.attachments.keys() ?? [])].filter(name => !name.endsWith('.asc'))).toEqual([
      `packet-${packet.slice(0, 4)}.html`,
    ])
    expect(letter?.text).toContain(`work packet ${packet.slice(0, 4)} (`)
    const seen = readable(raw)
    const values = await valuesOf(packet)
    expect(values.length).toBeGreaterThan(6)
    for (const value of values) expect(seen, value).not.toContain(value)
    const page = letter?.attachments.get(`packet-${packet.slice(0, 4)}.html`) ?? ''
    expect(() => unlockPage(page, '0000-0000-0000-0000')).toThrow('authenticate')
    const inside = unlockPage(page, phrase)
    expect(inside).toContain('Okello')
    // the token that answers stands inside alone: outside is one that lets nothing in
    const [row] = await home.rows<{ reply: string; address: string }>(
      "select min(token_hid) filter (where token_purpose = 'reply') as reply, min(token_hid) filter (where token_purpose = 'address') as address from token join packet on packet_id = token_packet where packet_hid = $1",
      [packet],
    )
    const tokens = (text: string) => new Set([...text.matchAll(/[0-9A-Za-z]{26}/g)].map(([token]) => tokenHash(token)))
    expect(tokens(inside).has(row?.reply ?? '')).toBe(true)
    // nor does it stand in an address that the page names: the reader would write it on the outside of a mail
    const addresses = [...inside.matchAll(/core\+([0-9a-z]{26})@/g)].map(([, token = '']) =>
      tokenHash(token.toUpperCase()),
    )
    expect(new Set(addresses)).toEqual(new Set([row?.address]))
    expect(tokens(seen).has(row?.reply ?? '')).toBe(false)
    expect(tokens(letter?.headers.get('reply-to') ?? '').has(row?.address ?? '')).toBe(true)
  })

  test('is answered with strong evidence, and told of in numbers; so is what could not be read', async () => {
    const packet = await dispatch()
    await satchel('send')
    const before = rawMails().length
    const page =
      home
        .letters(mails.anna)
        .at(-1)
        ?.attachments.get(`packet-${packet.slice(0, 4)}.html`) ?? ''
    const [token = ''] = await answering(packet, unlockPage(page, phrase))
    const id = 'ab'.repeat(16)
    const reply = (given: string) =>
      printReply({
        version: 1,
        id,
        draft: id,
        sequence: 1,
        packet,
        epoch: 0,
        token: given,
        set: new Map([['given-name', 'Zacharia']]),
        rows: [],
        drops: [],
        files: [],
      })
    const epoch = await home.rows<{ epoch: string }>('select instance_epoch as epoch from instance')
    const text = (given: string) => reply(given).replace('(epoch 0)', `(epoch ${epoch[0]?.epoch})`)
    // what stands outside opens nothing
    const outside = /\+([0-9a-z]{26})@/.exec(home.letters(mails.anna).at(-1)?.headers.get('reply-to') ?? '')?.[1] ?? ''
    await arrive(home.home, await pageSealedReply(home.home, text(outside.toUpperCase())))
    expect((await home.satchel(['import'])).code).toBe(3)
    expect(await home.rows('select person_given as given from person')).toEqual([{ given: 'Jimmy' }])
    // posted in the clear, it could be read on its way, and so be another's: only the intake sealed it
    await arrive(home.home, await sealedReply(home.home, text(token)))
    await home.satchel(['import'])
    expect(await home.rows('select reply_evidence as evidence from reply')).toEqual([{ evidence: 'weak' }])
    await arrive(home.home, await pageSealedReply(home.home, text(token)))
    await home.satchel(['import'])
    expect(await home.rows('select person_given as given from person')).toEqual([{ given: 'Zacharia' }])
    expect(await home.rows('select reply_evidence as evidence from reply')).toEqual([{ evidence: 'strong' }])
    home.drop('broken.txt', `[form]\ncall-report 1\n[packet]\n${packet}\n[token]\n${token}\n[Shoe size]\n43\n[end]\n`)
    await home.satchel(['import'])
    await satchel('send')
    const after = rawMails().slice(before)
    expect(after.length).toBeGreaterThan(0)
    const values = [...(await valuesOf(packet)), 'Zacharia', 'Given name', 'given-name', 'Shoe size', token]
    for (const mail of after) for (const value of values) expect(readable(mail), value).not.toContain(value)
    expect(home.letters(mails.anna).at(-1)?.text).toContain(packet.slice(0, 4))
  })
})
