// Random values of every format, for property tests. Nothing here is anybody's data.
import type { Outcome, SlotOutcome } from '@satchel/protocol/messages/outcome'
import type { Packet, PacketRow } from '@satchel/protocol/messages/packet'
import type { PacketCase } from '@satchel/protocol/messages/packet-case'
import type { Receipt } from '@satchel/protocol/messages/receipt'
import type { Reply } from '@satchel/protocol/messages/reply'
import { isSymbolName, list, type SexpList, type SexpNode, symbol } from '@satchel/protocol/sexp/sexp'
import type { Submission } from '@satchel/protocol/messages/submission'
import type { Upload } from '@satchel/protocol/messages/upload'
import * as fc from 'fast-check'

const unspeakable = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFEFF]/

/** Any character that SX1 can carry, and often one that means something to a reader. */
const character = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.constantFrom(...'"\\()\'`,;#|.[]?: \n\tnt', '\u00a0', '\u0301', '\ufffd', '\u2028', '👩'),
  },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter(c => !unspeakable.test(c)) },
)

export const text: fc.Arbitrary<string> = fc.string({ unit: character, maxLength: 40 })
const value = fc.string({ unit: character, minLength: 1, maxLength: 40 })

const symbolName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('a', 'nil-s', 'tt', 'quote', 'constructor', 'e5', 'f'.repeat(64)),
  fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/).filter(isSymbolName),
)

const { tree } = fc.letrec<{ tree: SexpList; node: SexpNode }>(tie => ({
  tree: fc
    .tuple(symbolName, fc.array(tie('node'), { maxLength: 5, depthIdentifier: 'sexp' }))
    .map(([tag, items]) => list(tag, ...items)),
  node: fc.oneof(
    { maxDepth: 6, depthIdentifier: 'sexp' },
    text,
    symbolName.map(symbol),
    fc.maxSafeInteger().map(number => number + 0),
    tie('tree'),
  ),
}))
export const sexp: fc.Arbitrary<SexpList> = tree

/** UTC, whole seconds, of four-digit years. */
const moment = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map(date => `${date.toISOString().slice(0, 19)}Z`)

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
const epoch = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
const mapOf = <Value>(values: fc.Arbitrary<Value>) =>
  fc.array(fc.tuple(symbolName, values), { maxLength: 4 }).map(entries => new Map(entries))
/** For keys that exactOptionalPropertyTypes wants gone, not undefined. */
const maybe = <Key extends string, Value>(key: Key, values: fc.Arbitrary<Value>) =>
  fc.option(values).map(found => (found === null ? {} : { [key]: found }) as Partial<Record<Key, Value>>)

const packetRow: fc.Arbitrary<PacketRow> = fc.record({ id: value, fields: mapOf(value) })

/** Each optional key there or not. */
const entry = <Needed extends Record<string, unknown>, Rest extends Record<string, unknown>>(
  needed: { [Key in keyof Needed]: fc.Arbitrary<Needed[Key]> },
  optional: { [Key in keyof Rest]: fc.Arbitrary<Rest[Key]> },
) => fc.tuple(fc.record(needed), fc.record(optional, { requiredKeys: [] })).map(([a, b]) => ({ ...a, ...b }))
const some = <Value>(values: fc.Arbitrary<Value>) => fc.array(values, { maxLength: 2 })
const count = fc.maxSafeNat()

const packetCase: fc.Arbitrary<PacketCase> = fc
  .tuple(
    entry({ name: text, sender: text }, { place: text, 'sender-phone': text, why: text }),
    fc.record({
      tasks: some(entry({ text }, { due: text })),
      promises: some(entry({ text }, { due: text, made: text })),
      processes: some(
        fc.record({
          name: text,
          stages: some(
            entry(
              { name: text, state: fc.constantFrom('done', 'now', 'next') },
              { entered: text, days: count, planned: count },
            ),
          ),
        }),
      ),
      contacts: some(entry({ date: text, kind: text }, { outcome: text, by: text, text })),
      relations: some(entry({ name: text, kind: text }, { since: text, phone: text })),
      deals: some(entry({ id: text, name: text }, { stage: text, amount: text, expected: text })),
      tickets: some(entry({ id: text, name: text }, { priority: text, stage: text, opened: text })),
      files: some(entry({ name: text, type: text, size: count }, { data: text })),
    }),
  )
  .map(([head, rest]) => ({ ...head, ...rest }))

const packetWithoutCase = fc.record({
  id: value,
  epoch,
  kind: fc.constantFrom('work' as const, 'self-update' as const),
  form: fc.record({ name: value, version: epoch }),
  language: value,
  issued: moment,
  expires: moment,
  token: value,
  replyTo: fc
    .tuple(value, maybe('web', fc.record({ url: value, receiptKey: text })))
    .map(([mail, web]) => ({ mail, ...web })),
  key: value,
  record: fc.record({
    kind: symbolName,
    version: fc.maxSafeNat(),
    fields: mapOf(value),
    rows: mapOf(fc.uniqueArray(packetRow, { maxLength: 3, selector: row => row.id })),
  }),
  background: fc.array(fc.record({ date: text, kind: text, text }), { maxLength: 3 }),
  report: fc.uniqueArray(symbolName, { maxLength: 4 }),
})

export const packet: fc.Arbitrary<Packet> = fc
  .tuple(packetWithoutCase, fc.option(packetCase))
  .map(([rest, about]) => (about === null ? { version: 1, ...rest } : { version: 2, ...rest, case: about }))

const stated = mapOf(fc.option(value))
const rowKey = { collection: symbolName, row: text }

export const reply: fc.Arbitrary<Reply> = fc
  .tuple(
    fc.record({
      version: fc.constant(1 as const),
      id: hex(32),
      draft: hex(32),
      sequence: fc.integer({ min: 1, max: 1000 }),
      packet: value,
      epoch,
      token: value,
      set: stated,
      files: fc.array(fc.record({ name: text, type: text, size: fc.maxSafeNat(), sha256: hex(64) }), { maxLength: 3 }),
    }),
    fc.uniqueArray(fc.record({ ...rowKey, fields: stated, dropped: fc.boolean() }), {
      maxLength: 4,
      selector: ({ collection, row }) => `${collection}/${row}`,
    }),
    maybe('written', moment),
    maybe('report', mapOf(value)),
  )
  .map(([fixed, rows, written, report]) => ({
    ...fixed,
    ...written,
    ...report,
    rows: rows.filter(row => !row.dropped).map(({ collection, row, fields }) => ({ collection, row, fields })),
    drops: rows.filter(row => row.dropped).map(({ collection, row }) => ({ collection, row })),
  }))

export const submission: fc.Arbitrary<Submission> = fc.record({
  version: fc.constant(1 as const),
  channel: fc.constantFrom('web', 'sealed-web', 'mail', 'mail-text', 'folder'),
  kind: fc.constantFrom('reply', 'form-request', 'unsubscribe', 'inquiry'),
  received: moment,
  receipt: text,
  cleaned: fc.maxSafeNat(),
  fields: fc.array(fc.tuple(text, text), { maxLength: 5 }),
  files: fc.array(fc.record({ name: text, type: text, sha256: hex(64) }), { maxLength: 3 }),
})

export const upload: fc.Arbitrary<Upload> = fc.record({
  version: fc.constant(1 as const),
  name: text,
  type: text,
  bytes: fc.uint8Array({ maxLength: 200 }),
})

export const receipt: fc.Arbitrary<Receipt> = fc.record({
  version: fc.constant(1 as const),
  item: hex(64),
  code: text,
  received: moment,
})

const became = fc
  .tuple(fc.constantFrom('applied', 'same', 'held', 'refused', 'superseded', 'untouched'), maybe('reason', symbolName))
  .map(([outcome, reason]) => ({ outcome, ...reason }) as const)

const slot: fc.Arbitrary<SlotOutcome> = fc.oneof(
  fc.tuple(symbolName, became).map(([name, end]) => ({ kind: 'field' as const, name, ...end })),
  fc.tuple(symbolName, text, became).map(([name, row, end]) => ({ kind: 'row' as const, name, row, ...end })),
  became.map(end => ({ kind: 'report' as const, name: 'report', ...end })),
)

export const outcome: fc.Arbitrary<Outcome> = fc.record({
  version: fc.constant(1 as const),
  reply: text,
  packet: text,
  epoch,
  status: fc.constantFrom('imported', 'partly-held', 'held', 'repeat', 'refused'),
  slots: fc.array(slot, { maxLength: 5 }),
})
