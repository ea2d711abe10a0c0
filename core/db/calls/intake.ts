// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { TokenAddress } from '../shapes/intake.ts'
import { statement } from '../statement.ts'

/** The address for which a token was made: {purpose, mark, mailto, kind, packet, language, live}; null for an unknown one. */
export const tokenAddress = statement(
  'tokens/address',
  'one',
  z.object({ token: z.string() }),
  z.object({ address: TokenAddress.nullable() }),
)

/** Hashes of the live tokens, a page at a time, so that the intake can recognise them. */
export const liveTokens = statement(
  'tokens/live',
  'many',
  z.object({ after: z.string(), limit: z.number() }),
  z.object({ hash: z.string() }),
)
