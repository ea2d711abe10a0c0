// The processes of this installation with their stages, and those that come with the program and can be added.

import { processDetails, processOverview, boardColumns, shippedProcesses } from '../../../db/calls/processes.ts'
import { addProcesses } from '../../../processes/add-processes.ts'
import { problem } from '../../../problems/problems.ts'
import { html, part } from '../../page/html.ts'
import { type Answer, done, type Page, type Visit } from '../../page/page.ts'
import { chip, head, linkButton, nothing, panel, postButton } from '../../page/parts.ts'
import { field, office } from '../../page/places.ts'
import { faultOf, tried } from './setup-fields.ts'
import type { Problem } from '@satchel/protocol/problem'

/** Where counting ends, as on the board. */
const mostCounted = 1000

async function listed({ context, say, visitor }: Visit, fault: Problem | null): Promise<Answer> {
  const mayAdd = office.includes(visitor.role)
  const { own, shipped } = await context.asStaff(async database => ({
    own: await database.run(processOverview, {}),
    shipped: mayAdd ? await database.run(shippedProcesses, {}) : [],
  }))
  const there = new Set(own.map(({ process }) => process))
  const ahead = shipped.filter(({ process }) => !there.has(process ?? ''))
  return {
    kind: 'page',
    title: say('place-processes'),
    ...(fault === null ? {} : { status: 422 }),
    body: html`${head(say('place-processes'), say('processes-how'))}${faultOf(say, fault)}<div class="stack">${panel(
      { id: 'own', title: say('processes-own'), count: say.number(own.length) },
      own.length === 0
        ? nothing(say('processes-none'))
        : html`<div class="tw"><table><thead><tr><th scope="col">${say('column-name')}</th><th scope="col" class="c1">${say('setup-type')}</th><th scope="col" class="num">${say('processes-open')}</th><th scope="col" class="num c1">${say('processes-ends')}</th></tr></thead><tbody>${own.map(({ process, name, type, stages, open }) => html`<tr data-row><th scope="row"><a href="/processes/${part(process)}">${name}</a><span class="sub mono">${process}</span></th><td class="c1">${type ?? say('setup-any')}</td><td class="num">${say.number(open)}</td><td class="num c1">${say.number(stages - open)}</td></tr>`)}</tbody></table></div>`,
    )}${
      ahead.length === 0
        ? null
        : panel(
            { id: 'shipped', title: say('processes-shipped'), count: say.number(ahead.length) },
            html`<div class="tw"><table><thead><tr><th scope="col">${say('column-name')}</th><th scope="col" class="c1">${say('processes-stages')}</th><th scope="col"><span class="vh">${say('setup-add')}</span></th></tr></thead><tbody>${ahead.map(({ process, name, stages }) => html`<tr><th scope="row">${name}<span class="sub mono">${process}</span></th><td class="c1 soft">${(stages ?? '').split(' ').join(', ')}</td><td class="num">${postButton('/processes', say('setup-add'), { process: process ?? '' }, { isSmall: true, picture: 'plus' })}</td></tr>`)}</tbody></table></div>`,
          )
    }</div>`,
  }
}

async function one({ context, say, visitor, params }: Visit): Promise<Answer> {
  const process = params.process ?? ''
  const isCounted = field.includes(visitor.role) || visitor.role === 'support'
  const { stages, counted } = await context.asStaff(async database => ({
    stages: await database.run(processDetails, { process }),
    counted: isCounted ? await database.run(boardColumns, { process, staff: '', most: mostCounted }) : [],
  }))
  const [first] = stages
  if (first === undefined) throw problem('process/not-known', `There is no process "${process}".`)
  const counts = new Map(counted.map(({ stage, records, stuck }) => [stage, { records, stuck }]))
  const number = (stage: string, of: 'records' | 'stuck') => {
    const found = counts.get(stage)?.[of] ?? 0
    return found > mostCounted ? say('board-more-than', { count: say.number(mostCounted) }) : say.number(found)
  }
  const row = ({ stage, name, outcome, days, task, form }: (typeof stages)[number]) =>
    html`<tr><th scope="row">${name}${outcome === null ? null : html` ${chip(outcome, 'line')}`}<span class="sub mono">${stage}</span></th><td class="num">${days === null ? '–' : say.number(days)}</td><td class="c1">${task ?? ''}${form === null ? null : html`<span class="sub">${say('processes-form')} <a href="/forms/${part(form)}">${form}</a></span>`}</td>${isCounted ? html`<td class="num">${number(stage, 'records')}</td><td class="num c1">${number(stage, 'stuck')}</td>` : null}</tr>`
  return {
    kind: 'page',
    title: first.process,
    body: html`${head(first.process, html`<span class="mono">${process}</span> · ${first.type ?? say('setup-any')}`, isCounted ? linkButton(`/board/${part(process)}`, say('place-board'), { picture: 'board', tone: 'primary', key: 'b' }) : null)}${panel(
      {
        id: 'stages',
        title: say('processes-stages'),
        count: say.number(stages.length),
        foot: isCounted ? html`${say('processes-yours')}` : null,
      },
      html`<div class="tw"><table><thead><tr><th scope="col">${say('column-name')}</th><th scope="col" class="num">${say('processes-days')}</th><th scope="col" class="c1">${say('processes-task')}</th>${isCounted ? html`<th scope="col" class="num">${say('processes-records')}</th><th scope="col" class="num c1">${say('processes-stuck')}</th>` : null}</tr></thead><tbody>${stages.map(row)}</tbody></table></div>`,
    )}`,
  }
}

export const processPages: readonly Page[] = [
  {
    path: '/processes',
    place: 'processes',
    get: visit => listed(visit, null),
    async post(visit) {
      const { context, form } = visit
      const fault = await tried(() => addProcesses(context, { processes: [form.get('process')] }))
      return fault === null ? done('/processes', 'process-added') : listed(visit, fault)
    },
  },
  { path: '/processes/:process', place: 'processes', get: one },
]
