// The refusals of the database, in words for the operator.

import { type CoreCode, isCoreCode, problem } from './problems.ts'

const refusals: Readonly<Partial<Record<CoreCode, readonly [string, string]>>> = {
  'staff/not-known': ['There is no active staff member of that id.', 'satchel staff list shows who there is'],
  'form/not-known': ['There is no active form of that name.', 'satchel db migrate publishes the shipped forms'],
  'form/other-type': ['The form is made for another type of record.', 'choose another with --form NAME'],
  'entity/not-seen': [
    'There is no such record, or the recipient may not see it.',
    'satchel show ENTITY shows what the office sees; sales see what they own and what stands under them',
  ],
  'entity/not-known': ['There is no such person.', 'satchel query people/find --param words=NAME finds their id'],
  'entity/no-address': [
    'There is no e-mail address on file that the form could go to.',
    'add one first; an address that letters came back from does not count',
  ],
  'my-data/not-proven': [
    'No address of theirs was shown to be theirs, or letters came back from it.',
    'satchel form ENTITY sends their form; once they answer, the address is theirs; or --out, and hand it to them',
  ],
  'my-data/shared': [
    'Somebody else has this address, too, and would read it.',
    'choose another with --mail ADDRESS; or --out, and hand it to them',
  ],
  'consent/withdrawn': [
    'They asked not to be written to.',
    'if they ask for the form themselves, on the public page or by mail, it goes out',
  ],
}

/** The Problem for a refusal that a database function answered with. */
export function refusal(code: string, details: Readonly<Record<string, string>>): Error {
  if (!isCoreCode(code)) return new Error(`the database answered with an unknown problem ${code}`)
  const [message, hint] = refusals[code] ?? [code, undefined]
  return problem(code, message, { details, ...(hint === undefined ? {} : { hint }) })
}
