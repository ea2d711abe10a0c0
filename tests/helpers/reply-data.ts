// What a test says in a reply, and the reply as the program hands it to the database.

import { createHash, randomBytes } from 'node:crypto'

export interface SentPacket {
  readonly id: number
  readonly hid: string
  readonly token: string
  readonly person: number
  /** Public row id of the n-th row of a collection in the packet, like c81. */
  row(collection: string, index?: number): string
}

export interface Said {
  readonly id?: string | null
  readonly draft?: string | null
  readonly sequence?: number | null
  readonly epoch?: number
  readonly packet?: string
  readonly token?: string
  readonly set?: Record<string, string | null>
  readonly rows?: readonly {
    readonly collection: string
    readonly row: string
    readonly fields: Record<string, string | null>
  }[]
  readonly drops?: readonly { readonly collection: string; readonly row: string }[]
  readonly report?: Record<string, string> | null
  /** Values that a person has to look at: slot, as the reply names it, to reason. */
  readonly doubts?: Readonly<Record<string, string>>
  /** Day of the receipt where the organisation is. */
  readonly day?: string
  /** The address that a mail server of ours vouches for. */
  readonly sender?: string
  /** The core opened it from a seal. */
  readonly sealed?: boolean
  /** For the call, not for the reply. */
  readonly evidence?: 'weak' | 'strong'
  readonly received?: Date
}

export const hex = (bytes: number) => randomBytes(bytes).toString('hex')
export const hash = (text: string) => createHash('sha256').update(text).digest('hex')

/** A reply as the program hands it to the database. */
export function replyData(packet: SentPacket, said: Said) {
  return {
    id: said.id === undefined ? hex(16) : said.id,
    draft: said.draft === undefined ? hex(16) : said.draft,
    sequence: said.sequence === undefined ? 1 : said.sequence,
    packet: said.packet ?? packet.hid,
    epoch: said.epoch ?? null,
    token: hash(said.token ?? packet.token),
    set: said.set ?? {},
    rows: said.rows ?? [],
    drops: said.drops ?? [],
    report: said.report ?? null,
    doubts: said.doubts ?? {},
    ...(said.day === undefined ? {} : { day: said.day }),
    sender: said.sender ?? null,
    ...(said.sealed === undefined ? {} : { sealed: said.sealed }),
  }
}
