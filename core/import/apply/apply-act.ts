// Does what an item asks for: one item, one transaction, with its final state and the letters that it owes. Runs inside that
// transaction; a Problem undoes it and sends the item to quarantine.

import type { Database } from '../../db/database.ts'
import { addressMark, spelledAddress } from '../../keys/keyed-marks.ts'
import { noteFormRequest } from '../../db/calls/forms.ts'
import {
  applyConfirmation,
  applyReply,
  attachFiles,
  filesMissing,
  keepReportFile,
  noteBounce,
  noteBounceOf,
} from '../../db/calls/import.ts'
import { tokenAddress } from '../../db/calls/intake.ts'
import { noteInquiry } from '../../db/calls/inquiries.ts'
import type { Act, NamedFile } from '../read/act.ts'
import type { ActItem, ActTools, Ended } from './act-tools.ts'
import { applyCopies } from './apply-copies.ts'
import { mailWithoutReply, unsubscribe } from './apply-mail.ts'
import { countedTime } from '../counted-time.ts'
import { localDay } from '../../home/local-day.ts'
import { keepBeside } from './keep-words.ts'
import { finishReply, notStorable } from './finish-reply.ts'
import { type FoundFile, uploadsAmong } from '../read/uploads.ts'

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
    return { ...(await finishReply(database, tools, outcome)), attached }
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
    return finishReply(database, tools, outcome)
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
      purposes: act.purposes,
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
  mail: (database, tools, item, act) => mailWithoutReply(database, tools, item, { act, applyAct }),
}

/** As the database gets it. */
const bare = ({ item, name, type, reply = null }: FoundFile) => ({ item, name, type, reply })

const age = (tools: ActTools, item: ActItem) => tools.context.now().getTime() - item.received.getTime()

async function mustWait(database: Database, tools: ActTools, item: ActItem, files: readonly NamedFile[]) {
  if (files.length === 0 || age(tools, item) > filesWaitMs) return false
  const { missing } = await database.run(filesMissing, {
    files: files.map(({ item, name, type }) => ({ item, name, type })),
  })
  if ((missing ?? 0) === 0) return false
  for (const file of files) tools.awaited.add(file.item)
  return true
}

async function attach(database: Database, tools: ActTools, item: ActItem, named: readonly NamedFile[]) {
  if (named.length === 0) return []
  const uploads = await uploadsAmong(tools.spools, { keys: tools.keys, failpoint: tools.context.failpoint }, named)
  const files = uploads.map(bare)
  await database.run(attachFiles, { item: item.item, run: tools.run, files })
  for (const { name, type, content, reply } of uploads)
    if (content !== undefined && reply != null)
      await database.run(keepReportFile, { item: item.item, reply, name, type, data: Buffer.from(content) })
  return uploads.map(file => file.item)
}
