// A week or a month of due work: a box for each day with its first things, and how many more there are.

import type { z } from 'zod'
import type { dueCalendar } from '../../../db/calls/processes.ts'
import { attribute, type Html, html, part } from '../../page/html.ts'
import { linkButton } from '../../page/parts.ts'
import type { Say } from '../../page/words.ts'

export type View = 'week' | 'month'

export const isView = (word: string): word is View => word === 'week' || word === 'month'

interface Days {
  readonly first: string
  readonly last: string
  /** All days that are shown, whole weeks from Monday. */
  readonly all: readonly string[]
  /** A day of the week or month before, and of the one after. */
  readonly before: string
  readonly after: string
  /** Of the month that is meant: 2026-11; empty for a week. */
  readonly month: string
}

const dayMs = 86_400_000
const iso = (time: number) => new Date(time).toISOString().slice(0, 10)

export function daysOf(view: View, day: string): Days {
  const time = Date.parse(`${day}T00:00:00Z`)
  const date = new Date(time)
  const from = view === 'week' ? time : Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
  const until = view === 'week' ? time : Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)
  const monday = (at: number) => at - ((new Date(at).getUTCDay() + 6) % 7) * dayMs
  const first = monday(from)
  const last = monday(until) + 6 * dayMs
  return {
    first: iso(first),
    last: iso(last),
    all: Array.from({ length: (last - first) / dayMs + 1 }, (_, at) => iso(first + at * dayMs)),
    before: iso(view === 'week' ? time - 7 * dayMs : from - dayMs),
    after: iso(view === 'week' ? time + 7 * dayMs : until + dayMs),
    month: view === 'week' ? '' : iso(from).slice(0, 7),
  }
}

interface Calendar {
  readonly say: Say
  readonly view: View
  readonly days: Days
  readonly today: string
  readonly rows: readonly z.infer<typeof dueCalendar.row>[]
  readonly address: (day: string) => string
}

export function calendar({ say, view, days, today, rows, address }: Calendar): Html {
  const weekday = new Intl.DateTimeFormat(say.language, { weekday: 'short', timeZone: 'UTC' })
  const box = (day: string) => {
    const due = rows.filter(row => row.due === day)
    const more = (due[0]?.total ?? 0) - due.length
    const names = due.map(
      ({ hid, name, what, kind }) =>
        html`<li data-row><a href="/records/${part(hid ?? '')}">${name}</a> <span class="soft">${what ?? say(`due-kind-${kind ?? 'task'}`)}</span></li>`,
    )
    const outside = days.month !== '' && !day.startsWith(days.month)
    return html`<li class="day${outside ? ' outside' : ''}${due.length === 0 ? ' free' : ''}${day === today ? ' today' : ''}"><h3><time datetime="${day}"${attribute('aria-current', day === today ? 'date' : null)}>${say.short(day)}</time> <span class="narrow">${weekday.format(new Date(`${day}T00:00:00Z`))}</span></h3>${due.length === 0 ? null : html`<ul>${names}</ul>`}${more > 0 ? html`<p class="faint xs">${say('due-more', { count: say.number(more) })}</p>` : null}</li>`
  }
  const heads = days.all.slice(0, 7).map(day => html`<span>${weekday.format(new Date(`${day}T00:00:00Z`))}</span>`)
  const title = `${say.short(days.all[0] ?? '')} – ${say.short(days.all.at(-1) ?? '')}`
  return html`<section class="panel" aria-labelledby="h-cal"><header><h2 id="h-cal">${title}</h2><span class="end flex noprint">${linkButton(address(days.before), say(`due-before-${view}`), { isSmall: true, picture: 'back', key: '[' })}${linkButton(address(days.after), say(`due-after-${view}`), { isSmall: true, picture: 'move', key: ']' })}</span></header>
<div class="cal-head soft xs" aria-hidden="true">${heads}</div><ol class="cal cal-${view}">${days.all.map(box)}</ol>${rows.length === 0 ? html`<p class="pad soft">${say('due-none-days')}</p>` : null}</section>`
}
