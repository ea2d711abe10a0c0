// The kinds of items in the vault, and those that are in memory while Pocket is open.

import type { Became } from '../read/office-answer.ts'
import type { PacketFacts } from '../read/packet-facts.ts'
import type { Vault } from './vault.ts'

export interface Fate {
  readonly state: 'stored' | 'imported' | 'held' | 'refused'
  readonly epoch: number
  readonly number: number
  /** When it was heard here. */
  readonly at: number
}

export interface Head extends PacketFacts {
  readonly kind: 'head'
  /** Salt of the phrase that opened it. */
  readonly salt: string
  /** Milliseconds. */
  readonly added: number
  /** Id of its page. */
  readonly page: string
  /** Milliseconds of the last genuine receipt; 0 before. */
  readonly sent: number
  readonly code: string
  /** Id of the last reply that arrived from here; none in a head that an earlier Pocket kept. */
  readonly reply?: string
  /** SHA-256 of the sealed item that the receipt names; empty before. */
  readonly item: string
  /** The core's word about it. */
  readonly fate: Fate | null
  readonly answer: (Became & { readonly at: number }) | null
}

export interface Root {
  readonly kind: 'root'
  readonly salt: string
  readonly rounds: number
  /** The key of the phrase, stretched: with it, later packets for the same phrase open by themselves. */
  readonly octets: string
}

/** A line of the page's own storage: its draft, or when it was sent. */
export interface Line {
  readonly kind: 'line'
  readonly key: string
  readonly value: string
}

/** `not-genuine`: something answered that is not the office, like the log-in page of a network. */
export type Verdict = 'refused' | 'not-genuine'

export interface Queued {
  readonly kind: 'queued'
  readonly id: string
  readonly packet: string
  readonly at: number
  readonly url: string
  readonly receiptKey: string
  readonly tokenHash: string
  readonly parts: readonly string[]
  /** Id of the reply inside. */
  readonly reply?: string
  /** How the last attempt ended, where sending again by itself is no help. */
  readonly verdict?: Verdict
}

export interface Settings {
  readonly kind: 'settings'
  readonly minutes: number
}

type Item = Head | Root | Line | Queued | Settings

interface Kept<Of> {
  readonly id: string
  readonly value: Of
}

/** Items of one kind by their key: each change is in the vault before it is in memory. */
export class Kind<Of extends Item> {
  readonly #vault: Vault
  readonly #kept = new Map<string, Kept<Of>>()

  constructor(vault: Vault) {
    this.#vault = vault
  }

  /** Takes what was read from the vault. */
  take(key: string, id: string, value: Of): void {
    this.#kept.set(key, { id, value })
  }

  get(key: string): Of | undefined {
    return this.#kept.get(key)?.value
  }

  all(): ReadonlyMap<string, Of> {
    return new Map([...this.#kept].map(([key, { value }]) => [key, value]))
  }

  /** @throws DOMException where there is no room. */
  async put(key: string, value: Of): Promise<void> {
    this.#kept.set(key, { id: await this.#vault.put('items', value, this.#kept.get(key)?.id), value })
  }

  async drop(key: string): Promise<void> {
    const known = this.#kept.get(key)
    this.#kept.delete(key)
    if (known !== undefined) await this.#vault.remove('items', known.id)
  }
}

export interface Kinds {
  readonly heads: Kind<Head>
  readonly roots: Kind<Root>
  readonly lines: Kind<Line>
  readonly queue: Kind<Queued>
  readonly settings: Kind<Settings>
}

/** The settings have no key of their own. */
export const only = 'only'

export async function readKinds(vault: Vault): Promise<Kinds> {
  const kinds = {
    heads: new Kind<Head>(vault),
    roots: new Kind<Root>(vault),
    lines: new Kind<Line>(vault),
    queue: new Kind<Queued>(vault),
    settings: new Kind<Settings>(vault),
  }
  for (const [id, item] of await vault.all()) {
    const value = item as Item
    if (value.kind === 'head') kinds.heads.take(value.packet, id, value)
    if (value.kind === 'root') kinds.roots.take(value.salt, id, value)
    if (value.kind === 'line') kinds.lines.take(value.key, id, value)
    if (value.kind === 'queued') kinds.queue.take(value.id, id, value)
    if (value.kind === 'settings') kinds.settings.take(only, id, value)
  }
  return kinds
}
