// Letters that stand beside acknowledgements: an opt-out confirmed, a reply that could not be read, a change to confirm.
// They hold labels and line numbers, never a value; nothing in them can be taken for a text form when it is quoted.

import { printConfirmPage } from './confirm-page.ts'
import type { FormDefinition } from '../definition/definition.ts'
import type { HtmlTemplate, Organization } from '../html/html-form.ts'
import {
  type AskedChange,
  askedLine,
  type Beside,
  besideLines,
  type LetterText,
  orgName,
  shortId,
} from './letter-parts.ts'
import { oneLine } from '../clean-text/plain-text.ts'
import { listOf, paragraph, plainLetter } from './plain-letter.ts'
import { say, type Words } from '../words/form-words.ts'

interface Unsubscribed {
  /** Words of the kinds of letters that end, in the reader's language; null: all. */
  readonly purposes?: readonly string[] | null
  readonly beside?: readonly Beside[]
}

/** The one confirmation of an opt-out; it says how to come back. */
export function unsubscribedLetter(words: Words, org: Organization, unsubscribed: Unsubscribed = {}): LetterText {
  const { purposes = null, beside = [] } = unsubscribed
  const values = { org: orgName(org) }
  const what =
    purposes === null
      ? [say(words, 'unsubscribed-text', values)].map(paragraph)
      : [paragraph(say(words, 'unsubscribed-some', values)), listOf(purposes)]
  return plainLetter(words, org, say(words, 'unsubscribed-subject'), [
    paragraph(say(words, 'letter-greeting')),
    ...what,
    ...[say(words, 'unsubscribed-back'), ...besideLines(words, beside)].map(paragraph),
  ])
}

/** Whether somebody wants letters again, asked where the wish could be anybody's. */
export function againLetter(words: Words, org: Organization, beside: readonly Beside[] = []): LetterText {
  return plainLetter(
    words,
    org,
    say(words, 'again-subject'),
    [
      say(words, 'letter-greeting'),
      say(words, 'again-text', { org: orgName(org) }),
      say(words, 'confirm-yes'),
      say(words, 'again-no'),
      ...besideLines(words, beside),
    ].map(paragraph),
  )
}

interface KeptWords {
  readonly organization: Organization
  /** Files beside the words, or instead of them. */
  readonly beside: readonly Beside[]
  /** How to answer instead: by the form, by the one word; null: there was nothing to answer. */
  readonly how: 'form' | 'yes' | null
}

/** A mail in somebody's own words has arrived: a person reads it. How it goes with a form, for whom meant that. */
export function keptLetter(words: Words, { organization, beside, how }: KeptWords): LetterText {
  const ways = ['letter', 'labels', 'page'].map(key => say(words, `unreadable-how-${key}`))
  const told = (key: string) => paragraph(say(words, key))
  return plainLetter(words, organization, say(words, 'kept-subject'), [
    told('letter-greeting'),
    told('kept-text'),
    ...(beside.includes('files') ? [told('kept-files')] : []),
    ...(how === 'form' ? [told('kept-how'), listOf(ways)] : []),
    ...(how === 'yes' ? [told('kept-yes')] : []),
  ])
}

/** The same form once more, with words beside it that are new. */
export function repeatLetter(words: Words, organization: Organization, beside: readonly Beside[]): LetterText {
  return plainLetter(
    words,
    organization,
    say(words, 'kept-subject'),
    // a call is all that such a form asks for
    [
      ...(beside.includes('call') ? [] : [say(words, 'letter-greeting'), say(words, 'kept-repeat')]),
      ...besideLines(words, beside),
    ].map(paragraph),
  )
}

interface Unreadable {
  readonly organization: Organization
  /** Whole packet id; the letter shows its first group. */
  readonly packet: string
  /** Codes of the problems that reading met, with the line where they name one. */
  readonly faults: readonly { readonly code: string; readonly line?: number }[]
  /** Another part of what came could be read, and has a letter of its own. */
  readonly part?: boolean
}

/** The sentence for a problem's code. A code that is not listed gets "not in a form that we can read". */
const faultWords: Readonly<Record<string, string>> = {
  'text-form/no-form': 'fault-no-form',
  'mail/no-form': 'fault-no-form',
  'item/not-a-reply': 'fault-no-form',
  'text-form/cut-off': 'fault-cut-off',
  'text-form/bad-header': 'fault-header',
  'text-form/unknown-form': 'fault-unknown-form',
  'text-form/unknown-label': 'fault-unknown-label',
  'text-form/label-twice': 'fault-label-twice',
  'text-form/mixed-quotes': 'fault-mixed-quotes',
  'text-form/too-large': 'fault-too-large',
  'sexp/too-large': 'fault-too-large',
  'envelope/too-large': 'fault-too-large',
  'html-form/mangled': 'fault-page',
  'sexp/not-sx1': 'fault-file',
  'record/not-valid': 'fault-file',
  'envelope/damaged': 'fault-file',
  'envelope/not-ours': 'fault-file',
  'token/not-known': 'fault-token',
  'token/other-packet': 'fault-token',
}

/** The letter about the unreadable parts of a reply, and how to correct them. Same input, same bytes. */
export function unreadableLetter(words: Words, { organization, packet, faults, part = false }: Unreadable): LetterText {
  const lines = faults.map(({ code, line }) => {
    const fault = say(words, faultWords[code] ?? 'fault-other')
    return line === undefined ? fault : say(words, 'unreadable-line', { line: String(line), fault })
  })
  const how = ['letter', 'labels', 'page', 'own'].map(key => say(words, `unreadable-how-${key}`))
  return plainLetter(words, organization, say(words, 'unreadable-subject', { packet: shortId(packet) }), [
    paragraph(say(words, 'letter-greeting')),
    paragraph(say(words, part ? 'unreadable-text-part' : 'unreadable-text')),
    listOf(lines.length > 0 ? lines : [say(words, 'fault-other')]),
    paragraph(say(words, 'unreadable-how')),
    listOf(how),
    paragraph(say(words, 'unreadable-close', { org: orgName(organization) })),
  ])
}

/** The letter with all that is kept of somebody, as they asked. The file names say nothing about them. */
export function myDataLetter(
  words: Words,
  organization: Organization,
  files: { readonly html: string; readonly json: string },
): LetterText {
  return plainLetter(
    words,
    organization,
    say(words, 'my-data-subject', { org: orgName(organization) }),
    [
      say(words, 'letter-greeting'),
      say(words, 'my-data-text', { org: orgName(organization), page: 'my-data.html', data: 'my-data.json' }),
      say(words, 'my-data-close'),
    ].map(paragraph),
    [
      { name: 'my-data.html', type: 'text/html; charset=utf-8', content: files.html },
      { name: 'my-data.json', type: 'application/json', content: files.json },
    ],
  )
}

export interface ChangeToConfirm {
  readonly organization: Organization
  readonly packet: string
  /** The change that waits for the answer. */
  readonly asked: readonly AskedChange[]
  /** The token that confirms; it stands in the page only, and in the address that answers go to. */
  readonly token: string
  /** Where replies by web go; with the page, the letter has a button as well. */
  readonly url?: string
  readonly page?: HtmlTemplate
}

/**
 * Asks the address on file whether a change was meant, where the acknowledgement goes to another one. By mail the answer is
 * one word; with `url` and `page` a page is attached that posts it.
 * @throws Problem packet/other-form when the url is no http address.
 */
export function confirmChangeLetter(def: FormDefinition, words: Words, change: ChangeToConfirm): LetterText {
  const { blocks, attachments } = questionParts(def, words, change)
  return plainLetter(
    words,
    change.organization,
    say(words, 'confirm-subject', { packet: shortId(change.packet) }),
    [
      paragraph(say(words, 'letter-greeting')),
      paragraph(say(words, 'confirm-text', { org: orgName(change.organization) })),
      ...blocks,
    ],
    attachments,
  )
}

/** The question and how to say yes, for a letter of its own and for an acknowledgement alike. */
export function questionParts(def: FormDefinition, words: Words, change: ChangeToConfirm) {
  const { organization, packet, url, page, token } = change
  const labels = [...new Set(change.asked.map(each => askedLine(def, each, words)))]
  const file = `confirm-${shortId(packet)}.html`
  const attached =
    url !== undefined && page !== undefined
      ? [{ name: file, content: printConfirmPage(words, { organization, packet, labels, token, url }, page) }]
      : []
  return {
    blocks: [
      listOf(labels),
      paragraph(say(words, 'confirm-yes')),
      ...attached.map(() => paragraph(say(words, 'confirm-page', { file }))),
      paragraph(say(words, 'confirm-no')),
    ],
    attachments: attached.map(each => ({ ...each, type: 'text/html; charset=utf-8' })),
  }
}

/**
 * The answer of a person to somebody's question: their own words. The question is not repeated: anybody can ask under another's address, and a
 * mail shows its words to everybody on its way. @param subject of the writer; the empty string: that it is about their question.
 */
export function answerLetter(words: Words, org: Organization, text: string, subject: string): LetterText {
  const lines = text.split('\n').flatMap(line => (line.trim() === '' ? [] : [line.trimEnd()]))
  const about = oneLine(subject).trim() || say(words, 'answer-subject', { org: orgName(org) })
  return plainLetter(words, org, about, [...lines, say(words, 'answer-close')].map(paragraph))
}
