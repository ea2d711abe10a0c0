// One post from its first octet to its receipt: read within limits, judged in form, sealed, durable, and only then answered.

import type { KeyObject } from 'node:crypto'
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { SealedPost } from '@satchel/protocol/messages/receipt'
import type { Purpose } from '@satchel/protocol/pull/purpose-list'
import type { Submission } from '@satchel/protocol/messages/submission'
import type { Reach, Spool } from '@satchel/protocol/spool/spool'
import { type Gate, makeGate } from './pool-gate.ts'
import { chosenPurposes, isSuspect, type Kind, kindRules, namedReach, withoutGuards, withoutWork } from './kinds.ts'
import type { IntakeLimits } from '../limits.ts'
import type { LiveTokens } from './live-tokens.ts'
import { type Log, sizeBucket, type Tally } from '../host/log.ts'
import type { Part } from '../http/multipart.ts'
import type { Networks } from '../http/networks.ts'
import { type PostedField, readPosted } from './posted-fields.ts'
import type { Work } from '../http/work.ts'
import type { OutcomeStore } from '../pull/outcome-store.ts'
import type { PublicKeys } from '../host/public-keys.ts'
import type { ReceiptCodes } from './receipt-codes.ts'
import { type GivenReceipt, giveReceipt, sealedPost } from './receipts.ts'
import type { Repeats } from './repeats.ts'
import { busy, type Room } from './room.ts'
import { type Pool, removeUpload, type Store, storeSubmission, storeUpload } from './store-submission.ts'
import { AskAgain, type AskReason } from './ask-again.ts'

export interface Taker {
  readonly spool: Spool
  readonly keys: () => PublicKeys
  readonly receiptKey: KeyObject
  readonly codes: ReceiptCodes
  /** The words of the core about receipts. */
  readonly outcomes: OutcomeStore
  /** The core's signed lists of Pocket's files. */
  readonly appSigned: () => string
  readonly room: Room
  readonly networks: Networks
  readonly repeats: Repeats<GivenReceipt>
  readonly tokens: LiveTokens
  readonly work: Work
  /** Kinds of letters that may be stopped one by one. */
  readonly purposes: () => Promise<readonly Purpose[]>
  readonly limits: IntakeLimits
  readonly now: () => Date
  readonly failpoint: Reach
  readonly log: Log
  readonly refusals: Tally
}

interface Post {
  readonly kind: Kind
  /** The token in the address of an unsubscribe link. It precedes all posted fields. */
  readonly named: readonly PostedField[]
  /** Sent by a program that says so, not by a page of ours. */
  readonly isScript: boolean
}

/** The largest size of a stored file: base64, padding, seal. */
const sealedFactor = 1.6
const sealedExtra = 8 * 1024

/**
 * @returns a receipt, when the item is durable.
 * @throws AskAgain where a person can add what is missing. Problem request/..., intake/busy, disk/full, key/..., sexp/...: nothing is stored then.
 */
export async function receivePost(taker: Taker, request: IncomingMessage, post: Post): Promise<GivenReceipt> {
  const started = performance.now()
  const rule = kindRules[post.kind]
  const now = taker.now()
  const store: Store = {
    spool: taker.spool,
    recipients: await taker.keys().recipients(now),
    now: taker.now,
    failpoint: taker.failpoint,
  }
  const gate = makeGate(taker, request, post.kind)
  const uploads = makeUploads(taker, store, gate)
  try {
    const posted = await readPosted(request, {
      limits: taker.limits,
      pay(bytes) {
        if (!taker.networks.read(request, bytes)) throw busy('One network has more read than it may.')
      },
      wholeFiles: rule.wholeFiles,
      takeFile: rule.takesFiles ? (part, before) => uploads.take(part, before) : null,
    })
    const given = [...post.named, ...posted.fields]
    const ask = (reason: AskReason) => new AskAgain(reason, given, posted.files.length > 0)
    if (rule.guarded && !post.isScript && isSuspect(given, now)) throw ask('press')
    const fields = withoutWork(rule.guarded ? namedReach(withoutGuards(given)) : given)
    const wrong = rule.check({ fields, files: posted.files })
    if (wrong !== null) throw ask(wrong)
    const kept = post.kind === 'unsubscribe' ? chosenPurposes(fields) : fields
    const { channel, files } = posted
    const content = { channel, kind: post.kind, received: moment(now), fields: kept, files }
    const sealed = sealedPost(posted, uploads.digests)
    const storeIt = async () =>
      storePost(taker, store, content, { pool: await gate.poolFor(given, posted.files.length > 0), started, sealed })
    const secret = rule.secret(given)
    const parts = [post.kind, secret ?? '', ...fields.flat(), '', ...uploads.digests]
    const { answer, repeated } =
      secret === undefined
        ? { answer: await storeIt(), repeated: false }
        : await taker.repeats.once(parts, taker.limits.repeatMs, storeIt)
    if (repeated) {
      taker.refusals.count('repeated')
      await uploads.discard()
    }
    return answer
  } catch (error) {
    await uploads.discard()
    throw error
  }
}

type Content = Pick<Submission, 'channel' | 'kind' | 'received' | 'fields' | 'files'>

/** Seals and stores a post that was judged. @returns its receipt, once the item is durable. */
async function storePost(
  taker: Taker,
  store: Store,
  content: Content,
  { pool, started, sealed }: { readonly pool: Pool; readonly started: number; readonly sealed: SealedPost | null },
): Promise<GivenReceipt> {
  const { fields, kind, received } = content
  const bytes = fields.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0)
  const settle = await taker.room.reserve(pool, bytes * sealedFactor + sealedExtra)
  let size = 0
  try {
    const code = taker.codes.make(taker.now())
    const item = await storeSubmission(store, { version: 1, ...content, receipt: code, cleaned: 0 }, pool)
    size = item.size
    taker.failpoint('intake/stored')
    taker.log('stored', { kind, pool, size: sizeBucket(size), ms: Math.round(performance.now() - started) })
    return giveReceipt(taker.receiptKey, { item: item.name, code, received }, sealed)
  } finally {
    settle(size)
  }
}

const moment = (now: Date): string => `${now.toISOString().slice(0, 19)}Z`

/** Files of one post: each durable before the submission that names it, and all gone again where none does. */
function makeUploads(taker: Taker, store: Store, gate: Gate) {
  const stored: { readonly name: string; readonly pool: Pool }[] = []
  const digests: string[] = []
  return {
    /** SHA-256 of each file as it came: lives as long as the post. */
    digests,
    async take(part: Part, before: readonly PostedField[]) {
      const pool = await gate.poolFor(before, true)
      const settle = await taker.room.reserve(pool, taker.limits.uploadBytes * sealedFactor)
      let written = 0
      const hash = createHash('sha256')
      const hashed = async function* () {
        for await (const chunk of part.data) {
          hash.update(chunk)
          yield chunk
        }
      }
      try {
        const upload = { name: part.fileName ?? '', type: part.type, chunks: hashed() }
        const { file, size } = await storeUpload(store, upload, pool)
        stored.push({ name: file.sha256, pool })
        digests.push(hash.digest('hex'))
        written = size
        return file
      } finally {
        settle(written)
      }
    },
    async discard() {
      for (const { name, pool } of stored.splice(0)) await removeUpload(store.spool, name, pool)
    },
  }
}
