// From an opened packet to what it holds: the packet, its page, its text form and the letter around them, in clear. How it leaves, and how
// it is protected on its way, is for its carrier.

import type { FormDefinition } from '@satchel/forms/definition/definition'
import type { Organization } from '@satchel/forms/html/page-frame'
import { type PacketLetter, packetLetter } from '@satchel/forms/letters/packet-letter'
import { wordsFor } from '@satchel/forms/loader'
import { printOwnSealed, type SealedParts } from '@satchel/forms/page/own-sealed'
import { type PacketPageParts, printPacketPage } from '@satchel/forms/page/packet-page'
import { say, type Words } from '@satchel/forms/words/form-words'
import { detachedSign } from '@satchel/protocol/envelope/envelope-sign'
import type { PrivateKey } from '@satchel/protocol/envelope/pgp-keys'
import { type Packet, printPacket } from '@satchel/protocol/messages/packet'
import { newPacketId, newToken, tokenHash } from '@satchel/protocol/messages/token'
import { sha256 } from '@satchel/protocol/sha256'
import { outcomeKeyText } from '../keys/pull-key.ts'
import { organizationOf } from '../home/organization.ts'
import { zoneOf } from '../home/local-day.ts'
import { limits } from '@satchel/protocol/limits'
import { intakePage } from '../home/settings.ts'
import type { Context } from '../context/context.ts'
import type { PacketOpened } from '../db/shapes/packets.ts'
import { problem } from '../problems/problems.ts'
import { refusal } from '../problems/refusal.ts'
import type { FormCatalog } from '../forms/form-catalog.ts'
import { pageKeys } from './page-keys.ts'
import { buildPacket, replyAddress } from './packet-file.ts'
import { isGuarded } from './protect-packet.ts'

/** Secrets of one packet, made before it; the database gets hashes only. */
export interface PacketTokens {
  readonly id: string
  readonly reply: string
  readonly bounce: string
  /** Stands in the address of a protected letter: it says whose it is, and lets nothing in. */
  readonly address: string
  /** For letters that nobody asked for or that come again: whoever has it can end them. */
  readonly unsubscribe?: string
}

export const newPacketTokens = () => ({ id: newPacketId(), reply: newToken(), bounce: newToken(), address: newToken() })

/** The token parameters of `open_packet` and `open_own_packet`. */
export const tokenHashes = (tokens: PacketTokens) => ({
  packet: tokens.id,
  reply_token: tokenHash(tokens.reply),
  bounce_token: tokenHash(tokens.bounce),
  address_token: tokenHash(tokens.address),
})

/** The parameters of `open_packet` that the case of a packet is made with. */
export const caseSources = ({ settings }: Context) => ({
  operator: settings.operator,
  zone: zoneOf(settings.timezone),
  files: limits.packetFilesBytes,
})

export interface PacketTools {
  readonly context: Context
  readonly catalog: FormCatalog
  readonly key: PrivateKey
}

/** What somebody said about this packet when it was sent. */
export interface PacketWishes {
  /** The record as the order names it. */
  readonly entity: string
  readonly why?: string | undefined
  /** A person's own form whose answer is sealed in its page, and can leave by no other way. */
  readonly sealed?: boolean
  /** It may share its letter with other packets. */
  readonly isTogether?: boolean | undefined
  /** How its files are called before their endings, where the packet's short number is not enough. */
  readonly base?: string | undefined
}

/** A packet that was opened in the transaction under way, and all that it holds. */
export interface WrittenPacket {
  readonly opened: PacketOpened
  readonly tokens: PacketTokens
  readonly form: FormDefinition
  readonly packet: Packet
  readonly words: Words
  readonly organization: Organization
  /** In clear. */
  readonly letter: PacketLetter
  /** Of the packet file with its token masked: an audit can make it again and compare. */
  readonly digest: string
  /** How its files are called, where that was said. */
  readonly base?: string
  /** Where its reader can end such letters. */
  readonly ways?: WaysOut
}

/** @throws Problem form/not-known, form/cannot-seal, packet/too-large. */
export async function writePacket(
  { context, catalog, key }: PacketTools,
  opened: PacketOpened,
  tokens: PacketTokens,
  { entity, why, sealed = false, base, isTogether = false }: PacketWishes,
): Promise<WrittenPacket> {
  const { settings } = context
  const form = catalog.find(opened.form_name, opened.form_version)
  if (form === null) throw refusal('form/not-known', { form: opened.form_name })
  const secrets = {
    id: tokens.id,
    token: tokens.reply,
    ...(isGuarded(opened) ? { address: tokens.address } : {}),
    key: key.getFingerprint().toUpperCase(),
    ...(settings.intakeUrl === undefined ? {} : { outcomeKey: outcomeKeyText(context.home) }),
  }
  const words = wordsFor(catalog.forms.words, opened.language)
  const packet = buildPacket(opened, secrets, form, settings, say(words, 'packet-no-letters'), why)
  if (Buffer.byteLength(printPacket(packet)) > limits.packetBytes) throw tooLarge(entity)
  const ways = tokens.unsubscribe === undefined ? undefined : waysOut(context, tokens.unsubscribe)
  const organization = organizationOf(context)
  const page = sealed
    ? await sealedPage(context, catalog, packet, parts => printOwnSealed(form, packet, words, organization, parts))
    : await workPage(context, catalog, packet, isGuarded(opened), parts =>
        printPacketPage(form, packet, words, organization, parts),
      )
  const letter = packetLetter(form, packet, words, organization, {
    ...(page === undefined ? {} : { page }),
    ...(base === undefined ? {} : { base }),
    isSealed: sealed,
    isTogether,
    ...(await letterParts(catalog, key, opened, packet)),
    linkAddress: replyAddress(settings.mail, tokens.reply),
    ...(ways === undefined ? {} : { unsubscribe: { mail: ways.mailto, ...('url' in ways ? { url: ways.url } : {}) } }),
  })
  const digest = sha256(maskedFile(packet, settings.mail))
  const named = base === undefined ? {} : { base }
  return {
    opened,
    tokens,
    form,
    packet,
    words,
    organization,
    letter,
    digest,
    ...named,
    ...(ways === undefined ? {} : { ways }),
  }
}

const tooLarge = (entity: string) =>
  problem('packet/too-large', `The record ${entity} is too large for a letter: a packet holds 1 MiB.`, {
    details: { entity },
    hint: `satchel show ${entity} shows the record; shorten its longest text, or keep that text as a file of the record`,
  })

/** The packet file travels only where the recipient's programs read it: it is the whole record once more. */
async function letterParts({ forms }: FormCatalog, key: PrivateKey, opened: PacketOpened, packet: Packet) {
  const { protection, answer_links: answerLinks } = opened
  return {
    htmlForm: packet.kind === 'work' ? forms.htmlForm : forms.ownForm,
    protection: protection === 'pgp' ? ('pgp' as const) : ('plain' as const),
    ...(answerLinks === null ? {} : { answerLinks }),
    ...(opened.calendar === null ? {} : { calendar: opened.calendar }),
    ...(opened.packet_file
      ? { packetFile: { signature: await detachedSign(printPacket(packet), key, new Date(opened.issued)) } }
      : {}),
  }
}

const maskedFile = (packet: Packet, mail: string) =>
  printPacket({ ...packet, token: 'masked', replyTo: { ...packet.replyTo, mail } })

/** The page of a work packet; undefined for a person's own form. */
async function workPage(
  context: Context,
  { forms }: FormCatalog,
  packet: Packet,
  guarded: boolean,
  print: (parts: PacketPageParts) => string,
): Promise<string | undefined> {
  const script = forms.scripts.get('packet-page')
  if (packet.kind !== 'work' || script === undefined) return undefined
  return print({ template: forms.packetPage, script, keys: await pageKeys(context), plain: !guarded })
}

/** The page of a person's own form that seals the answer. Without the keys and the address of the intake no form leaves. */
async function sealedPage(
  context: Context,
  { forms }: FormCatalog,
  packet: Packet,
  print: (parts: SealedParts) => string,
): Promise<string> {
  const script = forms.scripts.get('own-sealed')
  const keys = await pageKeys(context)
  const { url, receiptKey = '' } = packet.replyTo.web ?? {}
  if (script === undefined || keys === undefined || url === undefined || receiptKey === '')
    throw refusal('form/cannot-seal')
  return print({ template: forms.ownSealed, script, keys })
}

interface WaysOut {
  readonly mailto: string
  readonly url?: string
}

/** Where one click, or one mail, ends it (RFC 8058). */
function waysOut({ settings }: Context, token: string): WaysOut {
  const url = intakePage(settings, `unsubscribe/${token}`)
  return { mailto: replyAddress(settings.mail, `u${token}`), ...(url === null ? {} : { url }) }
}
