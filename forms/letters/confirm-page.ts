// A page with one button that confirms a change by post. Script-free; shows labels, never a value.
import type { HtmlTemplate, Organization } from '../html/html-form.ts'
import { shortId } from './letter-parts.ts'
import { pageFrame } from '../html/page-frame.ts'
import { oneLine } from '../clean-text/plain-text.ts'
import { say, type Words } from '../words/form-words.ts'

interface Confirmation {
  readonly organization: Organization
  readonly packet: string
  /** The held change, in the language of the words. */
  readonly labels: readonly string[]
  readonly token: string
  /** Where replies by web go. */
  readonly url: string
}

/**
 * Prints the page: it posts `token` and `confirm` to the url. Same input, same bytes.
 * @throws Problem packet/other-form when the url is no http address.
 */
export function printConfirmPage(words: Words, confirmation: Confirmation, template: HtmlTemplate): string {
  const { packet, labels, token, url } = confirmation
  const org = oneLine(confirmation.organization.name)
  return template.render({
    ...pageFrame(template, words, confirmation.organization, {
      title: say(words, 'confirm-subject', { packet: shortId(packet) }),
      url,
    }),
    title: say(words, 'confirm-title'),
    intro: say(words, 'confirm-intro', { org }),
    action: url,
    token,
    labels,
    buttonWord: say(words, 'confirm-button'),
    notTitle: say(words, 'confirm-not-title'),
    notLine: say(words, 'confirm-not'),
    saveLine: say(words, 'confirm-save'),
    sentLine: say(words, 'page-sent'),
  })
}
