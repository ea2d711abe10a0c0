// An intake over the network: its private listener, asked with signed requests. Bytes in, bytes out; what comes is judged by
// pull.ts.

import { parseAbout } from '@satchel/protocol/pull/pull-about'
import { type ListedItem, type NameList, parseListing, printNameList } from '@satchel/protocol/pull/pull-files'
import { pullLimits } from '@satchel/protocol/pull/pull-limits'
import { printOutcomeList } from '@satchel/protocol/pull/pull-outcomes'
import { printSignedApp } from '@satchel/protocol/pull/pull-app'
import { printTokenList } from '@satchel/protocol/pull/pull-tokens'
import { printPurposes } from '@satchel/protocol/pull/purpose-list'
import { type Answer, type Ask, makeAsker, notBelieved } from './intake-requests.ts'
import { type IntakeClientLimits, intakeClientLimits } from './intake-client-limits.ts'
import { momentOf, partsOf, slices } from './intake-parts.ts'
import type { IntakeOrder, IntakeSource } from './intake-source.ts'

/** The whole of a small answer, as text. */
async function readText(answer: Answer): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body) {
    size += chunk.length
    if (size > pullLimits.fileBytes) throw notBelieved('says more than a page')
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks))
  } catch (cause) {
    throw notBelieved('answers with something that is no text', cause)
  }
}

function parsed<T>(parse: (text: string) => T, text: string): T {
  try {
    return parse(text)
  } catch (cause) {
    throw notBelieved('answers with a file that is not of the agreed form', cause)
  }
}

/** An item's bytes from an offset on, at most those that its size says. */
async function* itemBytes(answer: Answer, item: ListedItem, offset: number): AsyncGenerator<Uint8Array> {
  const isPart = answer.status === 206
  if (isPart && answer.headers['content-range'] !== `bytes ${offset}-${item.size - 1}/${item.size}`) {
    throw notBelieved('gives another part of an item than asked for')
  }
  // an intake that does not give parts gives all of it: what we have is passed over
  let skip = isPart ? 0 : offset
  let left = item.size - offset
  for await (const chunk of answer.body) {
    const fresh = chunk.subarray(Math.min(skip, chunk.length))
    skip -= chunk.length - fresh.length
    if (fresh.length > left) throw notBelieved('gives more bytes of an item than it listed')
    left -= fresh.length
    if (fresh.length > 0) yield fresh
  }
}

const textOf = (list: NameList) => new TextEncoder().encode(printNameList(list))

/** Asks, and reads the answer whole. */
async function askText(
  asker: ReturnType<typeof makeAsker>,
  limits: IntakeClientLimits,
  asked: Omit<Ask, 'withinMs'>,
): Promise<string> {
  const slowMs = ((asked.body?.length ?? 0) / limits.bytesPerSecond) * 1000
  const answer = await asker.ask({ ...asked, withinMs: limits.answerMs + slowMs })
  try {
    return await readText(answer)
  } finally {
    answer.close()
  }
}

type Asking = (asked: Omit<Ask, 'withinMs'>) => Promise<string>

/** Everything that the core tells an intake. */
function tellers(
  ask: Asking,
  { epoch, run }: IntakeOrder,
): Pick<IntakeSource, 'settle' | 'forget' | 'pushTokens' | 'pushOutcomes' | 'pushPurposes' | 'pushApp'> {
  return {
    async settle(names, options = {}) {
      const mark = options.backedUpThrough === undefined ? {} : { backedUpThrough: momentOf(options.backedUpThrough) }
      for (const part of partsOf(names)) {
        await ask({
          method: 'POST',
          target: '/settle',
          body: textOf({ kind: 'settle', epoch, run, names: part, ...mark }),
        })
      }
    },
    async forget(names) {
      for (const part of partsOf(names)) {
        await ask({ method: 'POST', target: '/forget', body: textOf({ kind: 'forget', epoch, run, names: part }) })
      }
    },
    async pushTokens(hashes) {
      await ask({ method: 'PUT', target: '/live-tokens', body: printTokenList(hashes) })
    },
    async pushApp(app) {
      await ask({ method: 'PUT', target: '/app-signed', body: new TextEncoder().encode(printSignedApp(app)) })
    },
    async pushPurposes(purposes) {
      await ask({
        method: 'PUT',
        target: '/purposes',
        body: new TextEncoder().encode(printPurposes({ epoch, run, purposes })),
      })
    },
    async pushOutcomes(outcomes) {
      for (const part of slices(outcomes, pullLimits.outcomes)) {
        const body = new TextEncoder().encode(printOutcomeList({ epoch, run, outcomes: part }))
        await ask({ method: 'PUT', target: '/outcomes', body })
      }
    },
  }
}

/**
 * Opens an intake; nothing is sent before the first question.
 * @param address `http://HOST:PORT`, `https://HOST[:PORT]` or `unix:/PATH`.
 * @throws Problem pull/address.
 */
export function openIntake(address: string, order: IntakeOrder): IntakeSource {
  const limits: IntakeClientLimits = order.limits ?? intakeClientLimits
  const asker = makeAsker(address, order)
  const ask: Asking = asked => askText(asker, limits, asked)
  return {
    name: address.startsWith('unix:') ? address : new URL(address).host,
    async list(after, limit, from = 'new') {
      const query = new URLSearchParams({
        limit: String(Math.min(limit, pullLimits.page)),
        ...(after === undefined ? {} : { after }),
        ...(from === 'done' ? { pool: 'done' } : {}),
      })
      return parsed(parseListing, await ask({ method: 'GET', target: `/items?${query.toString()}` }))
    },
    async *read(item, offset, stop) {
      if (offset >= item.size) return
      const headers = offset === 0 ? {} : { range: `bytes=${offset}-`, 'if-range': `"${item.name}"` }
      const answer = await asker.ask({
        method: 'GET',
        target: `/items/${item.name}.${item.extension}`,
        headers,
        withinMs: limits.answerMs + (item.size / limits.bytesPerSecond) * 1000,
        ...(stop === undefined ? {} : { stop }),
      })
      try {
        yield* itemBytes(answer, item, offset)
      } finally {
        answer.close()
      }
    },
    ...tellers(ask, order),
    about: async () => parsed(parseAbout, await ask({ method: 'GET', target: '/about' })),
    close() {
      asker.close()
      return Promise.resolve()
    },
  }
}
