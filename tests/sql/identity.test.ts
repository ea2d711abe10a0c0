// Which reply is new, which is the same again, and which is not let in: docs/formats.md, "Identity".

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type SentPacket, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const slot = 'field/given-name'
const given = (value: string | null) => ({ set: { 'given-name': value } })
const id = (letter: string) => letter.repeat(32)
const plain = { id: null, draft: null, sequence: null }

const fresh = async () => stage.packet(await stage.person())
const count = async (packet: SentPacket) =>
  (await stage.rows('select 1 from reply where reply_packet = $1', [packet.id])).length
const uses = async (packet: SentPacket) =>
  (
    await stage.one<{ n: number }>(
      "select token_uses as n from token where token_packet = $1 and token_purpose = 'reply'",
      [packet.id],
    )
  ).n

describe('same or new', () => {
  test('the same id with the same content is a repeat, and uses nothing of the token', async () => {
    const packet = await fresh()
    const said = { id: id('a'), draft: id('b'), ...given('James') }
    expect(await stage.reply(packet, said)).toMatchObject({ case: 'new', slots: { [slot]: 'applied' } })
    expect(await stage.reply(packet, said)).toMatchObject({ case: 'repeat' })
    expect(await count(packet)).toBe(1)
    expect(await uses(packet)).toBe(1)
  })

  test('content that differs only in spaces or in what the packet showed anyway is the same content', async () => {
    const packet = await fresh()
    const said = { id: id('a'), draft: id('b') }
    await stage.reply(packet, { ...said, ...given('James') })
    const again = await stage.reply(packet, { ...said, set: { 'given-name': ' James ', 'family-name': 'Okello' } })
    expect(again).toMatchObject({ case: 'repeat' })
  })

  test('D2: the same id with other content is held and told, and changes nothing that was taken', async () => {
    const packet = await fresh()
    const said = { id: id('a'), draft: id('b') }
    await stage.reply(packet, { ...said, ...given('James') })
    expect(await stage.reply(packet, { ...said, ...given('Jim') })).toMatchObject({
      case: 'new',
      status: 'held',
      slots: { [slot]: 'held same-id-other-content' },
    })
    expect(await stage.given(packet.person)).toBe('James')
    expect(await stage.reply(packet, { ...said, ...given('Jim') })).toMatchObject({ case: 'repeat' })
    expect(await stage.held(packet.person)).toHaveLength(1)
  })

  test('a reply held for its id does not stand in the way of the sender going on', async () => {
    const packet = await fresh()
    const said = { id: id('a'), draft: id('b') }
    await stage.reply(packet, { ...said, ...given('James') })
    await stage.reply(packet, { ...said, ...given('Jim') })
    const told = await stage.reply(packet, { id: id('c'), draft: id('b'), sequence: 2, ...given('Joe') })
    expect(told.slots).toEqual({ [slot]: 'applied' })
  })

  test('D3: another id with the same draft, sequence and content is a repeat: two tabs', async () => {
    const packet = await fresh()
    const said = { draft: id('b'), sequence: 1, ...given('James') }
    await stage.reply(packet, { id: id('a'), ...said })
    expect(await stage.reply(packet, { id: id('c'), ...said })).toMatchObject({ case: 'repeat' })
  })

  test('the next sequence with the same content is a new reply', async () => {
    const packet = await fresh()
    const said = { draft: id('b'), ...given('James') }
    await stage.reply(packet, { ...said, sequence: 1 })
    expect(await stage.reply(packet, { ...said, sequence: 2 })).toMatchObject({ case: 'new' })
  })

  test('the same id for two packets is two replies', async () => {
    const [first, second] = [await fresh(), await fresh()]
    const said = { id: id('a'), draft: id('b'), ...given('James') }
    expect(await stage.reply(first, said)).toMatchObject({ case: 'new' })
    expect(await stage.reply(second, said)).toMatchObject({ case: 'new' })
  })

  test('a reply that states one field twice is turned away whole', async () => {
    const packet = await fresh()
    const twice = {
      collection: 'contact-point',
      row: packet.row('contact-point'),
      fields: { value: '+255 711 000 001' },
    }
    expect(await stage.reply(packet, { rows: [twice, twice] })).toMatchObject({ problem: 'reply/states-twice' })
    expect(await count(packet)).toBe(0)
  })
})

describe('plain replies, which have no id', () => {
  test('one that says what the latest reply says is a repeat', async () => {
    const packet = await fresh()
    await stage.reply(packet, { ...plain, ...given('James') })
    expect(await stage.reply(packet, { ...plain, ...given('James') })).toMatchObject({ case: 'repeat' })
  })

  test('one that says what an older reply said is held', async () => {
    const packet = await fresh()
    await stage.reply(packet, { ...plain, ...given('James') })
    await stage.reply(packet, { ...plain, ...given('Jim') })
    expect(await stage.reply(packet, { ...plain, ...given('James') })).toMatchObject({
      status: 'held',
      slots: { [slot]: 'held older-repeat' },
    })
    expect(await stage.given(packet.person)).toBe('Jim')
  })

  test('any other is new', async () => {
    const packet = await fresh()
    await stage.reply(packet, { ...plain, ...given('James') })
    expect(await stage.reply(packet, { ...plain, ...given('Jim') })).toMatchObject({ slots: { [slot]: 'applied' } })
  })
})

describe('tokens and epochs', () => {
  test('the fiftieth use of a token is taken, the fifty-first refused', async () => {
    const packet = await fresh()
    for (let use = 1; use < 50; use++) await stage.reply(packet, given(`N${use}`))
    expect(await stage.reply(packet, given('N50'))).toMatchObject({ slots: { [slot]: 'applied' } })
    expect(await stage.reply(packet, given('N51'))).toMatchObject({ problem: 'token/used-up' })
    expect(await stage.given(packet.person)).toBe('N50')
    expect(await uses(packet)).toBe(50)
  })

  test('D6: a repeat is a repeat also when the token is used up', async () => {
    const packet = await fresh()
    const said = { id: id('a'), draft: id('b'), ...given('James') }
    await stage.reply(packet, said)
    await stage.rows('update token set token_uses = token_limit where token_packet = $1 and token_limit is not null', [
      packet.id,
    ])
    expect(await stage.reply(packet, said)).toMatchObject({ case: 'repeat' })
  })

  test("another packet's token, a token for bounces and an unknown one open nothing", async () => {
    const [packet, other] = [await fresh(), await fresh()]
    expect(await stage.reply(packet, { token: other.token, ...given('James') })).toMatchObject({
      problem: 'token/other-packet',
    })
    for (const token of [`${packet.token}b`, 'nonsense']) {
      expect(await stage.reply(packet, { token, ...given('James') })).toMatchObject({ problem: 'token/not-known' })
    }
    expect([await count(packet), await count(other), await uses(packet), await uses(other)]).toEqual([0, 0, 0, 0])
  })

  test('a reply from before a restore is turned away by its epoch, one of this epoch is taken', async () => {
    const packet = await fresh()
    const { epoch } = await stage.one<{ epoch: string }>('select instance_epoch as epoch from instance')
    expect(await stage.reply(packet, { epoch: Number(epoch) - 1, ...given('James') })).toMatchObject({
      problem: 'packet/other-epoch',
    })
    expect(await stage.reply(packet, { epoch: Number(epoch), ...given('James') })).toMatchObject({ case: 'new' })
  })
})
