// A pair side by side: the evidence with its points, each field of both, and what becomes of them.

import type { CatalogField } from '../../../records/read/catalog.ts'
import { address, attribute, type Html, html, part, raw } from '../../page/html.ts'
import { button, chip, icon } from '../../page/parts.ts'
import type { Say } from '../../page/words.ts'
import { onceField } from '../../work/start-work.ts'
import { labelOf, readableText } from '../record/controls.ts'
import { valueOf } from '../record/details-panel.ts'
import { rowsIn } from '../record/read-folder.ts'
import type { Compared, Evidence, Side } from './read-pairs.ts'

export const scoreOf = (say: Say, score: string): string => say.number(Math.round(Number(score) * 100) / 100)

/** @param error why the last try did nothing. @param taken fields whose other value was chosen. */
export function comparePanel(say: Say, compared: Compared, taken: ReadonlySet<string>, error: Html | null): Html {
  const { pair, kept, lost, fields, evidence } = compared
  const { hid } = kept.head
  const side = ({ head }: Side, key: string) =>
    html`<th scope="col"><a href="/records/${part(head.hid)}">${head.hid}</a> ${say(key)}<span class="sub">${head.name}</span></th>`
  const lines = fields.flatMap(field => fieldLine(compared, field, taken.has(field.name)))
  return html`<section class="panel" id="pair" aria-labelledby="h-pair"><header><h2 id="h-pair">${say('dup-two', { one: pair.left_name, other: pair.right_name })}</h2><span class="score end"><span class="vh">${say('dup-score')} </span>${scoreOf(say, pair.score)}</span></header>${error}
<div class="pad">${evidenceList(say, evidence)}</div>
<form method="post" action="/duplicates">${hidden('pair', String(pair.pair))}${hidden('kept', hid)}${hidden('lost', lost.head.hid)}${hidden('seen', seenOf(compared))}${onceField()}
<div class="tw" tabindex="0" role="group" aria-label="${say('dup-fields')}"><table class="cmp"><thead><tr><th scope="col">${say('dup-field')}</th>${side(kept, 'dup-stays')}${side(lost, 'dup-goes')}</tr></thead><tbody>${lines}${contactsLine(compared)}${ownerLine(compared)}</tbody></table></div>
<div class="dupacts">${button(say('dup-merge', { record: hid }), { picture: 'merge', key: 'm', tone: 'primary', name: 'do', value: 'merge' })}${button(say('dup-try'), { name: 'do', value: 'try' })}<a class="btn" data-key="s" href="${address('/duplicates', { pair: String(pair.pair), kept: lost.head.hid })}#pair">${say('dup-exchange')} <kbd>s</kbd></a>${button(say('dup-different'), { key: 'n', name: 'do', value: 'different' })}</div></form></section>`
}

const hidden = (name: string, value: string) => html`<input type="hidden" name="${name}" value="${value}">`

/** What of both records was shown: where one of them has changed since, nothing is merged. */
export const seenOf = ({ kept, lost }: Pick<Compared, 'kept' | 'lost'>): string =>
  [kept, lost]
    .map(({ head }) => `${head.hid}/${head.version}`)
    .toSorted()
    .join(' ')

function evidenceList(say: Say, evidence: readonly Evidence[]): Html {
  const most = Math.max(1, ...evidence.map(({ points }) => Math.abs(Number(points ?? 0))))
  const rows = evidence.map(({ means, points }) => {
    const value = Number(points ?? 0)
    const width = Math.round((Math.abs(value) / most) * 100)
    return html`<li><span>${means}</span><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="${raw(value < 0 ? 'against' : 'for')}" width="${width}" height="8" rx="1"/></svg><b>${points === null ? '' : `${value < 0 ? '−' : '+'} ${say.number(Math.abs(value))}`}</b></li>`
  })
  return html`<h3 class="vh">${say('dup-evidence')}</h3><ul class="why">${rows}</ul><p class="faint xs">${say('dup-points')}</p>`
}

/** A radio for each of two values that differ; a gap is filled by itself. */
function fieldLine({ shown, kept, lost }: Compared, field: CatalogField, isTaken: boolean): Html[] {
  const { say } = shown
  const [one = '', other = ''] = [valueOf(kept, field), valueOf(lost, field)]
  if (one === '' && other === '') return []
  const label = labelOf(field)
  const text = (value: string) =>
    value === ''
      ? html`<span class="faint">${say('dup-nothing')}</span>`
      : html`<span dir="auto">${readableText(shown, field, value)}</span>`
  const isChoice = one !== other && one !== '' && other !== '' && field.may_write
  const choice = (value: string, side: 'kept' | 'lost') =>
    html`<label class="check"><input type="radio" name="take.${field.name}" value="${side}"${attribute('checked', (side === 'lost') === isTaken)} aria-label="${label}: ${readableText(shown, field, value)}">${text(value)}</label>`
  const cells = isChoice
    ? html`<td>${choice(one, 'kept')}</td><td>${choice(other, 'lost')}</td>`
    : html`<td>${text(one)}</td><td>${text(other)}${one === '' ? html` ${chip(say('dup-fills'), 'ok')}` : null}</td>`
  return [
    html`<tr${one !== other && one !== '' && other !== '' ? raw(' class="differs"') : null}><th scope="row">${label}</th>${cells}</tr>`,
  ]
}

function contactsLine({ shown, kept, lost }: Compared): Html {
  const { say } = shown
  const of = ({ slots }: Side) => rowsIn(slots, 'contact_point').map(([, { value = '' }]) => value)
  // signs between the digits of a number tell nothing
  const plain = (value: string) => value.replaceAll(/[\s().-]/g, '').toLowerCase()
  const known = new Set(of(kept).map(plain))
  const cell = (values: readonly string[], isLost: boolean) =>
    values.length === 0
      ? html`<span class="faint">${say('dup-nothing')}</span>`
      : html`<ul>${values.map(value => html`<li><span dir="auto">${value}</span>${isLost ? html` ${known.has(plain(value)) ? chip(say('dup-same')) : chip(say('dup-added'), 'ok')}` : null}</li>`)}</ul>`
  return html`<tr><th scope="row">${say('dup-contacts')}</th><td>${cell(of(kept), false)}</td><td>${cell(of(lost), true)}</td></tr>`
}

const ownerLine = ({ shown: { say }, kept, lost }: Compared): Html =>
  html`<tr><th scope="row">${say('dup-owner')}</th><td>${kept.head.owner_name ?? say('dup-nothing')} <span class="faint">${icon('check')} ${say('dup-owner-stays')}</span></td><td>${lost.head.owner_name ?? say('dup-nothing')}</td></tr>`
