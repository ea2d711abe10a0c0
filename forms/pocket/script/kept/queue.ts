// Replies that wait: each is sealed to the office already. They go while Pocket is open and there is a network, one after the other, until the
// office's intake gave a genuine receipt for the very octets. An answer that it refuses is kept, and goes again only when somebody sends it.

import { postSealed, type Sent } from '../../../browser/send.ts'
import type { Queued, Verdict } from './items.ts'
import { draftOf, type Held, sealedOf } from './held.ts'

/** Between two attempts while something waits; twice as long after each that met no answer, up to half an hour. */
const againMs = 30_000
const mostMs = 30 * 60_000

export interface Sender {
  /** Tries to send one at once. */
  send(id: string): Promise<Sent>
  /** Tries all that waits, and what met something else than the office: another network may be there. */
  all(): Promise<void>
}

/** @param arrived hears of each receipt; `changed` after each attempt. */
export function startSender(
  held: Held,
  arrived: (packet: string, code: string, id: string) => void,
  changed: () => void,
): Sender {
  const going = new Map<string, Promise<Sent>>()
  let failed = 0
  /** Times before which nothing goes by itself: after failures, and as the office asked. */
  let paused = 0
  let asked = 0
  async function post(id: string): Promise<Sent> {
    const queued = held.queue.get(id)
    if (queued === undefined) return { state: 'no-answer' }
    const sent = await postSealed(sealedOf(queued))
    if (sent.state === 'arrived') {
      await noteArrival(held, queued, sent)
      await held.dequeue(id)
      arrived(queued.packet, sent.code, id)
    } else if (sent.state !== 'no-answer') await held.judge(queued, sent.state)
    failed = sent.state === 'no-answer' ? failed + 1 : 0
    paused = failed === 0 ? 0 : Date.now() + Math.min(againMs * 2 ** (failed - 1), mostMs)
    // a host that asks for longer is not believed: it may be in other hands
    asked = sent.state === 'no-answer' ? Date.now() + Math.min((sent.after ?? 0) * 1000, 2 * mostMs) : 0
    changed()
    return sent
  }
  const sender: Sender = {
    send(id) {
      const now = going.get(id) ?? post(id).finally(() => going.delete(id))
      going.set(id, now)
      return now
    },
    all: () => tryAll('refused'),
  }
  async function tryAll(...left: readonly Verdict[]): Promise<void> {
    for (const { id, verdict } of held.queue.values()) {
      if (verdict !== undefined && left.includes(verdict)) continue
      if (Date.now() < asked) return
      const { state } = await sender.send(id)
      if (state === 'no-answer') return
    }
  }
  addEventListener('online', () => void sender.all())
  setInterval(() => {
    if (navigator.onLine && Date.now() >= paused) void tryAll('refused', 'not-genuine')
  }, againMs)
  return sender
}

/** A draft that was written on since it was sealed stays. */
type Arrived = Extract<Sent, { state: 'arrived' }>

async function noteArrival(held: Held, { packet, reply = '', at }: Queued, { code, item }: Arrived): Promise<void> {
  const head = held.heads.get(packet)
  const now = Date.now()
  if (head !== undefined) await held.update({ ...head, sent: now, reply, code, item, fate: null, answer: null })
  const saved = Number(/"saved":([0-9]+)/.exec(held.line(draftOf(packet)) ?? '')?.[1] ?? 0)
  if (saved <= at) await held.setLine(draftOf(packet), null)
  await held.setLine(`${draftOf(packet)}-sent`, `${now}`)
}
