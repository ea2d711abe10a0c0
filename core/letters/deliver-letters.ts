// Letters out: answers the form requests that wait, then sends what is in the outbox.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { loadCatalog } from '../forms/form-catalog.ts'
import { answerRequests } from '../packets/own-form.ts'
import { mailOut } from './mail-accounts.ts'
import { send } from './send-letters.ts'

const Sent = z.object({
  sent: z.number(),
  failed: z.number(),
  /** Put off because of a fault that may pass. */
  later: z.number(),
  /** Those of them whose key is not there. */
  noKey: z.number().optional(),
})

/** @throws Problem of the mail server when it seems to be away; disk/full. */
export const deliverLetters = useCase(z.object({}), Sent, (context, _, progress) =>
  context.asDispatch(async database => {
    const key = await context.coreKey()
    await answerRequests(database, { context, catalog: await loadCatalog(database), key })
    return send(
      database,
      context,
      before => mailOut(context, before),
      count => progress.step(`${count} letters`),
      context.stop,
    )
  }),
)
