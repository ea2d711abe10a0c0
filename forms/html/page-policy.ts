// The content security policy of our pages: nothing may load, nothing may run, and the answer goes to one origin.
import { problem } from '../problems.ts'

/**
 * @param styleSource CSP source of the style sheet inside, such as `'sha256-...'`.
 * @param url where the page's form posts to; undefined: it posts nowhere.
 * @throws Problem packet/other-form when the url is no http address, or holds a name or password.
 */
export function pagePolicy(styleSource: string, url: string | undefined): string {
  const origin = url === undefined ? "'none'" : originOf(url)
  return `default-src 'none'; style-src ${styleSource}; form-action ${origin}; base-uri 'none'`
}

function originOf(text: string): string {
  const url = URL.parse(text)
  if (!url || !['https:', 'http:'].includes(url.protocol) || url.username !== '')
    throw problem('packet/other-form', 'The address for replies by web is not an http address.')
  return url.origin
}
