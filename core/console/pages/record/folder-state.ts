// What a posted form leaves on the folder: what was typed, what is wrong with it, and what somebody else changed meanwhile.

import type { Problem } from '@satchel/protocol/problem'
import { isCommand } from '../../../problems/sentences.ts'
import { type Html, html } from '../../page/html.ts'
import type { Say } from '../../page/words.ts'

/** A field that somebody else changed while this visitor wrote. */
export interface Slip {
  readonly label: string
  readonly saw: string
  readonly stands: string
  readonly wanted: string
  /** Fields of the form that keeps the wanted value. */
  readonly keep: Readonly<Record<string, string>>
  /** Fields of the form that leaves it to the office. */
  readonly decide: Readonly<Record<string, string>>
}

export interface FolderState {
  /** What was typed, by the name of its control. */
  readonly typed: ReadonlyMap<string, string>
  /** The form in which something is wrong, and what. */
  readonly fault?: { readonly form: string; readonly problem: Problem }
  readonly slips: readonly Slip[]
  /** Labels of what was saved beside them. */
  readonly saved: readonly string[]
}

export const noState: FolderState = { typed: new Map(), slips: [], saved: [] }

/** The name of the field that a problem is about, as commands call it; null where it says none. */
export function fieldOf(problem: Problem): string | null {
  const { field } = problem.details
  return typeof field === 'string' ? field : null
}

/** The sentence of a form that could not be done, with what to do. Hints that are words of a terminal are left out. */
export function faultIn(
  say: Say,
  { fault }: FolderState,
  form: string,
  id = `err-${form.replaceAll(/[^a-z0-9]+/g, '-')}`,
): Html | null {
  if (fault?.form !== form) return null
  return html`<p class="err" id="${id}" role="alert">${sentencesOf(say, fault.problem)}</p>`
}

/** What a problem says, and what of its hints is no command. */
export function sentencesOf(say: Say, problem: Problem): string {
  const { code, message, hints: all } = problem
  const { sentence, hints } = say.told({ code, message, hints: all.filter(hint => !isCommand(hint)) })
  return [sentence, ...hints].join(' ')
}
