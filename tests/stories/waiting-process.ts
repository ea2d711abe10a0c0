// Imports what waits in a home folder, in a process of its own, and prints how: for waiting.test.ts.

import { importReplies } from '@satchel/core/import/import-replies'
import { homePaths } from '@satchel/core/home/home'
import pg from 'pg'
import { contextOf } from '../helpers/context.ts'
import type { TestHome } from '../helpers/home.ts'
import { peakMemory } from '../helpers/peak-memory.ts'

/** Most rows that one answer of the database had. */
let mostRows = 0
const query = Reflect.get(pg.Client.prototype, 'query') as (...given: unknown[]) => unknown
pg.Client.prototype.query = function watched(this: pg.Client, ...given: unknown[]) {
  const answer = query.apply(this, given)
  if (answer instanceof Promise)
    answer.then(
      ({ rows }: pg.QueryResult) => (mostRows = Math.max(mostRows, rows?.length ?? 0)),
      () => undefined,
    )
  return answer
} as typeof pg.Client.prototype.query

const begun = performance.now()
const steps: number[] = []
const context = contextOf({ home: homePaths(process.argv[2] ?? '') } as TestHome)
const balance = await importReplies(
  context,
  {},
  { step: () => void steps.push(performance.now() - begun), note: () => undefined },
)
await context.close()
process.stdout.write(
  JSON.stringify({
    balance,
    mostRows,
    peakBytes: peakMemory(),
    steps: steps.length,
    /** When the tenth part was told, as a part of the whole time. */
    tenth: (steps[Math.floor(steps.length / 10)] ?? 0) / (performance.now() - begun),
  }),
)
