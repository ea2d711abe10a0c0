// What the database says of a search that names something wrong, in words for the operator.

import { problem } from '../problems/problems.ts'

/** Runs a search. @throws Problem search/wrong with the nearest name that there is, where the search names something that is not there. */
export async function namingFaults<T>(search: () => Promise<T>): Promise<T> {
  try {
    return await search()
  } catch (error) {
    if (!isNameFault(error)) throw error
    const message = `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`
    const { hint = '' } = error
    throw problem('search/wrong', message, { cause: error, ...(hint === '' ? {} : { hint }) })
  }
}

interface NameFault extends Error {
  readonly hint?: string
}

const isNameFault = (error: unknown): error is NameFault =>
  error instanceof Error &&
  'code' in error &&
  error.code === '22023' &&
  'constraint' in error &&
  error.constraint === 'search_name'
