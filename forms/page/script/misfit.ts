// What is wrong with what a box holds, in the words of the page: the browser's own sentence is in the language of the browser.

import type { Box } from './boxes.ts'
import { say } from './page-data.ts'

/** What the browser sees, and the page's word for it. */
const words = {
  valueMissing: 'bad-empty',
  typeMismatch: 'bad-email',
  badInput: 'bad-date',
  rangeUnderflow: 'bad-early',
  rangeOverflow: 'bad-late',
} as const

export function misfit({ validity }: Box): string {
  const [, word = 'faults'] = Object.entries(words).find(([fault]) => validity[fault as keyof typeof words]) ?? []
  return say(word)
}
