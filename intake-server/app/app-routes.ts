// The routes of Pocket: its files, and a refusal for what only its worker may take.

import type { Answer } from '../http/answer.ts'
import { appFile } from './app-files.ts'

interface Asked {
  readonly taker: { readonly appSigned: () => string }
}

interface AppRoute {
  readonly get?: (asked: Asked) => Answer
  readonly post?: () => Answer
}

function find(path: string): AppRoute | null {
  if (path === '/app') return { get: () => ({ status: 301, body: '', headers: { Location: '/app/' } }) }
  // A share that comes here met no worker: it may be a packet that is not sealed, so nobody reads it.
  if (path === '/app/share') return { post: refuseShare }
  if (path === '/app/signed') return { get: ({ taker }) => signed(taker.appSigned()) }
  const file = path.startsWith('/app/') ? appFile(path.slice('/app/'.length)) : null
  return file === null ? null : { get: () => ({ status: 200, ...file }) }
}

/** Null for a path that is none of Pocket's. */
export function appRouteOf(path: string): { readonly route: AppRoute; readonly rest: null } | null {
  const route = find(path)
  return route === null ? null : { route, rest: null }
}

/** Nothing where the core has signed none: Pocket then says so. */
const signed = (body: string): Answer => ({ status: 200, type: 'text/plain; charset=utf-8', body })

const refuseShare = (): Answer => ({
  status: 405,
  type: 'text/plain; charset=utf-8',
  body: 'Pocket is not installed in this browser. Nothing of what you shared was read or stored. Open /app/ once, then share again.\n',
  headers: { Allow: 'OPTIONS' },
  leaveBody: true,
})
