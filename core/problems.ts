// Everything that can go wrong in the core, in one table. docs/problems.md explains each code; a test keeps the two equal.

import { type ProblemTable, problemsOf } from '@satchel/protocol/problem'

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
  'database/no-right': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The acting role may not do this.',
  },
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
  'key/unreadable': { blame: 'operator', retry: 'never', exit: 12, about: 'A key file cannot be used.' },
  'staff/not-known': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'There is no active staff member of that id.',
  },
  'staff/exists': { blame: 'operator', retry: 'never', exit: 2, about: 'There is a staff member of that id already.' },
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
  'consent/withdrawn': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'This address asked not to be written to.',
  },
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
    about: 'The backup is cut off, was changed, or is none.',
  },
  'backup/not-there': { blame: 'operator', retry: 'never', exit: 2, about: 'There is no backup file of that name.' },
  'backup/not-empty': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'A backup is restored into an empty database only.',
  },
  'load/not-csv': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The file of people is no CSV file that can be read, or too large.',
  },
  'load/headings': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The headings of the file do not say what its columns hold.',
  },
  'query/not-known': { blame: 'operator', retry: 'never', exit: 2, about: 'There is no stored query of that name.' },
  'query/wrong': { blame: 'operator', retry: 'never', exit: 2, about: 'A parameter of the query is missing or wrong.' },
  'change/not-held': { blame: 'operator', retry: 'never', exit: 2, about: 'There is no such held change.' },
  'change/stale': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The record changed since this held change was shown.',
  },
  'item/not-known': { blame: 'operator', retry: 'never', exit: 2, about: 'There is no such item in quarantine.' },
  'item/not-a-reply': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'The item is neither a reply file, nor a text form, nor a sealed reply.',
  },
  'mail/no-form': { blame: 'sender', retry: 'never', exit: 3, about: 'The mail carries no form that can be read.' },
  'submission/empty': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'A submission names neither a token nor an address.',
  },
  'upload/alone': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'No submission named an uploaded file within a day.',
  },
  'item/poison': {
    blame: 'operator',
    retry: 'never',
    exit: 3,
    about: 'The program stopped five times while it worked on this item.',
  },
  'token/not-known': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'The reply carries no token that we gave out.',
  },
  'token/other-packet': { blame: 'sender', retry: 'never', exit: 3, about: 'The token belongs to another packet.' },
  'token/used-up': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'More replies came with this token than allowed.',
  },
  'edit/not-taken': {
    blame: 'operator',
    retry: 'never',
    exit: 3,
    about: 'An edit could not be merged; its text is in quarantine.',
  },
  'edit/no-editor': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'There is no editor to open the record in, or it ended with a fault.',
  },
  'packet/other-epoch': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'The reply names another epoch than its packet has.',
  },
  'packet/erased': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'The record of this packet was erased; nothing is taken for it.',
  },
  'reply/not-storable': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'The reply holds characters or numbers that the database cannot store.',
  },
  'reply/too-many-rows': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'The reply states more rows than a record has.',
  },
  'reply/states-twice': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'The reply states one field or row twice.',
  },
} as const satisfies ProblemTable<string>

export type CoreCode = keyof typeof coreProblems

export const problem = problemsOf(coreProblems)

/** Whether the database answered with one of our codes. */
export function isCoreCode(code: string): code is CoreCode {
  return Object.hasOwn(coreProblems, code)
}
