import { expect } from 'vitest'
import { caught } from './caught.ts'

/** A text with one place changed; fails when the place is not there exactly once, so that no change is silently lost. */
export function changed(text: string, from: string, to: string): string {
  expect(text.split(from), `"${from}" stands once`).toHaveLength(2)
  return text.replace(from, () => to)
}

/** The text with one place changed is refused, for this reason. */
export function expectRefused(
  parse: (text: string) => unknown,
  text: string,
  [from, to, reason]: readonly [from: string, to: string, reason: RegExp],
): void {
  expect(() => parse(text)).not.toThrow()
  const problem = caught(() => parse(changed(text, from, to)))
  expect(problem.code).toBe('record/not-valid')
  expect(problem.message).toMatch(reason)
}
