// Ids as people type them: from a telephone, from a letter, in capitals or without. Each command finds what is meant, and never one of two.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inquiryId, packetId } from '@satchel/core/cli/typed-id'
import { arrive, mails, makeHome, sealedSubmission, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  for (const hid of ['P1', 'Kilimo-7', 'B-12', 'b1-2', 'Twin', 'tWin']) await home.person(hid)
})
afterAll(() => home.close())

const found = async (typed: string) => {
  const shown = await home.satchel(['--json', '--as', 'anna', 'show', typed])
  if (shown.code !== 0) return shown.err.includes('(entity/not-seen)') ? 'none' : shown.err
  const { uuid } = shown.json<{ record: { uuid: string } }>().record
  const [row] = await home.rows<{ hid: string }>(
    'select person_hid as hid from person join entity on entity_id = person_id where entity_uuid = $1',
    [uuid],
  )
  return row?.hid
}

describe('a record', () => {
  test('is found in any case, without its dashes, and by its uuid written in any way', async () => {
    const [row] = await home.rows<{ uuid: string }>(
      "select entity_uuid as uuid from entity where entity_id = find_entity('P1')",
    )
    const uuid = row?.uuid ?? ''
    for (const typed of ['P1', 'p1', ' p1', uuid, uuid.toUpperCase(), uuid.replaceAll('-', '')]) {
      expect(await found(typed), typed).toBe('P1')
    }
    for (const typed of ['Kilimo-7', 'KILIMO-7', 'kilimo7']) expect(await found(typed), typed).toBe('Kilimo-7')
  })

  test('is found as it is written where two differ by dashes or case alone, and neither where that does not tell', async () => {
    for (const [typed, hid] of [
      ['B-12', 'B-12'],
      ['b-12', 'B-12'],
      ['B1-2', 'b1-2'],
      ['b12', 'none'],
      ['Twin', 'Twin'],
      ['tWin', 'tWin'],
      ['twin', 'none'],
    ] as const) {
      expect(await found(typed), typed).toBe(hid)
    }
  })

  test('of a colleague is not found in any case', async () => {
    const shown = await home.satchel(['--as', 'baraka', 'show', 'p1'])
    expect(shown).toMatchObject({ code: 2, out: '' })
  })
})

test('a packet goes to a colleague and is revoked, however their ids are typed', async () => {
  const sent = await home.satchel(['--json', '--as', 'GRACE', 'dispatch', 'p1', '--to', 'Anna'])
  const [made] = sent.json<{ packet: string; to: string }[]>()
  expect(made?.to).toBe(mails.anna)
  const typed = (made?.packet ?? '').toLowerCase().replaceAll('-', '').replaceAll('0', 'o').replaceAll('1', 'l')
  const revoked = await home.satchel(['--as', 'grace', 'packet', 'revoke', typed])
  expect([revoked.code, revoked.out]).toEqual([0, `Packet ${made?.packet} is revoked.\n`])
})

test('a question and an item in quarantine are found, too', async () => {
  await arrive(
    home.home,
    await sealedSubmission(home.home, { kind: 'inquiry', fields: [['message', 'Maize?']] }),
    'open',
  )
  home.drop('words', 'no form')
  await home.satchel(['import'])
  for (const typed of ['inquiry-1', 'INQUIRY-1', 'Inquiry1', '1']) {
    expect((await home.satchel(['inquiry', 'show', typed])).out, typed).toContain('Maize?')
  }
  const [item] = (await home.satchel(['--json', 'quarantine', 'list'])).json<{ item: string }[]>()
  const start = (item?.item ?? '').slice(0, 10)
  expect((await home.satchel(['quarantine', 'show', ` ${start.toUpperCase()}`])).out).toContain(item?.item)
  expect((await home.satchel(['quarantine', 'retry', start.toUpperCase()])).code).toBe(0)
})

test('what has not the shape of an id stays what was typed, so that a message names it', () => {
  expect(packetId('7qk2m9xa3fot')).toBe('7QK2-M9XA-3F0T')
  expect(packetId('7QK2-M9XA-3F0')).toBe('7QK2-M9XA-3F0')
  expect(inquiryId('the first')).toBe('the first')
})
