// The traces of an erased person, and the data of one who asks.

import { z } from 'zod'

const texts = z.array(z.string())
export const Erased = z.object({ records: z.number(), uuids: texts, packets: texts, items: texts, addresses: texts })
export type Erased = z.infer<typeof Erased>

const Entries = z.array(z.record(z.string(), z.unknown()))
export const MyData = z.object({
  record: z.object({ name: z.string(), uuid: z.string(), since: z.string() }),
  data: z.record(z.string(), z.array(z.record(z.string(), z.unknown()).nullable())),
  consents: Entries,
  sent: Entries,
  answers: Entries,
  questions: Entries,
  history: Entries,
})
export type MyData = z.infer<typeof MyData>
