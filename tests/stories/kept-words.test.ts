// What people write in their own words, through the real command: beside a form or instead of one it becomes a question of the
// office's queue, tied to packet and person, and its sender is told that a person reads it.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillForm, mails, makeHome, type TestHome } from '../helpers/home.ts'
import { attachmentOf, type ReceivedLetter } from '../helpers/letters.ts'
import { core, deliverTo, type Mail, mailOf, quoted, replyAddressOf } from '../helpers/mailing.ts'

const people = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7'] as const

let home: TestHome
const letters = new Map<string, ReceivedLetter>()

beforeAll(async () => {
  home = await makeHome()
  for (const hid of people) await home.person(hid)
  const dispatched = await home.satchel(['dispatch', ...people, '--to', 'anna', '--json'])
  await home.satchel(['send'])
  dispatched.json<{ packet: string }[]>().forEach(({ packet }, index) => {
    const letter = home.letters(mails.anna).find(({ file }) => file.includes(packet))
    if (letter !== undefined) letters.set(people[index] ?? '', letter)
  })
})
afterAll(() => home.close())

function letterFor(hid: string): ReceivedLetter {
  const letter = letters.get(hid)
  if (letter === undefined) throw new Error(`no letter for ${hid}`)
  return letter
}
const packetFor = (hid: string) => letterFor(hid).file.replace('packet-', '')

interface Facts {
  readonly balance: Record<string, number>
  readonly letters: { readonly sent: number }
}
async function round(): Promise<Facts> {
  const ended = await home.satchel(['run', '--once', '--json'])
  if (ended.out === '') throw new Error(`nothing was done: ${ended.err}`)
  return ended.json<Facts>()
}

interface Row {
  readonly inquiry: string
  readonly packet: string | null
  readonly recipient: string | null
  readonly record: string | null
  readonly files: number
}
const list = async () => (await home.satchel(['inquiry', 'list', '--json'])).json<Row[]>()
async function newest(): Promise<Row & { readonly message: string }> {
  const row = (await list()).at(-1)
  if (row === undefined) throw new Error('no inquiry')
  const shown = await home.satchel(['inquiry', 'show', row.inquiry, '--json'])
  return { ...row, ...shown.json<{ message: string }>() }
}

const answer = (letter: ReceivedLetter, mail: Partial<Mail>): Promise<Buffer> =>
  mailOf({ from: mails.anna, to: replyAddressOf(letter), ...mail })
const lastTo = (address: string) => home.letters(address).at(-1)
const spaced = (text: string | undefined) => (text ?? '').replace(/\s+/g, ' ')

describe('words beside a form', () => {
  test('above one that came back as it was are kept, with whose packet it is; one letter says that a person reads them', async () => {
    const text = `Her name is Zoe now. When is the meeting?\n\n${quoted(letterFor('P1').text)}`
    const mail = await answer(letterFor('P1'), { text })
    deliverTo(home, mail)
    expect(await round()).toMatchObject({ balance: { imported: 1 }, letters: { sent: 1 } })
    expect(await newest()).toMatchObject({
      packet: packetFor('P1'),
      recipient: 'anna',
      record: 'Jimmy Okello',
      message: 'Her name is Zoe now. When is the meeting?',
    })
    const told = spaced(lastTo(mails.anna)?.text)
    expect(told).toContain('You also wrote something outside the form. A person reads it.')
    expect(told).not.toContain('Zoe')
    expect((await home.satchel(['next'])).out).toMatch(/inquiry list\n +1 question/)
    const shown = await home.satchel(['inquiry', 'show', (await newest()).inquiry])
    expect(shown.out).toContain('When is the meeting?')

    // the same mail once more is the same item
    deliverTo(home, mail)
    await round()
    expect(await list()).toHaveLength(1)
  })

  test('below and between, of a form that is filled in, are kept as well; the form counts', async () => {
    const form = fillForm(letterFor('P2').form, { 'Given name': 'Neema' })
    const at = form.indexOf('\n\n') + 2
    const text = `${quoted(form.slice(0, at))}\nIs she the sister?\n${quoted(form.slice(at))}\n\nShe has no phone.`
    deliverTo(home, await answer(letterFor('P2'), { text }))
    expect(await round()).toMatchObject({ balance: { imported: 1 }, letters: { sent: 1 } })
    expect(await newest()).toMatchObject({
      message: 'Is she the sister?\n\nShe has no phone.',
      packet: packetFor('P2'),
    })
    expect(await home.rows("select person_given as v from person where person_hid = 'P2'")).toEqual([{ v: 'Neema' }])
  })

  test('an ordinary answer with thanks, a signature and a notice asks nothing', async () => {
    const before = (await list()).length
    const form = fillForm(letterFor('P3').form, { 'Given name': 'Juma' })
    const text = `Hello Grace,\n\nplease find it below. Thank you!\n\nBest regards,\nAnna Mollel\nSales\n+255 700 000 001\n\nSent from my iPhone\n\nOn Monday Kilimo <${core}> wrote:\n${quoted(form)}\n\nThis e-mail is confidential and intended for its addressee.`
    deliverTo(home, await answer(letterFor('P3'), { text }))
    expect(await round()).toMatchObject({ balance: { imported: 1 }, letters: { sent: 1 } })
    expect(await list()).toHaveLength(before)
    expect(lastTo(mails.anna)?.text).not.toContain('A person reads it')
  })

  test('a form that comes again with new words: they are kept, and one letter says so', async () => {
    const form = fillForm(letterFor('P3').form, { 'Given name': 'Juma' })
    deliverTo(home, await answer(letterFor('P3'), { text: `Did you get this?\n\n${form}` }))
    expect(await round()).toMatchObject({ balance: { repeat: 1 }, letters: { sent: 1 } })
    expect((await newest()).message).toBe('Did you get this?')
    expect(spaced(lastTo(mails.anna)?.text)).toContain('nothing was counted twice. You also wrote something')
  })

  test('above the form in a file that was dropped into the inbox are kept', async () => {
    const form = fillForm(attachmentOf(letterFor('P4'), '.txt'), { 'Given name': 'Asha' })
    home.drop('asha.txt', `She asked for seed twice.\n\n${form}`)
    expect(await round()).toMatchObject({ balance: { imported: 1 }, letters: { sent: 1 } })
    expect(await newest()).toMatchObject({ message: 'She asked for seed twice.', packet: packetFor('P4') })
  })
})

describe('a mail in words alone', () => {
  test.each([
    ['plain', { text: 'I spoke to her yesterday, her new name is James.' }],
    [
      'HTML only',
      { html: '<div>I spoke to <b>her</b> yesterday, her new name is James.</div><br><blockquote>x</blockquote>' },
    ],
    ['in its subject', { subject: 'I spoke to her yesterday, her new name is James.', text: '' }],
  ])('%s: is a question, and its sender is thanked and told how to answer', async (_, mail) => {
    deliverTo(home, await answer(letterFor('P5'), mail))
    expect(await round()).toMatchObject({ balance: { noted: 1, quarantined: 0 }, letters: { sent: 1 } })
    expect(await newest()).toMatchObject({ packet: packetFor('P5'), recipient: 'anna', record: 'Jimmy Okello' })
    expect((await newest()).message).toContain('I spoke to her yesterday, her new name is James.')
    const told = lastTo(mails.anna)
    expect(told?.file).toMatch(/^notice-kept-/)
    expect(told?.headers.get('auto-submitted')).toBe('auto-replied')
    expect(spaced(told?.text)).toContain('A person in our office reads what you sent, so you need not send it again.')
    expect(told?.text).not.toContain('James')
  })

  test('in answer to an acknowledgement, which names no token: known by the letter that it answers', async () => {
    const last = home.letters(mails.anna).findLast(({ file }) => file.startsWith('outcome-'))
    const headers = { 'In-Reply-To': last?.headers.get('message-id') ?? '' }
    deliverTo(home, await mailOf({ from: mails.anna, to: core, text: 'That was Asha, not Amina.', headers }))
    expect(await round()).toMatchObject({ balance: { noted: 1 }, letters: { sent: 1 } })
    expect(await newest()).toMatchObject({ message: 'That was Asha, not Amina.', packet: packetFor('P4') })
  })

  test('of a stranger, with no token and no letter of ours, is put aside and answered to nobody', async () => {
    const before = (await list()).length
    deliverTo(home, await mailOf({ from: 'stranger@example.org', to: core, text: 'Buy now!' }))
    expect(await round()).toMatchObject({ balance: { quarantined: 1 }, letters: { sent: 0 } })
    expect(await list()).toHaveLength(before)
  })
})

describe('a file that cannot be read', () => {
  const photo = Uint8Array.from({ length: 40_000 }, (_, index) => (index * 7) % 251)
  const pdf = Buffer.from('%PDF-1.7\n\0binary')

  test('beside a filled form is kept and named, and comes out whole; the form counts', async () => {
    const text = fillForm(letterFor('P6').form, { 'Given name': 'Rehema' })
    const attachments = [
      { filename: 'IMG_2041.jpg', content: photo },
      { filename: '../form.pdf', content: pdf },
      { filename: 'sealed.pgp', content: '-----BEGIN PGP MESSAGE-----\n\nwcBMA0Zvcg==\n-----END PGP MESSAGE-----\n' },
      { filename: 'image001.png', content: Buffer.from('a logo\0') },
      { filename: 'packet.sexp', content: attachmentOf(letterFor('P6'), '.sexp') },
    ]
    deliverTo(home, await answer(letterFor('P6'), { text, attachments }))
    expect(await round()).toMatchObject({ balance: { imported: 1 }, letters: { sent: 1 } })
    expect(await home.rows("select person_given as v from person where person_hid = 'P6'")).toEqual([{ v: 'Rehema' }])
    const row = await newest()
    expect(row).toMatchObject({ packet: packetFor('P6') })
    const shown = await home.satchel(['inquiry', 'show', row.inquiry])
    expect(shown.out).toContain('IMG_2041.jpg (image/jpeg, 40000 bytes)')
    expect(shown.out).not.toContain('image001.png')
    expect(spaced(lastTo(mails.anna)?.text)).toContain('You also sent a file that a program cannot read as a form.')
    const saved = join(home.home.folder, 'saved')
    await home.satchel(['inquiry', 'show', row.inquiry, '--save', saved])
    expect(readdirSync(saved).sort()).toEqual(expect.arrayContaining([`${row.inquiry}-1.jpg`, `${row.inquiry}-2.pdf`]))
    expect(readFileSync(join(saved, `${row.inquiry}-1.jpg`)).equals(photo)).toBe(true)
  })

  test('alone is kept, and its sender told', async () => {
    deliverTo(
      home,
      await answer(letterFor('P7'), {
        text: 'Best regards,\nAnna',
        attachments: [{ filename: 'form.docx', content: pdf }],
      }),
    )
    expect(await round()).toMatchObject({ balance: { noted: 1 }, letters: { sent: 1 } })
    expect(await newest()).toMatchObject({ packet: packetFor('P7'), inside: [{ name: 'form.docx' }] })
    expect(spaced(lastTo(mails.anna)?.text)).toContain('A person also looks at the file that you sent.')
  })
})

describe('who reads them, and for how long', () => {
  test('the office, and no salesperson', async () => {
    const asked = await home.satchel(['--as', 'anna', 'inquiry', 'list'])
    expect(asked.out).not.toContain('inquiry-')
  })

  test('the data of a person hold what was written about them', async () => {
    const out = join(home.home.folder, 'my-data')
    const ended = await home.satchel(['--as', 'grace', 'my-data', 'P1', '--out', out])
    expect(ended).toMatchObject({ code: 0 })
    expect(readFileSync(`${out}.html`, 'utf8')).toContain('When is the meeting?')
  })

  test.each(['P6', 'P7'])('an erasure takes them along, with their files, beside a form and alone: %s', async hid => {
    const [row] = await home.rows<{ item: string; inquiry: string }>(
      `select item_hid as item, inquiry_hid as inquiry from inquiry join item on item_id = inquiry_item
       join person on person_id = inquiry_entity where person_hid = $1`,
      [hid],
    )
    const kept = join(home.home.attachments, `${row?.item}.raw`)
    expect(existsSync(kept)).toBe(true)
    expect(await home.satchel(['--as', 'grace', 'erase', hid, '--sure'])).toMatchObject({
      code: 0,
    })
    expect(existsSync(kept)).toBe(false)
    expect(
      await home.rows(
        'select inquiry_message as m, inquiry_files as f, inquiry_status as s from inquiry where inquiry_hid = $1',
        [row?.inquiry],
      ),
    ).toEqual([{ m: 'erased', f: [], s: 'done' }])
  })
})
