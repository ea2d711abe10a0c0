// Today: what needs the one who is logged in. Their own work first; for the office what waits for a decision, the ways in and out, and the
// last import.

import { z } from 'zod'
import type { Context } from '../../context/context.ts'
import { lastRuns, queues } from '../../db/calls/intake.ts'
import { dueWork } from '../../db/calls/processes.ts'
import { type ChannelStates, readChannelStates } from '../../run/channel-states.ts'
import { liveRows } from '../live/live-rows.ts'
import { type Html, html, part } from '../page/html.ts'
import type { Page } from '../page/page.ts'
import { head, icon, linkButton, nothing, panel } from '../page/parts.ts'
import { office } from '../page/places.ts'
import { workPanel } from '../work/work-panel.ts'
import type { Say } from '../page/words.ts'

const rowsShown = 12

type Queue = z.infer<typeof queues.row>
type Due = z.infer<typeof dueWork.row>
type Run = z.infer<typeof lastRuns.row>

/** Where the work of each queue is done, in the order of the page. Queues that need nobody are told of below. */
const decide: Readonly<Record<string, { readonly href: string; readonly icon: string }>> = {
  'held changes': { href: '/review', icon: 'review' },
  'refused changes': { href: '/review/refused', icon: 'x' },
  'quarantined items': { href: '/imports/quarantine', icon: 'in' },
  inquiries: { href: '/inquiries', icon: 'ask' },
  'letters failed': { href: '/letters/failed', icon: 'letter' },
  'letters parked': { href: '/letters', icon: 'letter' },
  'letters that came back': { href: '/letters', icon: 'letter' },
  'keys of staff that end': { href: '/staff', icon: 'lock' },
}

export const todayPage: Page = {
  path: '/',
  place: 'today',
  async get(visit) {
    const { context, visitor, say } = visit
    const isOffice = office.includes(visitor.role)
    const read = await readToday(context, isOffice)
    const open = read.queues.filter(({ queue, count }) => queue in decide && count > 0)
    const total = open.reduce((sum, { count }) => sum + count, 0)
    const first = Object.entries(decide).find(([queue]) => open.some(each => each.queue === queue))
    const day = say.day(context.now())
    const sentence = say(isOffice ? 'today-sentence' : 'today-own', {
      decide: say.number(total),
      due: say.number(read.total),
    })
    const main =
      first === undefined
        ? null
        : linkButton(first[1].href, say('today-start'), { picture: 'move', key: 'n', tone: 'primary' })
    return {
      kind: 'page',
      title: say('place-today'),
      live: liveRows(
        'count',
        [
          ...open.map(({ queue, count }) => ({ key: queue, state: String(count) })),
          ...read.due.map(({ entity, what, due }) => ({ key: `${entity} ${what ?? ''} ${due}`, state: '' })),
          { key: 'due', state: String(read.total) },
        ],
        ({ key }) => key,
      ),
      body: html`${head(day, sentence, main)}
<div class="cols${isOffice ? ' cols-today' : ''}"><div class="stack">
${await workPanel(visit)}${isOffice ? decidePanel(say, open, context.now()) : null}
${duePanel(say, read)}
</div>${isOffice ? html`<div class="stack">${channelPanel(say, read.channels, context.now())}${runPanel(say, read.run)}${waitPanel(say, read.queues, context.now())}</div>` : null}</div>`,
    }
  },
}

interface Today {
  readonly due: readonly Due[]
  readonly total: number
  readonly queues: readonly Queue[]
  readonly run: Run | null
  readonly channels: ChannelStates
}

async function readToday(context: Context, isOffice: boolean): Promise<Today> {
  const { operator } = context.settings
  const fromDatabase = await context.asStaff(async database => {
    const due = await database.run(dueWork, { staff: operator, days: 0, limit: rowsShown })
    const total = due[0]?.total ?? 0
    if (!isOffice) return { due, total, queues: [], run: null }
    const [run = null] = await database.run(lastRuns, { limit: 1 })
    return { due, total, queues: await database.run(queues, {}), run }
  })
  return { ...fromDatabase, channels: readChannelStates(context.home) }
}

const age = (say: Say, oldest: Date | null, now: Date): Html =>
  oldest === null
    ? html`<span></span>`
    : html`<span class="age${tone(oldest, now)}"><span class="vh">${say('today-oldest')} </span>${say.age(oldest, now)}</span>`

const tone = (oldest: Date, now: Date): string => {
  const days = (now.getTime() - oldest.getTime()) / 86_400_000
  return days > 5 ? ' late' : days > 1 ? ' warm' : ''
}

function decidePanel(say: Say, open: readonly Queue[], now: Date): Html {
  const rows = Object.entries(decide).flatMap(([queue, { href, icon: picture }]) => {
    const found = open.find(each => each.queue === queue)
    if (found === undefined) return []
    const text = say(`queue-${queue.replaceAll(' ', '-')}`, { count: say.number(found.count) })
    return [
      html`<li data-row>${icon(picture)}<div class="t"><a href="${href}">${text}</a></div><div class="r">${linkButton(href, say('today-look'), { isSmall: true })}</div>${age(say, found.oldest, now)}</li>`,
    ]
  })
  return panel(
    { id: 'decide', title: say('today-decide') },
    rows.length === 0 ? nothing(say('today-nothing')) : html`<ul class="work">${rows}</ul>`,
  )
}

function duePanel(say: Say, { due, total }: Today): Html {
  const rows = due.map(({ hid, entity, name, what, kind, late, due: day }) => {
    const href = `/records/${part(hid ?? String(entity))}`
    const when = late > 0 ? say('due-late', { days: say.number(late) }) : say('due-today')
    return html`<li data-row>${icon(kind === 'task' ? 'task' : 'phone')}<div><div class="t"><a href="${href}">${name}</a> <span class="faint mono xs">${hid ?? ''}</span></div><div class="m">${what ?? ''} · ${say.short(day)}</div></div><div class="r">${linkButton(href, say('today-open'), { isSmall: true })}</div><span class="age${late > 5 ? ' late' : late > 0 ? ' warm' : ''}">${when}</span></li>`
  })
  const foot =
    total > rows.length
      ? html`<a href="/due">${say('today-more', { count: say.number(total - rows.length) })}</a>`
      : null
  return panel(
    { id: 'due', title: say('today-due'), count: say.number(total), foot },
    rows.length === 0 ? nothing(say('today-nothing-due')) : html`<ul class="work">${rows}</ul>`,
  )
}

function channelPanel(say: Say, channels: ChannelStates, now: Date): Html {
  const rows = Object.entries(channels).map(([name, { ok, since, message }]) => {
    const said =
      since === null
        ? ok === null
          ? ''
          : say('ago', { age: say.age(new Date(ok), now) })
        : say('away-for', { age: say.age(new Date(since), now) })
    return html`<tr><th scope="row"><span class="${since === null ? 'faint' : 'heldc'}">${icon(since === null ? 'check' : 'warn')}</span> ${name}${message === null ? null : html`<span class="sub">${message}</span>`}</th><td class="num${since === null ? ' soft' : ' heldc strong'}">${said}</td></tr>`
  })
  return panel(
    { id: 'channels', title: say('channels') },
    rows.length === 0
      ? nothing(say('channels-none'))
      : html`<table class="tight"><caption class="vh">${say('channels')}</caption><tbody>${rows}</tbody></table>`,
  )
}

function runPanel(say: Say, run: Run | null): Html {
  if (run === null) return panel({ id: 'run', title: say('last-import') }, nothing(say('last-import-none')))
  const values = {
    before: say.number(run.before),
    pulled: say.number(run.pulled),
    ended: say.number(run.ended ?? 0),
    after: say.number(run.after ?? 0),
  }
  const isWhole = run.finished !== null && run.before + run.pulled === (run.ended ?? 0) + (run.after ?? 0)
  return panel(
    {
      id: 'run',
      title: say('last-import'),
      more: html`<a class="small" href="/imports/${run.run}">${say('run-number', { run: String(run.run) })}</a>`,
    },
    html`<div class="pad stack-s"><p class="strong">${say('run-came', values)}</p><p>${say('run-became', values)}</p><p class="small${isWhole ? ' soft' : ' bad strong'}">${say(isWhole ? 'adds-up' : 'adds-not')}</p></div>`,
  )
}

function waitPanel(say: Say, rows: readonly Queue[], now: Date): Html {
  const lines = rows.filter(({ count }) => count > 0)
  return panel(
    { id: 'waits', title: say('waits') },
    lines.length === 0
      ? nothing(say('waits-none'))
      : html`<table class="tight"><thead><tr><th scope="col">${say('waits-what')}</th><th scope="col" class="num">${say('waits-many')}</th><th scope="col" class="num">${say('today-oldest')}</th></tr></thead><tbody>${lines.map(({ queue, count, oldest }) => html`<tr><td>${say(`wait-${queue.replaceAll(' ', '-')}`)}</td><td class="num">${say.number(count)}</td><td class="num soft">${oldest === null ? '' : say.age(oldest, now)}</td></tr>`)}</tbody></table>`,
  )
}
