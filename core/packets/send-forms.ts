// Sends people the form with their own details, to the address on file.

import { z } from 'zod'
import { events } from '../context/events.ts'
import { useCase } from '../context/use-case.ts'
import { loadCatalog } from '../forms/form-catalog.ts'
import type { Dispatched } from './dispatch-packet.ts'
import { SentForm, sendOwnForm } from './own-form.ts'

interface FormEvents {
  /** One form is queued, whatever becomes of those after it. */
  queued(form: Dispatched): void
}

const People = z.object({
  /** Human ids or uuids. */
  people: z.array(z.string()),
  /** Builds everything and sends nothing. */
  dryRun: z.boolean().default(false),
  /** The page seals the answer; no other way to answer goes along. */
  sealed: z.boolean().default(false),
  /** Tells of each what the person would get; nothing is sent then. */
  isShown: z.boolean().default(false),
  events: events<FormEvents>(),
})

/** @throws Problem entity/not-known, entity/no-address, consent/withdrawn for the first of whom that is so. */
export const sendForms = useCase(People, z.array(SentForm), async (context, input) => {
  const key = await context.coreKey()
  return context.asDispatch(async database => {
    const tools = { context, catalog: await loadCatalog(database), key }
    const sent: SentForm[] = []
    for (const person of input.people) {
      const form = await sendOwnForm(database, tools, person, input)
      input.events?.queued(form)
      sent.push(form)
    }
    return sent
  })
})
