// The whole loop through the real command: a record leaves as a packet, answers come back by every channel, each is merged once,
// and its sender is told at the address the packet went to.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Packet } from '@satchel/protocol/messages/packet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { arrive, fillForm, mails, makeHome, replyTo, sealedReply, type TestHome } from '../helpers/home.ts'
import { attachmentOf, outcomeIn } from '../helpers/letters.ts'

let home: TestHome
const sent = new Map<string, Packet>()
const people = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8']

beforeAll(async () => {
  home = await makeHome()
  for (const hid of people) await home.person(hid)
  const dispatched = await home.satchel(['dispatch', ...people, '--to', 'anna', '--json'])
  expect(dispatched).toMatchObject({ code: 0, err: '' })
  expect(await home.satchel(['send'])).toMatchObject({ code: 0, err: '' })
  const packets = home.packets(mails.anna)
  dispatched.json<{ packet: string }[]>().forEach(({ packet: id }, index) => {
    const packet = packets.find(one => one.id === id)
    if (packet !== undefined) sent.set(people[index] ?? '', packet)
  })
})
afterAll(() => home.close())

/** The packet of a person, as it was delivered to anna. */
function packetFor(hid: string): Packet {
  const packet = sent.get(hid)
  if (packet === undefined) throw new Error(`no packet of ${hid} was delivered`)
  return packet
}

async function given(hid: string): Promise<string | null | undefined> {
  const rows = await home.rows<{ v: string | null }>('select person_given as v from person where person_hid = $1', [
    hid,
  ])
  return rows[0]?.v
}

const newest = (address: string) => home.letters(address).at(-1)

describe('an answer', () => {
  test('by text form is merged, counted in the conservation line and acknowledged field by field', async () => {
    const packet = packetFor('P1')
    const letter = home.letters(mails.anna).find(({ file }) => file.includes(packet.id))
    if (letter === undefined) throw new Error('no letter')
    expect(letter.headers.get('to')).toBe(mails.anna)
    expect(letter.headers.get('reply-to')).toBe(`core+${packet.token.toLowerCase()}@kilimo.example`)
    const form = fillForm(attachmentOf(letter, '.txt'), {
      'Given name': 'James',
      'Date of birth': '1981-05-01',
      Language: 'Klingon',
      'Date of the contact': '2026-11-20',
      'What was said': 'Wants seed',
    })
    home.drop('answer.txt', form)
    const imported = await home.satchel(['import'])
    expect(imported.code).toBe(3)
    expect(imported.out).toMatch(/^Run \d+: 0 waiting \+ 1 pulled = 1 partly held \+ 0 waiting\.\n$/)
    expect(imported.err).toBe('')
    expect(await given('P1')).toBe('James')
    expect(readdirSync(home.inbox)).toEqual([])

    expect(await home.satchel(['send'])).toMatchObject({ code: 0, err: '' })
    const answer = newest(mails.anna)
    if (answer === undefined) throw new Error('no acknowledgement')
    const outcome = outcomeIn(answer)
    expect(outcome.status).toBe('partly-held')
    expect(Object.entries(outcome.slots).filter(([, became]) => became !== 'untouched')).toEqual([
      ['field/given-name', 'applied'],
      ['field/born', 'held needs-review'],
      ['field/language', 'held not-a-choice'],
      ['report', 'applied'],
    ])
    expect(answer.text).toContain('Given name')
    for (const value of ['James', '1981-05-01', 'Klingon', 'Wants seed']) expect(answer.text).not.toContain(value)
    expect(answer.headers.get('auto-submitted')).toBe('auto-replied')
  })

  test('by reply file is merged, by another channel it is a repeat, and a second import changes nothing', async () => {
    const packet = packetFor('P2')
    const file = replyTo(packet, { set: { 'given-name': 'Jacob', 'family-name': 'Okello' } })
    home.drop('answer.sexp', file)
    const first = await home.satchel(['import', '--json'])
    expect(first.code).toBe(0)
    expect(first.json()).toMatchObject({ before: 0, pulled: 1, imported: 1, after: 0, balanced: true })
    const before = await home.rows('select audit_id from audit order by 1')

    home.drop('again.sexp', file) // the same bytes are the same item
    home.drop('sealed.pgp', await sealedReply(home.home, file))
    const second = await home.satchel(['import', '--json'])
    expect(second.code).toBe(0)
    expect(second.json()).toMatchObject({ pulled: 1, repeat: 1, imported: 0, after: 0 })
    expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ before: 0, pulled: 0, after: 0 })
    expect(await home.rows('select audit_id from audit order by 1')).toEqual(before)
    expect(await given('P2')).toBe('Jacob')
    // one letter for one reply, however often it came
    expect((await home.satchel(['send', '--json'])).json()).toEqual({ sent: 1, failed: 0, later: 0 })
  })

  test('by the public page is merged as weak evidence, with the time the page received it', async () => {
    const packet = packetFor('P3')
    // the page cuts its time to a second, which may be before the packet of that second, and the next one may be to come
    await home.rows("update packet set packet_issued = packet_issued - interval '1 minute' where packet_hid = $1", [
      packet.id,
    ])
    const received = new Date(packet.issued)
    await arrive(home.home, await sealedReply(home.home, replyTo(packet, { set: { 'given-name': 'Joram' } }), received))
    expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ imported: 1 })
    expect(await given('P3')).toBe('Joram')
    expect(
      await home.rows(
        'select reply_evidence, reply_received from reply join packet on packet_id = reply_packet where packet_hid = $1',
        [packet.id],
      ),
    ).toEqual([{ reply_evidence: 'weak', reply_received: new Date(Math.floor(received.getTime() / 1000) * 1000) }])
  })

  test('is acknowledged where its packet went, whatever address it writes itself', async () => {
    const packet = packetFor('P4')
    home.drop('as-mail.txt', `From: thief@example.org\nReply-To: thief@example.org\n\n${replyTo(packet, {})}`)
    home.drop('answer.sexp', replyTo(packet, { set: { note: 'mail thief@example.org' } }))
    const imported = await home.satchel(['import', '--json'])
    expect(imported.json()).toMatchObject({ imported: 1, quarantined: 1 })
    await home.satchel(['send'])
    const answer = newest(mails.anna)
    expect(answer && outcomeIn(answer)).toMatchObject({ packet: packet.id, slots: { 'field/note': 'applied' } })
    expect(answer?.headers.get('to')).toBe(mails.anna)
    expect(readdirSync(home.home.mail)).toEqual([mails.anna])
  })

  test('for a revoked packet is refused and changes nothing', async () => {
    const packet = packetFor('P5')
    expect(await home.satchel(['packet', 'revoke', packet.id.toLowerCase()])).toMatchObject({ code: 0, err: '' })
    const again = await home.satchel(['packet', 'revoke', packet.id])
    expect(again).toMatchObject({ code: 2, out: '' })
    expect(again.err).toContain('hint: satchel packet list')
    home.drop('late.sexp', replyTo(packet, { set: { 'given-name': 'Nobody' } }))
    const imported = await home.satchel(['import', '--json'])
    expect(imported.code).toBe(3)
    expect(imported.json()).toMatchObject({ refused: 1 })
    expect(await given('P5')).toBe('Jimmy')
    await home.satchel(['send'])
    const answer = newest(mails.anna)
    expect(answer && outcomeIn(answer)).toMatchObject({
      status: 'refused',
      slots: { 'field/given-name': 'refused revoked' },
    })
  })
})

describe('a held change', () => {
  interface Held {
    readonly id: string
    readonly slot: string
    readonly wants: string
    readonly packet: string
  }

  test('waits in the queue, is accepted once, and its sender is told', async () => {
    const packet = packetFor('P6')
    home.drop('born.sexp', replyTo(packet, { set: { born: '1970-01-02' } }))
    expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ held: 1 })
    const list = (await home.satchel(['review', 'list', '--json'])).json<readonly Held[]>()
    const held = list.find(row => row.packet === packet.id)
    expect(held).toMatchObject({ slot: 'field/born', saw: '1980-05-01', now: '1980-05-01', wants: '1970-01-02' })
    const id = held?.id ?? ''
    expect((await home.satchel(['review', 'show', id])).out).toContain('1970-01-02')

    const accepted = await home.satchel(['review', 'accept', id, '--why', 'saw the passport'])
    expect(accepted).toMatchObject({ code: 0, err: '' })
    expect(await home.satchel(['review', 'accept', id])).toMatchObject({ code: 2, out: '' })
    const born = await home.rows("select person_born::text as v from person where person_hid = 'P6'")
    expect(born).toEqual([{ v: '1970-01-02' }])
    await home.satchel(['send'])
    const answer = newest(mails.anna)
    expect(answer && outcomeIn(answer).slots).toEqual({ 'field/born': 'applied accepted-by-office' })
  })

  test('is refused with a reason that stays, and a stale screen settles nothing', async () => {
    const packet = packetFor('P7')
    home.drop('born.sexp', replyTo(packet, { set: { born: '1970-01-02' } }))
    await home.satchel(['import'])
    const seen = (await home.satchel(['review', 'list', '--json'])).json<readonly Held[]>()
    const id = seen.find(row => row.packet === packet.id)?.id ?? ''
    await home.rows("update person set person_born = '1960-01-01' where person_hid = 'P7'")
    const stale = await home.satchel(['review', 'accept', id, '--json'])
    expect(stale.code).toBe(2)
    expect(stale.json()).toMatchObject({ problem: { code: 'change/stale' } })

    const fresh = (await home.satchel(['review', 'list', '--json'])).json<readonly Held[]>()
    const now = fresh.find(row => row.packet === packet.id)?.id ?? ''
    expect(now).not.toBe(id)
    expect(await home.satchel(['review', 'refuse', now, '--why', 'wrong person'])).toMatchObject({ code: 0, err: '' })
    const born = await home.rows("select person_born::text as v from person where person_hid = 'P7'")
    expect(born).toEqual([{ v: '1960-01-01' }])
    expect(
      await home.rows(
        'select change_decision, change_note from change join packet on packet_id = change_packet where packet_hid = $1',
        [packet.id],
      ),
    ).toEqual([{ change_decision: 'refused', change_note: 'wrong person' }])
    await home.satchel(['send'])
    const answer = newest(mails.anna)
    expect(answer && outcomeIn(answer).slots).toEqual({ 'field/born': 'refused refused-by-office' })
  })

  test('is not for sales to see or settle', async () => {
    const refused = await home.satchel(['--as', 'anna', 'review', 'list'])
    expect(refused).toMatchObject({ code: 2, out: '' })
    expect(refused.err).toContain('database/no-right')
  })
})

describe('quarantine', () => {
  test('keeps a broken file raw with its reason, and takes it when the cause is mended', async () => {
    const packet = packetFor('P8')
    home.drop('sealed.pgp', await sealedReply(home.home, replyTo(packet, { set: { 'given-name': 'Joel' } })))
    home.drop('broken.sexp', '(satchel-reply (version 1)')
    const imported = await home.satchel(['import'])
    expect(imported.code).toBe(3)
    expect(imported.out).toContain('= 1 imported + 1 quarantined + 0 waiting.')
    expect(imported.err).toMatch(/^item [0-9a-f]{12} quarantined: .* \(sexp\/not-sx1\)\n$/)
    const list = (await home.satchel(['quarantine', 'list', '--json'])).json<{ item: string; problem: string }[]>()
    const broken = list.find(row => row.problem === 'sexp/not-sx1')
    expect(broken).toBeDefined()
    const start = broken?.item.slice(0, 8) ?? ''
    const shown = await home.satchel(['quarantine', 'show', start])
    expect(shown.out).toContain('(satchel-reply (version 1)')
    expect(readdirSync(join(home.home.spool, 'folder/quarantine'))).toContain(`${broken?.item}.raw`)

    expect(await home.satchel(['quarantine', 'retry', start])).toMatchObject({ code: 0, err: '' })
    const again = await home.satchel(['import', '--json'])
    expect(again.json()).toMatchObject({ before: 1, pulled: 0, quarantined: 1, after: 0, balanced: true })
    const unknown = await home.satchel(['quarantine', 'retry', 'ffffffff'])
    expect(unknown).toMatchObject({ code: 2, out: '' })
    expect(unknown.err).toContain('item/not-known')
  })
})

describe('what can be looked up', () => {
  test('history names who, when, through which packet, before and after', async () => {
    const history = (await home.satchel(['history', 'P2', '--json'])).json<
      {
        at: string
        by: string
        packet: string | null
        before: Record<string, unknown>
        after: Record<string, unknown>
      }[]
    >()
    const change = history.find(row => row.after?.person_given === 'Jacob' && row.before !== null)
    const [packet] = await home.rows<{ hid: string }>(
      "select packet_hid as hid from packet join person on person_id = packet_entity where person_hid = 'P2'",
    )
    expect(change).toMatchObject({
      packet: packet?.hid,
      before: { person_given: 'Jimmy' },
      after: { person_given: 'Jacob' },
    })
    expect(change?.by).toMatch(/anna/)
    expect(Date.now() - Date.parse(change?.at ?? '')).toBeLessThan(600_000)
    const people = await home.satchel(['history', 'P2'])
    expect(people.out).toContain('Jimmy -> Jacob')
  })

  test('show gives the folder, to the office and to its salesperson only', async () => {
    const shown = await home.satchel(['show', 'P2'])
    expect(shown.out).toContain('Jacob Okello')
    expect(shown.out).toContain('+255 700 000 001')
    expect((await home.satchel(['--as', 'anna', 'show', 'P2'])).code).toBe(0)
    expect(await home.satchel(['--as', 'baraka', 'show', 'P2'])).toMatchObject({ code: 2, out: '' })
  })

  test('stored queries run under the rights of whoever asks', async () => {
    const ask = ['query', 'people/by-phone', '--param', 'contact=0700 000 001', '--json']
    expect((await home.satchel(ask)).json<unknown[]>().length).toBeGreaterThan(1)
    expect((await home.satchel(['--as', 'baraka', ...ask])).json()).toEqual([])
    expect((await home.satchel(['query', '--list'])).out).toContain('people/by-phone')
    expect(await home.satchel(['query', 'people/by-phone'])).toMatchObject({ code: 2, out: '' })
    expect(await home.satchel(['query', 'people/nothing'])).toMatchObject({ code: 2, out: '' })
    expect(await home.satchel(['query', 'people/by-phone', '--param', 'contact'])).toMatchObject({ code: 2 })
  })

  test('status says what waits, and what to do about it', async () => {
    await home.person('P9')
    await home.satchel(['dispatch', 'P9', '--to', 'anna'])
    const status = await home.satchel(['status', '--json'])
    const { queues } = status.json<{ queues: { queue: string; count: number }[] }>()
    expect(queues.find(row => row.queue === 'letters to send')?.count).toBeGreaterThan(0)
    expect((await home.satchel(['status'])).out).toContain('hint: letters to send: satchel send')
  })
})
