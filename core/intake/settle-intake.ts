// What an intake is told after an import, in this order: what has its final state, what it has to forget, what became of receipts,
// which tokens are live, which kinds of letters people may stop.

import type { IntakeSource } from '@satchel/dispatcher/intake/intake-source'
import type { Context } from '../context/context.ts'
import type { Database } from '../db/database.ts'
import { acknowledgeItems } from './acknowledge-items.ts'
import { pushTokens } from './live-tokens.ts'
import { pushPurposes } from './push-purposes.ts'
import { markOfIntake, tellForgotten } from './tell-forgotten.ts'
import { tellOutcomes } from './tell-outcomes.ts'
import { pushSignedApp } from './sign-app.ts'
import type { SourceEntry } from './sources.ts'

/** @param passedOver is told what no honest intake does. @returns how many items were acknowledged. */
export async function settleIntake(
  database: Database,
  context: Context,
  { entry, source }: { readonly entry: SourceEntry; readonly source: IntakeSource },
  passedOver: (reason: string) => void,
): Promise<number> {
  const settled = await acknowledgeItems(database, context, source)
  const about = await source.about()
  await tellForgotten(database, context, source, markOfIntake(entry.place, about))
  await tellOutcomes(database, context, source, about, passedOver)
  await pushTokens(database, source)
  await pushSignedApp(context.home, source, passedOver)
  await pushPurposes(database, source)
  return settled
}
