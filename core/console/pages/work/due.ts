// Work that is due: one's own, a colleague's or all that one sees, as a list or as a calendar.

import { Problem } from '@satchel/protocol/problem'
import type { z } from 'zod'
import { dueCalendar } from '../../../db/calls/processes.ts'
import { listStaff } from '../../../db/calls/staff.ts'
import type { Context } from '../../../context/context.ts'
import { localDay } from '../../../home/local-day.ts'
import { listDue } from '../../../processes/list-due.ts'
import { doTask } from '../../../records/note-activity.ts'
import { problem } from '../../../problems/problems.ts'
import { address, attribute, type Html, html, part } from '../../page/html.ts'
import { type Answer, done, type Page, type Visit } from '../../page/page.ts'
import { button, chip, head, icon, notice, nothing, panel } from '../../page/parts.ts'
import { field } from '../../page/places.ts'
import type { Say } from '../../page/words.ts'
import { calendar, daysOf, isView, type View } from './calendar.ts'

const rowsShown = 100
const ofDay = 4
/** Days ahead that a list may show. */
const aheads = [0, 7, 30, 366]

interface DueState {
  /** Short name of a colleague, or `all`; empty: one's own. */
  readonly whose: string
  readonly view: View | 'list'
  readonly ahead: number
  /** A day of the week or month that is shown. */
  readonly day: string
}

function stateOf({ query, context }: Visit): DueState {
  const view = query.get('view') ?? ''
  const day = query.get('day') ?? ''
  const ahead = Number(query.get('ahead') ?? 0)
  const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day))
  return {
    whose: query.get('whose') ?? '',
    view: isView(view) ? view : 'list',
    ahead: aheads.includes(ahead) ? ahead : 0,
    day: isDay ? day : localDay(context.now(), context.settings.timezone),
  }
}

const dueAddress = ({ whose, view, ahead, day }: DueState): string =>
  address('/due', {
    whose,
    view: view === 'list' ? '' : view,
    ahead: ahead === 0 ? '' : String(ahead),
    day: view === 'list' ? '' : day,
  })

const colleagues = (context: Context, role: string) =>
  field.includes(role) && role !== 'sales' ? context.asStaff(database => database.run(listStaff, {})) : []

async function shown(visit: Visit, fault: Problem | null): Promise<Answer> {
  const { context, say, visitor } = visit
  const state = stateOf(visit)
  const staff = (await colleagues(context, visitor.role)).filter(({ active }) => active)
  const body = state.view === 'list' ? await listOf(visit, state) : await calendarOf(visit, state, state.view)
  return {
    kind: 'page',
    title: say('place-due'),
    ...(fault === null ? {} : { status: 422 }),
    body: html`${head(say('place-due'), say('due-how'))}${fault === null ? null : notice('bad', 'warn', html`<p>${say.told(fault).sentence}</p>`)}
${tools(say, state, staff)}${body}`,
  }
}

function tools(say: Say, state: DueState, staff: readonly z.infer<typeof listStaff.row>[]): Html {
  const view = (name: DueState['view']) =>
    html`<a href="${dueAddress({ ...state, view: name })}"${attribute('aria-current', name === state.view ? 'true' : null)}>${say(`due-${name}`)}</a>`
  const option = (value: string, text: string, chosen: string) =>
    html`<option value="${value}"${attribute('selected', value === chosen)}>${text}</option>`
  return html`<div class="flex filterbar noprint"><nav class="seg" aria-label="${say('due-as')}">${(['list', 'week', 'month'] as const).map(view)}</nav>
<form class="flex" action="/due">${state.view === 'list' ? null : html`<input type="hidden" name="view" value="${state.view}"><input type="hidden" name="day" value="${state.day}">`}
<label for="dw">${say('due-whose')}</label><select class="in in-auto" id="dw" name="whose" data-key="f">${option('', say('due-mine'), state.whose)}${option('all', say('due-all'), state.whose)}${staff.map(({ hid, name }) => option(hid, name, state.whose))}</select>
${state.view === 'list' ? html`<label for="da">${say('due-ahead')}</label><select class="in in-auto" id="da" name="ahead">${aheads.map(days => option(String(days), say(`due-ahead-${days}`), String(state.ahead)))}</select>` : null}
${button(say('list-narrow'))}</form></div>`
}

async function listOf({ context, say }: Visit, state: DueState): Promise<Html> {
  const { rows, total } = await listDue(context, {
    ...(state.whose === 'all' ? { all: true } : state.whose === '' ? {} : { for: state.whose }),
    days: state.ahead,
    limit: rowsShown,
  })
  const row = (due: (typeof rows)[number]) => {
    const { hid, name, what, kind, late, staff } = due
    const when =
      late > 0
        ? say('due-days-late', { days: say.number(late) })
        : late === 0
          ? say('due-today')
          : say('due-days-ahead', { days: say.number(-late) })
    return html`<li data-row>${icon(pictureOf(kind))}<div><div class="t"><a href="/records/${part(hid ?? '')}">${name}</a> <span class="faint mono xs">${hid ?? ''}</span> ${chip(say(`due-kind-${kind ?? 'task'}`), 'line')}</div><div class="m">${what ?? ''} · ${say.short(due.due)}${state.whose === '' ? null : html` · ${staff ?? say('facet-nobody')}`}</div></div><div class="r">${doneButton(say, state, due)}</div><span class="age${late > 5 ? ' late' : late > 0 ? ' warm' : ''}">${when}</span></li>`
  }
  return panel(
    {
      id: 'due',
      title: say('due-work'),
      count: say.number(total),
      foot: total > rows.length ? html`${say('due-first', { count: say.number(rows.length) })}` : null,
    },
    rows.length === 0 ? nothing(say('due-none')) : html`<ul class="work">${rows.map(row)}</ul>`,
  )
}

const pictureOf = (kind: string | null) =>
  kind === 'task' ? 'task' : kind === 'stuck' ? 'clock' : (kind ?? '').startsWith('deal') ? 'deal' : 'phone'

interface Doable {
  readonly hid: string | null
  readonly kind: string | null
  readonly activity: number | null
}

/** Tasks and planned contacts are done by a press; a next step by the contact that is noted. */
function doneButton(say: Say, state: DueState, { hid, kind, activity }: Doable): Html | null {
  if (hid === null || activity === null || (kind !== 'task' && kind !== 'contact')) return null
  return html`<form class="inline" method="post" action="${dueAddress(state)}"><input type="hidden" name="record" value="${hid}">${button(say('due-done'), { name: 'activity', value: String(activity), isSmall: true, picture: 'check' })}</form>`
}

async function calendarOf(visit: Visit, state: DueState, view: View): Promise<Html> {
  const { context, say } = visit
  const days = daysOf(view, state.day)
  const staff = state.whose === 'all' ? '' : state.whose === '' ? context.settings.operator : state.whose
  const rows = await context.asStaff(async database => {
    if (state.whose !== '' && state.whose !== 'all') await mustBeKnown(database.run(listStaff, {}), state.whose)
    const limit = view === 'week' ? ofDay * 3 : ofDay
    return database.run(dueCalendar, { staff, from: days.first, until: days.last, limit })
  })
  return calendar({
    say,
    view,
    days,
    today: localDay(context.now(), context.settings.timezone),
    rows,
    address: day => dueAddress({ ...state, day }),
  })
}

async function mustBeKnown(staff: Promise<readonly { readonly hid: string }[]>, name: string): Promise<void> {
  if ((await staff).some(({ hid }) => hid === name.toLowerCase())) return
  throw problem('staff/not-known', `There is no colleague "${name}", or you may not see them.`)
}

export const duePage: Page = {
  path: '/due',
  place: 'due',
  get: visit => shown(visit, null),
  async post(visit) {
    const { context, form } = visit
    const activity = Number(form.get('activity'))
    try {
      if (!Number.isSafeInteger(activity)) return await shown(visit, null)
      await doTask(context, { records: [form.get('record')], done: activity })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return shown(visit, error)
    }
    return done(dueAddress(stateOf(visit)), 'due-done')
  },
}
