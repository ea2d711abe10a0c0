// Letters out: answers the form requests that wait, then sends what is in the outbox.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { loadCatalog } from '../forms/form-catalog.ts'
import { answerRequests } from '../packets/own-form.ts'
import { mailOut } from './mail-accounts.ts'
import { Sent, send } from './send-letters.ts'

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
    )
  }),
)
