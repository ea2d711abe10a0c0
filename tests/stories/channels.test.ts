// The public channels on real processes, down to the row: scripts post to the intake, the core pulls, imports,
// settles and answers. Between them lie sealed files only.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { seal } from '@satchel/protocol/envelope/envelope-seal'
import { readPublicKey } from '@satchel/protocol/envelope/pgp-keys'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Channels, filesBelow, openChannels } from '../helpers/channels.ts'
import { fillForm, mails, replyTo } from '../helpers/home.ts'
import { publicKeysOf } from '../helpers/intake.ts'
import { attachmentOf, packetOf, type ReceivedLetter } from '../helpers/letters.ts'

const jimmy = 'jimmy@example.org'
/** Said through the channels; none of it may be found on the public host. */
const values = ['Jacaranda', 'Bougainvillea', 'Frangipani', 'Hibiscus-7781', 'neema.hibiscus@example.org', 'Oleander']

let channels: Channels
beforeAll(async () => {
  channels = await openChannels(['P1', 'P2'])
})
afterAll(() => channels.close())

const newest = (address: string, kind: string): ReceivedLetter => {
  const letter = channels.home
    .letters(address)
    .filter(one => one.file.startsWith(kind))
    .at(-1)
  if (letter === undefined) throw new Error(`no letter ${kind}`)
  return letter
}
const person = async (hid: string) =>
  (
    await channels.home.rows<{ given: string; family: string }>(
      'select person_given as given, person_family as family from person where person_hid = $1',
      [hid],
    )
  )[0]
const ownForm = async (hid: string) => {
  await channels.satchel('form', hid)
  await channels.satchel('send')
  return newest(jimmy, 'packet-')
}

describe('a form posted to the intake', () => {
  test('as a whole file, open or sealed, reaches the row; posted again it is no second reply', async () => {
    await channels.satchel('dispatch', 'P1', 'P2', '--to', 'anna')
    await channels.satchel('send')
    const [second, first] = channels.home.packets(mails.anna)
    if (first === undefined || second === undefined) throw new Error('no packets')
    const post = (body: string | Uint8Array, type: string) =>
      fetch(`${channels.intake().url}/reply`, {
        method: 'POST',
        body: typeof body === 'string' ? body : new Blob([Uint8Array.from(body)]),
        headers: { 'content-type': type },
      })
    const open = replyTo(first, { set: { 'family-name': 'Bougainvillea' } })
    const keys = publicKeysOf(channels.home.home.keys)
    const recipients = [await readPublicKey(keys.core), await readPublicKey(keys.recovery)] as const
    const sealed = await seal(replyTo(second, { set: { 'family-name': 'Frangipani' } }), recipients)
    const answers = [
      await post(open, 'text/plain'),
      await post(open, 'text/plain'),
      await post(sealed, 'application/octet-stream'),
    ]
    expect(answers.map(answer => answer.status)).toEqual([201, 201, 201])
    expect(await channels.round()).toMatchObject({ balance: { imported: 2 } })
    const names = [(await person('P1'))?.family, (await person('P2'))?.family]
    expect(new Set(names)).toEqual(new Set(['Bougainvillea', 'Frangipani']))
  })

  test('D1: by three channels, in any order, counts once and is acknowledged once', async () => {
    const letter = await ownForm('P1')
    const packet = packetOf(letter)
    if (packet === null) throw new Error('no packet')
    const before = await channels.home.rows('select 1 from reply')
    const file = replyTo(packet, { set: { 'given-name': 'Oleander' } })
    await fetch(`${channels.intake().url}/reply`, {
      method: 'POST',
      body: file,
      headers: { 'content-type': 'text/plain' },
    })
    channels.home.drop('reply.sexp', file)
    channels.home.drop('reply.txt', fillForm(attachmentOf(letter, '.txt'), { 'Given name': 'Oleander' }))
    expect(await channels.round()).toMatchObject({
      balance: { pulled: 3, imported: 1, repeat: 2 },
      letters: { sent: 1 },
    })
    expect((await person('P1'))?.given).toBe('Oleander')
    expect(await channels.home.rows('select 1 from reply')).toHaveLength(before.length + 1)
    expect(
      await channels.home.rows(
        "select 1 from change where change_slot = 'field/given-name' and change_new = '\"Oleander\"' and change_outcome = 'applied'",
      ),
    ).toHaveLength(1)
  })
})

describe('the pages', () => {
  test('a link scanner that opens every address in a letter changes nothing', async () => {
    const letter = newest(jimmy, 'packet-')
    const links = [letter.headers.get('list-unsubscribe') ?? '', letter.text, attachmentOf(letter, '.html')]
      .join('\n')
      .match(/https?:\/\/[^\s"'<>;)]+/g)
    expect(links?.some(link => link.includes('/unsubscribe/'))).toBe(true)
    const state = () =>
      channels.home.rows('select (select count(*) from consent) as consents, (select count(*) from reply) as replies')
    const before = await state()
    for (const link of links ?? []) {
      for (const method of ['GET', 'HEAD']) {
        const answer = await fetch(link, { method, redirect: 'manual' })
        expect(answer.headers.get('set-cookie')).toBeNull()
      }
    }
    expect(channels.waiting()).toEqual([])
    expect(await state()).toEqual(before)
  })

  test('"send me my form": the same answer for every address; the letter goes to the one on file', async () => {
    await channels.home.rows(
      "update letter set letter_sent = letter_sent - interval '2 days', letter_queued = letter_queued - interval '2 days'",
    )
    const ask = async (email: string) => {
      const shown = String(Math.floor(Date.now() / 1000) - 30)
      const answer = await fetch(`${channels.intake().url}/update`, {
        method: 'POST',
        body: new URLSearchParams({ email, shown, website: '' }),
        redirect: 'manual',
      })
      // the code of the receipt is random, and the same for both in form
      const location = answer.headers.get('location')?.replace(/[0-9A-Z]{26}/, 'CODE')
      return [answer.status, location, (await answer.text()).length]
    }
    const sent = channels.home.letters(jimmy).length
    expect(await ask(jimmy)).toEqual(await ask('neema.hibiscus@example.org'))
    expect(await channels.round()).toMatchObject({ requests: 2, balance: { noted: 2 } })
    expect(channels.home.letters(jimmy).length).toBeGreaterThan(sent)
    expect(channels.home.letters('neema.hibiscus@example.org')).toEqual([])
  })

  test('one click ends the letters: no cookie, no page before; again it is the same answer', async () => {
    const url = /<(http[^>]+)>/.exec(newest(jimmy, 'packet-').headers.get('list-unsubscribe') ?? '')?.[1] ?? ''
    const click = (to = url) =>
      fetch(to, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }), redirect: 'manual' })
    const answers = [await click(), await click()]
    expect(answers.map(answer => answer.status)).toEqual([200, 200])
    const invented = await click(`${channels.intake().url}/unsubscribe/${'Z'.repeat(26)}`)
    expect([invented.status, await invented.text()]).toEqual([200, await answers[0]?.text()])
    const ended = await channels.satchel('run', '--once', '--json')
    expect(ended.err).toContain('token/not-known')
    expect(ended.json()).toMatchObject({ balance: { imported: 1, quarantined: 1 }, letters: { sent: 1 } })
    const { mayWrite } = (await channels.home.satchel(['consent', 'show', jimmy, '--json'])).json<{
      mayWrite: boolean
    }>()
    expect(mayWrite).toBe(false)
  })

  test('C8: a question with files waits for a person, who gets the files byte by byte, under names of ours', async () => {
    const form = new FormData()
    const file = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 256))
    form.set('name', 'Neema')
    form.set('email', 'neema.hibiscus@example.org')
    form.set('message', 'Hibiscus-7781')
    form.set('shown', String(Math.floor(Date.now() / 1000) - 30))
    form.set('website', '')
    form.append('file', new Blob([file]), '../../etc/passwd.bin')
    const answer = await fetch(`${channels.intake().url}/inquiry`, { method: 'POST', body: form, redirect: 'manual' })
    expect(answer.status).toBe(303)
    expect(await channels.round()).toMatchObject({ balance: { noted: 1, attached: 1, after: 0 }, letters: { sent: 0 } })
    const [row] = (await channels.home.satchel(['inquiry', 'list', '--json'])).json<
      { inquiry: string; files: number }[]
    >()
    expect(row?.files).toBe(1)
    const saved = join(channels.home.home.folder, 'saved')
    const shown = await channels.home.satchel(['inquiry', 'show', row?.inquiry ?? '', '--save', saved])
    expect(shown.err).toBe('')
    expect(shown.out).toContain('Hibiscus-7781')
    expect(readdirSync(saved)).toEqual([`${row?.inquiry}-1.bin`])
    expect(readFileSync(join(saved, `${row?.inquiry}-1.bin`)).equals(file)).toBe(true)
  })
})

test("nothing that was said is found on the public host: not in its folders, its log, or its process's temp files", () => {
  for (const file of filesBelow(channels.intake().home)) {
    const bytes = readFileSync(join(channels.intake().home, file))
    for (const value of [...values, jimmy]) {
      for (const form of [
        value,
        Buffer.from(value).toString('base64').replace(/=+$/, '').slice(0, -2),
        encodeURIComponent(value),
      ]) {
        expect([file, value, bytes.includes(form)]).toEqual([file, value, false])
      }
    }
  }
  for (const value of [...values, jimmy]) expect(channels.intake().log()).not.toContain(value)
})
