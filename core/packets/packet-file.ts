// From what open_packet read to the packet as a value. Pure.

import type { Packet, PacketRow } from '@satchel/protocol/messages/packet'
import type { PacketCase } from '@satchel/protocol/messages/packet-case'
import type { FormDefinition } from '@satchel/forms/definition/definition'
import { intakePage, type Settings } from '../home/settings.ts'
import type { PacketOpened } from '../db/shapes/packets.ts'

export interface PacketSecrets {
  readonly id: string
  readonly token: string
  /** The token in the address that answers go to, where another one answers: mail shows addresses to everybody on its way. */
  readonly address?: string
  /** Fingerprint of the core's key. */
  readonly key: string
  /** Public half with which what became of a receipt is verified. */
  readonly outcomeKey?: string
}

/** Mail address that replies go to: the installation's own, with the token as plus-part. */
export function replyAddress(mail: string, token: string): string {
  const at = mail.lastIndexOf('@')
  return `${mail.slice(0, at)}+${token.toLowerCase()}${mail.slice(at)}`
}

/** What SX1 cannot carry (control characters that some program once wrote into a row) stays behind; the merge knows. */
// oxlint-disable-next-line no-control-regex
const carried = (value: string) =>
  value.replace(/\r\n?/g, '\n').replace(/[\u0001-\u0008\u000B-\u001F\u007F-\u009F\uFEFF]/g, '')

/** The same of every text in a value. */
function carriedAll(value: unknown): unknown {
  if (typeof value === 'string') return carried(value)
  if (Array.isArray(value)) return value.map(carriedAll)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, carriedAll(each)]))
}

/** A type of record as a packet has it: a symbol has no underscore, and a type of one's own has one. */
export const kindOf = (type: string) => type.replaceAll('_', '-')

/**
 * Builds the packet. Slots come as `field/NAME` and `row/COLLECTION/KEY`; fields without a value are left out.
 * @param noLetters what staff read of a person who wants no letters unasked.
 * @param why the reason in the sender's own words.
 */
export function buildPacket(
  opened: PacketOpened,
  secrets: PacketSecrets,
  form: FormDefinition,
  settings: Settings,
  noLetters: string,
  why?: string,
): Packet {
  const replyPage = intakePage(settings, 'reply')
  const fields = new Map<string, string>()
  const rows = new Map<string, PacketRow[]>(form.collections.map(collection => [collection.name, []]))
  for (const field of form.fields) {
    const value = opened.slots[`field/${field.name}`]
    if (typeof value === 'string') fields.set(field.name, carried(value))
  }
  const slots = Object.entries(opened.slots).sort(([a], [b]) => rowNumber(a) - rowNumber(b))
  for (const [slot, value] of slots) {
    const [place, collection = '', id = ''] = slot.split('/')
    if (place !== 'row' || value === null || typeof value === 'string') continue
    const definition = form.collections.find(entry => entry.name === collection)
    const ordered = (definition?.fields ?? []).flatMap(field => {
      const cell = value[field.name]
      return cell === undefined ? [] : [[field.name, carried(cell)] as const]
    })
    rows.get(collection)?.push({ id, fields: new Map(ordered) })
  }
  const refused = opened.no_letters === null ? [] : [{ date: opened.no_letters, kind: 'letters', text: noLetters }]
  return {
    version: 2,
    id: secrets.id,
    epoch: opened.epoch,
    kind: opened.kind === 'self-update' ? 'self-update' : 'work',
    form: { name: opened.form_name, version: opened.form_version },
    language: opened.language,
    issued: opened.issued,
    expires: opened.expires,
    token: secrets.token,
    replyTo: {
      mail: replyAddress(settings.mail, secrets.address ?? secrets.token),
      ...(replyPage === null
        ? {}
        : { web: { url: replyPage, receiptKey: settings.intakeReceiptKey ?? '', ...keyOf(secrets) } }),
    },
    key: secrets.key,
    record: { kind: kindOf(opened.type), version: opened.version, fields, rows },
    case: caseOf(opened, settings, why),
    background: refused,
    // who edits a record reports on nobody
    report: opened.kind === 'edit' ? [] : form.report.map(field => field.name),
  }
}

const keyOf = ({ outcomeKey }: PacketSecrets) => (outcomeKey === undefined ? {} : { outcomeKey })

function caseOf({ case: read, sender }: PacketOpened, settings: Settings, why: string | undefined): PacketCase {
  const phone = settings.officePhone ?? sender?.phone
  const told = {
    ...read,
    sender: sender?.name ?? settings.organisation,
    ...(phone === undefined ? {} : { 'sender-phone': phone }),
    ...(why === undefined ? {} : { why }),
  }
  // the names and types of the entries are those that the functions of the database give; printing takes no others
  return carriedAll(told) as PacketCase
}

const rowNumber = (slot: string) => Number(/[0-9]+$/.exec(slot)?.[0] ?? 0)
