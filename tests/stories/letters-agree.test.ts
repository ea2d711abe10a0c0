// Letters that agree with what became of a reply, read as their readers get them: one letter about one reply, every field named
// that was changed, is checked or failed, nothing else, and no value that was typed. Refused changes are shown until somebody has seen them.

import type { Packet } from '@satchel/protocol/messages/packet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillForm, mails, makeHome, replyTo, type TestHome } from '../helpers/home.ts'
import { attachmentOf, packetOf } from '../helpers/letters.ts'

let home: TestHome
const packets = new Map<string, Packet>()
const forms = new Map<string, string>()
beforeAll(async () => {
  home = await makeHome()
  const people = ['P1', 'P2', 'P3']
  for (const hid of people) await home.person(hid)
  const sent = await home.satchel(['dispatch', ...people, '--to', 'anna', '--json'])
  await home.satchel(['send'])
  for (const [at, { packet }] of sent.json<{ packet: string }[]>().entries())
    for (const letter of home.letters(mails.anna)) {
      const found = packetOf(letter)
      if (found?.id !== packet) continue
      packets.set(people[at] ?? '', found)
      forms.set(people[at] ?? '', attachmentOf(letter, '.txt'))
    }
})
afterAll(() => home.close())

/** What came since, after an import, with line breaks as spaces. */
async function lettersAfter(change: () => Promise<unknown>): Promise<string[]> {
  const before = home.letters(mails.anna).length
  await change()
  await home.satchel(['send'])
  return home
    .letters(mails.anna)
    .slice(before)
    .map(letter => letter.text.replace(/\s+/g, ' '))
}
const packet = (hid: string) => packets.get(hid) as Packet
const json = async <T>(...words: string[]) => (await home.satchel(['--as', 'grace', '--json', ...words])).json<T>()

test('a reply that came back as it was has changed nothing, and its letter says so', async () => {
  const letters = await lettersAfter(async () => {
    home.drop('untouched.txt', forms.get('P1') ?? '')
    await home.satchel(['import'])
  })
  expect(letters).toHaveLength(1)
  expect(letters[0]).toContain('Your reply changed nothing')
  expect(letters[0]).not.toMatch(/processed|settled|Given name|Phone/)
})

test('one letter tells of all that a reply changed, what is checked and what failed, and shows nothing that was typed', async () => {
  const typed = { 'Given name': 'Zebedayo', 'Date of birth': '1981-07-09', Language: 'klingon' }
  const letters = await lettersAfter(async () => {
    home.drop('filled.txt', fillForm(forms.get('P2') ?? '', typed))
    await home.satchel(['import'])
  })
  expect(letters).toHaveLength(1)
  expect(letters[0]).toContain('We have saved these changes: - Given name: changed ')
  expect(letters[0]).toContain('- Date of birth: staff check this field before changing it')
  expect(letters[0]).toMatch(/- Language: this is not one of the words to choose from/)
  for (const value of [...Object.values(typed), '+255 700 000 001', 'jimmy@example.org'])
    expect(letters[0]).not.toContain(value)
  expect(letters[0]).not.toMatch(/processed|settled|Family name|Phone or e-mail/)
})

test('what the office settles together has one letter, which is about that', async () => {
  const held = await json<{ id: string; slot: string }[]>('review', 'list')
  const letters = await lettersAfter(() =>
    home.satchel(['--as', 'grace', 'review', 'refuse', ...held.map(({ id }) => id), '--why', 'seen']),
  )
  expect(held.map(({ slot }) => slot).sort()).toEqual(['field/born', 'field/language'])
  expect(letters).toHaveLength(1)
  expect(letters[0]).toContain('Part of an earlier reply of yours had to wait')
  expect(letters[0]).toContain('- Date of birth: our staff have decided against it.')
  expect(letters[0]).not.toMatch(/processed|Given name/)
})

test('what was refused is counted and listed until somebody has seen it', async () => {
  home.drop('odd.sexp', replyTo(packet('P3'), { set: { 'given-name': 'Zebedayo', salary: '9', bonus: '10' } }))
  await home.satchel(['import'])
  const counted = async () =>
    (await json<{ queues: { queue: string; count: number }[] }>('status')).queues.find(
      ({ queue }) => queue === 'refused changes',
    )?.count
  const next = async () => (await home.satchel(['next'])).out
  expect([await counted(), await next()]).toEqual([2, expect.stringContaining('review list --refused')])
  const listed = await json<{ id: string; slot: string; reason: string }[]>('review', 'list', '--refused')
  expect(listed.map(({ slot, reason }) => [slot, reason]).sort((a, b) => (String(a) < String(b) ? -1 : 1))).toEqual([
    ['field/bonus', 'not-in-form'],
    ['field/salary', 'not-in-form'],
  ])
  for (let time = 0; time < 2; time++)
    expect((await home.satchel(['--as', 'grace', 'review', 'seen', listed[0]?.id ?? ''])).code).toBe(0)
  expect(await counted()).toBe(1)
  expect((await home.satchel(['--as', 'grace', 'review', 'seen', '999999'])).err).toContain('change/not-refused')
  const rest = await home.satchel(['--as', 'grace', 'review', 'list', '--refused'])
  const stamp = /--stamp ([0-9a-f]{8})/.exec(rest.err)?.[1] ?? ''
  expect((await home.satchel(['--as', 'grace', 'review', 'seen', '--stamp', stamp])).out).toBe('1 noted as seen.\n')
  expect([await counted(), await next()]).toEqual([0, expect.not.stringContaining('review list --refused')])
  expect((await home.satchel(['--as', 'anna', 'review', 'list', '--refused'])).code).not.toBe(0)
})
