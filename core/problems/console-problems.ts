// Problems of the office console and what it listens at. A part of core/problems/problems.ts.

import type { ProblemTable } from '@satchel/protocol/problem'

export const consoleProblems = {
  'console/public': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The console listens at private addresses only.',
  },
  'console/no-url': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'Behind a proxy the console needs the address by which browsers call it.',
  },
  'console/no-certificate': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The certificate of the console cannot be read.',
  },
  'console/listen': { blame: 'operator', retry: 'later', exit: 2, about: 'The console cannot listen at its address.' },
} as const satisfies ProblemTable<string>
