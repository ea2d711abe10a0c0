// Stored queries for people: those that come with the program, run under the visitor's role. SQL that a person wrote is never run here: on
// the console's own login it could take another role. It has a page of its own, own-sql.ts.

import { Problem } from '@satchel/protocol/problem'
import { keptSearches } from '../../../db/calls/search.ts'
import { shippedQuery } from '../../../db/database.ts'
import { problem } from '../../../problems/problems.ts'
import { csvRows } from '../../../queries/format-rows.ts'
import { listQueries, runQuery } from '../../../queries/run-query.ts'
import { isShipped, type QueryResult } from '../../../queries/shipped-query.ts'
import { address, attribute, type Html, html, part } from '../../page/html.ts'
import type { Answer, Page, Visit } from '../../page/page.ts'
import { button, head, linkButton, notice, panel } from '../../page/parts.ts'
import { listAddress, ofSaved } from '../lists/list-state.ts'
import { stoppedSentence } from './reports.ts'
import { ownSqlPage } from './own-sql.ts'
import { resultTable } from './result-table.ts'

async function overview({ context, say }: Visit): Promise<Answer> {
  const listed = await listQueries(context, {})
  const all = listed.filter(({ name }) => isShipped(name))
  const kept = await context.asStaff(database => database.run(keptSearches, {}))
  const nouns = [...new Set(all.map(({ name }) => name.split('/')[0] ?? ''))]
  const row = (href: string, name: string, about: string) =>
    html`<tr data-row><th scope="row"><a class="mono" href="${href}">${name}</a></th><td class="soft">${about}</td></tr>`
  const written = listed.filter(({ name }) => !isShipped(name) && !kept.some(({ query }) => query === name))
  const searches = kept.flatMap(({ query, search }) => {
    if (search === null) return []
    const href =
      search.words === undefined
        ? listAddress(ofSaved(search))
        : address('/find', { q: search.words, type: search.type ?? '', owner: search.owner ?? '' })
    return [row(href, query, say(search.words === undefined ? 'query-list' : 'query-search'))]
  })
  const own = [
    ...searches,
    ...written.map(({ name, about }) => row(address('/queries/sql', { query: name }), name, `SQL: ${about}`)),
  ]
  const table = (rows: readonly Html[]) =>
    html`<div class="tw"><table class="tight"><thead><tr><th scope="col">${say('query')}</th><th scope="col">${say('query-about')}</th></tr></thead><tbody>${rows}</tbody></table></div>`
  return {
    kind: 'page',
    title: say('place-queries'),
    body: html`${head(say('place-queries'), say('queries-how'), linkButton('/queries/sql', say('sql'), { picture: 'edit' }))}<div class="stack">${own.length === 0 ? null : panel({ id: 'own', title: say('query-own') }, table(own))}
${nouns.map(noun =>
  panel(
    { id: `q-${noun}`, title: noun },
    table(
      all
        .filter(({ name }) => name.startsWith(`${noun}/`))
        .map(({ name, about }) => row(`/queries/${name}`, name, about)),
    ),
  ),
)}</div>`,
  }
}

interface Asked {
  readonly name: string
  readonly query: NonNullable<ReturnType<typeof shippedQuery>>
  /** As typed, or as it is when nothing is. */
  readonly values: Readonly<Record<string, string>>
  readonly isAsked: boolean
}

/** @throws Problem query/not-known. */
function askedOf({ params, query }: Visit): Asked {
  const name = `${params.noun ?? ''}/${params.verb ?? ''}`
  const found = isShipped(name) ? shippedQuery(name) : undefined
  if (found === undefined)
    throw problem('query/not-known', `There is no stored query "${name}" that the console runs.`, {
      hint: 'a query of your own is run at /queries/sql, by satchel query, or in psql',
    })
  const values = Object.fromEntries(
    found.params.map(({ name: param, standard }) => [param, query.get(param) ?? standard ?? '']),
  )
  const isAsked = query.has('run') || found.params.every(({ standard }) => standard !== undefined)
  return { name, query: found, values, isAsked }
}

async function tryRun(visit: Visit, { name, values }: Asked): Promise<QueryResult | string> {
  try {
    return await runQuery(visit.context, { name, params: { ...values } })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { sentence, hints } = visit.say.told(error)
    return stoppedSentence(visit, error) ?? [sentence, ...hints].join(' ')
  }
}

async function one(visit: Visit): Promise<Answer> {
  const { say } = visit
  const asked = askedOf(visit)
  const { name, query, values, isAsked } = asked
  const result = isAsked ? await tryRun(visit, asked) : null
  const fields = query.params.map(
    ({ name: param, about, type, standard }) =>
      html`<div class="f"><label for="p-${param}">${about || param}</label><input class="in" id="p-${param}" name="${param}" value="${values[param] ?? ''}" maxlength="1000"${attribute('required', standard === undefined)} aria-describedby="t-${param}"><span class="help" id="t-${param}">${param}, ${type}</span></div>`,
  )
  const csv = address(`/queries/${part(name.split('/')[0] ?? '')}/${part(name.split('/')[1] ?? '')}/csv`, {
    ...values,
    run: '1',
  })
  return {
    kind: 'page',
    title: name,
    ...(typeof result === 'string' ? { status: 422 } : {}),
    body: html`${head(name, query.about, linkButton('/queries', say('place-queries'), { picture: 'back' }))}<div class="stack">${typeof result === 'string' ? notice('bad', 'warn', html`<p>${result}</p>`) : null}
${query.params.length === 0 ? null : html`<form class="panel pad stack-s noprint" action="/queries/${name}"><input type="hidden" name="run" value="1"><div class="grid-f">${fields}</div>${button(say('query-run'), { tone: 'primary' })}</form>`}
${
  result === null || typeof result === 'string'
    ? null
    : panel(
        {
          id: 'result',
          title: say('query-result'),
          count: say.number(result.rows.length),
          more: result.rows.length === 0 ? null : linkButton(csv, say('list-csv'), { isSmall: true, picture: 'down' }),
          foot: result.cut ? html`${say('report-cut', { count: say.number(result.rows.length) })}` : null,
        },
        resultTable(say, name, result),
      )
}</div>`,
  }
}

export const queryPages: readonly Page[] = [
  { path: '/queries', place: 'queries', get: overview },
  ownSqlPage,
  { path: '/queries/:noun/:verb', place: 'queries', get: one },
  {
    path: '/queries/:noun/:verb/csv',
    async get(visit) {
      const { name, values } = askedOf(visit)
      const { rows, columns } = await runQuery(visit.context, { name, params: { ...values } })
      return {
        kind: 'file',
        type: 'text/csv; charset=utf-8',
        name: `${name.replace('/', '-')}.csv`,
        body: csvRows(rows, columns),
      }
    },
  },
]
