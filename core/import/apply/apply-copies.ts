// An item that holds several forms: each packet's answer counts once, however often its form came. What cannot be taken of one
// packet stops no other; the item is then looked at by a person all the same.

import { Problem } from '@satchel/protocol/problem'
import type { Database } from '../../db/database.ts'
import { chooseCopies, notePart } from '../../db/calls/import.ts'
import { tokenAddress } from '../../db/calls/intake.ts'
import { applyReply } from '../../db/calls/import.ts'
import { type ItemState, type ReplyOutcome } from '../../db/shapes/import.ts'
import type { Act, Copy } from '../read/act.ts'
import type { ActItem, ActTools, Ended } from './act-tools.ts'
import { countedTime } from '../counted-time.ts'
import { localDay } from '../../home/local-day.ts'
import type { ReplyData } from '../read/reply-data.ts'
import { refusalCode } from '../../problems/refusal.ts'
import { notStorable, refusedItem, finishReply, type TakenReply } from './finish-reply.ts'
import { tellHolder } from './not-understood.ts'

type Copies = Extract<Act, { act: 'copies' }>

export async function applyCopies(database: Database, tools: ActTools, item: ActItem, act: Copies): Promise<Ended> {
  const groups: Group[] = []
  for (const copies of await byPacket(database, act.copies)) {
    const { chosen } = await database.run(chooseCopies, { copies: [...copies] })
    const packet = copies[0]?.packet
    // the copy that can be read came back as it was, and another one cannot be read: that one was the answer
    const fault = chosen.states
      ? undefined
      : act.faults.find(one => one.packet === null || one.packet === packet)?.problem
    groups.push({ copies, chosen, fault })
  }
  // a letter that is quoted as it was beside the answer to another is no answer
  const answers = groups.some(({ chosen }) => chosen.states)
    ? groups.filter(({ chosen, fault }) => chosen.states || fault !== undefined)
    : groups
  const states: ItemState[] = []
  let failed: Problem | undefined
  let named: readonly string[] = []
  for (const group of answers) {
    const result = group.fault === undefined ? await applyGroup(database, tools, item, act, group) : group.fault
    if (typeof result === 'string') states.push(result)
    else if (failed === undefined) {
      failed = result
      named = group.copies.map(({ token }) => token)
    }
  }
  const packets = new Set(groups.flatMap(group => group.copies.map(({ packet }) => packet)))
  failed ??= act.faults.find(({ packet }) => packet !== null && !packets.has(packet))?.problem
  // whoever wrote words beside the forms wrote them about the first
  const token = (answers[0]?.copies[0] ?? act.copies[0]?.reply)?.token
  const about = token === undefined ? {} : { token }
  if (failed === undefined) {
    const state = together(states)
    return { state, ...about, ...(state === 'repeat' ? { untold: 'repeat' as const } : {}) }
  }
  if (states.length === 0) throw failed
  // what went in stays in; the rest is told, and kept for a person
  if (act.hints !== undefined && tools.show === undefined) {
    const hints = { ...act.hints, tokens: [...named, ...act.hints.tokens] }
    await tellHolder(database, tools, item.hash, failed, hints, true)
  }
  await database.run(notePart, { item: item.item })
  return { state: 'quarantined', fault: { code: failed.code, message: failed.message }, ...about }
}

/** Replies by packet and token, each with the token that it means. */
async function byPacket(database: Database, copies: readonly Copy[]): Promise<readonly (readonly ReplyData[])[]> {
  const groups = new Map<string, ReplyData[]>()
  for (const { reply, tokens } of copies) {
    const token = (await meantToken(database, reply.packet, tokens)) ?? reply.token
    const key = `${reply.packet} ${token}`
    groups.set(key, [...(groups.get(key) ?? []), { ...reply, token }])
  }
  return [...groups.values()]
}

/** The token that is written, where it is one of ours; else the one of the packet that the form names. */
async function meantToken(database: Database, packet: string, tokens: readonly string[]): Promise<string | undefined> {
  if (tokens.length < 2) return tokens[0]
  const known = await Promise.all(
    tokens.map(async token => ({ token, address: (await database.run(tokenAddress, { token })).address })),
  )
  if (known[0]?.address != null) return tokens[0]
  return known.find(({ address }) => address?.purpose === 'reply' && address.packet === packet)?.token ?? tokens[0]
}

interface Group {
  readonly copies: readonly ReplyData[]
  readonly chosen: { readonly states: boolean; readonly replies: readonly Readonly<Record<string, unknown>>[] }
  readonly fault: Problem | undefined
}

/** @returns what became of it, or why nothing of it could be taken. */
async function applyGroup(
  database: Database,
  tools: ActTools,
  item: ActItem,
  act: Copies,
  { chosen }: Group,
): Promise<ItemState | Problem> {
  const taken: TakenReply[] = []
  const received = countedTime(act.received, item)
  const day = localDay(received, tools.context.settings.timezone)
  for (const reply of chosen.replies) {
    const { outcome } = await database
      .run(applyReply, { item: item.item, reply: { ...reply, day }, evidence: act.evidence, received })
      .catch((error: unknown) => Promise.reject(notStorable(error)))
    if ('problem' in outcome) {
      const problem = refusedItem(refusalCode(outcome))
      if (taken.length > 0) throw problem
      return problem
    }
    taken.push(outcome)
  }
  tools.context.failpoint('import/applied')
  return (await finishReply(database, tools, oneOutcome(taken))).state
}

/** Copies that disagree are told of in one letter: no slot twice, what waits before what does not. */
function oneOutcome(taken: readonly TakenReply[]): TakenReply {
  const fresh = taken.filter(one => one.case !== 'repeat')
  const [first, ...more] = fresh
  if (first === undefined) {
    const [repeat] = taken
    if (repeat === undefined) throw new Error('no copy was chosen')
    return repeat
  }
  if (more.length === 0) return first
  const slots = new Map<string, ReplyOutcome['slots'][number]>()
  for (const slot of fresh.flatMap(one => one.slots)) {
    const name = slot.slot.replace(/^report\/[^/]+/, 'report')
    if (slots.get(name)?.outcome !== 'held') slots.set(name, slot)
  }
  return { ...first, slots: [...slots.values()] }
}

/** The state of an item by those of its replies. */
function together(states: readonly ItemState[]): ItemState {
  const kinds = new Set(states)
  if (kinds.size > 1) kinds.delete('repeat')
  const [only] = kinds
  if (kinds.size === 1 && only !== undefined) return only
  return kinds.has('held') || kinds.has('partly-held') ? 'partly-held' : 'imported'
}
