// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { TokenAddress } from '../shapes/intake.ts'
import { statement } from '../statement.ts'

/** Whom a token was made for: {purpose, mark, mailto, kind, packet, language, live}; null for one that is not known. */
export const tokenAddress = statement(
  'tokens/address',
  'one',
  z.object({ token: z.string() }),
  z.object({ address: TokenAddress.nullable() }),
)

/** Hashes of tokens that are good for something now, a page at a time, for the intake to tell them from noise. */
export const liveTokens = statement(
  'tokens/live',
  'many',
  z.object({ after: z.string(), limit: z.number() }),
  z.object({ hash: z.string() }),
)
