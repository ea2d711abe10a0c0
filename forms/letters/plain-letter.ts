// Letters of a few paragraphs and lists: acknowledgements, questions, notices. Text and HTML of equal content.

import type { Organization } from '../html/html-form.ts'
import type { Words } from '../words/form-words.ts'
import { type LetterBlock, type Piece, printText } from './letter-blocks.ts'
import { printHtml } from './letter-html.ts'
import { type LetterText, orgName } from './letter-parts.ts'

export const paragraph = (text: string): LetterBlock => ({ is: 'line', line: [text] })
export const heading = (text: string): LetterBlock => ({ is: 'heading', text })
export const listOf = (lines: readonly (string | readonly Piece[])[]): LetterBlock => ({
  is: 'list',
  lines: lines.map(each => (typeof each === 'string' ? [each] : each)),
})

/** The letter, signed by the organisation. Same blocks, same bytes. @param subject neutral: it stands in the HTML, too. */
export function plainLetter(
  words: Words,
  org: Organization,
  subject: string,
  blocks: readonly LetterBlock[],
  attachments: LetterText['attachments'] = [],
): LetterText {
  const all: readonly LetterBlock[] = [...blocks, { is: 'line', line: [orgName(org)], small: true }]
  return { subject, text: printText(all), html: printHtml(all, words, org, subject), attachments }
}
