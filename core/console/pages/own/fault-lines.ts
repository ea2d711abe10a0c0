// Why something of one's own cannot be changed: the reasons that the database gives, each in the reader's language.

import type { Problem } from '@satchel/protocol/problem'
import { faultsIn } from '../../../own/run-own.ts'
import { type Html, html } from '../../page/html.ts'
import { notice } from '../../page/parts.ts'
import type { Say } from '../../page/words.ts'

export function faultLines(say: Say, problem: Problem): Html {
  const faults = faultsIn(problem)
  const lines = faults.length === 0 ? [say.told(problem).sentence] : faults.map(({ text }) => say.sentence(text))
  return notice('bad', 'warn', html`${lines.map(line => html`<p>${line}</p>`)}`)
}
