// The result of SQL of one's own: its rows as a table, or what PostgreSQL says against it, with the place in the text.

import type { SqlFault, SqlRows } from '../../../queries/own-sql.ts'
import { type Html, html } from '../../page/html.ts'
import { nothing, notice } from '../../page/parts.ts'
import type { Say } from '../../page/words.ts'

/** Longer values are cut in the table, and whole in the file. */
const longest = 300
/** Signs of a line on each side of the place. */
const around = 60

const shown = (value: string | null) => {
  const signs = [...(value ?? '')]
  return signs.length > longest ? `${signs.slice(0, longest).join('')}…` : (value ?? '')
}

export function sqlTable(say: Say, { columns, rows }: SqlRows): Html {
  if (rows.length === 0) return nothing(say('report-nothing'))
  const figure = (isFigure: boolean) => (isFigure ? html` class="num"` : null)
  return html`<div class="tw" tabindex="0" role="group" aria-label="${say('query-result')}"><table class="tight"><thead><tr>${columns.map(({ name, isFigure }) => html`<th scope="col"${figure(isFigure)}>${name}</th>`)}</tr></thead><tbody>${rows.map(row => html`<tr data-row>${columns.map(({ isFigure }, at) => html`<td${figure(isFigure)}>${shown(row[at] ?? null)}</td>`)}</tr>`)}</tbody></table></div>`
}

/** PostgreSQL's own words, and below them the line with the sign that it means. */
export function faultNotice(say: Say, { message, code, detail, hint, at }: SqlFault): Html {
  const place =
    at === null ? null : html`<p>${say('sql-at', { line: String(at.line), sign: String(at.sign) })}</p>${lineOf(at)}`
  const more = [detail, hint].filter(text => text !== '').map(text => html`<p>${text}</p>`)
  return notice(
    'bad',
    'warn',
    html`<p><bdi>${message}</bdi> <span class="faint small"><code>${code}</code></span></p>${place}${more}`,
  )
}

function lineOf({ text, sign }: NonNullable<SqlFault['at']>): Html {
  const signs = [...text]
  const from = Math.max(0, sign - 1 - around)
  const before = signs.slice(from, sign - 1).join('')
  const after = signs.slice(sign, sign + around).join('')
  return html`<pre dir="ltr">${from > 0 ? '…' : null}${before}<mark>${signs[sign - 1] ?? ' '}</mark>${after}</pre>`
}
