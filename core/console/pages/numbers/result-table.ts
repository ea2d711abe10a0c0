// What a stored query gave, as a table: its headings are those of the query's own description.

import { shippedQuery } from '../../../db/database.ts'
import type { QueryResult } from '../../../queries/shipped-query.ts'
import { type Html, html, part } from '../../page/html.ts'
import { nothing } from '../../page/parts.ts'
import type { Say } from '../../page/words.ts'

/** Rows of one page; a file has all. */
export const rowsShown = 100
/** Longer values are cut in the table, and whole in the file. */
const longest = 300

const isFigure = (type: string) => /^(bigint|integer|smallint|numeric|double)/.test(type)

function shown(say: Say, value: unknown, type: string): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return type === 'date' ? say.short(value) : say.moment(value)
  if (typeof value === 'boolean') return say(value ? 'list-yes' : 'list-no')
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)
  if (isFigure(type) && Number.isFinite(Number(text)) && Math.abs(Number(text)) < 2 ** 53)
    return say.number(Number(text))
  return [...text].length > longest ? `${[...text].slice(0, longest).join('')}…` : text
}

export function resultTable(say: Say, name: string, { columns, rows }: QueryResult): Html {
  if (rows.length === 0) return nothing(say('report-nothing'))
  const described = shippedQuery(name)?.columns ?? []
  const all = columns.map(column => {
    const known = described.find(one => one.name === column)
    return { column, label: known?.about || column, type: known?.type ?? 'text' }
  })
  const cell = (row: QueryResult['rows'][number], column: string, type: string): Html => {
    const text = shown(say, row[column], type)
    const value = column === 'hid' && text !== '' ? html`<a href="/records/${part(text)}">${text}</a>` : html`${text}`
    return html`<td${isFigure(type) ? html` class="num"` : null}>${value}</td>`
  }
  return html`<div class="tw" tabindex="0" role="region" aria-label="${say('report-numbers-of', { query: name })}"><table class="tight"><thead><tr>${all.map(({ label, type }) => html`<th scope="col"${isFigure(type) ? html` class="num"` : null}>${label}</th>`)}</tr></thead><tbody>${rows.slice(0, rowsShown).map(row => html`<tr data-row>${all.map(({ column, type }) => cell(row, column, type))}</tr>`)}</tbody></table></div>${rows.length > rowsShown ? html`<p class="pad small soft">${say('report-first', { count: say.number(rowsShown) })}</p>` : null}`
}
