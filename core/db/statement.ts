// A statement is a stored query bound to the shapes of its parameters and rows.

import { z } from 'zod'

type Returns = 'none' | 'one' | 'maybe' | 'many'

export interface Statement<Params extends z.ZodObject, Row extends z.ZodObject, R extends Returns = Returns> {
  readonly name: string
  readonly returns: R
  readonly params: Params
  readonly row: Row
}

/** The result of a statement: nothing, one row, a row or null, or rows. */
export type Result<Row extends z.ZodObject, R extends Returns> = R extends 'none'
  ? undefined
  : R extends 'one'
    ? z.infer<Row>
    : R extends 'maybe'
      ? z.infer<Row> | null
      : readonly z.infer<Row>[]

export function statement<Params extends z.ZodObject, Row extends z.ZodObject, R extends Returns>(
  name: string,
  returns: R,
  params: Params,
  row: Row,
): Statement<Params, Row, R> {
  return { name, returns, params, row }
}

/** A bytea. */
export const Bytes = z.custom<Uint8Array>(value => value instanceof Uint8Array)
