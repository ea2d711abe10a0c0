// The list of held changes: by reason, a line each, with a box to decide several together.

import { shown as shownText } from '@satchel/protocol/shown'
import type { z } from 'zod'
import type { HeldRow, reviewHeld } from '../../../review/held-page.ts'
import { address, attribute, type Html, html } from '../../page/html.ts'
import { button, chip, panel } from '../../page/parts.ts'
import { value } from '../../page/values.ts'
import type { Say } from '../../page/words.ts'
import { plain, reasonWords } from './slip.ts'
import type { Place, Typed } from './typed.ts'

type Read = z.infer<typeof reviewHeld.result>

export function heldList(say: Say, read: Read, place: Place, typed: Typed, now: Date): Html {
  const { reasons, rows, hasMore, shown } = read
  const { reason, after } = place
  const total = reasons.reduce((sum, { count }) => sum + count, 0)
  const line = (row: HeldRow) => {
    const isAt = row.change === shown?.change
    const isChosen = place.all || typed.chosen.includes(row.id)
    return html`<li data-row${attribute('class', isAt ? 'at' : null)}><input type="checkbox" form="together" name="id" value="${row.id}"${attribute('checked', isChosen)} aria-label="${say('review-choose', { record: shownText(row.record), slot: shownText(row.slot) })}"><a href="${addressOf(place, row.change)}"${attribute('aria-current', isAt ? 'true' : null)}><span class="flex"><b class="grow">${value(row.record, 80)}</b><span class="age">${say.age(row.received, now)}</span></span><span class="soft small">${value(row.slot, 60)}: ${value(plain(row.wants) || say('review-removed'), 60)}</span><span class="xs heldc">${reasonWords(say, row.reason)}</span></a></li>`
  }
  const more = hasMore
    ? html`<a href="${address('/review', { reason, after: String(rows.at(-1)?.change ?? 0) })}">${say('review-more')}</a>`
    : null
  const first = after > 0 ? html`<a href="${address('/review', { reason })}">${say('review-first')}</a> ` : null
  return html`<div class="stack">${panel(
    {
      id: 'held',
      title: say('review-held'),
      count: say.number(total),
      foot: more || first ? html`${first}${more}` : null,
    },
    html`${reasonFilter(say, reasons, reason)}<ul class="heldlist">${rows.map(line)}</ul>`,
  )}${rows.length < 2 ? null : together(say, place, typed, rows.length)}</div>`
}

export const addressOf = ({ reason, after }: Place, change: number): string =>
  address('/review', { reason, after: after === 0 ? '' : String(after), change: String(change) })

function reasonFilter(say: Say, reasons: Read['reasons'], reason: string): Html | null {
  if (reasons.length < 2 && reason === '') return null
  const link = (key: string, text: string, count: Html | null) =>
    html`<li><a href="${address('/review', { reason: key })}"${attribute('aria-current', key === reason ? 'true' : null)}><span>${text}</span>${count}</a></li>`
  return html`<nav class="facet pad" aria-label="${say('review-reasons')}"><ul>${link('', say('review-all-reasons'), null)}${reasons.map(each => link(each.reason, reasonWords(say, each.reason), chip(say.number(each.count), 'held')))}</ul></nav>`
}

/** One decision about all that are chosen; each of them with its own stamp. */
function together(say: Say, place: Place, typed: Typed, count: number): Html {
  const { reason, after } = place
  const choose = address('/review', { reason, after: after === 0 ? '' : String(after), all: 'yes' })
  return panel(
    {
      id: 'several',
      title: say('review-together'),
      more: html`<a class="small" href="${choose}">${say('review-choose-all', { count: say.number(count) })}</a>`,
    },
    html`<form class="pad stack-s" id="together" method="post" action="/review">${hidden({ reason, after: String(after), shown: String(place.change ?? '') })}
<div class="f"><label for="why-together">${say('review-why')}</label><input class="in" id="why-together" name="why" value="${typed.chosen.length > 1 ? typed.why : ''}" maxlength="500" autocomplete="off"><span class="help">${say('review-why-help')}</span></div>
<div class="acts">${button(say('review-accept-chosen'), { picture: 'check', name: 'decision', value: 'accepted' })}${button(say('review-refuse-chosen'), { picture: 'x', name: 'decision', value: 'refused' })}</div></form>`,
  )
}

export const hidden = (values: Readonly<Record<string, string>>): Html =>
  html`${Object.entries(values).map(([name, text]) => html`<input type="hidden" name="${name}" value="${text}">`)}`
