// What narrows a list and keeps it: filters, columns, saved views. Each is a plain form that leads to an address.

import type { z } from 'zod'
import type { keptSearches } from '../../../db/calls/search.ts'
import { type Html, attribute, html } from '../../page/html.ts'
import { button, icon } from '../../page/parts.ts'
import type { Say } from '../../page/words.ts'
import type { ListType } from './list-fields.ts'
import { basePath, hiddenOf, listAddress, type ListState, ofSaved, operators, readFilter } from './list-state.ts'

export interface Choices {
  /** Short names of colleagues with their names. */
  readonly staff: readonly { readonly hid: string; readonly name: string }[]
  readonly stages: readonly { readonly stage: string; readonly name: string; readonly process: string }[]
}

const hidden = (values: readonly (readonly [string, string])[]) =>
  values.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)

export type Kept = z.infer<typeof keptSearches.row>

/** Saved lists of this type, as tabs. */
export function savedTabs(say: Say, state: ListState, kept: readonly Kept[]): Html {
  const here = listAddress(state)
  const tab = (href: string, text: string) =>
    html`<a href="${href}"${attribute('aria-current', href === here ? 'true' : null)}>${text}</a>`
  const shown = kept.flatMap(({ query, search }) =>
    search === null || search.words !== undefined || (search.table ?? search.type) !== state.type
      ? []
      : [{ name: query.replace(/^user\//, ''), href: listAddress(ofSaved(search)) }],
  )
  const open = shown.find(({ href }) => href === here)
  return html`<div class="flex noprint"><nav class="tabs grow" aria-label="${say('list-saved')}">${tab(basePath(state), say('facet-all'))}${shown.map(({ name, href }) => tab(href, name))}</nav>
${open === undefined ? null : html`<form method="post" class="inline"><input type="hidden" name="name" value="${open.name}">${button(say('list-forget'), { name: 'do', value: 'forget', isSmall: true, tone: 'quiet', picture: 'x' })}</form>`}
<details class="pop"${attribute('open', false)}><summary class="btn btn-s" data-key="s">${icon('save')}${say('list-save')} <kbd>s</kbd></summary><form method="post" class="popbox"><div class="f"><label for="save-name">${say('list-save-name')}</label><input class="in" id="save-name" name="name" required maxlength="60" pattern="[a-z0-9\\-]+" aria-describedby="save-help"><span class="help" id="save-help">${say('list-save-help')}</span></div>${button(say('list-save'), { name: 'do', value: 'save', tone: 'primary' })}</form></details></div>`
}

const labelOf = ({ fields }: ListType, name: string) => fields.find(field => field.name === name)?.label ?? name

function filterChips(say: Say, state: ListState, type: ListType): Html[] {
  const chipOf = (words: Html, title: string, changes: Partial<ListState>) =>
    html`<span class="fchip">${words} <a href="${listAddress(state, changes)}" aria-label="${say('list-filter-off', { filter: title })}">${icon('x')}</a></span>`
  const filters = state.filters.map((filter, at) => {
    const read = readFilter(filter)
    const word = operators.find(([sign]) => sign === read?.operator)?.[1]
    const label = read === null ? filter : labelOf(type, read.field)
    const words =
      read === null || word === undefined
        ? html`${filter}`
        : html`${label} <b>${say(read.value === '' ? `op-${word}-empty` : `op-${word}`)}</b> ${read.value}`
    return chipOf(words, label, { filters: state.filters.filter((_, other) => other !== at) })
  })
  const narrow = (['owner', 'group', 'stage'] as const).flatMap(name =>
    state[name] === ''
      ? []
      : [
          chipOf(html`${say(`facet-${name}`)} <b>${say('op-is')}</b> ${state[name]}`, say(`facet-${name}`), {
            [name]: '',
          }),
        ],
  )
  return [...filters, ...narrow]
}

const option = (value: string, text: string, chosen: string) =>
  html`<option value="${value}"${attribute('selected', value === chosen)}>${text}</option>`

/** Whose records, in which group and stage: rows of other tables have none of these. */
const ownerGroupStage = (say: Say, state: ListState, { staff, stages }: Choices): Html =>
  html`<div class="f"><label for="lw">${say('facet-owner')}</label>${staff.length === 0 ? html`<input class="in" id="lw" name="owner" value="${state.owner}">` : html`<select class="in" id="lw" name="owner"><option value="">${say('list-anybody')}</option>${staff.map(({ hid, name }) => option(hid, name, state.owner))}</select>`}</div>
<div class="f"><label for="lg">${say('facet-group')}</label><input class="in" id="lg" name="group" value="${state.group}" maxlength="200"></div>
<div class="f"><label for="ls">${say('facet-stage')}</label><select class="in" id="ls" name="stage"><option value="">${say('list-any')}</option>${stages.map(({ stage, name, process }) => option(stage, `${process}: ${name}`, state.stage))}</select></div>`

/** @param typed what was just typed and could not be used. */
export function filterBar(
  say: Say,
  state: ListState,
  type: ListType,
  { staff, stages }: Choices,
  typed: { readonly field: string; readonly operator: string; readonly value: string } | null,
): Html {
  const fields = [{ name: 'name', label: say('column-name') }, ...type.fields]
  const isOfRecords = state.of === 'list'
  const columns = state.columns.length > 0 ? state.columns : type.standard
  return html`<div class="flex filterbar noprint">${filterChips(say, state, type)}
<details class="pop"${attribute('open', typed !== null)}><summary class="btn btn-s" data-key="f">${icon('plus')}${say('list-filter')} <kbd>f</kbd></summary><form class="popbox" action="${basePath(state)}">${hidden(hiddenOf(state, ['owner', 'group', 'stage']))}
<div class="f"><label for="lf">${say('list-field')}</label><select class="in" id="lf" name="field"><option value=""></option>${fields.map(({ name, label }) => option(name, label, typed?.field ?? ''))}</select></div>
<div class="f"><label for="lo">${say('list-compare')}</label><select class="in" id="lo" name="operator">${operators.map(([sign, word]) => option(sign, say(`op-${word}`), typed?.operator ?? '='))}</select></div>
<div class="f"><label for="lv">${say('list-value')}</label><input class="in" id="lv" name="value" value="${typed?.value ?? ''}" maxlength="200" aria-describedby="lv-help"><span class="help" id="lv-help">${say('list-value-help')}</span></div>
${isOfRecords ? ownerGroupStage(say, state, { staff, stages }) : null}${button(say('list-narrow'), { tone: 'primary' })}</form></details>
<details class="pop"><summary class="btn btn-s">${icon('sheet')}${say('list-columns')}</summary><form class="popbox" action="${basePath(state)}">${hidden(hiddenOf(state, ['column']))}
${type.fields.map(({ name, label }) => html`<label class="check"><input type="checkbox" name="column" value="${name}"${attribute('checked', columns.includes(name))}> ${label}</label>`)}
${button(say('list-show'), { tone: 'primary' })}</form></details></div>`
}
