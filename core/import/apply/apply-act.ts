// Does what an item asks for: one item, one transaction, with its final state and the letters that it owes. Runs inside that
// transaction; a Problem undoes it and sends the item to quarantine.

import type { Database } from '../../db/database.ts'
import type { FormShelf } from '../../forms/form-catalog.ts'
import { addressMark, spelledAddress } from '../../keys/keyed-marks.ts'
import type { Context } from '../../context/context.ts'
import { noteFormRequest } from '../../db/calls/forms.ts'
import { applyConfirmation, attachFiles, filesMissing, noteBounce, noteBounceOf } from '../../db/calls/import.ts'
import { tokenAddress } from '../../db/calls/intake.ts'
import { noteInquiry } from '../../db/calls/review.ts'
import { applyReply } from '../../db/calls/import.ts'
import { type ItemState, type ReplyOutcome } from '../../db/shapes/import.ts'
import type { Act, Kept, NamedFile } from '../read/act.ts'
import { applyCopies } from './apply-copies.ts'
import { mailWithoutReply, unsubscribe } from './apply-mail.ts'
import { countedTime, localDay } from '../counted-time.ts'
import { keepBeside } from './keep-words.ts'
import type { Reader } from '../read/read-item.ts'
import { notStorable, settleOutcome } from './finish-reply.ts'
import type { SpoolDoor, Spools } from '../../home/item-spools.ts'
import { uploadsAmong } from '../read/uploads.ts'

export interface ActTools {
  readonly context: Context
  readonly spools: Spools
  readonly keys: Reader['keys']
  readonly catalog: FormShelf
  readonly run: number
  /** Names of files that an item waits for, which is here already or not. */
  readonly awaited: Set<string>
  /** Called with what became of a reply instead of writing to its sender, who sits here and is shown it. */
  readonly show?: (outcome: ReplyOutcome) => void
  /** Words and files that came beside what is applied: its letter says that a person reads them. */
  readonly beside?: Kept
  /** A reply that says nothing new is not told of: something else that came with it is. */
  readonly isQuiet?: boolean
}

export interface ActItem {
  readonly item: number
  readonly hash: string
  readonly door: SpoolDoor
  readonly received: Date
}

export interface Ended {
  readonly state: ItemState
  /** A code and a sentence where the item ends in quarantine and its sender was told all the same. */
  readonly fault?: { readonly code: string; readonly message: string }
  /** Items that ended with this one: the files that it names. */
  readonly attached?: readonly string[]
  /** No letter tells of it, so words that came with it need one of their own; a repeat was told of earlier. */
  readonly untold?: 'repeat' | 'alone'
  /** Hash of the token that says whom it was about, where the act names several. */
  readonly token?: string
}

/** Files and the submission that names them come apart: what is missing after a day does not come. */
const filesWaitMs = 24 * 3_600_000

type Doer<A extends Act['act']> = (
  database: Database,
  tools: ActTools,
  item: ActItem,
  act: Extract<Act, { act: A }>,
) => Promise<Ended | null>

/** @returns null while the item has to wait for others. @throws Problem that sends it to quarantine. */
export async function applyAct(database: Database, tools: ActTools, item: ActItem, act: Act): Promise<Ended | null> {
  const doer = doers[act.act] as Doer<typeof act.act>
  const { kept } = act
  // a mail without a reply may be nothing but words: what is kept of it is decided there
  if (kept === undefined || act.act === 'mail') return doer(database, tools, item, act)
  const ended = await doer(database, { ...tools, beside: kept }, item, act)
  if (ended !== null)
    await keepBeside(database, tools, item, { kept, token: ended.token ?? tokenOf(act), untold: ended.untold })
  return ended
}

/** Hash of the token that says whom the act is about. */
function tokenOf(act: Act): string | null {
  if (act.act === 'reply') return act.reply.token
  return 'token' in act ? act.token : null
}

const doers: { readonly [A in Act['act']]: Doer<A> } = {
  async reply(database, tools, item, act) {
    if (await mustWait(database, tools, item, act.files)) return null
    const { outcome } = await database
      .run(applyReply, {
        item: item.item,
        reply: { ...act.reply, day: localDay(countedTime(act.received, item), tools.context.settings.timezone) },
        evidence: act.evidence,
        received: countedTime(act.received, item),
      })
      .catch((error: unknown) => Promise.reject(notStorable(error)))
    tools.context.failpoint('import/applied')
    const attached = await attach(database, tools, item, act.files)
    return { ...(await settleOutcome(database, tools, outcome)), attached }
  },
  async copies(database, tools, item, act) {
    if (await mustWait(database, tools, item, act.files)) return null
    const ended = await applyCopies(database, tools, item, act)
    return { ...ended, attached: await attach(database, tools, item, act.files) }
  },
  // its holder is told where it is put aside
  unread: (_database, _tools, _item, act) => Promise.reject(act.fault),
  async confirm(database, tools, item, act) {
    const { outcome } = await database.run(applyConfirmation, {
      token: act.token,
      received: countedTime(act.received, item),
    })
    return settleOutcome(database, tools, outcome)
  },
  async unsubscribe(database, tools, item, act) {
    const { home } = tools.context
    const typed = act.mailto === null ? null : spelledAddress(act.mailto)
    // a token of a form speaks for the address that the form went to, also where nobody typed it
    const of = act.token === null ? null : (await database.run(tokenAddress, { token: act.token })).address
    const mailto = typed ?? (of?.kind === 'self-update' && of.purpose !== 'bounce' ? of.mailto : null)
    return unsubscribe(database, tools, item, {
      token: act.token,
      mark: mailto === null ? null : addressMark(home, mailto),
      mailto,
      basis: act.basis,
      received: countedTime(act.received, item),
    })
  },
  async 'form-request'(database, tools, item, act) {
    const mailto = spelledAddress(act.mailto)
    await database.run(noteFormRequest, {
      item: item.item,
      mailto,
      mark: addressMark(tools.context.home, mailto),
      received: countedTime(act.received, item),
    })
    return { state: 'noted' }
  },
  async inquiry(database, tools, item, act) {
    if (await mustWait(database, tools, item, act.files)) return null
    await database
      .run(noteInquiry, { item: item.item, said: { ...act.said }, received: countedTime(act.received, item) })
      .catch((error: unknown) => Promise.reject(notStorable(error)))
    return { state: 'noted', attached: await attach(database, tools, item, act.files) }
  },
  // its submission may come later in the same run, whose end says what is alone
  upload: () => Promise.resolve(null),
  async bounce(database, tools, item, act) {
    const isReport = act.otherwise === null
    const { status, fate, letters } = act.report
    let isKnown = false
    for (const token of act.tokens) {
      const { known } = await database.run(noteBounce, { token, status, fate, report: isReport })
      isKnown ||= known === true
    }
    if (isKnown || act.otherwise === null) {
      for (const letter of isKnown ? [] : letters) await database.run(noteBounceOf, { letter, status, fate })
      return { state: 'noted' }
    }
    return applyAct(database, tools, item, act.otherwise)
  },
  noted: () => Promise.resolve({ state: 'noted' }),
  mail: mailWithoutReply,
}

const age = (tools: ActTools, item: ActItem) => tools.context.now().getTime() - item.received.getTime()

async function mustWait(database: Database, tools: ActTools, item: ActItem, files: readonly NamedFile[]) {
  if (files.length === 0 || age(tools, item) > filesWaitMs) return false
  const { missing } = await database.run(filesMissing, { files: [...files] })
  if ((missing ?? 0) === 0) return false
  for (const file of files) tools.awaited.add(file.item)
  return true
}

async function attach(database: Database, tools: ActTools, item: ActItem, files: readonly NamedFile[]) {
  if (files.length === 0) return []
  const uploads = await uploadsAmong(tools.spools, { keys: tools.keys, failpoint: tools.context.failpoint }, files)
  await database.run(attachFiles, { item: item.item, run: tools.run, files: [...uploads] })
  return uploads.map(file => file.item)
}
