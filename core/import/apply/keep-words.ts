// Keeps what people write in their own words: as an inquiry in the transaction under way, tied to whom it is about, once an item.
// A mail that holds files is kept whole beside the database.

import type { Database } from '../../db/database.ts'
import { keepWords } from '../../db/calls/inquiries.ts'
import type { Told } from '../../db/shapes/inquiries.ts'
import type { Kept } from '../read/act.ts'
import type { ActItem, ActTools, Ended } from './act-tools.ts'
import { answerKept } from './notices.ts'
import { findItem, keepAttachment } from '../../home/item-spools.ts'
import { notStorable } from './finish-reply.ts'

interface By {
  readonly token: string | null
  readonly letter: string | null
}

async function keep(database: Database, tools: ActTools, item: ActItem, kept: Kept, by: By): Promise<Told | null> {
  const said = { ...kept, files: [...kept.files] }
  const { told } = await database
    .run(keepWords, { item: item.item, ...by, said, received: item.received })
    .catch((error: unknown) => Promise.reject(notStorable(error)))
  if (told !== null && kept.files.length > 0) {
    const spool = tools.spools[item.channel]
    const found = findItem(spool, item.hash)
    // before the commit: a file without its row is found by nobody, a row without its file would be a loss
    if (found !== null) await keepAttachment(tools.context.home, spool, found)
  }
  return told
}

/** Words beside something that is answered: the answer tells of them, where there is one. */
export async function keepBeside(
  database: Database,
  tools: ActTools,
  item: ActItem,
  {
    kept,
    token,
    untold,
  }: { readonly kept: Kept; readonly token: string | null; readonly untold?: Ended['untold'] | undefined },
): Promise<void> {
  if (token === null) return
  const told = await keep(database, tools, item, kept, { token, letter: null })
  if (told === null || untold === undefined) return
  await answerKept(database, tools, item.hash, kept, told, untold === 'repeat' ? 'repeat' : null)
}

/** Words alone. @returns whether they belong to anybody. */
export async function keepAlone(
  database: Database,
  tools: ActTools,
  item: ActItem,
  { kept, how, ...by }: By & { readonly kept: Kept; readonly how: 'form' | 'yes' | null },
): Promise<boolean> {
  const told = await keep(database, tools, item, kept, by)
  if (told !== null) await answerKept(database, tools, item.hash, kept, told, how)
  return told !== null
}

/** The letter of ours that a mail answers, by the Message-ID that it names; null for somebody else's. */
export function letterAnswered({ context }: ActTools, answers: string | null | undefined): string | null {
  const [letter = '', domain = ''] = (answers ?? '').toLowerCase().split('@')
  return letter !== '' && domain === context.settings.mail.split('@')[1]?.toLowerCase() ? letter : null
}
