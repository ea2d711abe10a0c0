// What came in: the last runs with their balance, one run with its items, the ways in and out, and importing now.

import { Problem } from '@satchel/protocol/problem'
import type { Context } from '../../../context/context.ts'
import { runItems, runStates } from '../../../db/calls/intake.ts'
import { importReplies } from '../../../import/import-replies.ts'
import { readChannelStates } from '../../../run/channel-states.ts'
import { liveRows } from '../../live/live-rows.ts'
import { address, type Html, html, part } from '../../page/html.ts'
import { type Answer, done, type Page, type Visit } from '../../page/page.ts'
import { button, chip, head, icon, linkButton, notice, nothing, panel } from '../../page/parts.ts'
import { value } from '../../page/values.ts'
import type { Say } from '../../page/words.ts'
import { onceField, onceOf, startWork } from '../../work/start-work.ts'
import { isNumber } from '../review/typed.ts'
import { mustBeOffice } from './office-only.ts'
import { addsUp, balancePicture, balanceWords, type Run } from './balance.ts'

const runsShown = 30
const itemsShown = 100

export const importPages: readonly Page[] = [
  {
    path: '/imports',
    place: 'imports',
    get: visit => showRuns(visit, null),
    async post(visit) {
      mustBeOffice(visit)
      const order = { kind: 'import', about: null, key: onceOf('import', visit.form) }
      return startWork(visit, order, async (context, progress) => {
        try {
          const { run } = await importReplies(context, {}, progress)
          return done(`/imports/${run}`, 'imported')
        } catch (error) {
          if (!(error instanceof Problem)) throw error
          return showRuns(
            visit,
            error.code === 'run/locked' ? visit.say('import-locked') : visit.say.told(error).sentence,
          )
        }
      })
    },
  },
  { path: '/imports/:run', place: 'imports', get: showRun },
]

async function showRuns(visit: Visit, fault: string | null): Promise<Answer> {
  const { context, say } = visit
  mustBeOffice(visit)
  const runs = await context.asStaff(database => database.run(runStates, { run: 0, limit: runsShown }))
  const wrong = runs.filter(run => !addsUp(run))
  const now = html`<form method="post" action="/imports">${onceField()}${button(say('import-now'), { picture: 'in', key: 'i', tone: 'primary' })}</form>`
  const put = linkButton('/imports/quarantine', say('quarantine'), { picture: 'warn' })
  return {
    kind: 'page',
    title: say('place-imports'),
    live: liveRows('show', runs, ({ run }) => run),
    status: fault === null ? 200 : 422,
    body: html`${fault === null ? null : notice('bad', 'warn', html`<p class="strong">${fault}</p>`)}${wrong.map(({ run }) => notice('bad', 'warn', html`<p class="strong"><a href="/imports/${run}">${say('run-number', { run: String(run) })}</a>: ${say('adds-not')}</p>`))}${head(say('place-imports'), say('imports-how'), put, now)}
<div class="stack">${channels(say, context)}
${panel({ id: 'runs', title: say('imports-runs') }, runs.length === 0 ? nothing(say('last-import-none')) : runTable(say, runs))}</div>`,
  }
}

function runTable(say: Say, runs: readonly Run[]): Html {
  const row = (run: Run) => {
    const { came, became } = balanceWords(say, run)
    const isWhole = addsUp(run)
    return html`<tr data-row><td><a class="strong" href="/imports/${run.run}">${run.run}</a><span class="sub nowrap">${say.moment(run.started)}</span></td><td class="balcell">${balancePicture(say, run)}<span class="sub">${came}</span></td><td class="small${isWhole ? ' soft' : ' bad strong'}">${became}${isWhole ? null : html` ${chip(say('adds-not-short'), 'bad')}`}${run.problem === null ? null : html`<span class="sub mono">${run.problem}</span>`}</td></tr>`
  }
  return html`<div class="tw" tabindex="0" role="group" aria-label="${say('imports-runs')}"><table><thead><tr><th scope="col">${say('imports-run')}</th><th scope="col">${say('imports-balance')}</th><th scope="col">${say('imports-words')}</th></tr></thead><tbody>${runs.map(row)}</tbody></table></div>`
}

function channels(say: Say, context: Context): Html {
  const now = context.now()
  const rows = Object.entries(readChannelStates(context.home)).map(([name, { ok, since, message, hints = [] }]) => {
    const isAway = since !== null
    const text = isAway
      ? say('away-for', { age: say.age(new Date(since), now) })
      : ok === null
        ? ''
        : say('ago', { age: say.age(new Date(ok), now) })
    return html`<tr><th scope="row"><span class="${isAway ? 'heldc' : 'faint'}">${icon(isAway ? 'warn' : 'check')}</span> ${name}${isAway && message !== null ? html`<span class="sub">${value([message, ...hints].map(each => say.sentence(each)).join(' '), 300)}</span>` : null}</th><td class="num${isAway ? ' heldc strong' : ' soft'}">${text}</td></tr>`
  })
  return panel(
    { id: 'channels', title: say('channels') },
    rows.length === 0
      ? nothing(say('channels-none'))
      : html`<table class="tight"><caption class="vh">${say('channels')}</caption><tbody>${rows}</tbody></table>`,
  )
}

async function showRun(visit: Visit): Promise<Answer> {
  const { context, say, params, query } = visit
  mustBeOffice(visit)
  const number = isNumber(params.run ?? '') ? Number(params.run) : -1
  const after = isNumber(query.get('after')) ? Number(query.get('after')) : 0
  const [[run], items] = await context.asStaff(async database => [
    await database.run(runStates, { run: number, limit: 1 }),
    await database.run(runItems, { run: number, after, limit: itemsShown + 1 }),
  ])
  if (run === undefined)
    return { kind: 'page', title: say('not-there'), status: 404, body: head(say('not-there'), say('import-no-run')) }
  const { came, became } = balanceWords(say, run)
  const isWhole = addsUp(run)
  const rows = items
    .slice(0, itemsShown)
    .map(
      ({ item, channel, state, problem, record, sender }) =>
        html`<tr data-row><td><a class="mono" href="/items/${part(item)}">${item.slice(0, 12)}</a></td><td class="c1">${channel}</td><td>${chip(say(`state-${state}`), toneOf(state))}${problem === null ? null : html`<span class="sub mono">${problem}</span>`}</td><td>${record === null ? null : value(record, 100)}${sender === null ? null : html`<span class="sub">${value(sender, 100)}</span>`}</td></tr>`,
    )
  const more = items.length > itemsShown ? String(items[itemsShown - 1]?.number ?? 0) : null
  const title = say('run-number', { run: String(run.run) })
  return {
    kind: 'page',
    title,
    body: html`${isWhole ? null : notice('bad', 'warn', html`<p class="strong">${say('adds-not')}</p>`)}${head(title, say.moment(run.started), linkButton('/imports', say('place-imports'), { picture: 'back' }))}
<div class="stack">${panel({ id: 'balance', title: say('imports-balance') }, html`<div class="pad stack-s">${balancePicture(say, run)}<p class="strong">${came}</p><p>${became}</p>${run.finished === null ? null : html`<p class="small${isWhole ? ' soft' : ' bad strong'}">${say(isWhole ? 'adds-up' : 'adds-not')}</p>`}</div>`)}
${panel(
  {
    id: 'items',
    title: say('imports-items'),
    foot:
      more === null
        ? null
        : html`<a href="${address(`/imports/${run.run}`, { after: more })}">${say('review-more')}</a>`,
  },
  rows.length === 0
    ? nothing(say('balance-nothing'))
    : html`<div class="tw" tabindex="0" role="group" aria-label="${say('imports-items')}"><table class="tight"><thead><tr><th scope="col">${say('imports-item')}</th><th scope="col" class="c1">${say('imports-by')}</th><th scope="col">${say('imports-became')}</th><th scope="col">${say('imports-about')}</th></tr></thead><tbody>${rows}</tbody></table></div>`,
)}</div>`,
  }
}

export const toneOf = (state: string) =>
  state === 'imported'
    ? 'ok'
    : state === 'held' || state === 'partly-held'
      ? 'held'
      : state === 'quarantined' || state === 'refused'
        ? 'bad'
        : ''
