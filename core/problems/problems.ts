// Everything that can go wrong in the core, in one table (that of items is in item-problems.ts). docs/problems.md explains each code; a test keeps the two equal.

import { type ProblemTable, problemsOf } from '@satchel/protocol/problem'
import { itemProblems } from './item-problems.ts'

export const coreProblems = {
  'usage/wrong': { blame: 'operator', retry: 'never', exit: 2, about: 'The command line or an argument is wrong.' },
  'config/wrong': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The configuration has faults; all are listed.',
  },
  'home/missing': { blame: 'operator', retry: 'never', exit: 2, about: 'There is no Satchel home folder here.' },
  'home/exists': { blame: 'operator', retry: 'never', exit: 2, about: 'This folder is a Satchel home already.' },
  'home/other-instance': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'Home folder and database belong to different installations or restores.',
  },
  'home/not-writable': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The home folder cannot be written or read.',
  },
  'database/unreachable': {
    blame: 'operator',
    retry: 'later',
    exit: 10,
    about: 'The database does not answer, or the connection was lost.',
  },
  'database/refused': { blame: 'operator', retry: 'never', exit: 10, about: 'The database refused the login.' },
  'database/too-old': { blame: 'operator', retry: 'never', exit: 10, about: 'The PostgreSQL server is older than 15.' },
  'database/full': { blame: 'operator', retry: 'later', exit: 10, about: 'The database server is out of room.' },
  'database/busy': {
    blame: 'operator',
    retry: 'later',
    exit: 10,
    about: 'The database was too busy; the work was undone.',
  },
  'database/no-right': { blame: 'operator', retry: 'never', exit: 2, about: 'The acting role may not do this.' },
  'schema/newer': {
    blame: 'operator',
    retry: 'never',
    exit: 10,
    about: 'The database was migrated by a newer program.',
  },
  'schema/older': { blame: 'operator', retry: 'never', exit: 10, about: 'The database waits for a migration.' },
  'schema/changed': {
    blame: 'operator',
    retry: 'never',
    exit: 10,
    about: 'A migration that ran already differs from the file of that number.',
  },
  'statement/wrong': {
    blame: 'operator',
    retry: 'never',
    exit: 10,
    about: 'A stored query does not fit the database.',
  },
  'server/no-binaries': {
    blame: 'operator',
    retry: 'never',
    exit: 10,
    about: 'The embedded PostgreSQL is not installed for this kind of machine.',
  },
  'server/no-user': {
    blame: 'operator',
    retry: 'never',
    exit: 10,
    about: 'Run as root, the embedded server needs a system user of its own.',
  },
  'server/not-started': {
    blame: 'operator',
    retry: 'later',
    exit: 10,
    about: 'The embedded PostgreSQL did not start.',
  },
  'server/not-embedded': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The configuration names an outside database; Satchel does not start or stop that.',
  },
  'run/locked': { blame: 'operator', retry: 'later', exit: 11, about: 'Another import is under way.' },
  'run/unbalanced': {
    blame: 'operator',
    retry: 'never',
    exit: 3,
    about: 'An import run does not add up: an item is missing or counted twice.',
  },
  'key/missing': { blame: 'operator', retry: 'never', exit: 12, about: 'A key file is missing from the home folder.' },
  'letter/no-key': { blame: 'operator', retry: 'later', exit: 3, about: 'The key that seals a letter is missing.' },
  'letter/gone': { blame: 'operator', retry: 'never', exit: 2, about: 'Nothing of the letter is left to send.' },
  'letter/not-stuck': { blame: 'operator', retry: 'never', exit: 2, about: 'No such letter waits for a person.' },
  'letter/changed': { blame: 'operator', retry: 'never', exit: 3, about: 'The bytes of a letter were changed.' },
  'key/unreadable': { blame: 'operator', retry: 'never', exit: 12, about: 'A key file cannot be used.' },
  'staff/not-known': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'There is no active staff member of that id.',
  },
  'staff/exists': { blame: 'operator', retry: 'never', exit: 2, about: 'There is a staff member of that id already.' },
  'staff/admin-only': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'Only an administrator changes the rights of staff.',
  },
  'staff/last-admin': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The last administrator cannot lose that role.',
  },
  'staff/no-login': { blame: 'operator', retry: 'never', exit: 2, about: 'This password does not open the login.' },
  'staff/self': { blame: 'operator', retry: 'never', exit: 2, about: 'Nobody ends their own login.' },
  'process/not-known': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'No process of that name comes with the program.',
  },
  'process/no-stage': { blame: 'operator', retry: 'never', exit: 2, about: 'There is no stage of that name.' },
  'duplicate/not-open': { blame: 'operator', retry: 'never', exit: 2, about: 'The pair does not wait for a decision.' },
  'record/refused': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The rules of the database do not allow this.',
  },
  'form/not-known': { blame: 'operator', retry: 'never', exit: 2, about: 'There is no active form of that name.' },
  'form/changed': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'A published form version was changed; a change needs a new version number.',
  },
  'form/other-type': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The form is made for another type of record.',
  },
  'entity/not-seen': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'There is no such record, or the acting role does not see it.',
  },
  'entity/not-known': { blame: 'operator', retry: 'never', exit: 2, about: 'There is no such person.' },
  'entity/no-address': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'There is no e-mail address on file that the form could go to.',
  },
  'my-data/not-proven': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The address is not proven to be theirs, or letters came back from it; no data goes there.',
  },
  'my-data/shared': { blame: 'operator', retry: 'never', exit: 2, about: 'Somebody else has the address, too.' },
  'my-data/enough': { blame: 'operator', retry: 'later', exit: 2, about: 'Three such letters went there in a day.' },
  'consent/withdrawn': { blame: 'operator', retry: 'never', exit: 2, about: 'They asked not to be written to.' },
  'inquiry/file-missing': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'A file that came with an inquiry is not in the home folder.',
  },
  'inquiry/not-known': { blame: 'operator', retry: 'never', exit: 2, about: 'There is no such inquiry in the queue.' },
  'backup/damaged': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The backup is cut off, was changed, or is not a backup.',
  },
  'backup/not-there': { blame: 'operator', retry: 'never', exit: 2, about: 'There is no backup file of that name.' },
  'backup/not-empty': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'A backup can be restored only into an empty database.',
  },
  'load/not-csv': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The file of people is not a readable CSV file, or it is too large.',
  },
  'load/encoding': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The encoding of the file of people cannot be determined.',
  },
  'load/headings': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'Some headings of the file are unknown or ambiguous.',
  },
  'load/no-run': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The acting person may undo no load of that number.',
  },
  'load/undone': { blame: 'operator', retry: 'never', exit: 2, about: 'The load was already undone.' },
  'query/not-known': { blame: 'operator', retry: 'never', exit: 2, about: 'There is no stored query of that name.' },
  'query/wrong': { blame: 'operator', retry: 'never', exit: 2, about: 'A parameter of the query is missing or wrong.' },
  'change/not-held': { blame: 'operator', retry: 'never', exit: 2, about: 'There is no such held change.' },
  'change/not-refused': { blame: 'operator', retry: 'never', exit: 2, about: 'There is no such refused change.' },
  'change/already-there': { blame: 'operator', retry: 'never', exit: 2, about: 'Another row of the record holds it.' },
  'change/value-needed': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'It cannot be stored as it was written.',
  },
  'change/value-wrong': { blame: 'operator', retry: 'never', exit: 2, about: 'The value does not fit its field.' },
  'change/no-report': { blame: 'operator', retry: 'never', exit: 2, about: 'The report of this value is not on file.' },
  'change/stale': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The record changed since this held change was shown.',
  },
  ...itemProblems,
} as const satisfies ProblemTable<string>

export type CoreCode = keyof typeof coreProblems

export const problem = problemsOf(coreProblems)

/** Whether the database answered with one of our codes. */
export function isCoreCode(code: string): code is CoreCode {
  return Object.hasOwn(coreProblems, code)
}
