// Holds as the office settles them: one by one, together for one reason, by an edit of their own; and those that end by
// themselves, whose sender is told.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Packet } from '@satchel/protocol/messages/packet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mails, makeHome, replyTo, type TestHome } from '../helpers/home.ts'
import { outcomeIn } from '../helpers/letters.ts'

let home: TestHome
const packets = new Map<string, Packet>()
const people = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6']
beforeAll(async () => {
  home = await makeHome()
  for (const hid of people) await home.person(hid)
  const sent = await home.satchel(['dispatch', ...people, '--to', 'anna', '--json'])
  expect((await home.satchel(['send'])).code).toBe(0)
  const found = home.packets(mails.anna)
  for (const [index, { packet }] of sent.json<{ packet: string }[]>().entries()) {
    const one = found.find(each => each.id === packet)
    if (one !== undefined) packets.set(people[index] ?? '', one)
  }
})
afterAll(() => home.close())

const packetOf = (hid: string) => {
  const packet = packets.get(hid)
  if (packet === undefined) throw new Error(`no packet of ${hid}`)
  return packet
}
const asGrace = ['--as', 'grace'] as const
const born = async (hid: string) =>
  (await home.rows<{ v: string }>('select person_born::text as v from person where person_hid = $1', [hid]))[0]?.v
interface Held {
  readonly id: string
  readonly reason: string
}
const held = async (reason: string) =>
  (await home.satchel([...asGrace, '--json', 'review', 'list', '--reason', reason])).json<Held[]>()

const told = () =>
  home
    .letters(mails.anna)
    .filter(({ file }) => file.includes('outcome'))
    .map(letter => outcomeIn(letter))

/** An editor that replaces text, as a person would with any other. */
function editor(from: string, to: string): string {
  const file = join(home.home.folder, 'editor.sh')
  writeFileSync(file, `#!/bin/sh\nsed -i 's/${from}/${to}/' "$1"\n`, { mode: 0o700 })
  return file
}

describe('holds for one reason', () => {
  beforeAll(async () => {
    for (const hid of ['P1', 'P2', 'P3'])
      home.drop(`${hid}.sexp`, replyTo(packetOf(hid), { set: { born: '1971-01-01' } }))
    expect((await home.satchel(['import'])).code).toBe(3)
  })

  test('are settled together as they were shown, and each sender is told', async () => {
    const listed = await home.satchel([...asGrace, 'review', 'list', '--reason', 'needs-review'])
    const stamp = /--stamp ([0-9a-f]{8})/.exec(listed.err)?.[1] ?? ''
    expect(listed.err).toContain('all 3: satchel review accept --reason needs-review')
    const accepted = await home.satchel([
      ...asGrace,
      'review',
      'accept',
      '--reason',
      'needs-review',
      '--stamp',
      stamp,
      '--why',
      'on the list of the parish',
    ])
    expect([accepted.code, accepted.out]).toEqual([0, '3 accepted; satchel send tells the senders.\n'])
    expect([await born('P1'), await born('P2'), await born('P3')]).toEqual(['1971-01-01', '1971-01-01', '1971-01-01'])
    expect((await home.satchel(['send'])).code).toBe(0)
    expect(told().filter(outcome => Object.values(outcome.slots).includes('applied accepted-by-office'))).toHaveLength(
      3,
    )
  })

  test('are not settled when one more came since they were shown', async () => {
    home.drop('a.sexp', replyTo(packetOf('P4'), { set: { born: '1972-01-01' } }))
    await home.satchel(['import'])
    const listed = await home.satchel([...asGrace, 'review', 'list', '--reason', 'needs-review'])
    const stamp = /--stamp ([0-9a-f]{8})/.exec(listed.err)?.[1] ?? ''
    home.drop('b.sexp', replyTo(packetOf('P5'), { set: { born: '1972-01-01' } }))
    await home.satchel(['import'])
    const refused = await home.satchel([...asGrace, 'review', 'refuse', '--reason', 'needs-review', '--stamp', stamp])
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('change/stale')])
    expect(await held('needs-review')).toHaveLength(2)
  })

  test.each([
    [['review', 'accept']],
    [['review', 'accept', '--reason', 'late']],
    [['review', 'accept', '1-00000000', '--reason', 'late', '--stamp', '00000000']],
  ])('need to be named in one way: %j', async args => {
    expect(await home.satchel([...asGrace, ...args])).toMatchObject({ code: 2 })
  })
})

describe('a hold that ends by itself', () => {
  test('because the office enters what it asks for, is told to its sender by the next import, once', async () => {
    const [before] = await held('needs-review')
    expect(before).toBeDefined()
    const edited = await home.satchel([...asGrace, 'edit', 'P4', '--editor', editor('1980-05-01', '1972-01-01')])
    expect([edited.code, edited.err]).toEqual([0, ''])
    expect(await born('P4')).toBe('1972-01-01')
    const letters = () => home.letters(mails.anna).filter(({ file }) => file.includes('outcome')).length
    await home.satchel(['send'])
    const count = letters()
    for (const time of ['the next import', 'another']) {
      expect((await home.satchel(['import'])).code, time).toBe(0)
      await home.satchel(['send'])
      expect(letters(), time).toBe(count + 1)
    }
    expect(told().filter(outcome => Object.values(outcome.slots).includes('same'))).toHaveLength(1)
  })
})

describe('an edit of the office', () => {
  test('goes in at once, with the history of any reply, and without a letter', async () => {
    const edited = await home.satchel([...asGrace, 'edit', 'P6', '--editor', editor('Jimmy', 'James')])
    expect([edited.code, edited.out]).toEqual([0, expect.stringMatching(/field\/given-name +applied/)])
    const history = await home.satchel([...asGrace, 'history', 'P6', '--json'])
    expect(history.out).toContain('James')
    expect(history.out).toContain('grace')
    await home.satchel(['send'])
    expect(home.letters(mails.grace)).toEqual([])
    expect((await home.satchel(['verify'])).code).not.toBe(1)
  })

  test('is held where somebody else changed the record while the editor was open', async () => {
    const file = join(home.home.folder, 'slow.sh')
    writeFileSync(file, `#!/bin/sh\nsed -i 's/James/Jacob/' "$1"\nsleep 2\n`, { mode: 0o700 })
    const running = home.start([...asGrace, 'edit', 'P6', '--editor', file])
    await expect
      .poll(async () => (await home.rows("select 1 from packet where packet_kind = 'edit'")).length, {
        timeout: 60_000,
      })
      .toBe(3)
    await home.rows("update person set person_given = 'Joram' where person_hid = 'P6'")
    const ended = await running.ended
    expect([ended.code, ended.out]).toEqual([3, expect.stringMatching(/given-name +held +changed-meanwhile/)])
  })

  test('that changes nothing leaves nothing behind', async () => {
    const edited = await home.satchel([...asGrace, 'edit', 'P5', '--editor', 'true'])
    expect([edited.code, edited.out]).toEqual([0, 'Nothing was changed.\n'])
    expect(
      await home.rows(
        "select 1 from change join packet on packet_id = change_packet where packet_kind = 'edit' and packet_entity = (select person_id from person where person_hid = 'P5')",
      ),
    ).toEqual([])
  })

  test('with a fault in its text is told with the line, and gone on with', async () => {
    const faulty = await home.satchel([...asGrace, 'edit', 'P5', '--editor', editor('call-report 3', 'no form')])
    expect(faulty.code).toBe(2)
    const file = /edit --again (\S+)/.exec(faulty.err)?.[1] ?? ''
    const again = await home.satchel([
      ...asGrace,
      'edit',
      '--again',
      file,
      '--editor',
      editor('no form', 'call-report 3'),
    ])
    expect([again.code, again.err]).toEqual([0, ''])
    expect((await home.satchel([...asGrace, 'edit', '--again', file])).code).toBe(2)
  })

  test('that was stopped after its text was safe is merged by the next import, and told by letter', async () => {
    const killed = await home.process([...asGrace, 'edit', 'P5', '--editor', editor('Jimmy', 'Juma')], {
      env: { SATCHEL_CRASH_AT: 'edit/spooled' },
    })
    expect(killed.signal).toBe('SIGKILL')
    expect((await home.satchel(['import'])).code).toBe(0)
    expect((await home.rows<{ v: string }>("select person_given as v from person where person_hid = 'P5'"))[0]?.v).toBe(
      'Juma',
    )
    await home.satchel(['send'])
    expect(home.letters(mails.grace)).toHaveLength(1)
  })

  test('of a salesperson reaches only records of their own, and what needs a look is held', async () => {
    await home.person('P9', 'baraka')
    expect((await home.satchel(['--as', 'anna', 'edit', 'P9', '--editor', 'true'])).code).toBe(2)
    const edited = await home.satchel(['--as', 'anna', 'edit', 'P6', '--editor', editor('1980-05-01', '1979-01-01')])
    expect([edited.code, edited.out]).toEqual([3, expect.stringMatching(/born +held +needs-review/)])
  })
})
