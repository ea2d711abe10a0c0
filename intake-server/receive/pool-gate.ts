// Which pool a post may use. With a live token that of its kind, as long as that token has not had its share of it; all others
// use the open one, and pay from the bucket of their network.

import type { IncomingMessage } from 'node:http'
import { lengthOf } from '../http/body.ts'
import type { Networks } from '../http/networks.ts'
import type { IntakeLimits } from '../limits.ts'
import type { Work } from '../http/work.ts'
import { AskAgain } from './ask-again.ts'
import { fieldOf, type Kind, tokenIn, workField } from './kinds.ts'
import type { LiveTokens } from './live-tokens.ts'
import type { PostedField } from './posted-fields.ts'
import { busy } from './room.ts'
import { type Pool, poolOf } from './store-submission.ts'

export interface Gate {
  /**
   * @throws Problem intake/busy: the sender's network posted too much, and no live token stands for this post. AskAgain where too many post
   * and this one proves no work.
   */
  poolFor(fields: readonly PostedField[], hasFiles: boolean): Promise<Pool>
}

/** The parts of the receiver that a gate asks. */
interface Taker {
  readonly limits: IntakeLimits
  readonly networks: Networks
  readonly tokens: LiveTokens
  readonly work: Work
}

const mib = 1024 * 1024

/** For one post, of which network and token each pay once, however many files it has. */
export function makeGate(taker: Taker, request: IncomingMessage, kind: Kind): Gate {
  const own = poolOf[kind]
  const header = request.headers['satchel-token-hash']
  const hash = typeof header === 'string' ? { hash: header } : {}
  const { bodyBytes, uploads, uploadBytes } = taker.limits
  const cost = 1 + Math.floor((lengthOf(request.headers) ?? bodyBytes + uploads * uploadBytes) / mib)
  let mayUseOwn = false
  let hasPaid = false
  const pay = () => {
    if (!hasPaid && !taker.networks.take(request)) throw busy('One network posts more than it may.')
    hasPaid = true
  }
  let isProven = false
  const prove = async (
    fields: readonly PostedField[],
    given: Parameters<LiveTokens['isLive']>[0],
    hasFiles: boolean,
  ) => {
    // a link that a mail program presses cannot be shown a page; and who has a live token is no stranger
    const isKnown = isProven || (kind === 'unsubscribe' && given.token !== undefined)
    if (isKnown || (own !== 'open' && (await taker.tokens.isLive(given)))) return
    // first from the bucket of its own network: one network must not use up what strangers share
    pay()
    const header = request.headers['satchel-work']
    const answer = typeof header === 'string' ? header : fieldOf(fields, workField)
    if (!taker.work.accept(kind, answer, taker.networks.nameOf(request)) && taker.work.isWanted())
      throw new AskAgain('work', fields, hasFiles, taker.work.challenge(kind))
    isProven = true
  }
  return {
    async poolFor(fields, hasFiles) {
      if (mayUseOwn) return own
      const token = tokenIn(fields)
      const given = { ...hash, ...(token === undefined ? {} : { token }) }
      await prove(fields, given, hasFiles)
      const standing = own === 'open' ? 'none' : await taker.tokens.claim(given, cost)
      // a token that no list proves may be invented, another one each time: the network pays for it
      if (standing !== 'live') pay()
      mayUseOwn = standing !== 'none'
      return mayUseOwn ? own : 'open'
    },
  }
}
