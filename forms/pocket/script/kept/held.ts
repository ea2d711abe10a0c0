// The packets in hand, as Pocket has it in memory while it is open: read from the vault at the start, and written there with each change.

import { type Bytes, fromBase64, randomBytes, toBase64, toHex } from '../../../browser/bytes.ts'
import type { SealedReply } from '../../../browser/send.ts'
import { draftKey, openLocked, rootOf, stretched } from '../../../browser/unlock.ts'
import type { Became } from '../read/office-answer.ts'
import { factsOf } from '../read/packet-facts.ts'
import { isShowable } from '../read/read-page.ts'
import type { LockedFile } from '../read/taken-file.ts'
import { type Head, type Kinds, only, type Queued, readKinds, type Root, type Verdict } from './items.ts'
import type { Vault } from './vault.ts'

export interface Held {
  readonly vault: Vault
  readonly heads: ReadonlyMap<string, Head>
  readonly queue: ReadonlyMap<string, Queued>
  readonly minutes: number
  setMinutes(minutes: number): Promise<void>
  /** @returns what it became; `wrong`: the phrase is another one. @throws DOMException where there is no room. */
  add(file: LockedFile, phrase: string | null, origin: string): Promise<Added>
  update(head: Head): Promise<void>
  remove(packet: string): Promise<void>
  pageOf(head: Head): Promise<{ readonly page: string; readonly draftKey: CryptoKey } | null>
  line(key: string): string | null
  setLine(key: string, value: string | null): Promise<void>
  /** @param reply its id. */
  enqueue(packet: string, sealed: SealedReply, reply: string): Promise<string>
  dequeue(id: string): Promise<void>
  /** Notes how an attempt ended. */
  judge(queued: Queued, verdict: Verdict): Promise<void>
}

export type Added =
  | { readonly is: 'added' | 'there'; readonly head: Head }
  | { readonly is: 'wrong' | 'no-packet' }
  | { readonly is: 'elsewhere'; readonly host: string }

export const sealedOf = ({ url, receiptKey, tokenHash, parts }: Queued): SealedReply => ({
  url,
  receiptKey,
  tokenHash,
  parts: parts.map(fromBase64),
})

/** Key of the draft of a packet, as the page itself calls it. */
export const draftOf = (packet: string): string => `satchel-${packet}`

export async function openHeld(vault: Vault): Promise<Held> {
  const kinds = await readKinds(vault)
  const { heads, roots, lines, queue, settings } = kinds
  return {
    vault,
    get heads() {
      return heads.all()
    },
    get queue() {
      return queue.all()
    },
    get minutes() {
      return settings.get(only)?.minutes ?? 5
    },
    setMinutes: minutes => settings.put(only, { kind: 'settings', minutes }),
    add: (file, phrase, origin) => add(vault, kinds, file, phrase, origin),
    update: head => heads.put(head.packet, head),
    remove: packet => remove(vault, kinds, packet),
    async pageOf(head) {
      const root = roots.get(head.salt)
      const page = await vault.get('pages', head.page)
      if (root === undefined || typeof page !== 'string') return null
      return { page, draftKey: await draftKey(await rootOf(fromBase64(root.octets)), head.packet) }
    },
    line: key => lines.get(key)?.value ?? null,
    setLine: (key, value) => (value === null ? lines.drop(key) : lines.put(key, { kind: 'line', key, value })),
    async enqueue(packet, { url, receiptKey, tokenHash, parts }, reply) {
      const id = toHex(randomBytes(16))
      const at = Date.now()
      // the same draft, sent once more, takes the place of what was not taken
      for (const [old, each] of queue.all())
        if (each.packet === packet && each.verdict !== undefined) await queue.drop(old)
      await queue.put(id, {
        kind: 'queued',
        id,
        packet,
        at,
        url,
        receiptKey,
        tokenHash,
        parts: parts.map(toBase64),
        reply,
      })
      return id
    },
    dequeue: id => queue.drop(id),
    judge: (queued, verdict) => queue.put(queued.id, { ...queued, verdict }),
  }
}

async function add(
  vault: Vault,
  kinds: Kinds,
  file: LockedFile,
  phrase: string | null,
  origin: string,
): Promise<Added> {
  const { heads, roots } = kinds
  const derived = phrase === null ? rootFor(kinds, file) : await stretched(phrase, file.salt, file.rounds)
  const opened = derived === null ? null : await openedWith(file, await rootOf(derived))
  if (derived === null || opened === null) return { is: 'wrong' }
  if (phrase !== null) await roots.put(file.salt, rootItem(file, derived))
  const facts = isShowable(opened) ? factsOf(opened) : null
  if (facts?.packet !== file.packet) return { is: 'no-packet' }
  if (URL.parse(facts.url)?.origin !== origin) return { is: 'elsewhere', host: URL.parse(facts.url)?.host ?? '' }
  const known = heads.get(facts.packet)
  if (known !== undefined) return { is: 'there', head: known }
  const page = await vault.put('pages', opened)
  const own = {
    kind: 'head',
    salt: file.salt,
    added: Date.now(),
    page,
    sent: 0,
    code: '',
    item: '',
    fate: null,
    answer: null,
  } as const
  const head: Head = { ...facts, ...own }
  await heads.put(head.packet, head)
  return { is: 'added', head }
}

/** The key of a phrase that was typed before. */
function rootFor({ roots }: Kinds, { salt, rounds }: LockedFile): Bytes | null {
  const root = roots.get(salt)
  return root?.rounds === rounds ? fromBase64(root.octets) : null
}

async function remove(vault: Vault, { heads, lines, queue }: Kinds, packet: string): Promise<void> {
  const head = heads.get(packet)
  for (const [id, each] of queue.all()) if (each.packet === packet) await queue.drop(id)
  for (const key of [draftOf(packet), `${draftOf(packet)}-sent`]) await lines.drop(key)
  if (head !== undefined) await vault.remove('pages', head.page)
  await heads.drop(packet)
}

const rootItem = ({ salt, rounds }: LockedFile, derived: Bytes): Root => ({
  kind: 'root',
  salt,
  rounds,
  octets: toBase64(derived),
})

async function openedWith(file: LockedFile, root: CryptoKey): Promise<string | null> {
  try {
    return await openLocked(file, root)
  } catch {
    return null
  }
}

/**
 * Whether an answer of the office, which is not signed, is about the reply that was sent from here: by the reply's id, which an outsider does
 * not know. A head without one is of an earlier Pocket, or was answered elsewhere: then somebody has to have picked or pasted the answer.
 */
export const isAbout = (head: Head, { reply }: Became, isShared: boolean): boolean =>
  (head.reply ?? '') === '' ? !isShared : head.reply === reply

export type State = 'todo' | 'draft' | 'queued' | 'unsent' | 'sent' | 'answered' | 'closed'

export function stateOf(held: Held, head: Head): State {
  const waiting = [...held.queue.values()].filter(({ packet }) => packet === head.packet)
  if (waiting.length > 0) return waiting.some(({ verdict }) => verdict === undefined) ? 'queued' : 'unsent'
  if (held.line(draftOf(head.packet)) !== null) return 'draft'
  if (head.fate?.state === 'refused') return 'answered'
  // field by field; where the core signed that all is taken over, nothing that is not signed says otherwise
  if (head.answer !== null && head.fate?.state !== 'imported')
    return head.answer.slots.some(({ is }) => is === 'held' || is === 'refused') ? 'answered' : 'closed'
  if (head.fate?.state === 'imported') return 'closed'
  return head.sent > 0 ? 'sent' : 'todo'
}

const keptDays = 30
const dayMs = 86_400_000

/** Packets whose time here is over: 30 days after the office's answer, or after their last day. What waits to be sent stays, and what is not sent. */
export function outdated(held: Held, now: number): readonly Head[] {
  return [...held.heads.values()].filter(head => {
    if ([...held.queue.values()].some(({ packet }) => packet === head.packet)) return false
    if (held.line(draftOf(head.packet)) !== null) return false
    const ended = head.fate?.state === 'imported' || head.fate?.state === 'refused' ? head.fate.at : undefined
    const last = ended ?? head.answer?.at ?? Date.parse(head.expires)
    return Number.isFinite(last) && now - last > keptDays * dayMs
  })
}
