// Statements of what comes through the doors beside replies: unsubscribes, bounces, inquiries, files, form requests.

import { z } from 'zod'
import { Bytes, statement } from '../db/statement.ts'
import { PacketOpened, Refusal } from './dispatch.ts'
import { Applied } from './import.ts'

const none = z.object({})

/** The address that a token was made for. */
const TokenAddress = z.object({
  purpose: z.enum(['reply', 'bounce', 'unsubscribe', 'form', 'yes']),
  mark: z.string().nullable(),
  mailto: z.string().nullable(),
  kind: z.string().nullable(),
  packet: z.string().nullable(),
  packet_id: z.number().nullable(),
  language: z.string(),
  live: z.boolean().nullable(),
})
export type TokenAddress = z.infer<typeof TokenAddress>

export const tokenAddress = statement(
  'tokens/address',
  'one',
  z.object({ token: z.string() }),
  z.object({ address: TokenAddress.nullable() }),
)

export const liveTokens = statement(
  'tokens/live',
  'many',
  z.object({ after: z.string(), limit: z.number() }),
  z.object({ hash: z.string() }),
)

export const noteUnsubscribe = statement(
  'consents/unsubscribe',
  'one',
  z.object({
    item: z.number(),
    token: z.string().nullable(),
    mark: z.string().nullable(),
    mailto: z.string().nullable(),
    basis: z.string(),
    received: z.date(),
  }),
  z.object({
    noted: z.union([
      Refusal,
      z.object({ case: z.enum(['new', 'repeat']), mailto: z.string().nullable(), language: z.string() }),
    ]),
  }),
)

export const noteConsent = statement(
  'consents/note',
  'one',
  z.object({
    mark: z.string(),
    given: z.boolean(),
    basis: z.string(),
    mailto: z.string(),
    person: z.string().nullable(),
  }),
  z.object({ noted: z.union([Refusal, z.object({ person: z.number().nullable(), out: z.number() })]) }),
)

export const noteYes = statement(
  'consents/yes',
  'one',
  z.object({
    item: z.number(),
    token: z.string(),
    mark: z.string().nullable(),
    sender: z.string().nullable(),
    basis: z.string(),
    received: z.date(),
    question: z.string(),
    days: z.number(),
  }),
  z.object({
    noted: z.union([
      Refusal,
      z.object({
        evidence: z.enum(['weak', 'strong']).nullable(),
        ask: z.string().nullable().default(null),
        language: z.string().default('en'),
      }),
    ]),
  }),
)

export const consentHistory = statement(
  'consents/history',
  'many',
  z.object({ mark: z.string(), mailto: z.string() }),
  z.object({
    received: z.date(),
    given: z.boolean(),
    purpose: z.string(),
    basis: z.string(),
    noted_by: z.string(),
    person: z.string().nullable(),
    evidence: z.string().nullable(),
  }),
)

export const consentStands = statement(
  'consents/stands',
  'one',
  z.object({ mark: z.string(), mailto: z.string() }),
  z.object({ stands: z.boolean().nullable() }),
)

export const noteBounce = statement(
  'items/bounce',
  'one',
  z.object({ token: z.string(), status: z.string(), fate: z.string(), report: z.boolean() }),
  z.object({ known: z.boolean().nullable() }),
)

export const noteBounceOf = statement(
  'items/bounce-of',
  'one',
  z.object({ letter: z.string(), status: z.string(), fate: z.string() }),
  z.object({ known: z.boolean().nullable() }),
)

/** Files that a submission names: the sealed upload's item name, and the sender's words for it. */
export const Files = z.array(z.object({ item: z.string(), name: z.string(), type: z.string() }))

export const filesMissing = statement(
  'items/files-missing',
  'one',
  z.object({ files: Files }),
  z.object({ missing: z.number().nullable() }),
)

export const attachFiles = statement(
  'items/attach',
  'none',
  z.object({ item: z.number(), run: z.number(), files: Files }),
  none,
)

const Hashes = z.object({ hashes: z.array(z.string()) })
const Hash = z.object({ hash: z.string() })

export const endedItems = statement('items/ended', 'many', Hashes, Hash)
export const knownItems = statement('items/known', 'many', Hashes, Hash)

export const nextPull = statement('items/next-pull', 'one', none, z.object({ run: z.number().nullable() }))

export const noteFormRequest = statement(
  'form-requests/note',
  'none',
  z.object({ item: z.number(), mailto: z.string(), mark: z.string(), received: z.date() }),
  none,
)

export const nextFormRequest = statement(
  'form-requests/next',
  'one',
  none,
  z.object({
    wish: z
      .object({
        request: z.number(),
        mailto: z.string().optional(),
        mark: z.string().optional(),
        make: z.array(z.string()),
        status: z.string(),
      })
      .nullable(),
  }),
)

export const endFormRequest = statement(
  'form-requests/end',
  'none',
  z.object({ request: z.number(), status: z.string() }),
  none,
)

export const openOwnPacket = statement(
  'packets/open-own',
  'one',
  z.object({
    entity: z.string(),
    mailto: z.string().nullable(),
    form: z.string(),
    packet: z.string(),
    reply_token: z.string(),
    bounce_token: z.string(),
    unsubscribe_token: z.string(),
    mark: z.string(),
    asked: z.boolean(),
    days: z.number(),
  }),
  z.object({ opened: z.union([Refusal, PacketOpened]) }),
)

export const ownAddresses = statement(
  'packets/own-addresses',
  'many',
  z.object({ entity: z.string(), mailto: z.string().nullable() }),
  z.object({ mailto: z.string().nullable() }),
)

export const applyConfirmation = statement(
  'replies/confirm',
  'one',
  z.object({ token: z.string(), received: z.date() }),
  z.object({ outcome: Applied }),
)

export const openConfirmation = statement(
  'replies/open-confirmation',
  'one',
  z.object({ reply: z.number(), token: z.string(), days: z.number() }),
  z.object({
    opened: z
      .object({
        mailto: z.string(),
        asked: z.array(
          z.object({
            slot: z.string(),
            becomes: z.enum(['new', 'changed', 'removed']),
            entry: z.number().optional(),
            /** The last two digits of a phone number, the first letter of an e-mail address. */
            hint: z.object({ kind: z.enum(['phone', 'email']), part: z.string() }).optional(),
          }),
        ),
      })
      .nullable(),
  }),
)

export const queueNotice = statement(
  'letters/notice',
  'one',
  z.object({
    letter: z.string(),
    packet: z.number().nullable(),
    mailto: z.string(),
    digest: z.string(),
    bytes: Bytes,
    per_day: z.number(),
  }),
  z.object({ queued: z.boolean().nullable() }),
)
