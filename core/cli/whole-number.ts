// Whole numbers as people type them.

import { problem } from '../problems/problems.ts'

/** @param what what the number is, as a sentence begins with it. @throws Problem usage/wrong. */
export function wholeNumber(text: string, what: string): number {
  if (!/^[1-9][0-9]{0,14}$/.test(text)) throw problem('usage/wrong', `${what} is a number, not "${text}".`)
  return Number(text)
}
