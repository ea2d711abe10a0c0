// A hurried answer: some of its values fit nowhere. The rest is on file at once, what does not fit waits word by word, its
// sender is told what to write, and the office puts it right.

import { localDay } from '@satchel/core/home/local-day'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillForm, mails, makeHome, type TestHome } from '../helpers/home.ts'
import { attachmentOf } from '../helpers/letters.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  for (const hid of ['P1', 'P2']) await home.person(hid)
  await home.satchel(['dispatch', 'P1', 'P2', '--to', 'anna'])
  expect((await home.satchel(['send'])).code).toBe(0)
})
afterAll(() => home.close())

const formOf = (index: number) => {
  const letter = home
    .letters(mails.anna)
    .filter(({ attachments }) => [...attachments.keys()].some(name => name.endsWith('.html')))[index]
  if (letter === undefined) throw new Error('no letter')
  return attachmentOf(letter, '.txt')
}
const activities = (hid: string) =>
  home.rows(
    `select to_char(activity_start, 'YYYY-MM-DD') as day, lookup_value(activity_outcome) as outcome, activity_body as note,
       activity_next as step, to_char(activity_due, 'YYYY-MM-DD') as due
     from activity join person on person_id = activity_entity where person_hid = $1 order by activity_id`,
    [hid],
  )
const asGrace = ['--as', 'grace'] as const
interface Held {
  readonly id: string
  readonly slot: string
  readonly wants: string
  readonly doubt: string
}
const held = async () => (await home.satchel([...asGrace, '--json', 'review', 'list'])).json<Held[]>()

describe('an answer by the text form, written as people write', () => {
  test('keeps every word: what fits is on file, the rest waits as it was written', async () => {
    home.drop(
      'one.txt',
      fillForm(formOf(0), {
        'Given name': 'James',
        Language: 'the one of the hills',
        'How it went': '"Reached."',
        'What was said': 'Wants seed in May.',
        'Next step': 'Bring the list',
        'Date of the contact': '20 Nov 2026',
        'Date of the next step': 'after the rains',
      }),
    )
    expect((await home.satchel(['import'])).code).toBe(3)
    const hid =
      (await home.rows<{ v: string }>("select person_hid as v from person where person_given = 'James'"))[0]?.v ?? ''
    expect(await activities(hid)).toEqual([
      { day: '2026-11-20', outcome: 'reached', note: 'Wants seed in May.', step: 'Bring the list', due: null },
    ])
    expect((await held()).map(({ slot, wants, doubt }) => [slot, wants, doubt])).toEqual([
      ['field/language', 'the one of the hills', 'not-a-choice'],
      ['report/next-date', 'after the rains', 'not-a-date'],
    ])
  })

  test('is answered with the names of those fields and what to write, and never a value', async () => {
    await home.satchel(['send'])
    const letter = home.letters(mails.anna).findLast(({ file }) => file.includes('outcome'))
    expect(letter?.text).toMatch(
      /check these before they count:[^]*Language: [^]*Date of the next step: [^]*20[2-9][0-9]-[0-9]{2}-[0-9]{2}/,
    )
    expect(letter?.text).not.toMatch(/rains|hills|James|seed/)
  })

  test('is put right by the office, which sees what was written', async () => {
    const [language, due] = await held()
    if (language === undefined || due === undefined) throw new Error('nothing is held')
    const shown = await home.satchel([...asGrace, 'review', 'show', due.id])
    expect(shown.out).toContain('after the rains')
    expect(shown.out).toContain(`review accept ${due.id} --value`)
    const as = async (...args: string[]) => {
      const ended = await home.satchel([...asGrace, 'review', 'accept', ...args])
      return [ended.code, /[a-z]+\/[a-z-]+/.exec(ended.err)?.[0]]
    }
    expect(await as(due.id)).toEqual([2, 'change/value-needed'])
    expect(await as(due.id, '--value', '12/05/2027')).toEqual([2, 'change/value-wrong'])
    expect(await as(due.id, '--value', '12 May 2027', '--why', 'asked Anna')).toEqual([0, undefined])
    expect(await as(language.id, '--value', 'Luganda')).toEqual([0, undefined])
    expect(await held()).toEqual([])
    const [person] = await home.rows<{ hid: string; language: string }>(
      "select person_hid as hid, person_language as language from person where person_given = 'James'",
    )
    expect(person?.language).toBe('lg')
    expect(await activities(person?.hid ?? '')).toEqual([
      { day: '2026-11-20', outcome: 'reached', note: 'Wants seed in May.', step: 'Bring the list', due: '2027-05-12' },
    ])
    await home.satchel(['send'])
    const letters = home.letters(mails.anna).filter(({ file }) => file.includes('outcome'))
    // settled one after the other: each letter names what it is about, and nothing twice
    const told = letters
      .slice(-2)
      .map(({ text }) => /We have saved these changes:\s+- (.*\S)\s+(?:Our staff|You)/.exec(text)?.[1])
    expect(told).toEqual(['Date of the next step', 'Language: changed'])
  })

  test('keeps what stands below a label that the form does not have, and takes the rest', async () => {
    const form = fillForm(formOf(1), { Title: 'Dr' }).replace('[How it went]', '[Shoe size]\n44, wide\n\n[How it went]')
    home.drop('odd.txt', form)
    expect((await home.satchel(['import'])).code).toBe(0)
    const [last] = await home.rows<{ packet: string; title: string }>(
      `select reply_packet as packet, person_title as title from reply join packet on packet_id = reply_packet
       join person on person_id = packet_entity order by reply_id desc limit 1`,
    )
    expect(last?.title).toBe('Dr')
    const kept = await home.rows(
      "select change_new as v from change where change_packet = $1 and change_outcome = 'refused'",
      [last?.packet],
    )
    expect(kept).toEqual([{ v: '[Shoe size]\n44, wide' }])
    await home.satchel(['send'])
    const letter = home.letters(mails.anna).findLast(({ file }) => file.includes('outcome'))
    expect(letter?.text).toMatch(/could not be saved:[^]*What stands in line [0-9]+ of your form/)
  })

  test('without a date of the contact was on the day that it came', async () => {
    const form = fillForm(formOf(1), { 'How it went': 'busy' })
    home.drop('two.txt', form)
    home.drop('two-again.txt', `${form}\n`)
    expect((await home.satchel(['import'])).code).toBe(0)
    const [row] = await home.rows<{ hid: string; received: Date }>(
      `select person_hid as hid, item_received as received
       from reply join item on item_id = reply_item join packet on packet_id = reply_packet join person on person_id = packet_entity
       order by reply_id desc limit 1`,
    )
    const day = localDay(row?.received ?? new Date(0), undefined)
    expect((await activities(row?.hid ?? '')).map(one => one['day'])).toEqual([day])
  })
})
