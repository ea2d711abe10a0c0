// Tells an intake what became of the items that it, or another one, gave receipts for: one signed word each, no data of anybody. The
// intake says up to where it has them, so nothing is noted down here: killed anywhere, a host replaced, the next time goes on.

import type { KeyObject } from 'node:crypto'
import type { IntakeSource } from '@satchel/dispatcher/intake/intake-source'
import { printReceiptState } from '@satchel/protocol/messages/receipt-state'
import type { IntakeAbout } from '@satchel/protocol/pull/pull-about'
import { pullLimits } from '@satchel/protocol/pull/pull-limits'
import type { SignedOutcome } from '@satchel/protocol/pull/pull-outcomes'
import { signPullFile } from '@satchel/protocol/pull/pull-signature'
import type { Context } from '../context/context.ts'
import type { Database } from '../db/database.ts'
import { tellReceipts, toldReceipts } from '../db/calls/intake.ts'
import { readInstance } from '../home/home.ts'
import { pullKey } from '../keys/pull-key.ts'

/** Outcomes of one round for one intake: an intake that says it has none costs no more than this, and an honest one gets the rest next. */
export const mostOutcomes = 10_000

/** The place of an intake: the number behind which it goes on. Another epoch is that of another past of this core. */
function startOf(about: IntakeAbout | null, epoch: number): number {
  const newest = about?.outcomes ?? null
  return newest !== null && newest.epoch === epoch ? newest.number : 0
}

type Told = Awaited<ReturnType<typeof pageOf>>[number]

const pageOf = (database: Database, after: number) => database.run(toldReceipts, { after, limit: pullLimits.outcomes })

/** The word of one receipt as its holder can verify it. */
export function signedOutcome(told: Told, epoch: number, key: KeyObject): SignedOutcome {
  const { receipt, item, number, state } = told
  const said = `${told.said.toISOString().slice(0, 19)}Z`
  const text = printReceiptState({ version: 1, receipt, item, epoch, number, state, said })
  return { text, signature: signPullFile(text, key).trim() }
}

/**
 * Sends what an intake has not heard yet. The caller holds the import lock.
 * @param about what the intake says of itself. @param passedOver is told what no honest intake does.
 * @returns how many.
 */
export async function tellOutcomes(
  database: Database,
  context: Context,
  source: IntakeSource,
  about: IntakeAbout | null,
  passedOver: (reason: string) => void,
): Promise<number> {
  const epoch = readInstance(context.home)?.epoch
  if (epoch === undefined) return 0
  await database.run(tellReceipts, {})
  const key = pullKey(context.home)
  const news: SignedOutcome[] = []
  let after = startOf(about, epoch)
  if (about?.outcomes != null && about.outcomes.epoch > epoch)
    passedOver(`${source.name}: says that it keeps outcomes of a later epoch than this core's`)
  for (;;) {
    const page = await pageOf(database, after)
    news.push(...page.map(told => signedOutcome(told, epoch, key)))
    after = page.at(-1)?.number ?? after
    if (page.length < pullLimits.outcomes || news.length >= mostOutcomes) break
  }
  if (news.length === 0) return 0
  await source.pushOutcomes(news)
  context.failpoint('pull/told')
  return news.length
}
