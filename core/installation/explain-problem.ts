// The meaning of a code at the end of a message, and what to do, out of the page that ships with the program.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { shipped } from '../db/shipped.ts'
import { problem } from '../problems/problems.ts'

export interface Explained {
  readonly code: string
  readonly means: string
  readonly exit: string
  /** The page's answer, in Markdown. */
  readonly todo: string
}

/** Every code of the page that ships with the program. */
export function readExplained(): readonly Explained[] {
  const page = readFileSync(join(shipped('docs'), 'problems.md'), 'utf8')
  return [...page.matchAll(/^\| `([^`]+)` \| (.+?) \| (\d+)(?:, later)? \| (.+) \|$/gm)].map(
    ([, code = '', means = '', exit = '', todo = '']) => ({ code, means, exit, todo }),
  )
}

/** Codes that share a word with what was typed. */
function like(entries: readonly Explained[], typed: string): readonly string[] {
  const words = typed.split(/[^a-z0-9]+/).filter(word => word.length > 2)
  const shared = (code: string) => words.filter(word => code.includes(word)).length
  return entries
    .map(entry => entry.code)
    .filter(code => shared(code) > 0)
    .toSorted((a, b) => shared(b) - shared(a))
}

/** @param typed a code, also in the brackets of a message. @throws Problem usage/wrong for an unknown one, with those that are like it. */
export function explainProblem(typed: string): Explained {
  const entries = readExplained()
  const code = typed.toLowerCase().replace(/^\(|\)$/g, '')
  const found = entries.find(entry => entry.code === code)
  if (found !== undefined) return found
  const near = like(entries, code).slice(0, 8)
  throw problem('usage/wrong', 'There is no such code.', {
    hint: near.length > 0 ? `did you mean ${near.join(', ')}?` : 'satchel problem lists all codes',
  })
}
