// Problems of the office console and what it listens at. A part of core/problems/problems.ts.

import type { ProblemTable } from '@satchel/protocol/problem'

export const consoleProblems = {
  'console/public': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'The console listens at private addresses only.',
  },
  'console/no-tls': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'At an address that others reach, the console needs TLS and client certificates.',
  },
  'console/listen': { blame: 'operator', retry: 'later', exit: 2, about: 'The console cannot listen at its address.' },
} as const satisfies ProblemTable<string>
