// What strangers and mistakes must not reach: letters to addresses that somebody typed, forms to addresses that nobody vouched
// for, and an opt-out that gets lost on the way. Through the real intake.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Channels, openChannels } from '../helpers/channels.ts'
import { arrive, mails, replyTo, sealedSubmission } from '../helpers/home.ts'
import { attachmentOf, packetOf } from '../helpers/letters.ts'
import { deliverTo, mailOf, replyAddressOf } from '../helpers/mailing.ts'
import { posted } from '../helpers/posted.ts'

let channels: Channels
beforeAll(async () => {
  channels = await openChannels(['P1', 'P2', 'P3'])
  // each with an address of their own
  await channels.home.rows(
    "update contact_point set contact_point_value = lower(person_hid) || '@example.org' from person where person_id = contact_point_entity and contact_point_value like '%@%'",
  )
  await channels.satchel('dispatch', 'P1', 'P2', '--to', 'anna')
  await channels.satchel('send')
})
afterAll(() => channels.close())

const packetAt = (index: number) => {
  const packet = channels.home.packets(mails.anna).toReversed()[index]
  if (packet === undefined) throw new Error('no packet')
  return packet
}
const leave = (fields: Readonly<Record<string, string>>) =>
  fetch(`${channels.intake().url}/unsubscribe`, { method: 'POST', body: new URLSearchParams(fields) })
const ask = (email: string) =>
  fetch(`${channels.intake().url}/update`, {
    method: 'POST',
    body: new URLSearchParams({ email, shown: String(Math.floor(Date.now() / 1000) - 30), website: '' }),
    redirect: 'manual',
  })
const mayWrite = async (address: string) =>
  (await channels.satchel('--json', 'consent', 'show', address)).json<{ mayWrite: boolean }>().mayWrite
const once = () => channels.satchel('run', '--once', '--json')

describe('an unsubscribe', () => {
  test('with a token of somebody else writes to no address that was typed beside it', async () => {
    for (const email of ['stranger@elsewhere.example', 'other@elsewhere.example'])
      expect((await leave({ token: packetAt(0).token, email })).status).toBe(200)
    expect((await once()).code).toBe(0)
    for (const email of ['stranger@elsewhere.example', 'other@elsewhere.example']) {
      expect(channels.home.letters(email)).toEqual([])
      // what they said for their own address counts all the same
      expect(await mayWrite(email)).toBe(false)
    }
    expect(await channels.home.rows('select consent_entity as entity from consent')).toEqual([
      { entity: null },
      { entity: null },
    ])
    expect(await mayWrite('p1@example.org')).toBe(true)
  })

  test('with a token that nobody gave out counts for the address beside it', async () => {
    await leave({ token: 'A'.repeat(26), email: 'p2@example.org' })
    expect((await once()).code).toBe(0)
    expect(await mayWrite('p2@example.org')).toBe(false)
    expect(channels.home.letters('p2@example.org').map(letter => letter.file.split('-').slice(0, 2).join('-'))).toEqual(
      ['notice-unsubscribed'],
    )
  })

  test('for an address in letters of its own finds the record, and its answer arrives', async () => {
    const ida = 'ida@münchen.example'
    await channels.home.rows(
      "update contact_point set contact_point_value = $1 from person where person_id = contact_point_entity and person_hid = 'P3' and contact_point_value like '%@%'",
      [ida],
    )
    expect((await ask(ida)).status).toBe(303)
    await once()
    const [row] = await channels.home.rows<{ status: string }>(
      'select form_request_status as status from form_request order by form_request_id desc limit 1',
    )
    expect(row?.status).toBe('sent')
    await leave({ email: ida })
    expect((await once()).code).toBe(0)
    expect(await mayWrite(ida)).toBe(false)
    expect(
      await channels.home.rows(
        "select 1 from consent join person on person_id = consent_entity where person_hid = 'P3'",
      ),
    ).toHaveLength(1)
  })
})

describe('an address that nobody vouched for', () => {
  test('gets no form, whoever asks from it, and the one on file is asked about changes', async () => {
    const mallory = 'mallory@evil.example'
    const body = replyTo(packetAt(0), {
      rows: [{ collection: 'contact-point', row: 'new-1', fields: { kind: 'email', value: mallory } }],
    })
    await fetch(`${channels.intake().url}/reply`, { method: 'POST', body, headers: { 'content-type': 'text/plain' } })
    expect((await once()).code).toBe(0)
    expect((await channels.satchel('show', 'P1')).out).toContain(mallory)
    await ask(mallory)
    await once()
    expect(channels.home.letters(mallory)).toEqual([])

    // the office sends the form there by mistake: what it changes is asked of the address that was there before
    await channels.home.rows('update contact_point set contact_point_primary = true where contact_point_value = $1', [
      mallory,
    ])
    await channels.satchel('form', 'P1')
    await channels.satchel('send')
    expect(channels.home.letters(mallory)).toEqual([])
    expect(channels.home.letters('p1@example.org').some(letter => packetOf(letter) !== null)).toBe(true)
  })

  test('a corrected address is no longer one that letters came back from', async () => {
    await channels.home.rows(
      "update contact_point set contact_point_bounced = now() from person where person_id = contact_point_entity and person_hid = 'P2' and contact_point_value like '%@%'",
    )
    expect((await channels.satchel('form', 'P2')).err).toMatch(/entity\/no-address|consent\/withdrawn/)
    const row =
      packetAt(1)
        .record.rows.get('contact-point')
        ?.find(one => one.fields.get('kind') === 'email')?.id ?? ''
    const body = replyTo(packetAt(1), {
      rows: [{ collection: 'contact-point', row, fields: { value: 'right@example.org' } }],
    })
    await fetch(`${channels.intake().url}/reply`, { method: 'POST', body, headers: { 'content-type': 'text/plain' } })
    expect((await once()).code).toBe(0)
    expect(
      await channels.home.rows(
        "select contact_point_bounced as bounced, contact_point_verified as verified from contact_point where contact_point_value = 'right@example.org'",
      ),
    ).toEqual([{ bounced: null, verified: null }])
  })
})

describe('the question whether a change was meant', () => {
  /** A new address by the person's own form: waits for the yes of the old one. */
  async function changeOf(value: string) {
    const letter = channels.home.letters('p1@example.org').findLast(one => packetOf(one) !== null)
    if (letter === undefined) throw new Error('no form')
    const row =
      packetOf(letter)
        ?.record.rows.get('contact-point')
        ?.find(one => one.fields.get('value') === 'p1@example.org')?.id ?? ''
    const fields = posted(letter, { [`row.contact-point.${row}.value`]: value })
    await arrive(channels.home.home, await sealedSubmission(channels.home.home, { kind: 'reply', fields }))
    return letter
  }
  const questions = () =>
    channels.home.letters('p1@example.org').filter(letter => /with the one word YES/.test(letter.text))

  test('is asked also where junk has used up the answers to junk', async () => {
    const form = channels.home.letters('p1@example.org').findLast(one => packetOf(one) !== null)
    if (form === undefined) throw new Error('no form')
    for (let count = 0; count < 22; count++)
      deliverTo(
        channels.home,
        await mailOf({
          from: 'junk@elsewhere.example',
          to: replyAddressOf(form),
          subject: `Junk ${count}`,
          text: `nothing ${count}`,
        }),
      )
    await once()
    const told = channels.home.letters('p1@example.org').filter(letter => letter.file.startsWith('notice-kept-'))
    expect(told).toHaveLength(20)
    await changeOf('new@example.org')
    await once()
    expect(questions()).toHaveLength(1)
  })

  test('a STOP in answer to it is a no, and no yes', async () => {
    const [question] = questions()
    if (question === undefined) throw new Error('no question')
    deliverTo(
      channels.home,
      await mailOf({ from: 'p1@example.org', to: replyAddressOf(question), subject: 'Re: question', text: 'STOP' }),
    )
    expect((await once()).code).toBe(0)
    expect(await mayWrite('p1@example.org')).toBe(false)
    expect((await channels.satchel('show', 'P1')).out).not.toContain('new@example.org')
  })

  test('a yes that the intake had in time counts, however late the core comes for it', async () => {
    const [question] = questions()
    const page = question === undefined ? '' : attachmentOf(question, '.html')
    const token =
      /name="token" value="([^"]+)"/.exec(page)?.[1] ??
      replyAddressOf(question as NonNullable<typeof question>)
        .replace(/^.*\+|@.*$/g, '')
        .toUpperCase()
    const received = new Date(Date.now() - 48 * 3_600_000)
    await channels.home.rows("update token set token_expires = now() - interval '1 day' where token_purpose = 'form'")
    const sealed = await sealedSubmission(channels.home.home, {
      kind: 'reply',
      received: `${received.toISOString().slice(0, 19)}Z`,
      fields: [
        ['confirm', 'yes'],
        ['token', token],
      ],
    })
    await arrive(channels.home.home, sealed)
    await once()
    expect((await channels.satchel('show', 'P1')).out).toContain('new@example.org')
  })
})
