// A refusal of the database to a command, in a sentence: a right that is missing, or a rule of a table.

import type { Problem } from '@satchel/protocol/problem'
import { problem } from '../problems/problems.ts'

interface Refused extends Error {
  readonly code: string
  readonly constraint?: string
  readonly column?: string
  readonly table?: string
}

/** The error of the driver, also below the Problem that was made of it. */
function driverError(error: unknown): Refused | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code)) return error as Refused
  return driverError(error.cause)
}

/** Rules of tables that people meet, by their constraint. */
const rules: Readonly<Record<string, string>> = {
  person_check: 'a person needs a given-name or a family-name',
  deal_check: 'an amount needs its currency',
  product_check: 'a price needs its currency',
  address_check: 'an address needs more than its kind',
  address_address_country_check: 'the country of an address has two letters, such as TZ',
  deal_deal_currency_check: 'a currency has three letters, such as USD',
  product_product_currency_check: 'a currency has three letters, such as USD',
  person_person_language_check: 'a language is written as en, or pt-BR',
  person_person_born_check: 'nobody is born before 1850',
  deal_deal_probability_check: 'a probability is between 0 and 100',
  grp_check: 'a group ends after its start',
  relationship_check: 'a record is not related to itself',
  relationship_check1: 'a relation ends after its start',
}

/** @param record whom the command is about. @returns the Problem in words; what is no refusal comes back as it is. */
export function inWords(error: unknown, record: { readonly hid: string }): unknown {
  const refused = driverError(error)
  if (refused === undefined) return error
  const { code, constraint = '', column = '', table = '', message } = refused
  if (code === '42501') return noRight(refused, record.hid)
  if (code === '23505' && constraint.endsWith('_hid_key'))
    return problem('record/refused', 'There is a record of that id already.', { cause: error })
  if (code === '23502') {
    return problem('record/refused', `A value is missing: ${fieldOf(table, column)}. Nothing was changed.`, {
      hint: 'say it in the same command',
      cause: error,
    })
  }
  if (code === '23514' && message.startsWith('new row for relation'))
    return problem(
      'record/refused',
      `${record.hid}: ${rules[constraint] ?? `the rule ${constraint} does not allow this`}.`,
      {
        cause: error,
      },
    )
  return error
}

const fieldOf = (table: string, column: string) => column.slice(table.length + 1).replaceAll('_', '-')

function noRight(refused: Refused, hid: string): Problem {
  const { message } = refused
  const table = /permission denied for (?:table|view) ([a-z_]+)/.exec(message)?.[1]
  const told =
    table !== undefined
      ? `Your role may not write this (table ${table}).`
      : message.startsWith('new row violates row-level security')
        ? 'Your role may not make it so: the record would not be yours.'
        : `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
  return problem('database/no-right', `${hid}: ${told}`, {
    hint: 'docs/rights.md lists what each role may do; satchel staff list shows whose role is which',
    cause: refused,
  })
}
