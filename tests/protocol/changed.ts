// Takes a good file apart in one place, to see it refused for that.
import { caught } from './caught.ts'

/** A text with one place changed; throws when the place is not there exactly once, so that no change is silently lost. */
export function changed(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2)
    throw new Error(`the example holds ${JSON.stringify(from)} never or more than once`)
  return text.replace(from, () => to)
}

/** Why a text that is good as it stands is refused once that place is changed: the message of record/not-valid. */
export function refusal(parse: (text: string) => unknown, good: string, from: string, to: string): string {
  parse(good)
  const problem = caught(() => parse(changed(good, from, to)))
  if (problem.code !== 'record/not-valid') throw problem
  return problem.message
}
