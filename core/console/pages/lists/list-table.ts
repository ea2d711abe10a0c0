// The rows of a list: a table whose headings sort it, with a box before each row, a page at a time.

import { type Html, attribute, html, type Value } from '../../page/html.ts'
import { icon, linkButton, nothing } from '../../page/parts.ts'
import type { Say } from '../../page/words.ts'
import { isFigure, type ListField, type ListType, shownValue } from './list-fields.ts'
import type { Listed } from './list-ground.ts'
import { listAddress, type ListState } from './list-state.ts'

/** Columns leave a narrow page in three steps. */
const leaves = (at: number) => (at === 0 ? 'c1' : at < 3 ? 'c2' : 'c3')

export function listTable(
  say: Say,
  state: ListState,
  { fields, settable }: ListType,
  columns: readonly string[],
  records: readonly Listed[],
  chosen: readonly string[],
): Html {
  const shown = columns.flatMap(column => fields.find(({ name }) => name === column) ?? [])
  if (records.length === 0) return nothing(say(state.filters.length > 0 ? 'list-none-such' : 'list-none'))
  const isOfRecords = state.of === 'list'
  // opened in place by script; owner and parent are changed by acts of their own
  const isSettable = (name: string) => !['owner', 'parent'].includes(name) && settable.some(each => each.name === name)
  const box = ({ key, name }: Listed) =>
    isOfRecords
      ? html`<td><input type="checkbox" name="record" value="${key}" aria-label="${say('list-choose', { name })}"${attribute('checked', key !== '' && chosen.includes(key))}></td>`
      : null
  const row = ({ key, name, href, owner, fields: values }: Listed) =>
    html`<tr data-row${attribute('data-record', isOfRecords ? key : null)}>${box({ key, name, href, owner, fields: values })}<td><a class="strong" href="${href}">${name === '' ? key : name}</a> <span class="faint mono xs">${key}</span></td>${shown.map((field, at) => html`<td class="${leaves(at)}${isFigure(field.kind) ? ' num' : ''}"${attribute('data-field', isOfRecords && isSettable(field.name) ? field.name : null)}>${shownValue(say, field, values[field.name]) as Value}</td>`)}${isOfRecords ? html`<td class="c1 soft">${owner ?? ''}</td>` : null}</tr>`
  return html`<div class="tw" tabindex="0" role="region" aria-label="${say('list-table')}"><table class="tight"><thead><tr>${isOfRecords ? html`<th scope="col"><span class="vh">${say('list-chosen')}</span></th>` : null}${heading(say, state, { name: 'name', label: say('column-name'), kind: 'text', choices: [] }, '')}${shown.map((field, at) => heading(say, state, field, leaves(at)))}${isOfRecords ? heading(say, state, { name: 'owner', label: say('facet-owner'), kind: 'record', choices: [] }, 'c1') : null}</tr></thead><tbody>${records.map(row)}</tbody></table></div>`
}

function heading(say: Say, state: ListState, { name, label, kind }: ListField, leaving: string): Html {
  const isSorted = state.sort.replace(/^-/, '') === name
  const isFalling = state.sort.startsWith('-')
  const next = isSorted && !isFalling ? `-${name}` : name
  const sign = isSorted ? html`<span aria-hidden="true">${isFalling ? ' ▾' : ' ▴'}</span>` : null
  return html`<th scope="col" class="${leaving}${isFigure(kind) ? ' num' : ''}"${attribute('aria-sort', isSorted ? (isFalling ? 'descending' : 'ascending') : null)}><a href="${listAddress(state, { sort: next })}" title="${say('list-sort', { field: label })}">${label}${sign}</a></th>`
}

/** Where the page ends: what follows, and where the list begins. */
export function pager(say: Say, state: ListState, count: number, next: string | null): Html {
  return html`<footer class="flex noprint"><span class="grow">${say('list-page', { count: say.number(count) })}</span>${state.after === '' ? null : linkButton(listAddress(state), say('list-first'), { isSmall: true, picture: 'back' })}${next === null ? null : html`<a class="btn btn-s" rel="next" href="${listAddress(state, { after: next })}" data-key="n">${say('list-next')}${icon('move')} <kbd>n</kbd></a>`}</footer>`
}
