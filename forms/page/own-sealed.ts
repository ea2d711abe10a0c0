// A person's own details as one HTML file whose script seals the answer before it leaves. It has no form: without its script, or where
// nothing can be sealed, it says so and sends nothing.

import type { Packet } from '@satchel/protocol/messages/packet'
import type { FormDefinition } from '../definition/definition.ts'
import { ownFormView, windowTitle } from '../html/own-form.ts'
import { type HtmlTemplate, type Organization, pageFrame } from '../html/page-frame.ts'
import type { PageScript } from '../loader.ts'
import { problem } from '../problems.ts'
import { say, type Words } from '../words/form-words.ts'
import { pageData } from './packet-page.ts'

export interface SealedParts {
  readonly template: HtmlTemplate
  readonly script: PageScript
  /** Sealing parts of the core's and the recovery key. */
  readonly keys: readonly [core: string, recovery: string]
}

/** The words of the script: its key to the key of the words. */
const scriptWords = {
  sending: 'work-do-sending',
  'keep-open': 'work-do-keep-open',
  arrived: 'work-do-arrived',
  'arrived-next': 'own-sealed-next',
  receipt: 'work-do-receipt',
  faults: 'work-do-faults',
  'bad-empty': 'work-do-bad-empty',
  'bad-email': 'work-do-bad-email',
  'bad-date': 'work-do-bad-date',
  'bad-early': 'work-do-bad-early',
  'bad-late': 'work-do-bad-late',
  'not-sent': 'work-do-not-sent',
  'why-no-answer': 'work-do-why-no-answer',
  'why-not-genuine': 'work-do-why-not-genuine',
  login: 'work-do-login',
  'why-refused': 'own-sealed-refused',
  'no-changes': 'own-sealed-no-changes',
  'has-changes': 'own-sealed-has-changes',
} as const

/** Same input, same bytes. @throws Problem packet/other-form, also for a packet that no answer by web can reach. */
export function printOwnSealed(
  def: FormDefinition,
  packet: Packet,
  words: Words,
  org: Organization,
  { template, script, keys }: SealedParts,
): string {
  const { url } = packet.replyTo.web ?? {}
  if (url === undefined) throw problem('packet/other-form', 'A sealed form needs an address for replies by web.')
  const page = template.render({
    ...pageFrame(template, words, org, {
      title: windowTitle(packet, words),
      url,
      scripts: [script.source],
      scriptOnly: true,
    }),
    ...ownFormView(def, packet, words, ''),
    privacyLines: ['own-sealed-privacy', 'own-privacy-ask', 'own-privacy-token'].map(key => say(words, key)),
    sealedPlain: say(words, 'own-sealed-plain'),
    data: pageData(packet, { keys, plain: false }),
    scriptWords: Object.entries(scriptWords)
      .map(([key, from]) => `${key} ${words.texts.get(from) ?? ''}`)
      .join('\n'),
  })
  // the template holds no other script, and what it escapes can make none
  return page.replace('<script></script>', () => `<script>${script.text}</script>`)
}
