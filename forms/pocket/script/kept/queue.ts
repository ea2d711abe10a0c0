// Replies that wait: each is sealed to the office already. They go while Pocket is open and there is a network, one after the other, until the
// office's intake gave a genuine receipt for the very octets.

import { postSealed, type Sent } from '../../../browser/send.ts'
import { draftOf, type Held, sealedOf } from './held.ts'

/** Between two attempts while something waits. */
const againMs = 30_000

export interface Sender {
  /** Tries to send one at once. */
  send(id: string): Promise<Sent>
  /** Tries all that waits. */
  all(): Promise<void>
}

/** @param arrived hears of each receipt; `changed` after each attempt. */
export function startSender(
  held: Held,
  arrived: (packet: string, code: string, id: string) => void,
  changed: () => void,
): Sender {
  const going = new Map<string, Promise<Sent>>()
  async function post(id: string): Promise<Sent> {
    const queued = held.queue.get(id)
    if (queued === undefined) return { state: 'no-answer' }
    const sent = await postSealed(sealedOf(queued))
    if (sent.state === 'arrived') {
      await noteArrival(held, queued.packet, sent, queued.at)
      await held.dequeue(id)
      arrived(queued.packet, sent.code, id)
    }
    changed()
    return sent
  }
  const sender: Sender = {
    send(id) {
      const now = going.get(id) ?? post(id).finally(() => going.delete(id))
      going.set(id, now)
      return now
    },
    async all() {
      for (const id of held.queue.keys()) {
        const { state } = await sender.send(id)
        if (state === 'no-answer') return
      }
    },
  }
  addEventListener('online', () => void sender.all())
  setInterval(() => {
    if (navigator.onLine && held.queue.size > 0) void sender.all()
  }, againMs)
  return sender
}

/** A draft that was written on since it was sealed stays. */
type Arrived = Extract<Sent, { state: 'arrived' }>

async function noteArrival(held: Held, packet: string, { code, item }: Arrived, sealedAt: number): Promise<void> {
  const head = held.heads.get(packet)
  const now = Date.now()
  if (head !== undefined) await held.update({ ...head, sent: now, code, item, fate: null })
  const saved = Number(/"saved":([0-9]+)/.exec(held.line(draftOf(packet)) ?? '')?.[1] ?? 0)
  if (saved <= sealedAt) await held.setLine(draftOf(packet), null)
  await held.setLine(`${draftOf(packet)}-sent`, `${now}`)
}
