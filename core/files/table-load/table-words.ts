// What the database says of a row of a table, in words. Never a value.

const sentences: Readonly<Record<string, string>> = {
  unknown: 'names no record that is there',
  'no-number': 'names no row of the file by its number',
  ambiguous: 'names several records: write the id, or TYPE:ID',
  deleted: 'is about a record that was deleted',
  'not-listed': 'is no word of the list',
  'two-records': 'is the uuid of another record than the id',
  'two-uid': 'is the id of another record than the key of the other program',
  'other-name': 'is the id of a record with another name: add its uuid to rename it',
  'other-type': 'is the uuid of a record of another type',
  several: 'is the name of several records: a column "id" says which',
  'not-email': 'is not an e-mail address',
  'not-a-phone': 'is not a telephone number',
  'two-phones': 'may be two telephone numbers, or one: write ; between two, ext. before an extension',
  right: 'may not be written by you, or names a record that you may not see',
  missing: 'must be filled in',
  taken: 'is the id of a record that you may not see',
  twice: 'says what another row says already, of which there is only one',
  value: 'does not fit its field: too large, or no such value',
}

/** By the last words of the names of checks. */
const endings: Readonly<Record<string, string>> = {
  _range: 'is too large or too small, or too far away',
  _known: 'is no currency that there is: three letters, such as TZS',
  _places: 'has more decimals than its currency',
  _past: 'is in the future',
  _currency_check: 'is no currency: three letters, such as TZS',
  _has_currency: 'has an amount without a currency',
  _email: 'is not an e-mail address',
  _phone: 'is not a telephone number',
  _web: 'is not the address of a page',
  _place: 'is no place: write latitude and longitude, such as -3.3673, 37.3423',
  _money: 'is below 0, too large, or has more than four decimals',
  _number: 'is too large, or has too many decimals',
  _text: 'is too long, or of several lines',
  _probability_check: 'is a number from 0 to 100',
}

/** By the names of the checks. */
const rules: Readonly<Record<string, string>> = {
  entity_structure: 'may not stand under that record',
  entity_cycle: 'would stand under itself',
  relationship_ends: 'is no relation between records of these types',
  deal_check: 'has an amount without a currency',
  product_check: 'has a price without a currency',
  deal_line_check: 'has neither a product nor a text',
  address_check: 'has none of the parts of an address',
  address_check1: 'ends before it begins',
  grp_check: 'ends before it begins',
  relationship_check: 'joins a record with itself',
  relationship_check1: 'ends before it begins',
  person_check: 'has no name',
  activity_task_staff: 'is a task, which needs somebody to do it (staff)',
  activity_task_due: 'is a task, which needs a day (due)',
  deal_lines_agree:
    'is not what the lines of the deal make: change one of them, leave the amount empty, or say why in "difference"',
}

/** @param rule the name of the check that refused it. */
export function faultWords(fault: string, rule: string | null): string {
  const known = sentences[fault]
  if (known !== undefined) return known
  const named =
    rule === null ? undefined : (rules[rule] ?? Object.entries(endings).find(([ending]) => rule.endsWith(ending))?.[1])
  return named ?? `is refused by a rule of the database${rule === null ? '' : ` (${rule})`}`
}

export const tellings = {
  gone: 'was loaded before, and was removed here since: it stays removed',
  namesake: 'is a new record; another one has the same name',
  alone: 'its record has another address, which is kept',
} as const
