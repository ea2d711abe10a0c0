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
  const title = say(words, 'confirm-subject', { packet: shortId(packet) })
  return template.render({
    ...pageFrame(template, words, confirmation.organization, { title, url }),
    title,
    intro: say(words, 'confirm-text', { org }),
    action: url,
    token,
    labels,
    buttonWord: say(words, 'confirm-button'),
    noLine: say(words, 'confirm-no'),
    saveLine: say(words, 'page-save'),
    sentLine: say(words, 'page-sent'),
  })
}
