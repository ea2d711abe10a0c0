// The content security policy of our pages: nothing may load, nothing runs but our own script where there is one, and the answer
// goes to one origin.

import { createHash } from 'node:crypto'
import { problem } from '../problems.ts'

interface Allowed {
  /** CSP sources of the style sheets inside, such as `'sha256-...'`; empty ones are left out. */
  readonly styles: readonly string[]
  /** CSP sources of the scripts inside. With one, the page may also send to the origin of `url`. */
  readonly scripts?: readonly string[]
  /** Pictures that the page itself holds or makes. */
  readonly pictures?: readonly ('data:' | 'blob:')[]
  /** Where the page's form posts to; undefined: it posts nowhere. */
  readonly url?: string | undefined
  /** Only the script sends to `url`: no form may post, wherever the page is shown. */
  readonly scriptOnly?: boolean
}

/** @throws Problem packet/other-form when the url is no http address, or holds a name or password. */
export function pagePolicy({ styles, scripts = [], pictures = [], url, scriptOnly = false }: Allowed): string {
  const origin = url === undefined ? "'none'" : originOf(url)
  return [
    "default-src 'none'",
    `style-src ${styles.filter(source => source !== '').join(' ')}`,
    ...(scripts.length === 0 ? [] : [`script-src ${scripts.join(' ')}`, `connect-src ${origin}`]),
    ...(pictures.length === 0 ? [] : [`img-src ${pictures.join(' ')}`]),
    `form-action ${scriptOnly ? "'none'" : origin}`,
    "base-uri 'none'",
  ].join('; ')
}

/** The source that lets exactly this text run as a script, or count as a style sheet. */
export function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

function originOf(text: string): string {
  const url = URL.parse(text)
  if (!url || !['https:', 'http:'].includes(url.protocol) || url.username !== '')
    throw problem('packet/other-form', 'The address for replies by web is not an http address.')
  return url.origin
}
