// A person's own form, from the wish for it to the row: asked for by address, answered by page and by mail, risky changes
// confirmed from the old address, and the ways out of it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withClient } from '../helpers/database.ts'
import { arrive, fillForm, makeHome, sealedSubmission, type TestHome } from '../helpers/home.ts'
import { attachmentOf, outcomeIn, packetOf } from '../helpers/letters.ts'
import { core, deliverTo, mailOf, replyAddressOf } from '../helpers/mailing.ts'
import { jimmy, outside, ownForms } from '../helpers/own-forms.ts'
import { posted } from '../helpers/posted.ts'

let home: TestHome
const { newest, round } = ownForms(() => home)
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
})
afterAll(() => home.close())

const letters = (kind: string) => home.letters(jimmy).filter(letter => letter.file.startsWith(kind))
const person = async () =>
  (
    await home.rows<{ given: string; mails: string[] }>(
      `select person_given as given, array(select contact_point_value from contact_point
         where contact_point_entity = person_id and lookup_value(contact_point_kind) = 'email' order by 1) as mails
       from person where person_hid = 'P1'`,
    )
  )[0]

describe('a wish for the form', () => {
  test('is answered to the address on file, once a day; one of a stranger with nothing', async () => {
    for (const email of [jimmy, ' JIMMY@Example.org', 'stranger@example.org']) {
      await arrive(
        home.home,
        await sealedSubmission(home.home, { kind: 'form-request', fields: [['email', email]] }),
        'open',
      )
    }
    const facts = await round()
    expect(facts).toMatchObject({ requests: 3, balance: { noted: 3 }, letters: { sent: 1 } })
    expect(home.letters('stranger@example.org')).toEqual([])
    expect(await home.rows('select form_request_status as s from form_request order by form_request_id')).toEqual([
      { s: 'sent' },
      { s: 'too-often' },
      { s: 'unknown' },
    ])
    const letter = newest('packet-')
    expect(packetOf(letter)?.kind).toBe('self-update')
    expect(letter.headers.get('list-unsubscribe')).toMatch(
      /^<https:\/\/intake\.kilimo\.example\/unsubscribe\/[0-9A-Z]{26}>, <mailto:core\+u[0-9a-z]{26}@kilimo\.example/,
    )
    expect(letter.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
    expect(attachmentOf(letter, '.html')).not.toContain('Grows maize')
  })
})

describe('the answer', () => {
  test('by page: a name counts at once, a new e-mail address only when the old one says yes', async () => {
    const letter = newest('packet-')
    const packet = packetOf(letter)
    const row = packet?.record.rows.get('contact-point')?.find(one => one.fields.get('kind') === 'email')?.id ?? ''
    const fields = posted(letter, {
      'set.given-name': 'James',
      [`row.contact-point.${row}.value`]: 'james@example.org',
    })
    await arrive(home.home, await sealedSubmission(home.home, { kind: 'reply', fields }))
    // one letter about one reply: it tells what became of it, and asks
    expect(await round()).toMatchObject({ balance: { 'partly-held': 1 }, letters: { sent: 1 } })
    expect(await person()).toEqual({ given: 'James', mails: [jimmy] })
    expect(outcomeIn(newest('outcome-')).slots).toMatchObject({
      'field/given-name': 'applied',
      [`row/contact-point/${row}`]: 'held weak-evidence',
    })
    const question = newest('outcome-')
    expect(question.headers.get('to')).toBe(jimmy)
    expect(question.text).not.toContain('james@example.org')
    const said = question.text.replace(/\s+/g, ' ')
    expect(said).toContain('We have saved these changes: - Given name: changed We ask you')
    expect(said).toContain('- your e-mail address beginning with j: in place of the one on file If it was you')
    expect(said).not.toMatch(/processed|need not answer|Family name/)
    // an out-of-office confirms nothing
    const away = {
      from: jimmy,
      to: replyAddressOf(question),
      text: 'Yes',
      headers: { 'Auto-Submitted': 'auto-replied' },
    }
    deliverTo(home, await mailOf(away))
    expect(await round()).toMatchObject({ balance: { noted: 1 } })
    expect((await person())?.mails).toEqual([jimmy])
    deliverTo(home, await mailOf({ from: jimmy, to: replyAddressOf(question), text: 'Yes.\n\nJames' }))
    expect(await round()).toMatchObject({ balance: { imported: 1 }, letters: { sent: 1 } })
    expect((await person())?.mails).toEqual(['james@example.org'])
  })

  test('with a button: the page of the question posts the yes', async () => {
    await home.satchel(['form', 'P1'], { env: outside })
    await home.satchel(['send'], { env: outside })
    const letter = home
      .letters('james@example.org')
      .filter(one => one.file.startsWith('packet-'))
      .at(-1)
    if (letter === undefined) throw new Error('no letter')
    const row =
      packetOf(letter)
        ?.record.rows.get('contact-point')
        ?.find(one => one.fields.get('kind') === 'email')?.id ?? ''
    const fields = posted(letter, { [`row.contact-point.${row}.value`]: jimmy })
    await arrive(home.home, await sealedSubmission(home.home, { kind: 'reply', fields }))
    await round()
    const question = home
      .letters('james@example.org')
      .filter(one => one.file.startsWith('outcome-'))
      .at(-1)
    if (question === undefined) throw new Error('no question')
    const yes = posted(question, {})
    expect(yes.map(([name]) => name)).toEqual(expect.arrayContaining(['token', 'confirm']))
    await arrive(home.home, await sealedSubmission(home.home, { kind: 'reply', fields: yes }))
    expect(await round()).toMatchObject({ balance: { imported: 1 } })
    expect((await person())?.mails).toEqual([jimmy])
  })

  test('by three channels counts once', async () => {
    await home.satchel(['form', 'P1'], { env: outside })
    await home.satchel(['send'], { env: outside })
    const letter = newest('packet-')
    const before = await home.rows('select 1 from reply')
    const fields = posted(letter, { 'set.given-name': 'Jim' })
    const form = fillForm(attachmentOf(letter, '.txt'), { 'Given name': 'Jim' })
    await arrive(home.home, await sealedSubmission(home.home, { kind: 'reply', fields }))
    deliverTo(home, await mailOf({ from: jimmy, to: replyAddressOf(letter), text: form }))
    home.drop('from-a-stick.txt', form)
    expect(await round()).toMatchObject({ balance: { imported: 1, repeat: 2 }, letters: { sent: 1 } })
    expect(await home.rows('select 1 from reply')).toHaveLength(before.length + 1)
    expect((await person())?.given).toBe('Jim')
  })
})

describe('no more letters', () => {
  const isOut = async (address: string) =>
    !(await home.satchel(['consent', 'show', address, '--json'])).json<{ mayWrite: boolean }>().mayWrite
  const back = () => home.satchel(['consent', 'yes', jimmy, '--why', 'asked at the counter'])
  /** Ten minutes go by, so that the newest answer is the newest. */
  const later = () =>
    withClient(home.database.url('satchel'), async client => {
      await client.query('set role satchel_owner')
      await client.query('alter table consent disable trigger user')
      await client.query("update consent set consent_received = consent_received - interval '1 hour'")
      await client.query('alter table consent enable trigger user')
    })
  const token = () =>
    /unsubscribe\/([0-9A-Z]{26})/.exec(newest('packet-').headers.get('list-unsubscribe') ?? '')?.[1] ?? ''

  test('by one click, confirmed once; a second click changes nothing', async () => {
    for (const count of [1, 0]) {
      const fields = [
        ['token', token()],
        ['List-Unsubscribe', 'One-Click'],
      ] as const
      await arrive(home.home, await sealedSubmission(home.home, { kind: 'unsubscribe', fields }), 'unsubscribe')
      expect(await round()).toMatchObject({ letters: { sent: count } })
    }
    expect(await isOut(jimmy)).toBe(true)
    expect(letters('notice-unsubscribed-')).toHaveLength(1)
    const refused = await home.satchel(['form', 'P1', '--json'], { env: outside })
    expect([refused.code, refused.json()]).toMatchObject([2, { problem: { code: 'consent/withdrawn' } }])
    expect((await home.satchel(['dispatch', 'P1', '--to', 'anna'])).code).toBe(0)
  })

  test('the form still goes to whoever asks for it', async () => {
    await home.rows(
      "update letter set letter_sent = letter_sent - interval '2 days', letter_queued = letter_queued - interval '2 days'",
    )
    await arrive(
      home.home,
      await sealedSubmission(home.home, { kind: 'form-request', fields: [['email', jimmy]] }),
      'open',
    )
    const before = letters('packet-').length
    await round()
    expect(letters('packet-').length).toBe(before + 1)
  })

  test.each(['mail to the address in the letter', 'the word alone, as a reply', 'the address, typed into the page'])(
    'by %s',
    async way => {
      await later()
      expect((await back()).code).toBe(0)
      await later()
      expect(await isOut(jimmy)).toBe(false)
      const letter = newest('packet-')
      if (way.startsWith('the address')) {
        await arrive(
          home.home,
          await sealedSubmission(home.home, { kind: 'unsubscribe', fields: [['email', 'Jimmy@example.org']] }),
          'unsubscribe',
        )
      } else if (way.startsWith('mail')) {
        const to = /<mailto:([^>?]+)/.exec(letter.headers.get('list-unsubscribe') ?? '')?.[1] ?? ''
        deliverTo(home, await mailOf({ from: 'somebody@example.org', to, subject: 'unsubscribe' }))
      } else {
        deliverTo(home, await mailOf({ from: jimmy, to: replyAddressOf(letter), text: `STOP\n\n> ${core} wrote` }))
      }
      await round()
      expect(await isOut(jimmy)).toBe(true)
    },
  )
})

describe('an inquiry', () => {
  test('waits in the queue with its words, writes nothing, and is taken off by a person', async () => {
    const count = () =>
      home.rows('select (select count(*) from letter) as letters, (select count(*) from audit) as changes')
    const before = await count()
    const fields = [
      ['name', 'Neema'],
      ['email', 'neema@example.org'],
      ['message', 'Do you buy beans?'],
    ] as const
    await arrive(home.home, await sealedSubmission(home.home, { kind: 'inquiry', fields }), 'open')
    expect(await round()).toMatchObject({ balance: { noted: 1 }, letters: { sent: 0 } })
    expect(await count()).toEqual(before)
    expect((await home.satchel(['inquiry'])).out).toContain('Neema')
    const [row] = (await home.satchel(['inquiry', 'list', '--json'])).json<{ inquiry: string }[]>()
    expect((await home.satchel(['inquiry', 'show', row?.inquiry ?? ''])).out).toContain('Do you buy beans?')
    expect((await home.satchel(['inquiry', 'done', row?.inquiry ?? '', '--note', 'called her'])).code).toBe(0)
    expect((await home.satchel(['inquiry', 'done', row?.inquiry ?? ''])).code).toBe(2)
    expect((await home.satchel(['inquiry', 'list'])).out).toBe('No inquiry waits.\n')
  })
})

test('a wish that cannot be answered ends as failed, and stops neither the others nor the letters', async () => {
  await home.person('P2')
  await home.rows(
    "update contact_point set contact_point_value = 'two@kilimo.example' where contact_point_entity = (select person_id from person where person_hid = 'P2') and lookup_value(contact_point_kind) = 'email'",
  )
  await home.person('P3')
  // an address that somebody typed into the database by hand, which is none
  await home.rows(
    "update contact_point set contact_point_value = 'not,one@kilimo.example' where contact_point_entity = (select person_id from person where person_hid = 'P3') and lookup_value(contact_point_kind) = 'email'",
  )
  for (const email of ['not,one@kilimo.example', 'two@kilimo.example']) {
    await arrive(
      home.home,
      await sealedSubmission(home.home, { kind: 'form-request', fields: [['email', email]] }),
      'open',
    )
  }
  expect(await round()).toMatchObject({ requests: 2, letters: { sent: 1 } })
  const ends = await home.rows(
    'select form_request_status as s from form_request order by form_request_id desc limit 2',
  )
  expect(ends).toEqual(expect.arrayContaining([{ s: 'failed' }, { s: 'sent' }]))
})
