// Items that could not be read, and one item as it came: text only, with odd signs by their number, a part at a time.

import { shown } from '@satchel/protocol/shown'
import { Problem } from '@satchel/protocol/problem'
import { listQuarantine, retryItems, seeItems } from '../../../review/quarantine.ts'
import { readRawItem } from '../../../review/raw-item.ts'
import { address, html, part } from '../../page/html.ts'
import { type Answer, done, type Page, type Visit } from '../../page/page.ts'
import { button, chip, head, linkButton, notice, nothing, panel, postButton } from '../../page/parts.ts'
import { value } from '../../page/values.ts'
import { isNumber } from '../review/typed.ts'
import { toneOf } from './imports.ts'
import { mustBeOffice } from './office-only.ts'

const rowsShown = 100
const partBytes = 8_192

export const itemPages: readonly Page[] = [
  {
    path: '/imports/quarantine',
    place: 'imports',
    get: visit => showQuarantine(visit, null),
    post: changeItem,
  },
  { path: '/items/:item', place: 'imports', get: showItem, post: changeItem },
  { path: '/items/:item/raw', place: 'imports', get: saveItem },
]

async function changeItem(visit: Visit): Promise<Answer> {
  const { form, context, say } = visit
  mustBeOffice(visit)
  const items = form.all('item')
  const isRetry = form.get('do') === 'retry'
  if (items.length === 0) return showQuarantine(visit, say('quarantine-none-chosen'))
  try {
    if (isRetry) await retryItems(context, { items: [...items] })
    else await seeItems(context, { items: [...items] })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return showQuarantine(visit, error.code === 'run/locked' ? say('import-locked') : say.told(error).sentence)
  }
  return done('/imports/quarantine', isRetry ? 'retried' : 'item-seen')
}

async function showQuarantine(visit: Visit, fault: string | null): Promise<Answer> {
  const { context, say } = visit
  mustBeOffice(visit)
  const all = await listQuarantine(context, {})
  const rows = all
    .slice(0, rowsShown)
    .map(
      ({ item, received, channel, size, problem, message }) =>
        html`<tr data-row><td><input type="checkbox" name="item" value="${item}" aria-label="${say('quarantine-choose', { item: item.slice(0, 12) })}"></td><td><a class="mono" href="/items/${part(item)}">${item.slice(0, 12)}</a><span class="sub">${channel} · ${say('bytes', { count: say.number(size) })}</span></td><td>${value(message ?? '', 300)}<span class="sub mono">${problem}</span></td><td class="soft c1 nowrap">${say.moment(received)}</td></tr>`,
    )
  return {
    kind: 'page',
    title: say('quarantine'),
    status: fault === null ? 200 : 422,
    body: html`${fault === null ? null : notice('bad', 'warn', html`<p class="strong">${fault}</p>`)}${head(say('quarantine'), say('quarantine-how'), linkButton('/imports', say('place-imports'), { picture: 'back' }))}
${panel(
  { id: 'quarantine', title: say('quarantine'), count: say.number(all.length) },
  rows.length === 0
    ? nothing(say('quarantine-nothing'))
    : html`<form method="post" action="/imports/quarantine"><div class="tw" tabindex="0" role="group" aria-label="${say('quarantine')}"><table><thead><tr><th scope="col"><span class="vh">${say('key-select')}</span></th><th scope="col">${say('imports-item')}</th><th scope="col">${say('quarantine-why')}</th><th scope="col" class="c1">${say('review-when')}</th></tr></thead><tbody>${rows}</tbody></table></div><div class="pad acts">${button(say('quarantine-retry'), { picture: 'back', key: 't', name: 'do', value: 'retry' })}${button(say('quarantine-done'), { picture: 'check', name: 'do', value: 'done' })}</div></form>`,
)}`,
  }
}

const itemOf = ({ params }: Visit): string => (params.item ?? '').toLowerCase()

async function showItem(visit: Visit): Promise<Answer> {
  const { context, say, query } = visit
  mustBeOffice(visit)
  const from = isNumber(query.get('from')) ? Number(query.get('from')) : 0
  const { row, bytes, total } = await readRawItem(context, { item: itemOf(visit), from, most: partBytes })
  const path = `/items/${part(row.item)}`
  const to = from + (bytes?.length ?? 0)
  const waits = row.state === 'quarantined'
  const acts = waits
    ? [
        postButton(path, say('quarantine-retry'), { item: row.item, do: 'retry' }, { picture: 'back', key: 't' }),
        row.seen === null
          ? postButton(path, say('quarantine-done'), { item: row.item, do: 'done' }, { picture: 'check' })
          : null,
      ]
    : []
  const save = bytes === null ? null : linkButton(`${path}/raw`, say('item-save'), { picture: 'down' })
  const earlier =
    from > 0
      ? html`<a href="${address(path, { from: String(Math.max(0, from - partBytes)) })}">${say('item-before')}</a> `
      : null
  const later = to < total ? html`<a href="${address(path, { from: String(to) })}">${say('item-next')}</a>` : null
  const parts = { from: say.number(total === 0 ? 0 : from + 1), to: say.number(to), total: say.number(total) }
  return {
    kind: 'page',
    title: row.item.slice(0, 12),
    body: html`${head(html`<span class="mono">${row.item.slice(0, 12)}</span>`, html`${chip(say(`state-${row.state}`), toneOf(row.state))} ${row.channel} · ${say.moment(row.received)}${row.run === null ? null : html` · <a href="/imports/${row.run}">${say('run-number', { run: String(row.run) })}</a>`}`, ...acts, save)}
${row.problem === null ? null : notice('bad', 'warn', html`<p class="strong">${value(say.told({ code: row.problem, message: row.message ?? '' }).sentence, 500)}</p><p class="mono small">${row.problem}</p>`)}
${panel(
  { id: 'raw', title: say('review-as-it-came'), foot: earlier || later ? html`${earlier}${later}` : null },
  bytes === null
    ? nothing(say('item-gone'))
    : html`<div class="pad stack-s"><p class="small faint">${say('item-how')} ${say('item-part', parts)}</p><pre class="raw" tabindex="0" role="group" aria-label="${say('review-as-it-came')}"><bdo dir="ltr">${shown(bytes.toString('utf8'))}</bdo></pre></div>`,
)}`,
  }
}

async function saveItem(visit: Visit): Promise<Answer> {
  mustBeOffice(visit)
  const { row, bytes } = await readRawItem(visit.context, { item: itemOf(visit), from: 0, most: 2 ** 31 })
  if (bytes === null) return showItem(visit)
  return { kind: 'file', name: `${row.item.slice(0, 16)}.raw`, type: 'application/octet-stream', body: bytes }
}
