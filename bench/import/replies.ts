// The material of the import benchmark: open packets and sealed replies in the spool, as a pull leaves them. Everything goes the way
// that users go (open_packet, seal, spool); only the letters that nobody reads are left out.

import { join } from 'node:path'
import type { Context } from '@satchel/core/context/context'
import type { Database } from '@satchel/core/db/database'
import { openOwnPacket, openPacket } from '@satchel/core/db/calls/packets'
import { PacketOpened } from '@satchel/core/db/shapes/packets'
import { sealingKeys } from '@satchel/core/keys/core-keys'
import { addressMark } from '@satchel/core/keys/keyed-marks'
import { seal } from '@satchel/protocol/envelope/envelope-seal'
import { printReply, type Reply } from '@satchel/protocol/messages/reply'
import { openSpool, writeItem } from '@satchel/protocol/spool/spool'
import { newPacketId, newReplyId, newToken, tokenHash } from '@satchel/protocol/messages/token'
import { personAt } from '../stage.ts'

export interface Sent extends ReturnType<typeof personAt> {
  readonly packet: PacketOpened
  readonly id: string
  readonly token: string
}

export type SentForm = 'call-report' | 'self-update'

/** Opens a packet for each of the people from `first` on, as dispatch does, 500 a transaction. */
export async function openPackets(
  context: Context,
  count: number,
  formOf: (index: number) => SentForm,
  first = 0,
): Promise<readonly Sent[]> {
  const sent: Sent[] = []
  await context.asDispatch(async database => {
    for (let from = first; from < first + count; from += 500) {
      await database.inTransaction(async () => {
        for (let index = from; index < Math.min(first + count, from + 500); index++) {
          sent.push(await openOne(context, database, index, formOf(index)))
        }
      })
    }
  })
  return sent
}

async function openOne(context: Context, database: Database, index: number, form: SentForm): Promise<Sent> {
  const [id, token] = [newPacketId(), newToken()]
  const person = personAt(index)
  const order = {
    entity: person.hid,
    form,
    packet: id,
    reply_token: tokenHash(token),
    bounce_token: tokenHash(newToken()),
    days: 30,
  }
  const { opened } =
    form === 'self-update'
      ? await database.run(openOwnPacket, {
          ...order,
          mailto: person.email,
          unsubscribe_token: tokenHash(newToken()),
          mark: addressMark(context.home, person.email),
          asked: true,
        })
      : await database.run(openPacket, {
          ...order,
          staff: 'anna',
          address_token: tokenHash(newToken()),
          kind: 'work',
          again: true,
          operator: 'office',
          zone: 'UTC',
          language: '',
          shown: false,
          files: 0,
        })
  return { ...person, packet: PacketOpened.parse(opened), id, token }
}

/** What a reply says beyond its packet. */
export type Said = Partial<Pick<Reply, 'draft' | 'sequence' | 'drops' | 'confirms'>> & {
  readonly set?: Readonly<Record<string, string | null>>
  readonly rows?: readonly {
    readonly collection: string
    readonly row: string
    readonly fields: Readonly<Record<string, string | null>>
  }[]
  readonly report?: Readonly<Record<string, string>>
}

/** A reply file. */
export function replyText({ packet, id, token }: Sent, { set = {}, rows = [], report, ...said }: Said): string {
  return printReply({
    version: 1,
    id: newReplyId(),
    draft: newReplyId(),
    sequence: 1,
    packet: id,
    epoch: packet.epoch,
    token,
    drops: [],
    files: [],
    ...said,
    set: new Map(Object.entries(set)),
    rows: rows.map(row => ({ ...row, fields: new Map(Object.entries(row.fields)) })),
    ...(report === undefined ? {} : { report: new Map(Object.entries(report)) }),
  })
}

/** The row of a packet that holds a value. */
export function rowOf({ packet }: Sent, table: string, field: string, value: string) {
  const slot = Object.entries(packet.slots).find(
    ([name, row]) =>
      name.startsWith(`row/${table}/`) && row !== null && typeof row === 'object' && row[field] === value,
  )?.[0]
  const row = slot?.split('/')[2]
  if (row === undefined) throw new Error(`the packet shows no ${table} with the ${field} ${value}`)
  return { collection: table, row }
}

/** A number that looks like one of the country. */
export const otherPhone = (index: number) => `+25571${String(index).padStart(7, '0')}`

/** A clean reply of a colleague: a changed name, a changed telephone number, a report; 2 KB of text. */
export function cleanReply(sent: Sent, index: number): string {
  const text = (length: number) =>
    replyText(sent, {
      set: { 'given-name': `Renamed${index}` },
      rows: [{ ...rowOf(sent, 'contact-point', 'value', sent.phone), fields: { value: otherPhone(index) } }],
      report: {
        when: '2026-11-22',
        outcome: 'reached',
        note: 'Asked for the price of maize seed. '.repeat(60).slice(0, length),
      },
    })
  return text(1 + 2048 - Buffer.byteLength(text(1)))
}

/** A clean answer to a person's own form: a changed name, a language, a new town. */
export const ownReply = (sent: Sent, index: number): string =>
  replyText(sent, {
    set: { 'given-name': `Renamed${index}`, language: 'sw' },
    rows: [{ ...rowOf(sent, 'address', 'city', 'Moshi'), fields: { city: 'Arusha' } }],
  })

/** Seals texts into the core's spool, a millisecond apart. @returns their items' names, in their order. */
export async function sealTexts(context: Context, texts: readonly string[]): Promise<readonly string[]> {
  const keys = await sealingKeys(context.home)
  const spool = await openSpool(join(context.home.spool, 'folder'))
  const names: string[] = []
  for (const [index, text] of texts.entries()) {
    const at = new Date(Date.now() - texts.length + index)
    names.push((await writeItem(spool, 'reply', 'raw', await seal(text, keys), () => undefined, at)).name)
  }
  return names
}
