// The part of a round that sends: form requests that wait are answered, then the outbox is emptied.

import { loadCatalog } from '../forms/form-catalog.ts'
import { mailOut } from '../letters/mail-accounts.ts'
import { send } from '../letters/send-letters.ts'
import { answerRequests } from '../packets/own-form.ts'
import type { RoundUnderWay } from './round-under-way.ts'

export async function sendAll({ context, counts }: RoundUnderWay): Promise<void> {
  await context.asDispatch(async database => {
    const key = await context.coreKey()
    counts.requests = await answerRequests(database, { context, catalog: await loadCatalog(database), key })
    counts.letters = await send(database, context, before => mailOut(context, before))
  })
}
