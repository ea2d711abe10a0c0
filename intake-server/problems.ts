// Everything that can be wrong with a visitor's post or with the public host, in one table. docs/problems.md explains each code.
// Visitors see three answers only (thanks, cannot accept, busy): codes are for the log and for the operator.

import { type ProblemTable, problemsOf } from '@satchel/protocol/problem'

export const intakeProblems = {
  'intake/usage': { blame: 'operator', retry: 'never', exit: 2, about: 'The command line of satchel-intake is wrong.' },
  'intake/no-settings': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'There is no intake.json in the home folder of the intake.',
  },
  'intake/settings-wrong': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The configuration of the intake has faults; all are listed.',
  },
  'intake/key-missing': {
    blame: 'operator',
    retry: 'never',
    exit: 12,
    about: 'A public key is missing from the home folder of the intake.',
  },
  'intake/key-wrong': {
    blame: 'operator',
    retry: 'never',
    exit: 12,
    about: 'A key file of the intake is of another kind than it should be, or open to others.',
  },
  'intake/not-safe': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The host could write the memory of the process to its disk.',
  },
  'intake/clock': { blame: 'operator', retry: 'never', exit: 2, about: 'The clock of the host is wrong.' },
  'intake/listen': { blame: 'operator', retry: 'later', exit: 2, about: 'The intake cannot listen at its address.' },
  'intake/busy': {
    blame: 'operator',
    retry: 'later',
    exit: 10,
    about: 'A pool of the spool, the disk or one network is at its limit; the visitor was asked to come again.',
  },
  'request/too-large': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'The post is larger, or has more parts, than the page accepts.',
  },
  'request/not-form': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'The post is not a form, a text or a sealed reply.',
  },
  'request/empty': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'All values of the posted form are empty, as some mail programs send them.',
  },
  'request/press-again': {
    blame: 'sender',
    retry: 'later',
    exit: 3,
    about:
      'The form looked as if a program had filled it in; its page was shown again as it was typed, with a button to press.',
  },
  'request/no-answer': {
    blame: 'sender',
    retry: 'never',
    exit: 3,
    about: 'The question names no e-mail address or telephone number to answer to.',
  },
  'request/work': {
    blame: 'sender',
    retry: 'later',
    exit: 3,
    about: 'Too many strangers post at the moment; the post has to prove work, or wait.',
  },
  'request/too-slow': { blame: 'sender', retry: 'later', exit: 3, about: 'The post took too long to arrive.' },
  'request/aborted': {
    blame: 'sender',
    retry: 'later',
    exit: 3,
    about: 'The sender went away in the middle of a post.',
  },
} as const satisfies ProblemTable<string>

export const problem = problemsOf(intakeProblems)
