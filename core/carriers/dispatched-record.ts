// What became of a record of a dispatch.

import { z } from 'zod'
import { Dispatched } from '../packets/dispatch-packet.ts'
import { ShownPacket } from '../packets/shown-letter.ts'

const named = {
  /** As it was named. */
  record: z.string(),
  /** Null where the operator does not see it. */
  name: z.string().nullable(),
  /** Short name of the recipient; null where there is none. */
  recipient: z.string().nullable(),
}

export const DispatchedRecord = z.discriminatedUnion('state', [
  z.object({
    ...named,
    state: z.enum(['queued', 'written', 'would-send', 'left-out']),
    ...Dispatched.shape,
    /** Of the open packet for which it was left out. */
    issued: z.string().optional(),
    /** The letter that carries it with others. */
    letter: z.string().optional(),
    /** The files that hold it, below the folder. */
    files: z.array(z.string()).readonly().optional(),
    /** What its recipient would get, where a dry run shows it. */
    shown: ShownPacket.optional(),
  }),
  z.object({
    ...named,
    state: z.literal('not-sent'),
    /** Why not: a code, and the same in words. */
    code: z.string(),
    reason: z.string(),
  }),
])
export type DispatchedRecord = z.infer<typeof DispatchedRecord>
