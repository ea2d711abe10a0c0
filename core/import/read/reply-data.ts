// The shape in which a reply reaches apply_reply. Everything in it is the sender's word; SQL judges it.

import type { Statements } from '@satchel/forms/text/text-form-parse'
import { limits } from '@satchel/protocol/limits'
import type { Reply } from '@satchel/protocol/messages/reply'
import { tokenHash } from '@satchel/protocol/messages/token'
import { problem } from '../../problems/problems.ts'

export interface ReplyData {
  /** 128 bits made by the sender's program; null for forms that can make none. */
  readonly id: string | null
  readonly draft: string | null
  readonly sequence: number | null
  readonly packet: string
  readonly epoch: number | null
  /** SHA-256 of the token: the token itself goes no further than this file. */
  readonly token: string
  readonly set: Readonly<Record<string, string | null>>
  readonly rows: readonly {
    readonly collection: string
    readonly row: string
    readonly fields: Readonly<Record<string, string | null>>
  }[]
  readonly drops: readonly { readonly collection: string; readonly row: string }[]
  readonly report: Readonly<Record<string, string>> | null
  /** The sender says that everything on file is still right. */
  readonly confirms?: boolean
  /** The one address that a mail server of ours vouches for as this mail's sender; the database compares it. */
  readonly sender?: string | null
  /** Fingerprint of the registered key whose signature covers all of it; the database compares it with the recipient's. */
  readonly signer?: string
  /** The core opened it from a seal or from encryption: the token in it went through nobody's hands. Never of what came in the clear. */
  readonly sealed?: true
  /** A link of a letter opened it: all such answers to a packet on one day are one draft. */
  readonly link?: true
  /** Of a text form: what it says in quoted lines. Its signer may only pass that on. */
  readonly quoted?: ReturnType<typeof statementsOf>
  /** Values that a person has to look at as they were written: `field/NAME`, `row/COLLECTION/ROW`, `report/NAME` to a reason. */
  readonly doubts: Readonly<Record<string, string>>
}

const isDamaged = (value: string | null) => value?.includes('\u{FFFD}') === true

function statementsOf(said: Statements) {
  if (said.rows.length + said.drops.length > limits.replyRows) {
    throw problem('reply/too-many-rows', `The reply states more than ${limits.replyRows} rows.`, {
      hint: 'a record has no more; it may have been made by a program that repeats itself',
    })
  }
  const damaged = [
    ...[...said.set].filter(([, value]) => isDamaged(value)).map(([name]) => `field/${name}`),
    ...said.rows.filter(row => [...row.fields.values()].some(isDamaged)).map(row => `row/${row.collection}/${row.row}`),
    ...[...(said.report ?? [])].filter(([, value]) => isDamaged(value)).map(([name]) => `report/${name}`),
  ]
  return {
    // fromEntries, not assignment: a field named __proto__ stays a field
    set: Object.fromEntries(said.set),
    rows: said.rows.map(row => ({ ...row, fields: Object.fromEntries(row.fields) })),
    drops: said.drops,
    report: said.report === undefined ? null : Object.fromEntries(said.report),
    ...(said.confirms === true ? { confirms: true } : {}),
    // letters that were lost on the way (U+FFFD) come before anything else that may be wrong
    doubts: Object.fromEntries([...(said.doubts ?? []), ...damaged.map(slot => [slot, 'damaged-text'] as const)]),
  }
}

/** From a reply file. */
export function dataOfReply(reply: Reply): ReplyData {
  return {
    id: reply.id,
    draft: reply.draft,
    sequence: reply.sequence,
    packet: reply.packet,
    epoch: reply.epoch,
    token: tokenHash(reply.token),
    ...statementsOf(reply),
  }
}

/** From a form that makes no ids: a text form, a plain HTML form. */
export function dataOfForm(packet: string, token: string, said: Statements, quoted?: Statements): ReplyData {
  return {
    id: null,
    draft: null,
    sequence: null,
    packet,
    epoch: null,
    token: tokenHash(token),
    ...statementsOf(said),
    ...(quoted === undefined ? {} : { quoted: statementsOf(quoted) }),
  }
}
