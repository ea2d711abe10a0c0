// The refusals of the database, in words for the operator.

import type { Problem } from '@satchel/protocol/problem'
import { type CoreCode, isCoreCode, problem } from './problems.ts'

/** Message and hint of each refusal. */
export type Refusals = Readonly<Partial<Record<CoreCode, readonly [string, string | readonly string[]]>>>

const refusals: Refusals = {
  'staff/not-known': ['There is no active staff member of that id.', 'satchel staff list shows who there is'],
  'form/not-known': ['There is no active form of that name.', 'satchel db migrate publishes the shipped forms'],
  'form/not-in-clear': [
    "This organisation sends no people's own forms: they would travel in the clear.",
    'the setting ownForms says so; "plain" sends them, "sealed" lets the page seal the answer',
  ],
  'form/cannot-seal': [
    'No sealed form leaves: its page needs the address of an intake, and the key that checks its receipt.',
    'set intakeUrl and intakeReceiptKey; satchel-intake check prints the key',
  ],
  'entity/not-seen': [
    'There is no such record, or the recipient may not see it.',
    'satchel show ENTITY shows what the office sees; sales see what they own and what stands under them',
  ],
  'record/removed': [
    'The record was removed; nothing was changed.',
    'satchel restore RECORD brings it back; of one that was merged, satchel show RECORD names the record that it is part of',
  ],
  'record/file-changed': [
    'Somebody changed the file of this field meanwhile; nothing was written.',
    'look at it, and put yours there again: satchel file RECORD FIELD saves it',
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
  'inquiry/not-known': ['There is no such inquiry in the queue.', 'satchel inquiry list shows what waits'],
  'inquiry/linked': [
    'A record was made of this inquiry already; nothing was added.',
    'satchel inquiry show INQUIRY names it',
  ],
  'consent/withdrawn': [
    'They asked not to be written to.',
    'if they ask for the form themselves, on the public page or by mail, it goes out',
  ],
}

/** A function of the database answers with it instead of its result when it refuses. */
interface Refused {
  readonly problem: string
  /** Short name of the colleague whom it is about. */
  readonly hid?: string | undefined
}

/** @throws Error where the code is none of ours, which is a bug. */
export function refusalCode({ problem: code }: Refused): CoreCode {
  if (isCoreCode(code)) return code
  throw new Error(`the database answered with an unknown problem ${code}`)
}

/** The Problem of a refusal. @param own words that say more here than the general ones. */
export function refusal(code: CoreCode, details: Readonly<Record<string, string>> = {}, own: Refusals = {}): Problem {
  const [message, hint] = own[code] ?? refusals[code] ?? [code, undefined]
  return problem(code, message, { details, ...(hint === undefined ? {} : { hint }) })
}

/** @returns the answer where it is no refusal. @throws the Problem that `problemOf` makes of the refusal. */
export function accepted<T extends object>(
  answer: T | Refused,
  problemOf: (code: CoreCode, refused: Refused) => Problem = code => refusal(code),
): Exclude<T, Refused> {
  if ('problem' in answer) throw problemOf(refusalCode(answer), answer)
  return answer as Exclude<T, Refused>
}
