// Failed attempts of the last day, for administrators: who waits, until when, and the button that ends it.

import type { z } from 'zod'
import type { consoleWaits } from '../../../db/calls/entrance.ts'
import { unlockConsole } from '../../console-waits.ts'
import { type Html, html } from '../../page/html.ts'
import { done, type Page } from '../../page/page.ts'
import { chip, panel, postButton } from '../../page/parts.ts'
import type { Say } from '../../page/words.ts'

/** Nothing where nothing failed. */
export function waitsPanel(say: Say, rows: readonly z.infer<typeof consoleWaits.row>[]): Html | null {
  if (rows.length === 0) return null
  const lines = rows.map(
    ({ kind, staff, name, address, failed, last, until }) =>
      html`<tr><th scope="row">${name ?? address ?? ''}<span class="sub">${say(`attempts-${kind}`)}</span></th><td class="num">${say.number(failed)}</td><td class="c1 soft">${say.moment(last)}</td><td>${until === null ? null : chip(say('attempts-until', { time: say.moment(until) }), 'held')}</td><td class="num">${postButton('/staff/waits', say('attempts-end'), { whom: staff ?? address ?? '' }, { isSmall: true })}</td></tr>`,
  )
  return panel(
    { id: 'waits', title: say('attempts'), count: say.number(rows.length) },
    html`<div class="tw"><table><thead><tr><th scope="col">${say('column-name')}</th><th scope="col" class="num">${say('attempts-failed')}</th><th scope="col" class="c1">${say('attempts-last')}</th><th scope="col">${say('attempts-wait')}</th><th scope="col"><span class="vh">${say('attempts-end')}</span></th></tr></thead><tbody>${lines}</tbody></table></div>`,
  )
}

export const waitsPage: Page = {
  path: '/staff/waits',
  async post({ context, form }) {
    await unlockConsole(context, { whom: form.get('whom') })
    return done('/staff', 'unlocked')
  },
}
