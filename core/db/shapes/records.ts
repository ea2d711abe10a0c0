// What commands on records get from the database.

import { z } from 'zod'

/** A value as it was typed: as a form shows it (null: empty), or why it cannot be read. */
export const ReadValue = z.object({ value: z.string().nullish(), fault: z.string().optional() })

const SlotOutcome = z.object({
  slot: z.string(),
  outcome: z.enum(['applied', 'same', 'held', 'refused', 'untouched', 'superseded']),
  reason: z.string().nullable(),
  /** What the slot held before. */
  current: z.unknown(),
  wanted: z.unknown(),
  row: z.number().nullable(),
})

/** What became of a command, slot by slot. */
export const CommandOutcome = z.object({
  status: z.enum(['imported', 'partly-held', 'held', 'refused']),
  packet: z.string(),
  /** Of the record. */
  hid: z.string(),
  name: z.string(),
  slots: z.array(SlotOutcome),
  /** Of a file that was put into a field: the one that was there, by name and size. */
  was: z.string().nullish(),
})
export type CommandOutcome = z.infer<typeof CommandOutcome>
