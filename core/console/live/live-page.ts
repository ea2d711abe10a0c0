// Events of one record, for the page that is open on it (server-sent events).

import { findRecord } from '../../people/find-record.ts'
import type { Page } from '../page/page.ts'

export const livePage: Page = {
  path: '/live/:record',
  async get({ context, visitor, params, query, gone, live, isGoingOn }) {
    const read = () => context.asStaff(database => findRecord(database, params.record ?? ''))
    const { entity } = await read()
    const look = async () => ((await isGoingOn()) ? (await read()).version : null)
    const { session, name } = visitor
    const seen = Number(query.get('version'))
    const stream = live.open({ session, name, entity, gone, look: () => look().catch(onlyGone) }, seen)
    // too many: the browser asks again in a minute
    return { kind: 'file', type: 'text/event-stream', body: stream ?? 'retry: 60000\n\n' }
  },
}

/** A record that is not there any more ends the stream; a database that is away does not. */
function onlyGone(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'entity/not-seen') return null
  throw error
}
