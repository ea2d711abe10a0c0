// A use case: one thing that Satchel does, for a command, a page and a program alike. It knows no terminal: it gets a context and an
// input, may report progress, and gives a result or throws a Problem.

import { z } from 'zod'
import { problem } from '../problems/problems.ts'
import type { Context } from './context.ts'

/** How far long work is. */
export interface Count {
  readonly done: number
  /** In all, where that is known. */
  readonly of?: number
}

/** How long work reports while it goes on. Never a value of a person. */
export interface Progress {
  /**
   * One step, like `120 letters`.
   * @param share how much of the whole is done, from 0 to 1, where that is known.
   * @param count the same as figures, for a page in another language.
   */
  step(text: string, share?: number, count?: Count): void
  /** A sentence that the one who started the work should read now. */
  note(text: string): void
}

export const silent: Progress = { step: () => undefined, note: () => undefined }

export interface UseCase<Input extends z.ZodType, Result extends z.ZodType> {
  (context: Context, input: z.input<Input>, progress?: Progress): Promise<z.infer<Result>>
  readonly input: Input
  readonly result: Result
}

/**
 * @param work is called with the checked input. Its result is checked, too: another shape is a bug.
 * @returns the use case; called with an input of the wrong shape it throws Problem usage/wrong and does nothing.
 */
export function useCase<Input extends z.ZodType, Result extends z.ZodType>(
  input: Input,
  result: Result,
  work: (context: Context, input: z.output<Input>, progress: Progress) => Promise<z.input<Result>>,
): UseCase<Input, Result> {
  const run = async (context: Context, given: z.input<Input>, progress: Progress = silent) => {
    const read = input.safeParse(given)
    if (!read.success) throw problem('usage/wrong', sentenceOf(read.error))
    return result.parse(await work(context, read.data, progress))
  }
  return Object.assign(run, { input, result })
}

/** The first fault, as a sentence: the field's own where its schema has one. */
function sentenceOf(error: z.ZodError): string {
  const [first] = error.issues
  const field = first?.path.join('.') ?? ''
  const text = first?.message ?? 'wrong'
  return /[.!]$/.test(text) ? text : `The input ${field === '' ? '' : `"${field}" `}is wrong: ${text}.`
}
