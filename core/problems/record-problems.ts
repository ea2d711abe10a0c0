// Problems of what people type of records, of what they search for, and of inquiries that become records. A part of core/problems/problems.ts.

import type { ProblemTable } from '@satchel/protocol/problem'

export const recordProblems = {
  'record/no-type': { blame: 'operator', retry: 'never', exit: 2, about: 'There is no type of record of that name.' },
  'record/no-field': { blame: 'operator', retry: 'never', exit: 2, about: 'A record of this type has no such field.' },
  'record/bad-value': { blame: 'operator', retry: 'never', exit: 2, about: 'The field cannot hold this value.' },
  'record/several': { blame: 'operator', retry: 'never', exit: 2, about: 'The words mean several things.' },
  'record/there': { blame: 'operator', retry: 'never', exit: 2, about: 'The new record may be there already.' },
  'inquiry/answered': { blame: 'operator', retry: 'never', exit: 2, about: 'The inquiry is open no more.' },
  'inquiry/linked': { blame: 'operator', retry: 'never', exit: 2, about: 'A record was made of the inquiry already.' },
  'inquiry/no-address': { blame: 'operator', retry: 'never', exit: 2, about: 'No letter can answer the inquiry.' },
  'inquiry/protected': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'An answer would leave less protected than the letters of its reader.',
  },
  'process/not-known': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'No process of that name comes with the program.',
  },
  'search/wrong': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'A search names a type, field, value or name that is not there.',
  },
  'record/no-kind': { blame: 'operator', retry: 'never', exit: 2, about: 'There is no kind of relation of that name.' },
  'record/no-task': { blame: 'operator', retry: 'never', exit: 2, about: 'There is no such open task of the record.' },
  'record/removed': { blame: 'operator', retry: 'never', exit: 2, about: 'The record was removed.' },
  'record/file-changed': {
    blame: 'operator',
    retry: 'never',
    exit: 3,
    about: 'Somebody changed the file of this field meanwhile.',
  },
  'record/hangs': { blame: 'operator', retry: 'never', exit: 2, about: 'Something hangs on the record.' },
  'record/refused': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The rules of the database do not allow this.',
  },
} as const satisfies ProblemTable<string>
