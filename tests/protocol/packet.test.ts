import { limits } from '@satchel/protocol/limits'
import { type Packet, parsePacket, printPacket } from '@satchel/protocol/messages/packet'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packet } from './arbitraries.ts'
import { casePacket, sampleCase } from '../forms/samples.ts'
import { caught } from './caught.ts'
import { changed, refusal } from './changed.ts'
import { example } from './examples.ts'

const good = example('packet')

describe('a packet file', () => {
  test('says everything that is in it', () => {
    const { case: about, ...packet } = parsePacket(good)
    expect(about).toMatchObject({ name: 'Jimmy Okello', why: 'He asked twice for the price of maize seed.' })
    expect(packet).toEqual({
      version: 2,
      id: '7QK2-M9XA-3F0T',
      epoch: 3,
      kind: 'work',
      form: { name: 'call-report', version: 4 },
      language: 'en',
      issued: '2026-11-22T08:00:00Z',
      expires: '2026-12-22T08:00:00Z',
      token: 'ABCDEFGHJKMNPQRSTVWXYZ0123',
      replyTo: {
        mail: 'core+abcdefghjkmnpqrstvwxyz0123@example.org',
        web: { url: 'https://intake.example.org/reply', receiptKey: 'RECEIPT-KEY' },
      },
      key: '0123456789ABCDEF0123456789ABCDEF01234567',
      record: {
        kind: 'person',
        version: 17,
        fields: new Map([
          ['given-name', 'Jimmy'],
          ['family-name', 'Okello'],
        ]),
        rows: new Map([
          [
            'contact-point',
            [
              {
                id: 'c81',
                fields: new Map([
                  ['kind', 'phone'],
                  ['value', '+256 700 000 001'],
                ]),
              },
            ],
          ],
          ['address', []],
        ]),
      },
      background: [{ date: '2026-10-02', kind: 'call', text: 'Asked for the price of maize seed' }],
      report: ['outcome', 'note', 'next-step'],
    })
  })

  test('says the same after it was printed and read', () => {
    fc.assert(
      fc.property(packet, given => {
        expect(parsePacket(printPacket(given))).toEqual(given)
      }),
    )
  })

  test('needs no intake to answer to', () => {
    const without = changed(good, '(web "https://intake.example.org/reply" "RECEIPT-KEY")', '')
    expect(parsePacket(without).replyTo).toEqual({ mail: 'core+abcdefghjkmnpqrstvwxyz0123@example.org' })
  })

  test('leaves out an empty text of the database, which is no value', () => {
    const given = parsePacket(good)
    const record: Packet['record'] = {
      ...given.record,
      fields: new Map([...given.record.fields, ['note', '']]),
      rows: new Map([['address', [{ id: 'a5', fields: new Map([['city', '']]) }]]]),
    }
    expect(parsePacket(printPacket({ ...given, record })).record).toEqual({
      ...given.record,
      rows: new Map([['address', [{ id: 'a5', fields: new Map() }]]]),
    })
  })

  test.each([
    ['of another kind', '(satchel-packet', '(satchel-reply', /not a packet file/],
    ['of a later version', '(version 2)', '(version 3)', /version/],
    ['without a version', '(version 2)', '', /lacks \(version/],
    ['with an unknown part', '(epoch 3)', '(epoch 3) (shoe-size 43)', /unknown part \(shoe-size/],
    ['with a part twice', '(epoch 3)', '(epoch 3) (epoch 3)', /\(epoch \.\.\.\) twice/],
    ['with something loose', '(epoch 3)', '(epoch 3) 4', /no list/],
    ['without a token', '(token "ABCDEFGHJKMNPQRSTVWXYZ0123")', '', /lacks \(token/],
    ['of epoch 0', '(epoch 3)', '(epoch 0)', /epoch/],
    ['of two epochs', '(epoch 3)', '(epoch 3 4)', /epoch/],
    ['with a text for a number', '(epoch 3)', '(epoch "3")', /epoch/],
    ['with an id in two parts', '(id "7QK2-M9XA-3F0T")', '(id "7QK2" "M9XA")', /one string/],
    ['for a purpose we do not know', '(kind work)', '(kind play)', /work, self-update/],
    ['for two purposes', '(kind work)', '(kind work self-update)', /work, self-update/],
    ['of a form without a version', '"call-report" 4', '"call-report"', /form/],
    ['of version 0 of a form', '"call-report" 4', '"call-report" 0', /form/],
    ['that expires on no real day', '2026-12-22T08:00:00Z', '2026-02-30T08:00:00Z', /expires/],
    ['with a time in no zone', '(issued "2026-11-22T08:00:00Z")', '(issued "2026-11-22T08:00:00")', /issued/],
    ['that no mail can answer', '(mail "core+abcdefghjkmnpqrstvwxyz0123@example.org")', '', /lacks \(mail/],
    ['with an intake that has no key', ' "RECEIPT-KEY"', '', /2 strings/],
    ['about two kinds of record', '(kind person)', '(kind person organization)', /kind/],
    ['with a field twice', '(field given-name "Jimmy")', '(field family-name "Jimmy")', /twice/],
    ['with a field that has no value', '(field given-name "Jimmy")', '(field given-name)', /needs a value/],
    ['with a field that has an empty value', '(field given-name "Jimmy")', '(field given-name "")', /not allowed/],
    ['with a field of two values', '(field given-name "Jimmy")', '(field given-name "Jimmy" "James")', /at most one/],
    ['with a field that is a number', '(field given-name "Jimmy")', '(field given-name 7)', /at most one/],
    ['with a collection twice', '(rows address)', '(rows contact-point)', /name of its own/],
    ['with a collection without a name', '(rows address)', '(rows "address")', /name of its own/],
    ['with a row twice', '(rows address)', '(rows address (row "a1") (row "a1"))', /row twice/],
    ['with a row without an id', '(row "c81"', '(row c81', /id as a string/],
    ['with a row that holds a row', '(row "c81"', '(row "c81" (row "c82")', /unknown part \(row/],
    ['whose background has no text', ' "Asked for the price of maize seed"', '', /3 strings/],
    ['that asks and answers at once', '(field note)', '(field note "Called")', /holds no value/],
    ['that asks the same twice', '(field note)', '(field outcome)', /twice/],
  ])('%s is refused', (_, from, to, reason) => {
    expect(refusal(parsePacket, good, from, to)).toMatch(reason)
  })

  test('with names that objects have is read as any other', () => {
    const text = changed(good, '(field given-name "Jimmy")', '(field constructor "Jimmy")')
    expect(parsePacket(text).record.fields.get('constructor')).toBe('Jimmy')
  })

  test(`of ${limits.packetBytes} bytes is read, of one more is not`, () => {
    expect(parsePacket(good.padEnd(limits.packetBytes)).epoch).toBe(3)
    expect(caught(() => parsePacket(good.padEnd(limits.packetBytes + 1))).code).toBe('sexp/too-large')
  })
})

describe('the case of a packet', () => {
  const withCase = () => casePacket()

  test('reads as it was written, with all that is in it', () => {
    expect(parsePacket(printPacket(withCase())).case).toEqual(sampleCase)
  })

  test('belongs to version 2 alone, and version 2 always has one', () => {
    const { case: about, ...rest } = withCase()
    expect(about).toBeDefined()
    expect(caught(() => parsePacket(printPacket({ ...rest, version: 2 })))).toMatchObject({ code: 'record/not-valid' })
    expect(caught(() => parsePacket(printPacket({ ...withCase(), version: 1 })))).toMatchObject({
      code: 'record/not-valid',
    })
  })

  test('has no part that nobody knows, none twice, and no stage without a known state', () => {
    const good = printPacket(withCase())
    for (const [from, to] of [
      ['(sender "Ruth Nakato")', '(sender "Ruth Nakato") (sender "Ruth Nakato")'],
      ['(sender "Ruth Nakato")', '(sender "Ruth Nakato") (secret "x")'],
      ['(state "now")', '(state "later")'],
      ['(days 34)', '(days "34")'],
      ['(planned 30)', '(planned -30)'],
    ] as const) {
      expect(good).toContain(from)
      expect(caught(() => parsePacket(good.replace(from, to)))).toMatchObject({ code: 'record/not-valid' })
    }
  })
})
