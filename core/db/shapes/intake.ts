// The address of a token, and the files that a submission names.

import { z } from 'zod'
import { spoolChannels } from '../../home/item-spools.ts'

/** How an item came. */
export const Channel = z.enum(spoolChannels)

/** The address that a token was made for. */
export const TokenAddress = z.object({
  purpose: z.enum(['reply', 'bounce', 'unsubscribe', 'form', 'yes', 'address']),
  mark: z.string().nullable(),
  mailto: z.string().nullable(),
  kind: z.string().nullable(),
  packet: z.string().nullable(),
  packet_id: z.number().nullable(),
  language: z.string(),
  live: z.boolean().nullable(),
})
export type TokenAddress = z.infer<typeof TokenAddress>

/** Files that a submission names: the sealed upload's item name, the sender's words for it, and the reply that announces it. */
export const Files = z.array(
  z.object({ item: z.string(), name: z.string(), type: z.string(), reply: z.string().nullable().optional() }),
)

/** The word that the holder of a receipt is told. */
export const ReceiptWord = z.enum(['stored', 'imported', 'held', 'refused'])
