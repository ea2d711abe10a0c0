// Long work: begun by a page, done here while other pages are answered. It goes on when its browser is closed, its result waits to be seen,
// and its count is told each second. A connection of its own says that it goes on: where the program is killed, that connection is gone.

import type { z } from 'zod'
import { Problem } from '@satchel/protocol/problem'
import type { Context } from '../../context/context.ts'
import type { Count, Progress } from '../../context/use-case.ts'
import {
  beginConsoleWork,
  consoleWorks,
  endConsoleWork,
  seeConsoleWork,
  stopConsoleWork,
  tellConsoleWork,
} from '../../db/calls/works.ts'
import type { Database } from '../../db/database.ts'
import type { Pool } from '../../db/pool.ts'
import type { WorkAnswer } from '../../db/shapes/console.ts'
import { bugText } from '../../problems/bug-text.ts'
import { fileProblem } from '../../problems/file-problem.ts'
import type { Answer } from '../page/answer.ts'
import { problemPage, problemStatus } from '../page/problem-page.ts'
import type { Say } from '../page/words.ts'
import { limits } from '../server/limits.ts'

/** What is to be done, and by which key it is begun once. */
export interface Order {
  /** The words `work-KIND` name it. */
  readonly kind: string
  /** A file, a record; null where the kind says enough. */
  readonly about: string | null
  readonly key: string
  /** What has ended under this key is begun anew. */
  readonly isAgain?: boolean
}

export type Work = (context: Context, progress: Progress) => Promise<Answer>

/** Work that was begun, now or by an earlier press; null where this person has as much under way as they may. */
export type Begun =
  | { readonly work: number; readonly isNew: false }
  | { readonly work: number; readonly isNew: true; readonly ended: Promise<Answer> }
  | null

export interface Works {
  /** How long a page waits for work before it shows a page of its own for it. */
  readonly answerMs: number
  /** @param who acts, by `context`; `say` in their language. */
  begin(
    who: { readonly context: Context; readonly staff: number; readonly say: Say },
    order: Order,
    work: Work,
  ): Promise<Begun>
  /** What goes on, and what has ended and was not seen; or one by its number. */
  list(staff: number, work: number | null): Promise<readonly WorkRow[]>
  /** Tells work to stop where it can. */
  stop(staff: number, work: number): Promise<boolean>
  /** Its result was seen. */
  see(staff: number, work: number): Promise<boolean>
  /** Aborted when the console ends. */
  readonly closed: AbortSignal
  /** Tells all work to stop, and waits for it. */
  close(): Promise<void>
}

export type WorkRow = z.infer<typeof consoleWorks.row>

const tellMs = 500

export function makeWorks(pool: Pool, log: (text: string) => void, answerMs: number): Works {
  const closed = new AbortController()
  const running = new Set<Promise<unknown>>()
  return {
    answerMs,
    closed: closed.signal,
    async begin({ context, staff, say }, { kind, about, key, isAgain = false }, work) {
      const { promise: begun, resolve, reject } = Promise.withResolvers<Begun>()
      const run = pool
        .use(async database => {
          const [row] = await database.run(beginConsoleWork, {
            staff,
            kind,
            about,
            key,
            again: isAgain,
            most: limits.worksOfPerson,
          })
          const number = row?.work ?? null
          if (row === undefined || number === null) return resolve(null)
          if (!row.fresh) return resolve({ work: number, isNew: false })
          const ended = doWork(database, number, { context, say, work, closed: closed.signal, log })
          resolve({ work: number, isNew: true, ended: ended.then(({ answer }) => answer) })
          const { outcome, answer } = await ended
          await noteEnd(pool, database, number, outcome, answer)
        })
        .catch((error: unknown) => {
          reject(error)
          log(bugText(error))
        })
      running.add(run)
      void run.finally(() => running.delete(run))
      return begun
    },
    list: (staff, work) => pool.use(database => database.run(consoleWorks, { staff, work })),
    stop: async (staff, work) => (await pool.use(database => database.run(stopConsoleWork, { staff, work }))).told,
    see: async (staff, work) => (await pool.use(database => database.run(seeConsoleWork, { staff, work }))).noted,
    async close() {
      closed.abort()
      await Promise.all(running)
    },
  }
}

interface Doing {
  readonly context: Context
  readonly say: Say
  readonly work: Work
  readonly closed: AbortSignal
  readonly log: (text: string) => void
}

interface Ended {
  readonly outcome: 'done' | 'stopped' | 'failed'
  readonly answer: Answer
}

/** Does the work, and tells its count. What it throws becomes a page. */
async function doWork(database: Database, number: number, { context, say, work, closed, log }: Doing): Promise<Ended> {
  const asked = new AbortController()
  const stop = AbortSignal.any([context.stop, closed, asked.signal])
  let count: Count = { done: 0 }
  const progress: Progress = {
    step: (_, __, counted) => {
      if (counted !== undefined) count = counted
    },
    note: () => undefined,
  }
  let told: Promise<void> = Promise.resolve()
  const tell = async () => {
    const { stop: isAsked } = await database.run(tellConsoleWork, {
      work: number,
      count: count.done,
      all: count.of ?? null,
    })
    if (isAsked === true) asked.abort()
  }
  // a database that is away ends the work itself
  const timer = setInterval(() => void (told = told.then(tell).catch(() => undefined)), tellMs)
  try {
    const answer = await work({ ...context, stop }, progress)
    return { outcome: stop.aborted ? 'stopped' : 'done', answer }
  } catch (error) {
    const known = fileProblem(error)
    if (!(known instanceof Problem)) log(bugText(error))
    const body = problemPage(say, known instanceof Problem ? known : null)
    const status = known instanceof Problem ? problemStatus(known) : 500
    return {
      outcome: stop.aborted ? 'stopped' : 'failed',
      answer: { kind: 'page', title: say('problem'), status, body },
    }
  } finally {
    clearInterval(timer)
    await told
    await tell().catch(() => undefined)
  }
}

/** Where the connection of the work was lost, another one notes it. */
async function noteEnd(pool: Pool, database: Database, work: number, outcome: Ended['outcome'], answer: Answer) {
  const row = { work, outcome, answer: kept(answer) }
  await database.run(endConsoleWork, row).catch(() => pool.use(other => other.run(endConsoleWork, row)))
}

/** What of an answer can be shown later. */
function kept(answer: Answer): WorkAnswer | null {
  if (answer.kind === 'go') return { to: answer.to }
  if (answer.kind !== 'page') return null
  const { title, status = 200, place = null, body } = answer
  return { title, status, place, html: body.html }
}
