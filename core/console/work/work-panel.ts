// Long work as a row: what it is, how far, and the way to its result. Shown on Today and with one's sessions until it was seen.

import { attribute, type Html, html } from '../page/html.ts'
import type { Visit } from '../page/page.ts'
import { chip, panel } from '../page/parts.ts'
import type { Say } from '../page/words.ts'
import type { WorkRow } from './works.ts'

export const workName = (say: Say, { kind, about }: WorkRow): string =>
  about === null ? say(`work-${kind}`) : `${say(`work-${kind}`)}: ${about}`

export const countText = (say: Say, { count, total: all }: WorkRow): string =>
  all === null
    ? say('work-count', { count: say.number(count) })
    : say('work-count-of', { count: say.number(count), all: say.number(all) })

export const progressBar = (say: Say, row: WorkRow): Html =>
  html`<progress${attribute('max', row.total === null ? null : Math.max(1, row.total))}${attribute('value', row.total === null ? null : row.count)} aria-label="${workName(say, row)}"></progress><p data-count>${countText(say, row)}</p>`

const tones = { running: 'line', done: 'ok', stopped: 'held', broken: 'bad', failed: 'bad' } as const
const toneOf = (state: string) => (state in tones ? tones[state as keyof typeof tones] : '')

/** @returns null where there is none. */
export async function workPanel({ say, works, visitor }: Visit): Promise<Html | null> {
  const rows = await works.list(visitor.staff, null)
  if (rows.length === 0) return null
  const lines = rows.map(
    row =>
      html`<tr data-row><th scope="row"><a href="/work/${row.work}"><span dir="auto">${workName(say, row)}</span></a><span class="sub">${say.moment(row.begun)}</span></th><td class="num c1">${countText(say, row)}</td><td>${chip(say(`work-is-${row.state}`), toneOf(row.state))}</td></tr>`,
  )
  return panel(
    { id: 'works', title: say('works'), count: say.number(rows.length) },
    html`<div class="tw" tabindex="0" role="group" aria-label="${say('works')}"><table class="tight"><thead><tr><th scope="col">${say('works-what')}</th><th scope="col" class="num c1">${say('works-count')}</th><th scope="col">${say('works-state')}</th></tr></thead><tbody>${lines}</tbody></table></div>`,
  )
}
