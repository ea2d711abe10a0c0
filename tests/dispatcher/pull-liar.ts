// A server that answers whatever a test wants, in the place of an intake.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openIntake } from '@satchel/dispatcher/intake/intake-client'
import type { IntakeClientLimits } from '@satchel/dispatcher/intake/intake-client-limits'
import { type PullCounts, pullItems } from '@satchel/dispatcher/intake/pull-items'
import { itemName } from '@satchel/protocol/spool/item-name'
import { type ListedItem, printListing } from '@satchel/protocol/pull/pull-files'
import { openSpool, type Spool } from '@satchel/protocol/spool/spool'
import { expect } from 'vitest'
import { orderOf, smallLimits } from '../intake-server/pull-stage.ts'

export type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void
export type Give = (item: ListedItem, ...to: Parameters<Answer>) => void

export interface Liar {
  answer: Answer
  /** Paths that were asked for. */
  readonly asked: string[]
  readonly events: string[]
  readonly mine: Spool
  /** Files of the core's spool. */
  inMine(...parts: string[]): readonly string[]
  /** Pulls from it; the counts always add up. */
  pull(changes?: Partial<IntakeClientLimits>, stop?: AbortSignal, clock?: () => number): Promise<PullCounts>
  close(): Promise<void>
}

export async function startLiar(): Promise<Liar> {
  const root = mkdtempSync(join(tmpdir(), 'satchel-hostile-'))
  const mine = await openSpool(join(root, 'mine'))
  const server = http.createServer((request, response) => {
    liar.asked.push(request.url ?? '')
    request.resume()
    response.on('error', () => undefined)
    liar.answer(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
  const liar: Liar = {
    answer: () => undefined,
    asked: [],
    events: [],
    mine,
    inMine: (...parts) => readdirSync(join(mine.folder, ...parts)),
    async pull(changes = {}, stop, clock) {
      const limits = { ...smallLimits, ...changes }
      const source = openIntake(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, orderOf({ limits }))
      try {
        const counts = await pullItems(source, mine, {
          knows: () => Promise.resolve(new Set()),
          onEvent: event => liar.events.push(event),
          limits,
          ...(stop === undefined ? {} : { stop }),
          ...(clock === undefined ? {} : { clock }),
        })
        expect(counts.fetched + counts.known + counts.refused + counts.bad).toBe(counts.listed)
        return counts
      } finally {
        await source.close()
      }
    },
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      rmSync(root, { recursive: true })
    },
  }
  return liar
}

export const nameOf = (text: string) => itemName(new TextEncoder().encode(text))

export const itemOf = (text: string, more: Partial<ListedItem> = {}): ListedItem => ({
  pool: 'reply',
  name: nameOf(text),
  extension: 'sexp.pgp',
  size: text.length,
  ...more,
})

export const byName = (items: readonly ListedItem[]) => [...items].sort((a, b) => (a.name < b.name ? -1 : 1))

/** Letters in the order of the names of their items. */
export const lettersByName = [...'abcdefgh'].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))

/** One page with those items, each given by its own answer. */
export function listing(items: readonly ListedItem[], give: Give): Answer {
  return (request, response) => {
    const item = items.find(each => request.url === `/items/${each.name}.${each.extension}`)
    if (item !== undefined) give(item, request, response)
    else response.end(printListing({ items, next: null }))
  }
}

export const sendText = (response: http.ServerResponse, text: string) => void response.end(text)
