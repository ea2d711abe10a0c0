// The holder of this page where it is not a file of its own: Pocket (forms/pocket/) keeps its draft sealed, and sends for it. A page that came by
// mail has none, keeps its draft in the browser, and sends by itself.

import type { Sending, Sent } from './send.ts'

/** `queued`: it is sealed and kept, and goes by itself; the page is told when it has arrived. */
export type HostSent = Sent | { readonly state: 'queued' }

export interface PageHost {
  getItem(key: string): string | null
  /** Resolves once it is kept. */
  setItem(key: string, value: string): void | Promise<void>
  removeItem(key: string): void | Promise<void>
  send(sending: Sending, arrived: (code: string) => void): Promise<HostSent>
}

declare global {
  /** Known when a script is bundled, so that the mailed page holds nothing of Pocket (tests/workspace/bundle.ts). */
  const isInPocket: boolean
}

const given = () => (globalThis as { readonly satchelHost?: PageHost }).satchelHost

/** Undefined in a page that came by mail. */
export const host = (): PageHost | undefined => (isInPocket ? given() : undefined)

/** The store of drafts. @throws an error where this browser keeps nothing. */
export const keeper = (): Pick<PageHost, 'getItem' | 'setItem' | 'removeItem'> =>
  (isInPocket ? given() : undefined) ?? localStorage
