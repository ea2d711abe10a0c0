// Packets, forms, letters and consent as use cases: called with a context they give their result; a wrong input does nothing.

import { showConsent } from '@satchel/core/consent/show-consent'
import { noteConsent } from '@satchel/core/consent/note-consent'
import type { Context } from '@satchel/core/context/context'
import { publishOwnForms } from '@satchel/core/forms/home-forms'
import { deliverLetters } from '@satchel/core/letters/deliver-letters'
import { endLetters, listFailedLetters } from '@satchel/core/letters/failed-letters'
import { dispatchPackets } from '@satchel/core/carriers/dispatch-packets'
import { sendForms } from '@satchel/core/packets/send-forms'
import { listPackets, revokePacket } from '@satchel/core/packets/sent-packets'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contextOf, reported } from '../helpers/context.ts'
import { mails, makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
let context: Context
beforeAll(async () => {
  home = await makeHome()
  context = contextOf(home, 'grace')
  for (const hid of ['P1', 'P2']) await home.person(hid)
})
afterAll(async () => {
  await context.close()
  await home.close()
})

/** Everything that these use cases can write. */
const written = () =>
  home.rows(
    'select (select count(*) from packet) as p, (select count(*) from letter) as l, (select count(*) from consent) as c',
  )

describe('packets', () => {
  test('go out by one call, which names each and says how far it is', async () => {
    const told = reported()
    const order = { records: ['P1', 'P2', 'P1'], to: 'anna', form: 'call-report' }
    const dispatched = await dispatchPackets(context, order, told)
    expect(dispatched).toMatchObject([
      { record: 'P1', name: 'Jimmy Okello', state: 'queued', to: mails.anna },
      { record: 'P2', name: 'Jimmy Okello', state: 'queued', to: mails.anna },
    ])
    expect(told).toMatchObject({ steps: ['1 of 2 records', '2 of 2 records'], notes: [] })
    const again = await dispatchPackets(context, { records: ['P1'], to: 'anna', form: 'call-report' })
    const [first] = dispatched
    const packet = first !== undefined && 'packet' in first ? first.packet : ''
    expect(again).toMatchObject([{ state: 'left-out', packet }])
  })

  test('that are queued before a fault are reported', async () => {
    const told = reported()
    const order = { records: ['P1', 'P404'], to: 'grace', form: 'call-report' }
    await expect(dispatchPackets(context, order, told)).rejects.toMatchObject({ code: 'entity/not-seen' })
    expect(told.notes).toEqual([expect.stringMatching(/^queued before the fault: packet .* to grace@/)])
  })

  test('are listed, and revoked once', async () => {
    const [newest, ...others] = await listPackets(context, { limit: 10 })
    expect(others.length).toBeGreaterThan(1)
    const packet = newest?.packet ?? ''
    expect(await revokePacket(context, { packet })).toEqual({ packet, revoked: true })
    await expect(revokePacket(context, { packet })).rejects.toMatchObject({ code: 'usage/wrong' })
  })
})

describe("people's own forms", () => {
  test('are queued one by one, and each is told at once', async () => {
    const queued: string[] = []
    const events = { queued: ({ packet }: { readonly packet: string }) => void queued.push(packet) }
    const failed = sendForms(context, { people: ['P1', 'P404'], events })
    await expect(failed).rejects.toMatchObject({ code: 'entity/not-known' })
    expect(queued).toHaveLength(1)
  })

  test('of the home folder are published; there are none', async () => {
    expect(await publishOwnForms(context, {})).toEqual({ added: [], known: [], faults: [], passedOver: [], kept: [] })
  })
})

describe('letters', () => {
  test('leave, and each is a step', async () => {
    const told = reported()
    const sent = await deliverLetters(context, {}, told)
    expect(sent).toMatchObject({ failed: 0, later: 0 })
    expect(told.steps.at(-1)).toBe(`${sent.sent} letters`)
    expect(home.letters(mails.anna)).toHaveLength(2)
  })

  test('that did not fail cannot be ended', async () => {
    expect(await listFailedLetters(context, {})).toEqual([])
    await expect(endLetters(context, { letters: ['letter-1'], again: true })).rejects.toMatchObject({
      code: 'letter/not-stuck',
    })
  })
})

describe('consent', () => {
  test('is noted and shown', async () => {
    const address = 'somebody@example.org'
    expect(await noteConsent(context, { address, given: false, basis: 'on the phone' })).toEqual({
      given: false,
      person: null,
      out: 0,
    })
    expect(await showConsent(context, { address })).toMatchObject({ mayWrite: false, history: [{ given: false }] })
  })
})

test('a wrong input is refused, and nothing is done', async () => {
  const before = await written()
  const wrong = { code: 'usage/wrong' }
  const order = { records: 'P1', to: 'anna', form: 'call-report' }
  await expect(dispatchPackets(context, order as never)).rejects.toMatchObject(wrong)
  await expect(dispatchPackets(context, { records: [], to: 'anna', form: 'call-report' })).rejects.toMatchObject(wrong)
  await expect(sendForms(context, { people: 'P1' } as never)).rejects.toMatchObject(wrong)
  await expect(listPackets(context, { limit: 0 })).rejects.toMatchObject(wrong)
  await expect(revokePacket(context, {} as never)).rejects.toMatchObject(wrong)
  await expect(noteConsent(context, { address: 'a@b.example', given: 'yes' } as never)).rejects.toMatchObject(wrong)
  await expect(endLetters(context, { letters: 'letter-1' } as never)).rejects.toMatchObject(wrong)
  expect(await written()).toEqual(before)
})
