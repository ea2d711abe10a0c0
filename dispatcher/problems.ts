// What can go wrong with letters and folders, in one table. docs/problems.md explains each code.

import { type ProblemTable, problemsOf } from '@satchel/protocol/problem'

export const dispatcherProblems = {
  'address/not-valid': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'An e-mail address is not one plain address.',
  },
  'folder/not-readable': { blame: 'operator', retry: 'later', exit: 2, about: 'A watched folder cannot be read.' },
} as const satisfies ProblemTable<string>

export const problem = problemsOf(dispatcherProblems)
