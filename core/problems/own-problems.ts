// Problems of tables, types and fields of one's own. A part of core/problems/problems.ts.

import type { ProblemTable } from '@satchel/protocol/problem'

export const ownProblems = {
  'own/wrong': { blame: 'operator', retry: 'never', exit: 2, about: 'A field cannot be read as it was typed.' },
  'own/refused': {
    blame: 'operator',
    retry: 'never',
    exit: 2,
    about: 'A table, type or field cannot be made or changed like this.',
  },
  'schema/added-refused': {
    blame: 'operator',
    retry: 'never',
    exit: 10,
    about: "A file of tables of one's own cannot run.",
  },
} as const satisfies ProblemTable<string>
