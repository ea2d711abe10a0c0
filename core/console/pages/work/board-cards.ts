// The columns of a board and their cards.

import type { z } from 'zod'
import type { boardCards, boardColumns } from '../../../db/calls/processes.ts'
import { address, attribute, type Html, html, part } from '../../page/html.ts'
import { icon } from '../../page/parts.ts'
import type { Say } from '../../page/words.ts'

type Column = z.infer<typeof boardColumns.row>
type Card = z.infer<typeof boardCards.row>

interface Board {
  readonly say: Say
  readonly columns: readonly Column[]
  readonly cards: readonly Card[]
  /** Cards that are chosen, as their boxes say them. */
  readonly chosen: readonly string[]
  /** Where counting ends. */
  readonly most: number
  /** Short name of the owner whose records are shown. */
  readonly owner: string
}

/** Cards of ended records are few: the list has them all. */
const endedShown = 12

export function boardOf(board: Board): Html {
  const { columns, cards, say } = board
  const open = columns.filter(({ outcome }) => outcome === null)
  const ended = columns.filter(({ outcome }) => outcome !== null)
  const shown = open.map((column, at) => {
    const own = cards.filter(({ stage }) => stage === column.stage)
    return columnOf(board, column.stage, column.name, [column], own, open[at + 1] ?? null)
  })
  const latest = cards
    .filter(({ stage }) => ended.some(column => column.stage === stage))
    .toSorted((one, other) => (other.since ?? '').localeCompare(one.since ?? ''))
    .slice(0, endedShown)
  const last = ended.length === 0 ? null : columnOf(board, 'ended', say('board-ended'), ended, latest, null)
  return html`<div class="board" tabindex="0" role="region" aria-label="${say('place-board')}">${[...shown, last]}</div>`
}

function columnOf(
  board: Board,
  key: string,
  name: string,
  columns: readonly Column[],
  cards: readonly Card[],
  next: Column | null,
): Html {
  const { say, most } = board
  const records = columns.reduce((sum, column) => sum + column.records, 0)
  const count = columns.some(column => column.records > most)
    ? say('board-more-than', { count: say.number(most) })
    : say.number(records)
  const [column] = columns
  const allowed = columns.length === 1 && column?.outcome === null && column.days !== null
  return html`<section class="col" data-column="${key}" aria-labelledby="col-${key}"><header><h2 id="col-${key}">${columns.length === 1 && column !== undefined ? html`<a href="${address(`/list/${part(column.type ?? 'person')}`, { stage: column.stage })}" data-list title="${say('board-list', { stage: name })}">${name}</a>` : name}</h2> <span class="n">${count}</span>${allowed ? html`<span class="end small faint">${say('age-days', { count: say.number(column.days ?? 0) })}</span>` : null}</header>
<p class="coltot small">${totals(board, columns)}</p><ul>${cards.map(card => cardOf(board, columns, card, next))}</ul>
${records > cards.length ? rest(board, columns) : null}</section>`
}

/** How many are too long, and the money of all of them; of more than can be counted no sum is told. */
function totals({ say, most }: Board, columns: readonly Column[]): string {
  if (columns.some(({ records }) => records > most)) return say('board-no-sum')
  const stuck = columns.reduce((sum, column) => sum + column.stuck, 0)
  const money = new Map<string, number>()
  for (const { currency, amount } of columns.flatMap(({ amounts }) => amounts ?? []))
    money.set(currency, (money.get(currency) ?? 0) + Number(amount))
  const parts = [
    ...(stuck > 0 ? [say('board-stuck', { count: say.number(stuck) })] : []),
    ...[...money].map(([currency, amount]) => `${currency} ${say.number(amount)}`),
  ]
  return parts.join(' · ')
}

function cardOf({ say, chosen }: Board, columns: readonly Column[], card: Card, next: Column | null): Html {
  const key = `${card.hid ?? ''}/${card.stage}`
  const days = say('age-days', { count: say.number(card.days ?? 0) })
  const since =
    card.over === null
      ? html`<span class="soft">${days}</span>`
      : html`<span class="bad strong">${icon('warn')}${say('board-too-long', { days, over: say.number(card.over) })}</span>`
  const ended =
    columns.length > 1 || columns[0]?.outcome ? columns.find(({ stage }) => stage === card.stage)?.name : undefined
  return html`<li class="card${card.over === null ? '' : ' stuck'}" data-row data-card="${card.hid ?? ''}"><div class="flex"><input type="checkbox" name="card" value="${key}" aria-label="${say('list-choose', { name: card.name })}"${attribute('checked', chosen.includes(key))}><a class="strong grow" href="/records/${part(card.hid ?? '')}">${card.name}</a><span class="faint mono xs">${card.hid ?? ''}</span></div><div class="small">${since}${ended === undefined ? null : html` · ${ended}`}</div><div class="flex small"><span class="soft grow">${card.owner ?? say('facet-nobody')}${card.amount === null ? null : html` · ${card.currency ?? ''} ${say.number(Number(card.amount))}`}</span>${next === null ? null : html`<button class="btn btn-s btn-quiet noprint" name="step" value="${key} ${next.stage}" aria-label="${say('board-step', { name: card.name, stage: next.name })}" title="${next.name}">${icon('move')}</button>`}</div></li>`
}

function rest({ say, owner }: Board, columns: readonly Column[]): Html | null {
  const links = columns
    .filter(({ records }) => records > 0)
    .flatMap(({ type, stage, name }) =>
      type === null
        ? []
        : [
            html`<a class="rest small" href="${address(`/list/${part(type)}`, { stage, owner })}">${say('board-list', { stage: name })}</a>`,
          ],
    )
  return links.length === 0 ? null : html`<div class="noprint">${links}</div>`
}
