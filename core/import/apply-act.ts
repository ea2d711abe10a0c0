// Does what an item asks for: one item, one transaction, with its final state and the letters that it owes. Runs inside that
// transaction; a Problem undoes it and sends the item to quarantine.

import { Problem } from '@satchel/protocol/problem'
import { newToken, tokenHash } from '@satchel/protocol/token'
import type { Database } from '../db/database.ts'
import type { FormShelf } from '../dispatch/form-shelf.ts'
import { addressMark, spelledAddress } from '../marks.ts'
import { coreProblems, isCoreCode, problem } from '../problems.ts'
import type { Session } from '../session.ts'
import {
  applyConfirmation,
  attachFiles,
  filesMissing,
  noteBounce,
  noteBounceOf,
  noteFormRequest,
  noteInquiry,
  noteUnsubscribe,
  noteYes,
  tokenAddress,
} from '../statements/doors.ts'
import { applyReply, type ItemState, queueAgain, type ReplyOutcome } from '../statements/import.ts'
import { acknowledge } from './acknowledge.ts'
import type { Act, NamedFile } from './act.ts'
import { countedTime, localDay } from './counted-time.ts'
import { answerUnreadable, askAgain, askToConfirm, confirmDays, confirmUnsubscribed } from './notices.ts'
import type { Reader } from './read-item.ts'
import type { SpoolDoor, Spools } from './spools.ts'
import { uploadsAmong } from './uploads.ts'

export interface ActTools {
  readonly session: Session
  readonly spools: Spools
  readonly keys: Reader['keys']
  readonly shelf: FormShelf
  readonly run: number
  /** Names of files that an item waits for, which is here already or not. */
  readonly awaited: Set<string>
  /** Called with what became of a reply instead of writing to its sender, who sits here and is shown it. */
  readonly show?: (outcome: ReplyOutcome) => void
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
  return doer(database, tools, item, act)
}

const doers: { readonly [A in Act['act']]: Doer<A> } = {
  async reply(database, tools, item, act) {
    if (await mustWait(database, tools, item, act.files)) return null
    const { outcome } = await database
      .run(applyReply, {
        item: item.item,
        reply: { ...act.reply, day: localDay(countedTime(act.received, item), tools.session.settings.timezone) },
        evidence: act.evidence,
        received: countedTime(act.received, item),
      })
      .catch((error: unknown) => Promise.reject(notStorable(error)))
    tools.session.reach('import/applied')
    const attached = await attach(database, tools, item, act.files)
    return { ...(await settleOutcome(database, tools, outcome)), attached }
  },
  async confirm(database, tools, item, act) {
    const { outcome } = await database.run(applyConfirmation, {
      token: act.token,
      received: countedTime(act.received, item),
    })
    return settleOutcome(database, tools, outcome)
  },
  async unsubscribe(database, tools, item, act) {
    const { home } = tools.session
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
      mark: addressMark(tools.session.home, mailto),
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

const age = (tools: ActTools, item: ActItem) => tools.session.now().getTime() - item.received.getTime()

type Outcome = { problem: string } | { case: 'repeat'; reply: number } | (ReplyOutcome & { case: 'new' | 'stronger' })

async function settleOutcome(database: Database, tools: ActTools, outcome: Outcome): Promise<Ended> {
  const { session, shelf } = tools
  if ('problem' in outcome) throw refused(outcome.problem)
  let isRepeat = outcome.case === 'repeat'
  if (outcome.case === 'repeat') await database.run(queueAgain, { reply: outcome.reply })
  else {
    if (tools.show !== undefined) {
      tools.show(outcome)
      return { state: outcome.status }
    }
    const isTold = await acknowledge(database, session, shelf, outcome)
    // the same reply by a surer door that let nothing more in
    isRepeat = outcome.case === 'stronger' && !isTold
    if (outcome.case === 'new') await askToConfirm(database, tools, outcome)
  }
  session.reach('import/acknowledged')
  return { state: isRepeat || outcome.case === 'repeat' ? 'repeat' : outcome.status }
}

function refused(code: string): Error {
  if (!isCoreCode(code)) return new Error(`the database answered with an unknown problem ${code}`)
  return problem(code, coreProblems[code].about)
}

async function mustWait(database: Database, tools: ActTools, item: ActItem, files: readonly NamedFile[]) {
  if (files.length === 0 || age(tools, item) > filesWaitMs) return false
  const { missing } = await database.run(filesMissing, { files: [...files] })
  if ((missing ?? 0) === 0) return false
  for (const file of files) tools.awaited.add(file.item)
  return true
}

async function attach(database: Database, tools: ActTools, item: ActItem, files: readonly NamedFile[]) {
  if (files.length === 0) return []
  const uploads = await uploadsAmong(tools.spools, { keys: tools.keys, reach: tools.session.reach }, files)
  await database.run(attachFiles, { item: item.item, run: tools.run, files: [...uploads] })
  return uploads.map(file => file.item)
}

interface Leaving {
  readonly token: string | null
  readonly mark: string | null
  readonly mailto: string | null
  readonly basis: string
  readonly received: Date
}

async function unsubscribe(database: Database, tools: ActTools, item: ActItem, leaving: Leaving): Promise<Ended> {
  const { noted } = await database.run(noteUnsubscribe, { item: item.item, ...leaving })
  if ('problem' in noted) throw refused(noted.problem)
  if (noted.case === 'new' && noted.mailto !== null) {
    try {
      await confirmUnsubscribed(database, tools, item.hash, noted.mailto, noted.language)
    } catch (error) {
      // an address that no letter can go to is no reason to forget its no
      if (!(error instanceof Problem && error.code === 'address/not-valid')) throw error
    }
  }
  return { state: noted.case === 'new' ? 'imported' : 'repeat' }
}

/** A person's own yes by mail; one that is not sure enough is asked about at the address on file. */
async function agree(
  database: Database,
  tools: ActTools,
  item: ActItem,
  { token, mailto, sender }: { readonly token: string; readonly mailto: string | null; readonly sender: string | null },
): Promise<Ended> {
  const question = newToken()
  const { noted } = await database.run(noteYes, {
    item: item.item,
    token,
    mark: mailto === null ? null : addressMark(tools.session.home, mailto),
    sender,
    basis: 'mail, by reply',
    received: item.received,
    question: tokenHash(question),
    days: confirmDays,
  })
  if ('problem' in noted) throw refused(noted.problem)
  if (noted.ask !== null) await askAgain(database, tools, item.hash, question, noted.ask, noted.language)
  return { state: 'noted' }
}

/** A mail that holds no reply: one known word to the right address is an answer, too; else its sender is told how to answer. */
async function mailWithoutReply(
  database: Database,
  tools: ActTools,
  item: ActItem,
  act: Extract<Act, { act: 'mail' }>,
): Promise<Ended | null> {
  const fault = { code: act.fault.code, message: act.fault.message }
  for (const token of act.tokens) {
    const { address } = await database.run(tokenAddress, { token })
    if (address === null) continue
    const { purpose, mailto, packet, packet_id: packetId } = address
    if (purpose === 'form' && act.word === 'yes') {
      const { outcome } = await database.run(applyConfirmation, { token, received: item.received })
      return settleOutcome(database, tools, outcome)
    }
    const mayLeave = purpose === 'unsubscribe' || address.kind === 'self-update'
    if (mayLeave && (act.word === 'stop' || purpose === 'unsubscribe')) {
      const mark = address.mark ?? (mailto === null ? null : addressMark(tools.session.home, mailto))
      return unsubscribe(database, tools, item, {
        token,
        mark,
        mailto,
        basis: 'mail, by reply',
        received: item.received,
      })
    }
    const isOwn = purpose === 'reply' && address.kind === 'self-update'
    if ((purpose === 'yes' && act.word === 'yes') || (isOwn && act.word === 'start')) {
      return agree(database, tools, item, { token, mailto, sender: act.sender })
    }
    if (
      act.otherwise === undefined &&
      purpose === 'reply' &&
      address.live === true &&
      mailto !== null &&
      packet !== null &&
      packetId !== null
    ) {
      const to = { mailto, packet, packetId, language: address.language }
      await answerUnreadable(database, tools, item.hash, act.fault, to)
      return { state: 'quarantined', fault }
    }
  }
  if (act.otherwise !== undefined) return applyAct(database, tools, item, act.otherwise)
  return { state: 'quarantined', fault }
}

/** What the database cannot even hold as data (class 22) is the sender's, not ours. */
function notStorable(error: unknown): unknown {
  const isData = error instanceof Error && 'code' in error && String(error.code).startsWith('22')
  return isData ? problem('reply/not-storable', coreProblems['reply/not-storable'].about, { cause: error }) : error
}
