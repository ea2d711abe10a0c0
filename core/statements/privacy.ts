// Statements about what is kept of a person; all run under the acting staff member's role.

import { z } from 'zod'
import { Bytes, statement } from '../db/statement.ts'

const texts = z.array(z.string())
const Erased = z.object({ records: z.number(), uuids: texts, packets: texts, items: texts, addresses: texts })
export type Erased = z.infer<typeof Erased>

export const eraseRecord = statement(
  'privacy/erase',
  'one',
  z.object({ entity: z.number(), marks: z.record(z.string(), z.string()) }),
  z.object({ erased: Erased.nullable() }),
)

export const eraseAddresses = statement(
  'privacy/erase-addresses',
  'one',
  z.object({ entity: z.number() }),
  z.object({ addresses: texts.nullable() }),
)

export const erasedTraces = statement(
  'privacy/traces',
  'one',
  z.object({}),
  z.object({
    traces: z
      .object({ packets: texts, items: texts, alive: z.array(z.object({ uuid: z.string(), entity: z.number() })) })
      .nullable(),
  }),
)

const Entries = z.array(z.record(z.string(), z.unknown()))
const MyData = z.object({
  record: z.object({ name: z.string(), uuid: z.string(), since: z.string() }),
  data: z.record(z.string(), z.array(z.record(z.string(), z.unknown()).nullable())),
  consents: Entries,
  sent: Entries,
  answers: Entries,
  questions: Entries,
  history: Entries,
})
export type MyData = z.infer<typeof MyData>

export const myData = statement(
  'privacy/my-data',
  'one',
  z.object({ entity: z.number() }),
  z.object({ data: MyData.nullable() }),
)

export const myDataAddress = statement(
  'privacy/my-data-address',
  'one',
  z.object({ entity: z.number(), mailto: z.string().nullable() }),
  z.object({
    address: z
      .union([z.object({ mailto: z.string(), language: z.string() }), z.object({ problem: z.string() })])
      .nullable(),
  }),
)

export const queueMyData = statement(
  'privacy/queue-my-data',
  'one',
  z.object({
    entity: z.number(),
    mailto: z.string(),
    letter: z.string(),
    digest: z.string(),
    bytes: Bytes,
  }),
  z.object({ outcome: z.enum(['queued', 'same', 'enough']).nullable() }),
)
