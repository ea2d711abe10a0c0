// Notes a yes or a no that somebody gave in another way, for an address or for a person.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { accepted, refusal } from '../problems/refusal.ts'
import { noteConsent as noteRow } from '../db/calls/consent.ts'
import { consentAddress } from './consent-address.ts'

const Said = z.object({
  address: z.string(),
  given: z.boolean(),
  /** Its basis. */
  basis: z.string(),
  /** The person, for all their addresses: human id or uuid. */
  person: z.string().nullable().default(null),
})

const Noted = z.object({
  given: z.boolean(),
  /** The owner. */
  person: z.number().nullable(),
  /** How many of those who have the address said no for themselves, and stay out. */
  out: z.number(),
})

/** @throws Problem address/not-valid, entity/not-known. */
export const noteConsent = useCase(Said, Noted, async (context, { address, given, basis, person }) => {
  const about = consentAddress(context.home, address)
  return context.asStaff(async database => {
    const { noted } = await database.run(noteRow, { ...about, given, basis, person })
    return { given, ...accepted(noted, code => refusal(code, { entity: person ?? '' })) }
  })
})
