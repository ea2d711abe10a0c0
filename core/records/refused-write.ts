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
export function driverError(error: unknown): Refused | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code)) return error as Refused
  return driverError(error.cause)
}

const aboutKeys = 'the key of a colleague is kept by satchel staff key'
const aboutProtection = 'the protection of a colleague is chosen by satchel staff protection'

/** Rules of tables that people meet, by their constraint: all checks of columns that commands write, which tests compare. */
export const ruleSentences: Readonly<Record<string, string>> = {
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
  activity_activity_place_check: 'a place is written as -3.3673, 37.3423',
  address_check1: 'an address ends after its start',
  attachment_attachment_data_check: 'a file has 25 MiB at most',
  attachment_attachment_filename_check: 'the name of a file has no slash and no sign that nobody sees',
  contact_point_contact_point_value_check: 'a way to be reached needs its number or address',
  deal_line_check: 'a line needs a product or a text',
  deal_line_deal_line_discount_check: 'a discount is between 0 and 100',
  deal_line_deal_line_quantity_check: 'the quantity of a line is not 0',
  entity_check: 'a record cannot stand under itself',
  organization_organization_staffcount_check: 'the number of people who work there is not below 0',
  product_product_price_check: 'a price is not below 0',
  staff_staff_email_check: 'an e-mail address is written as name@example.org',
  staff_pgp_check: aboutKeys,
  staff_pgp_expires_check: aboutKeys,
  staff_staff_pgp_fingerprint_check: aboutKeys,
  staff_staff_pgp_key_check: aboutKeys,
  staff_protection_pgp_check: aboutProtection,
  staff_protection_phrase_check: aboutProtection,
  staff_protection_restored_check: aboutProtection,
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
      `${record.hid}: ${ruleSentences[constraint] ?? ownRule(constraint) ?? `the rule ${constraint} does not allow this`}.`,
      {
        cause: error,
      },
    )
  return error
}

/** Of fields of one's own a command has read each value already; what is left is one field beside another. */
const ownRule = (constraint: string) =>
  /(^|_)own_.*_has_currency$/.test(constraint) ? 'an amount needs its currency' : undefined

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
