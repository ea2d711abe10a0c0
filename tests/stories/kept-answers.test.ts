// Answers of one word to a question or a letter of ours: only a line of nothing but such words is one. The words beside it are
// kept, and so is an answer that says more, which counts for nothing until a person has read it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillForm, makeHome, type TestHome } from '../helpers/home.ts'
import { packetOf, type ReceivedLetter } from '../helpers/letters.ts'
import { deliverTo, mailOf, quoted, replyAddressOf } from '../helpers/mailing.ts'

const jimmy = 'jimmy@example.org'
const outside = { SATCHEL_MAIL_TRUST: 'none', SATCHEL_INTAKE_URL: 'https://intake.kilimo.example' }

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await home.person('P8')
})
afterAll(() => home.close())

async function round(env: Readonly<Record<string, string>>) {
  const ended = await home.satchel(['run', '--once', '--json'], { env })
  if (ended.out === '') throw new Error(`nothing was done: ${ended.err}`)
  return ended.json<object>()
}

async function newest() {
  const row = (await home.satchel(['inquiry', 'list', '--json'])).json<{ inquiry: string }[]>().at(-1)
  if (row === undefined) throw new Error('no inquiry')
  return (await home.satchel(['inquiry', 'show', row.inquiry, '--json'])).json<{ message: string }>()
}

const lastTo = (address: string) => home.letters(address).at(-1)
const spaced = (text: string | undefined) => (text ?? '').replace(/\s+/g, ' ')

describe('an answer by one word', () => {
  const own = async () => {
    await home.satchel(['form', 'P8'], { env: outside })
    await home.satchel(['send'], { env: outside })
    const letter = home.letters(jimmy).findLast(one => one.file.startsWith('packet-'))
    if (letter === undefined) throw new Error('no letter')
    return letter
  }
  const changed = (letter: ReceivedLetter, mailto: string) => {
    const row = packetOf(letter)
      ?.record.rows.get('contact-point')
      ?.find(one => one.fields.get('kind') === 'email')?.id
    return fillForm(letter.form, { [`Phone or e-mail: number or address (${row})`]: mailto })
  }
  const addresses = () =>
    home.rows<{ v: string }>(
      `select contact_point_value as v from contact_point join person on person_id = contact_point_entity
       where person_hid = 'P8' and lookup_value(contact_point_kind) = 'email'`,
    )
  const noes = async () => (await home.rows('select 1 from consent where not consent_given')).length

  test('"Yes, but ..." confirms nothing and is a question; "Yes, that was me." confirms, and what stands below it is kept', async () => {
    const letter = await own()
    deliverTo(
      home,
      await mailOf({ from: jimmy, to: replyAddressOf(letter), text: changed(letter, 'james@example.org') }),
    )
    await round(outside)
    const question = home.letters(jimmy).findLast(one => one.file.startsWith('outcome-'))
    if (question === undefined) throw new Error('no question')
    const to = replyAddressOf(question)
    deliverTo(home, await mailOf({ from: jimmy, to, text: 'Yes, but please change the street, too.' }))
    expect(await round(outside)).toMatchObject({ balance: { noted: 1 }, letters: { sent: 1 } })
    expect(await addresses()).toEqual([{ v: jimmy }])
    expect(await newest()).toMatchObject({
      message: 'Yes, but please change the street, too.',
      recipient: 'Jimmy Okello',
      record: 'Jimmy Okello',
    })
    expect(spaced(lastTo(jimmy)?.text)).toContain('with the one word YES')
    deliverTo(
      home,
      await mailOf({ from: jimmy, to, text: 'Yes, that was me.\n\nAnd my street is called Uhuru Road now.' }),
    )
    expect(await round(outside)).toMatchObject({ balance: { imported: 1 }, letters: { sent: 1 } })
    expect(await addresses()).toEqual([{ v: 'james@example.org' }])
    expect((await newest()).message).toBe('And my street is called Uhuru Road now.')
    expect(spaced(lastTo(jimmy)?.text)).toContain('You also wrote something outside the form.')
  })

  test('"stop calling me on Mondays" is no no, but a question; "stop" is one, and what stands below it is kept', async () => {
    await home.rows(
      "update contact_point set contact_point_value = 'jimmy@example.org' where contact_point_value = 'james@example.org'",
    )
    const letter = await own()
    const to = replyAddressOf(letter)
    const before = await noes()
    deliverTo(home, await mailOf({ from: jimmy, to, text: 'stop calling me on Mondays, mornings are fine' }))
    expect(await round(outside)).toMatchObject({ balance: { noted: 1 }, letters: { sent: 1 } })
    expect(await noes()).toBe(before)
    expect((await newest()).message).toBe('stop calling me on Mondays, mornings are fine')
    deliverTo(home, await mailOf({ from: jimmy, to, text: `Stop.\n\nI sold the farm.\n\n${quoted(letter.text)}` }))
    expect(await round(outside)).toMatchObject({ letters: { sent: 1 } })
    expect(await noes()).toBe(before + 1)
    expect((await newest()).message).toBe('I sold the farm.')
    expect(spaced(lastTo(jimmy)?.text)).toContain('You also wrote something outside the form.')
  })

  test('a mail to the address that ends letters ends them, and its words are kept', async () => {
    const letter = home.letters(jimmy).findLast(one => one.file.startsWith('packet-'))
    const to = /mailto:([^>?]+)/.exec(letter?.headers.get('list-unsubscribe') ?? '')?.[1] ?? ''
    deliverTo(home, await mailOf({ from: jimmy, to, subject: 'unsubscribe', text: 'Delete my phone number, please.' }))
    expect(await round(outside)).toMatchObject({ letters: { sent: 1 } })
    expect((await newest()).message).toContain('Delete my phone number, please.')
  })
})
