// Several records of one recipient in one letter: each with its own part, form, token and files. One mail answers as many of them as it
// likes, and each answer is acknowledged.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillForm, mails, makeHome, type TestHome } from '../helpers/home.ts'
import type { ReceivedLetter } from '../helpers/letters.ts'
import { deliverTo, mailOf, quoted, replyAddressOf } from '../helpers/mailing.ts'
import { keyOf, readEncrypted, register } from '../helpers/pgp.ts'
import { readable, unlockPage } from '../helpers/unlock.ts'

interface One {
  readonly record: string
  readonly state: string
  readonly packet: string
  readonly letter?: string
}

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await home.rows('update staff set staff_packet_file = false')
})
afterAll(() => home.close())

const dispatched = async (...args: readonly string[]) => {
  const ended = await home.satchel(['--as', 'grace', 'dispatch', ...args, '--together', '--json'])
  expect([ended.code, ended.err]).toEqual([0, ''])
  return ended.json<One[]>()
}
/** Records of their own, with a letter of theirs. */
async function sentTo(to: 'anna' | 'baraka' | 'grace', ...people: readonly string[]) {
  for (const [at, hid] of people.entries()) {
    await home.person(hid, to)
    await home.rows('update person set person_given = $1 where person_hid = $2', [`Name${'ABCDEFGH'[at]}`, hid])
  }
  const sent = await dispatched(...people, '--to', to)
  expect(new Set(sent.map(({ letter }) => letter))).toEqual(new Set([`packet-${sent[0]?.packet}`]))
  expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
  const letter = home.letters(mails[to]).find(({ file }) => file.includes(sent[0]?.packet ?? ''))
  if (letter === undefined) throw new Error('no letter')
  return { sent, letter }
}

/** Writes an answer below a label of the nth form of a quoted letter, as somebody types it there. */
function answered(text: string, nth: number, label: string, value: string): string {
  const lines = text.split('\n')
  const at = lines.flatMap((line, index) => (line.trim() === `> [${label}]` ? [index] : []))[nth]
  if (at === undefined) throw new Error(`no [${label}] for a ${nth}th time`)
  return [...lines.slice(0, at + 1), value, ...lines.slice(at + 1)].join('\n')
}

async function answer(
  letter: ReceivedLetter,
  mail: { text: string; attachments?: { filename: string; content: string }[] },
) {
  const before = home.letters(mails.anna).length
  deliverTo(home, await mailOf({ from: mails.anna, to: replyAddressOf(letter), ...mail }))
  const ended = await home.satchel(['run', '--once', '--json'])
  expect(ended.err).not.toMatch(/waits|bug/)
  return {
    balance: ended.json<{ balance: Record<string, number> }>().balance,
    letters: home.letters(mails.anna).slice(before),
  }
}
const repliesTo = (packets: readonly One[]) =>
  home.rows<{ packet: string; n: number }>(
    'select packet_hid as packet, count(reply_id)::int as n from packet left join reply on reply_packet = packet_id where packet_hid = any ($1) group by packet_id, 1 order by packet_id',
    [packets.map(({ packet }) => packet)],
  )
const notesOf = (hid: string) =>
  home.rows('select activity_body as note from activity where activity_entity = find_entity($1)', [hid])

describe('records in one letter', () => {
  test('are listed at its top, each with a part, a form, a token and files of its own', async () => {
    const { sent, letter } = await sentTo('anna', 'A1', 'A2', 'A3')
    expect(letter.headers.get('subject')).toBe('3 work packets')
    const short = sent.map(({ packet }) => packet.slice(0, 4))
    const text = letter.text.replaceAll('\r', '')
    const [top = ''] = text.split('Part 1 of 3')
    for (const [at, name] of ['NameA', 'NameB', 'NameC'].entries())
      expect(top).toContain(`${at + 1}. ${name} Okello – packet ${short[at]}`)
    expect(text.match(/^\[form\]$/gm)).toHaveLength(3)
    const tokens = [...text.matchAll(/^\[token\]\n(\S+)/gm)].map(([, token]) => token)
    expect(new Set(tokens).size).toBe(3)
    const bases = sent.map(({ packet }) => `packet-${packet.replaceAll('-', '').slice(0, 8)}`)
    expect([...letter.attachments.keys()].filter(name => /\.(html|txt)$/.test(name)).sort()).toEqual(
      bases.flatMap(base => [`${base}.html`, `${base}.txt`]).sort(),
    )
    for (const [at, base] of bases.entries())
      expect(letter.attachments.get(`${base}.txt`)).toContain(`[Given name]\nName${'ABC'[at]}\n`)
    expect(await home.rows("select count(*)::int as n from letter where letter_kind = 'packet'")).toEqual([{ n: 1 }])
    expect(await dispatched('A1', 'A3', '--to', 'anna')).toMatchObject([{ state: 'left-out' }, { state: 'left-out' }])
  })

  test('are answered by one mail as a mail program quotes it: each form counts for itself, the untouched one stays open', async () => {
    const { sent, letter } = await sentTo('anna', 'B1', 'B2', 'B3')
    let text = quoted(letter.text)
    text = answered(text, 0, 'What was said', 'She wants ten bags.')
    text = answered(text, 2, 'What was said', 'He moved away.')
    const { balance, letters } = await answer(letter, { text: `On Monday the office wrote:\n${text}` })
    expect(balance).toMatchObject({ imported: 1, quarantined: 0 })
    expect((await repliesTo(sent)).map(({ n }) => n)).toEqual([1, 0, 1])
    expect(await notesOf('B1')).toEqual([{ note: 'She wants ten bags.' }])
    expect(await notesOf('B2')).toEqual([])
    expect(await notesOf('B3')).toEqual([{ note: 'He moved away.' }])
    expect(letters).toHaveLength(2)
    expect(letters.map(one => one.text).join()).toMatch(/NameA[\s\S]*NameC|NameC[\s\S]*NameA/)
    // lines of the letter are nobody's words
    expect(await home.rows('select from inquiry')).toEqual([])
    expect(await dispatched('B1', 'B2', 'B3', '--to', 'anna', '--dry-run')).toMatchObject([
      { state: 'would-send' },
      { state: 'left-out' },
      { state: 'would-send' },
    ])
  })

  test('are answered by their files, and words beside them are kept once', async () => {
    const { sent, letter } = await sentTo('anna', 'C1', 'C2')
    const files = [...letter.attachments].filter(([name]) => name.endsWith('.txt'))
    const attachments = files.map(([filename, form], at) => ({
      filename,
      content: fillForm(form, { 'Given name': `New${at}` }),
    }))
    const text = `Please ring me before noon.\n\nOn Monday the office wrote:\n${quoted(letter.text)}`
    const { balance, letters } = await answer(letter, { text, attachments })
    expect(balance).toMatchObject({ imported: 1, quarantined: 0 })
    expect((await repliesTo(sent)).map(({ n }) => n)).toEqual([1, 1])
    expect(
      await home.rows("select person_given as given from person where person_hid in ('C1', 'C2') order by 1"),
    ).toEqual([{ given: 'New0' }, { given: 'New1' }])
    expect(letters.filter(({ file }) => file.startsWith('outcome'))).toHaveLength(2)
    const words = await home.rows<{ said: string }>('select inquiry_message as said from inquiry')
    expect(words).toEqual([{ said: 'Please ring me before noon.' }])
  })

  test('are several letters where one would be too large, and that is told', async () => {
    const people = Array.from({ length: 23 }, (_, index) => `D${index + 1}`)
    for (const hid of people) await home.person(hid)
    const told = await home.satchel(['--as', 'grace', 'dispatch', ...people, '--to', 'anna', '--together', '--dry-run'])
    expect(told.out).toContain(`Would send 23 records to ${mails.anna} in 2 letters: one would be too large.`)
    const large = people.slice(0, 8)
    await home.rows("update person set person_note = repeat('maize seed ', 25000) where person_hid = any ($1)", [large])
    const sent = await dispatched(...large, '--to', 'anna')
    const letters = new Set(sent.map(({ letter }) => letter))
    expect(letters.size).toBeGreaterThan(1)
    const sizes = await home.rows<{ size: number }>(
      'select octet_length(letter_bytes) as size from letter where letter_hid = any ($1)',
      [[...letters]],
    )
    for (const { size } of sizes) expect(size).toBeLessThan(12 * 1024 * 1024)
  })

  test('to their owners are one letter for each', async () => {
    for (const [index, hid] of ['E1', 'E2', 'E3', 'E4'].entries()) await home.person(hid, index < 2 ? 'anna' : 'baraka')
    const sent = await dispatched('E1', 'E3', 'E2', 'E4', '--to-owner')
    expect(sent.map(({ record }) => record)).toEqual(['E1', 'E3', 'E2', 'E4'])
    expect(new Set(sent.map(({ letter }) => letter)).size).toBe(2)
    expect(sent[0]?.letter).toBe(sent[2]?.letter)
  })

  test('are all sent again when their letter failed, and an erased one takes the letter with it', async () => {
    for (const hid of ['F1', 'F2', 'F3']) await home.person(hid)
    const sent = await dispatched('F1', 'F2', '--to', 'anna')
    await home.rows("update letter set letter_status = 'failed' where letter_hid = $1", [sent[0]?.letter])
    const again = await dispatched('F1', 'F2', 'F3', '--to', 'anna')
    expect(again.map(({ state }) => state)).toEqual(['queued', 'queued', 'queued'])
    expect(await home.satchel(['erase', 'F2', '--sure'])).toMatchObject({ code: 0 })
    const [letter] = await home.rows(
      'select letter_status as status, letter_bytes is null as empty from letter where letter_hid = $1',
      [again[0]?.letter],
    )
    expect(letter).toEqual({ status: 'failed', empty: true })
  })

  test.each([
    ['dispatch/posted', 0],
    ['dispatch/committed', 1],
  ] as const)('killed at %s leave the whole letter or nothing', async (step, letters) => {
    const people = ['1', '2', '3'].map(nr => `${step === 'dispatch/posted' ? 'G' : 'H'}${nr}`)
    for (const hid of people) await home.person(hid)
    const order = ['dispatch', ...people, '--to', 'anna', '--together']
    const killed = await home.process(order, { env: { SATCHEL_CRASH_AT: step } })
    expect(killed.signal, killed.err).toBe('SIGKILL')
    const count = () =>
      home.rows(
        'select count(*)::int as packets, count(distinct packet_letters)::int as letters from packet, lateral packet_letters(array[packet_id]) where packet_entity in (select find_entity(hid) from unnest($1::text[]) hid)',
        [people],
      )
    expect(await count()).toEqual([{ packets: 3 * letters, letters }])
    expect(await home.satchel(order)).toMatchObject({ code: 0 })
    expect(await count()).toEqual([{ packets: 3, letters: 1 }])
  })
})

describe('a protected letter with several records', () => {
  test('tells on its way their numbers, and each page opens with the phrase', async () => {
    const chosen = await home.satchel(['--as', 'grace', 'staff', 'protection', 'baraka', 'passphrase'])
    const phrase = /^ {2}((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})$/m.exec(chosen.out)?.[1] ?? ''
    const { letter } = await sentTo('baraka', 'I1', 'I2')
    expect(readable(letter.text)).not.toMatch(/Name[AB]|Okello/)
    const pages = [...letter.attachments].filter(([name]) => name.endsWith('.html'))
    expect(pages).toHaveLength(2)
    for (const [at, [name, page]] of pages.entries()) {
      expect(letter.text.replace(/\s+/g, ' ')).toContain(name)
      expect(page).not.toMatch(/Okello/)
      expect(unlockPage(page, phrase)).toContain(`Name${'AB'[at]}`)
    }
  })

  test('is encrypted as a whole to a key', async () => {
    const grace = await keyOf(mails.grace)
    expect(await register(home, 'grace', grace)).toMatchObject({ code: 0 })
    expect(await home.satchel(['staff', 'protection', 'grace', 'pgp'])).toMatchObject({ code: 0 })
    const { letter } = await sentTo('grace', 'J1', 'J2')
    expect(letter.text).not.toMatch(/Okello/)
    const inside = await readEncrypted(home, letter, grace)
    expect(inside.text).toMatch(/1\. NameA[\s\S]*2\. NameB/)
  })
})
