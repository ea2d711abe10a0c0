// A page that opens with a phrase: what stands around the sealed one.

import { type HtmlTemplate, type Organization, pageFrame } from '../html/page-frame.ts'
import type { PageScript } from '../loader.ts'
import { say, type Words } from '../words/form-words.ts'
import { shortId } from '../letters/letter-parts.ts'
import { lockPage, type PhraseKey } from './lock.ts'
import { policyOf, withPolicy } from './joined-policy.ts'

export interface LockedPageParts {
  readonly template: HtmlTemplate
  readonly script: PageScript
  readonly key: PhraseKey
}

/**
 * Prints the locked page; each print seals with another key.
 * @param page a whole HTML page with a policy of its own, which the locked page's allows as well.
 * @param packet its number. @throws TypeError where the page has no policy.
 */
export function printLockedPage(
  page: string,
  packet: string,
  words: Words,
  org: Organization,
  { template, script, key }: LockedPageParts,
): string {
  const title = say(words, 'locked-title', { packet: shortId(packet) })
  const frame = pageFrame(template, words, org, { title, scripts: [script.source] })
  const text = (name: string) => say(words, `locked-${name}`)
  const printed = template.render({
    ...frame,
    policy: withPolicy(frame.policy, policyOf(page)),
    ...lockPage(page, key, packet),
    title,
    intro: text('intro'),
    label: text('label'),
    hint: text('hint'),
    open: text('open'),
    opening: text('opening'),
    shape: text('shape'),
    wrong: text('wrong'),
    cannot: text('cannot'),
    script: text('script'),
  })
  return printed.replace('<script></script>', () => `<script>${script.text}</script>`)
}
