// A text that somebody types or reads from a file: what no page, file or search carries is refused here. A command asks the person
// who is there; it takes nothing out of a text by itself.

import { cleanValue } from '@satchel/protocol/sexp/clean'
import { problem } from '../../problems/problems.ts'

/** Marks of the direction of writing, soft hyphens, spaces without width: no search finds a name that holds one. */
const invisible = /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F]/

/**
 * The text, with its lines ended in one way.
 * @param called how the text is named to the person: "The note".
 * @param lines of a text of several lines marks of the direction of writing may be a part.
 * @throws Problem record/bad-value.
 */
export function typedText(text: string, called: string, lines: 'one' | 'several' = 'one'): string {
  const clean = cleanValue(text)
  if (clean.damaged)
    throw problem('record/bad-value', `${called} holds bytes that are no text, or a character that was lost before.`, {
      hint: 'save the text as UTF-8, or type it again',
    })
  if (clean.dropped > 0 || (lines === 'one' && invisible.test(clean.text)))
    throw problem('record/bad-value', `${called} holds a character that nobody sees.`, {
      hint: 'type it again: what is copied from a page or a program may bring such characters along',
    })
  return clean.text
}

const idForm = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._/-]{0,63}$/u

/** A human id that a record can be called by. @throws Problem record/bad-value. */
export function typedId(text: string): string {
  const id = typedText(text, 'The id').trim()
  if (!idForm.test(id))
    throw problem('record/bad-value', 'This is no id that a record can be called by.', {
      hint: 'it begins with a letter or a digit, and has up to 64 letters, digits, spaces and . _ / -',
    })
  return id
}
