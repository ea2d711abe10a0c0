// Events of a page that is open (server-sent events): of one record, or of the rows that a page shows. Both tell of mentions.

import { lastMention, mentionsSince } from '../../db/calls/commands.ts'
import { findRecord } from '../../people/find-record.ts'
import { part } from '../page/html.ts'
import type { Answer, Page, Visit } from '../page/page.ts'
import { countChanged, digestOfRows, type LiveRows } from './live-rows.ts'
import type { Look, Mentioned } from './streams.ts'

type See = () => Promise<Omit<Look, 'mentions'> | null>

export const livePages: readonly Page[] = [
  {
    path: '/live/page',
    async get(visit) {
      const { query, look } = visit
      const at = query.get('at') ?? ''
      const read = async (): Promise<LiveRows | null> => {
        const answer = await look(at)
        return answer?.kind === 'page' && answer.live !== undefined && 'rows' in answer.live ? answer.live : null
      }
      const first = await read()
      if (first === null) return { kind: 'file', type: 'text/event-stream', body: 'retry: 60000\n\n' }
      const see: See = async () => {
        const now = await read()
        return now === null
          ? null
          : { version: digestOfRows(now), data: { count: Math.max(1, countChanged(first, now)) } }
      }
      return follow(visit, { entity: null, see, seen: query.get('seen') ?? '' })
    },
  },
  {
    path: '/live/:record',
    async get(visit) {
      const { context, params, query } = visit
      const read = () => context.asStaff(database => findRecord(database, params.record ?? ''))
      const { entity } = await read()
      const see: See = async () => {
        const { version } = await read()
        return { version: String(version), data: version }
      }
      return follow(visit, { entity, see, seen: query.get('version') ?? '' })
    },
  },
]

interface Followed {
  readonly entity: number | null
  readonly see: See
  /** As the page was made. */
  readonly seen: string
}

async function follow(visit: Visit, { entity, see, seen }: Followed): Promise<Answer> {
  const { live, isGoingOn, visitor, gone } = visit
  const told = await mentionsOf(visit)
  const look = async (): Promise<Look | null> => {
    if (!(await isGoingOn())) return null
    const now = await see().catch(onlyGone)
    return now === null ? null : { ...now, mentions: await told() }
  }
  const stream = live.open({ session: visitor.session, name: visitor.name, entity, gone, look }, seen)
  // too many: the browser asks again in a minute
  return { kind: 'file', type: 'text/event-stream', body: stream ?? 'retry: 60000\n\n' }
}

/** The notes that mention the visitor, each told once on this page. */
async function mentionsOf({ context, say }: Visit): Promise<() => Promise<readonly Mentioned[]>> {
  let last = await context.asStaff(async database => (await database.run(lastMention, {})).mention ?? 0)
  return async () => {
    const rows = await context.asStaff(database => database.run(mentionsSince, { mention: last }))
    last = rows.at(-1)?.mention ?? last
    return rows.map(({ record, name, writer }) => ({
      text: say('live-mention', { writer: writer ?? '', name }),
      href: `/records/${part(record ?? '')}`,
    }))
  }
}

/** A record that is not there any more ends the stream; a database that is away does not. */
function onlyGone(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'entity/not-seen') return null
  throw error
}
