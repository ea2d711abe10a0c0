// A fault, as a page: what happened, that nothing is lost, what to do.

import type { Problem } from '@satchel/protocol/problem'
import { type Html, html } from './html.ts'
import { icon } from './parts.ts'
import type { Say } from './words.ts'

const statuses: Readonly<Record<string, number>> = {
  'entity/not-seen': 404,
  'database/no-right': 403,
  'database/unreachable': 503,
  'database/busy': 503,
}

/** The status of a page that tells a problem. */
export const problemStatus = ({ code }: Problem, otherwise = 422): number => statuses[code] ?? otherwise

/** @param problem null: a bug of ours. */
export function problemPage(say: Say, problem: Problem | null): Html {
  const { sentence, hints } = problem === null ? { sentence: say('bug-how'), hints: [] } : say.told(problem)
  return html`<div class="head"><div><h1>${say(problem === null ? 'bug' : 'problem')}</h1></div></div>
<div class="notice notice-bad" role="alert">${icon('warn')}<div class="grow stack-s"><p class="strong">${sentence}</p>
${hints.map(hint => html`<p>${hint}</p>`)}
<p class="faint small">${problem === null ? null : html`<code>${problem.code}</code>`}</p></div></div>
<p><a class="btn" href="/">${icon('back')}${say('place-today')}</a></p>`
}

/** Says until when nothing is tried, after attempts that failed. */
export const waitPage = (
  say: Say,
  until: Date,
): Html => html`<div class="head"><div><h1>${say('refused')}</h1></div></div>
<div class="notice notice-held" role="alert">${icon('clock')}<p class="grow">${waitText(say, until)}</p></div>`

export const waitText = (say: Say, until: Date): string =>
  say('wait-until', {
    time: say.moment(until),
    minutes: say.number(Math.max(1, Math.ceil((until.getTime() - Date.now()) / 60_000))),
  })

/** @param key of the words that say what was refused, and what to do. */
export const refusedPage = (
  say: Say,
  key: string,
): Html => html`<div class="head"><div><h1>${say('refused')}</h1></div></div>
<div class="notice notice-bad" role="alert">${icon('warn')}<p class="grow">${say(key)}</p></div>
<p><a class="btn" href="/">${icon('back')}${say('place-today')}</a></p>`
