// Reports: stored queries, each with a picture and its numbers below. The sums are of what the visitor may see.

import { Problem } from '@satchel/protocol/problem'
import { listProcesses } from '../../../db/calls/processes.ts'
import { localDay } from '../../../home/local-day.ts'
import { problem } from '../../../problems/problems.ts'
import { csvRows } from '../../../queries/format-rows.ts'
import { runQuery } from '../../../queries/run-query.ts'
import type { QueryResult } from '../../../queries/shipped-query.ts'
import { address, attribute, type Html, html, part } from '../../page/html.ts'
import type { Answer, Page, Visit } from '../../page/page.ts'
import { button, head, linkButton, notice, nothing, panel } from '../../page/parts.ts'
import { type Choice, type Report, reports, rowsDrawn } from './report-list.ts'
import { resultTable } from './result-table.ts'

const periods = [30, 90, 366]

interface Asked {
  readonly report: Report
  readonly choice: Choice
  readonly days: number
  readonly processes: readonly string[]
}

async function askedOf({ context, params, query }: Visit): Promise<Asked> {
  const key = params.report ?? reports[0]?.key
  const report = reports.find(one => one.key === key)
  if (report === undefined) throw problem('query/not-known', `There is no report "${key ?? ''}".`)
  const days = periods.find(period => String(period) === query.get('days')) ?? 90
  const since = localDay(new Date(context.now().getTime() - days * 86_400_000), context.settings.timezone)
  const rows = report.asks === 'process' ? await context.asStaff(database => database.run(listProcesses, {})) : []
  const processes = [...new Set(rows.map(({ process }) => process))]
  return { report, days, processes, choice: { since, process: query.get('process') ?? processes[0] ?? '' } }
}

const addressOf = ({ report, days, choice }: Asked, more = ''): string =>
  address(`/reports/${part(report.key)}${more}`, {
    days: report.asks === 'since' ? String(days) : '',
    process: report.asks === 'process' ? choice.process : '',
  })

const run = ({ context }: Visit, { report, choice }: Asked): Promise<QueryResult> =>
  runQuery(context, { name: report.query, params: { ...report.params(choice) } })

/** A query that was stopped is told as such; the page around it stays. */
async function tryRun(visit: Visit, asked: Asked): Promise<QueryResult | string> {
  try {
    return await run(visit, asked)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return stoppedSentence(visit, error) ?? visit.say.told(error).sentence
  }
}

/** @returns what to say where the database stopped a query by its time; null for any other Problem. */
export const stoppedSentence = ({ say }: Visit, { code, details }: Problem): string | null =>
  code === 'database/busy' && details?.state === '57014' ? say('report-stopped') : null

async function shown(visit: Visit): Promise<Answer> {
  const { say } = visit
  const asked = await askedOf(visit)
  const { report } = asked
  const result = await tryRun(visit, asked)
  const title = say(`report-${report.key}`)
  const tabs = reports.map(
    ({ key }) =>
      html`<a href="/reports/${key}"${attribute('aria-current', key === report.key ? 'page' : null)}>${say(`report-${key}`)}</a>`,
  )
  return {
    kind: 'page',
    title,
    ...(typeof result === 'string' ? { status: 422 } : {}),
    body: html`${head(say('place-reports'), say('reports-how'))}<nav class="tabs noprint" aria-label="${say('place-reports')}">${tabs}</nav>
${choiceForm(visit, asked)}${typeof result === 'string' ? notice('bad', 'warn', html`<p>${result}</p>`) : reportPanels(visit, asked, result)}`,
  }
}

function choiceForm({ say }: Visit, { report, days, processes, choice }: Asked): Html | null {
  const option = (value: string, text: string, isChosen: boolean) =>
    html`<option value="${value}"${attribute('selected', isChosen)}>${text}</option>`
  const field =
    report.asks === 'since'
      ? html`<label for="rd">${say('report-since')}</label><select class="in in-auto" id="rd" name="days">${periods.map(period => option(String(period), say(`report-days-${period}`), period === days))}</select>`
      : html`<label for="rp">${say('board-process')}</label><select class="in in-auto" id="rp" name="process">${processes.map(process => option(process, process, process === choice.process))}</select>`
  return report.asks === null
    ? null
    : html`<form class="flex filterbar noprint" action="/reports/${part(report.key)}">${field}${button(say('list-narrow'))}</form>`
}

function reportPanels({ say }: Visit, asked: Asked, result: QueryResult): Html {
  const { report } = asked
  const pictures = report.pictures(say, result.rows)
  const drawn = pictures.map(
    ({ svg, legend, title }, at) =>
      html`<figure class="pad stack-s">${title === '' ? null : html`<h3>${title}</h3>`}${legend}<div class="tw chartw" tabindex="0" role="region" aria-label="${say('report-picture', { number: say.number(at + 1) })}">${svg}</div>${linkButton(pictureAddress(asked, at), say('report-svg'), { isSmall: true, picture: 'down' })}</figure>`,
  )
  const name = html`<a class="mono small" href="/queries/${report.query}">${report.query}</a>`
  return html`<div class="stack">${panel(
    { id: 'picture', title: say(`report-${report.key}`), more: name },
    pictures.length === 0
      ? nothing(say('report-nothing'))
      : html`${drawn}${result.rows.length > rowsDrawn ? html`<p class="pad small soft">${say('report-drawn', { count: say.number(rowsDrawn) })}</p>` : null}`,
  )}${panel(
    {
      id: 'numbers',
      title: say('report-numbers'),
      more:
        result.rows.length === 0
          ? null
          : linkButton(addressOf(asked, '/csv'), say('list-csv'), { isSmall: true, picture: 'down' }),
      foot: result.cut ? html`${say('report-cut', { count: say.number(result.rows.length) })}` : null,
    },
    resultTable(say, report.query, result),
  )}</div>`
}

const pictureAddress = (asked: Asked, at: number): string => {
  const to = addressOf(asked, '/svg')
  return at === 0 ? to : `${to}${to.includes('?') ? '&' : '?'}picture=${at}`
}

export const reportPages: readonly Page[] = [
  { path: '/reports', place: 'reports', get: shown },
  { path: '/reports/:report', place: 'reports', get: shown },
  {
    path: '/reports/:report/csv',
    async get(visit) {
      const asked = await askedOf(visit)
      const { rows, columns } = await run(visit, asked)
      const name = `${asked.report.key}.csv`
      return { kind: 'file', type: 'text/csv; charset=utf-8', name, body: csvRows(rows, columns) }
    },
  },
  {
    path: '/reports/:report/svg',
    async get(visit) {
      const asked = await askedOf(visit)
      const { rows } = await run(visit, asked)
      const picture = asked.report.pictures(visit.say, rows)[Number(visit.query.get('picture') ?? 0)]
      if (picture === undefined) throw problem('query/not-known', 'Nothing yet.')
      return { kind: 'file', type: 'image/svg+xml', name: `${asked.report.key}.svg`, body: picture.svg.html }
    },
  },
]
