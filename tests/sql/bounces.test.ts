// What a report of a mail server does, in SQL: which letter came back, which is late, which address is no good.

import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const importer = async <T>(text: string, values: unknown[] = []) =>
  (await stage.as('satchel_import').query<{ r: T }>(`select ${text} as r`, values)).rows[0]?.r as T
const dispatcher = async <T>(text: string, values: unknown[] = []) =>
  (await stage.as('satchel_dispatch').query<{ r: T }>(`select ${text} as r`, values)).rows[0]?.r as T

/** A person with an address of mail of their own. */
async function personAt(mail: string): Promise<number> {
  const person = await stage.person()
  await stage.rows(
    "update contact_point set contact_point_value = $2 where contact_point_entity = $1 and lookup_value(contact_point_kind) = 'email'",
    [person, mail],
  )
  return person
}

describe('a bounce', () => {
  const bounced = (mail: string) =>
    stage.one<{ at: Date | null }>(
      'select contact_point_bounced as at from contact_point where contact_point_value = $1',
      [mail],
    )

  test('of an address that is no good marks it; a full mailbox or a delay does not', async () => {
    const packet = await stage.ownPacket(await personAt('gone@example.org'))
    const note = (token: string, status: string) => importer<boolean>('note_bounce($1, $2)', [hash(token), status])
    for (const status of ['4.4.7', '5.2.2']) {
      expect(await note(packet.tokens.bounce, status)).toBe(true)
      expect((await bounced('gone@example.org')).at).toBeNull()
    }
    expect(await note(packet.tokens.bounce, '5.1.1')).toBe(true)
    expect((await bounced('gone@example.org')).at).toBeInstanceOf(Date)
  })

  const letterOf = (packet: number) =>
    stage.one<{ bounce: string | null; at: Date | null; delay: string | null }>(
      'select letter_bounce as bounce, letter_bounced as at, letter_delay as delay from letter where letter_packet = $1',
      [packet],
    )
  /** A form whose letter waits in the outbox. */
  const letterTo = async (mail: string) => {
    const packet = await stage.ownPacket(await personAt(mail))
    const digest = hash(packet.hid)
    const letter = await dispatcher<string>('post_packet($1, $2, $3, $4, $5)', [
      packet.id,
      digest,
      `packet-${packet.hid}`,
      digest,
      Buffer.from('sealed'),
    ])
    return { ...packet, letter }
  }
  const note = (token: string, status: string, fate: string, isReport = false) =>
    importer<boolean>('note_bounce($1, $2, $3, $4)', [hash(token), status, fate, isReport])

  test.each([
    ['5.1.1', true],
    ['5.1.2', true],
    ['5.1.3', true],
    ['5.1.4', true],
    ['5.1.6', true],
    ['5.1.10', true],
    ['5.2.1', true],
    ['5.1.0', false],
    ['5.1.5', false],
    ['5.1.7', false],
    ['5.1.8', false],
    ['5.1.9', false],
    ['5.1.11', false],
    ['5.2.2', false],
    ['5.4.4', false],
    ['5.7.1', false],
    ['4.4.7', false],
  ])('with %s, that the address is no good: %s', async (status, isMarked) => {
    const mail = `status-${status}@example.org`
    const packet = await letterTo(mail)
    expect(await note(packet.tokens.bounce, status, 'failed')).toBe(true)
    expect((await bounced(mail)).at !== null).toBe(isMarked)
    expect(await letterOf(packet.id)).toMatchObject({ bounce: status, delay: null })
  })

  test('that is a delay or a receipt is none, and never takes the place of one', async () => {
    const packet = await letterTo('late@example.org')
    const back = async () =>
      (await stage.rows("select from letter where letter_to = 'late@example.org' and letter_bounced is not null"))
        .length
    await note(packet.tokens.bounce, '4.4.1', 'delayed')
    await note(packet.tokens.bounce, '2.0.0', 'delivered')
    // a server that puts the wrong status to its action
    await note(packet.tokens.bounce, '5.1.1', 'delayed')
    expect(await letterOf(packet.id)).toEqual({ bounce: null, at: null, delay: '5.1.1' })
    expect(await back()).toBe(0)
    await note(packet.tokens.bounce, '5.2.2', 'failed')
    const first = await letterOf(packet.id)
    for (const fate of ['delayed', 'delivered']) await note(packet.tokens.bounce, '4.4.1', fate)
    await note(packet.tokens.bounce, '5.0.0', 'failed')
    expect(await letterOf(packet.id)).toEqual({ ...first, bounce: '5.2.2', delay: '4.4.1' })
    expect(await back()).toBe(1)
    expect((await bounced('late@example.org')).at).toBeNull()
    // one that says more of the address does
    await note(packet.tokens.bounce, '5.1.1', 'failed')
    expect((await letterOf(packet.id)).bounce).toBe('5.1.1')
    expect((await bounced('late@example.org')).at).toBeInstanceOf(Date)
  })

  test('is believed on the address for answers where it is a report by its form, and on our Message-ID', async () => {
    const packet = await letterTo('headers@example.org')
    expect(await note(packet.token, '5.1.8', 'failed')).toBe(false)
    expect(await note(packet.token, '5.1.8', 'failed', true)).toBe(true)
    expect(await note(packet.tokens.unsubscribe, '5.1.1', 'failed', true)).toBe(false)
    expect((await bounced('headers@example.org')).at).toBeNull()
    const of = (letter: string) => importer('note_bounce_of($1, $2, $3)', [letter, '5.1.1', 'failed'])
    expect(await of('packet-AAAA-BBBB-CCCC')).toBe(false)
    expect((await bounced('headers@example.org')).at).toBeNull()
    expect(await of(`packet-${packet.hid}`)).toBe(true)
    expect((await bounced('headers@example.org')).at).toBeInstanceOf(Date)
  })

  test('on arrival of a mail server marks the address, where it is about the recipient', async () => {
    for (const [status, isMarked] of [
      [null, false],
      ['5.7.1', false],
      ['5.1.8', false],
      ['5.1.1', true],
    ] as const) {
      const mail = `channel-${status}@example.org`
      const { letter } = await letterTo(mail)
      await dispatcher("letter_done($1, 'smtp/refused', $2)", [letter, status])
      expect((await bounced(mail)).at !== null).toBe(isMarked)
    }
  })

  test('with any other token is none of ours', async () => {
    const packet = await stage.ownPacket(await personAt('stays@example.org'))
    for (const token of ['invented', packet.token, packet.tokens.unsubscribe]) {
      expect(await importer('note_bounce($1, $2)', [hash(token), '5.1.1'])).toBe(false)
    }
    expect((await bounced('stays@example.org')).at).toBeNull()
  })
})
