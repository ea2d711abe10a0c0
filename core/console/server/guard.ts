// Which requests are looked at at all. A page of somebody else's, opened in the same browser, may neither post here nor read from here.

import type { Incoming } from '../listener.ts'
import { limits } from './limits.ts'

export interface Place {
  /** Names by which a browser may call this host, with port. */
  readonly hosts: { includes(host: string): boolean }
  readonly isTls: boolean
  /** Whether a link opens a session here. */
  readonly takesLinks: boolean
}

/** Why a request is refused: status and a key of the words; null where it is not. */
export function refusalOf(incoming: Incoming, place: Place): { readonly status: number; readonly key: string } | null {
  const { method, headers, target } = incoming
  if (target.length > limits.targetSigns) return { status: 414, key: 'refused-long' }
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') return { status: 405, key: 'refused-method' }
  // a name of somebody else's that leads to this address (DNS rebinding)
  const host = headers.host?.toLowerCase() ?? ''
  if (!place.hosts.includes(host)) return { status: 421, key: 'refused-host' }
  const site = headers['sec-fetch-site']
  const mode = headers['sec-fetch-mode']
  if (method !== 'POST') {
    // a link in a letter may lead here; nothing of another page may fetch or embed
    const isLed = site === undefined || site === 'same-origin' || site === 'none' || mode === 'navigate'
    return isLed && headers['sec-fetch-dest'] !== 'object' ? null : { status: 403, key: 'refused-site' }
  }
  const origin = `${place.isTls ? 'https' : 'http'}://${host}`
  const isOurs = headers.origin === origin && (site === undefined || site === 'same-origin')
  return isOurs ? null : { status: 403, key: 'refused-site' }
}
