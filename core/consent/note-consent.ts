// Notes a yes or a no that somebody gave in another way, for an address or for a person.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { accepted, refusal, type Refusals } from '../problems/refusal.ts'
import { noteConsent as noteRow } from '../db/calls/consent.ts'
import { consentAddress } from './consent-address.ts'

const Said = z.object({
  address: z.string(),
  given: z.boolean(),
  /** Its basis. */
  basis: z.string(),
  /** The person, for all their addresses: human id or uuid. */
  person: z.string().nullable().default(null),
  /** A word of the list of purposes; `all`: letters that nobody asked for. */
  purpose: z.string().default('all'),
})

const Noted = z.object({
  given: z.boolean(),
  /** The owner. */
  person: z.number().nullable(),
  /** How many of those who have the address said no for themselves to this, and stay out. */
  out: z.number(),
})

const notKnown: Refusals = {
  'consent/purpose': ['This is none of the purposes on the list.', 'satchel consent purpose lists them, and adds one'],
}

/** @throws Problem address/not-valid, entity/not-known, consent/purpose. */
export const noteConsent = useCase(Said, Noted, async (context, { address, given, basis, person, purpose }) => {
  const about = consentAddress(context.home, address)
  return context.asStaff(async database => {
    const { noted } = await database.run(noteRow, { ...about, given, basis, person, purpose })
    return { given, ...accepted(noted, code => refusal(code, { entity: person ?? '' }, notKnown)) }
  })
})
