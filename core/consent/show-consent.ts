// Whether an address may be written to unasked, and what was said for it.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { consentHistory, consentInForce } from '../db/calls/consent.ts'
import { consentAddress } from './consent-address.ts'

/** The history comes newest first. @throws Problem address/not-valid. */
export const showConsent = useCase(
  z.object({ address: z.string() }),
  z.object({
    /** Null and true: no objection is on file. */
    mayWrite: consentInForce.row.shape.stands,
    history: z.array(consentHistory.row),
  }),
  async (context, { address }) => {
    const about = consentAddress(context.home, address)
    return context.asStaff(async database => ({
      history: [...(await database.run(consentHistory, about))],
      mayWrite: (await database.run(consentInForce, about)).stands,
    }))
  },
)
