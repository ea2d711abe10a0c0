// The parts of a page of choices: the table, the form of one, the form of a new one, and the slip of what somebody else changed meanwhile.

import type { z } from 'zod'
import type { ChoiceFields } from '../../../db/shapes/choices.ts'
import { attribute, type Html, html, part } from '../../page/html.ts'
import { button, chip, linkButton, notice, panel } from '../../page/parts.ts'
import type { Say } from '../../page/words.ts'
import { textField } from './setup-fields.ts'

interface Typed {
  readonly title: string
  readonly sort: string
  readonly active: boolean
}

export interface ChoiceState {
  readonly word: string
  /** What the writer saw. */
  readonly was: Typed
  readonly wanted: Typed
  /** What somebody else wrote meanwhile. */
  readonly kept?: z.infer<typeof ChoiceFields>
}

interface Row {
  readonly word: string
  readonly name: string
  readonly sort: number
  readonly active: boolean
}

export const choiceTable = (say: Say, list: string, choices: readonly Row[], mayChange: boolean): Html =>
  panel(
    {
      id: 'choices',
      title: say('lookups-choices'),
      count: say.number(choices.length),
      foot: html`${say('lookups-kept')}`,
    },
    html`<div class="tw"><table><thead><tr><th scope="col">${say('lookups-title')}</th><th scope="col" class="c1">${say('lookups-word')}</th><th scope="col" class="num c2">${say('lookups-sort')}</th>${mayChange ? html`<th scope="col"><span class="vh">${say('lookups-change')}</span></th>` : null}</tr></thead><tbody>${choices.map(({ word, name, sort, active }) => html`<tr data-row><th scope="row">${name}${active ? null : html` ${chip(say('lookups-off'), 'held')}`}</th><td class="mono c1">${word}</td><td class="num c2">${sort}</td>${mayChange ? html`<td class="num"><a class="btn btn-s" href="/lookups/${part(list)}?change=${part(word)}" aria-label="${say('lookups-change-one', { name })}">${say('lookups-change')}</a></td>` : null}</tr>`)}</tbody></table></div>`,
  )

export function choiceForm(say: Say, list: string, { word, was, wanted, kept }: ChoiceState, isRoles: boolean): Html {
  // after a slip, what stands now is what was seen
  const seen = {
    title: kept?.name ?? was.title,
    sort: kept?.sort === undefined ? was.sort : String(kept.sort),
    active: kept?.active ?? was.active,
  }
  const path = `/lookups/${part(list)}`
  const hidden = {
    do: 'change',
    word,
    'was.title': seen.title,
    'was.sort': seen.sort,
    'was.active': seen.active ? 'yes' : 'no',
  }
  return panel(
    { id: 'change', title: say('lookups-change-one', { name: word }) },
    html`<form class="pad stack-s" method="post" action="${path}">${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}<div class="grid-f">${textField({ name: 'title', label: say('lookups-title'), value: wanted.title, most: 200, isRequired: true })}${textField({ name: 'sort', label: say('lookups-sort'), value: wanted.sort, type: 'number', help: say('lookups-sort-help') })}</div>${isRoles ? null : html`<input type="hidden" name="boxes" value="yes"><label class="check"><input type="checkbox" name="active" value="yes"${attribute('checked', wanted.active)}> ${say('lookups-active')}</label>`}<div class="flex">${button(say('setup-save'), { tone: 'primary' })}${linkButton(path, say('setup-cancel'), { tone: 'quiet' })}</div></form>`,
  )
}

export const newChoiceForm = (say: Say, list: string, added: { readonly word: string; readonly title: string }): Html =>
  panel(
    { id: 'add', title: say('lookups-add') },
    html`<form class="pad stack-s" method="post" action="/lookups/${part(list)}"><div class="grid-f"><div class="f"><label for="n-title">${say('lookups-title')}</label><input class="in" id="n-title" name="title" value="${added.title}" maxlength="200" required autocomplete="off"></div>${textField({ name: 'word', label: say('lookups-word'), value: added.word, most: 63, help: say('lookups-word-help'), isRequired: true })}</div><div class="flex">${button(say('setup-add'), { picture: 'plus' })}</div></form>`,
  )

/** A list of one's own. */
export const newListForm = (
  say: Say,
  begun: { readonly list: string; readonly word: string; readonly title: string },
): Html =>
  panel(
    { id: 'begin', title: say('lookups-new') },
    html`<form class="pad stack-s" method="post" action="/lookups"><div class="grid-f">${textField({ name: 'list', label: say('lookups-list'), value: begun.list, most: 63, help: say('lookups-new-how'), isRequired: true })}<div class="f"><label for="n-title">${say('lookups-title')}</label><input class="in" id="n-title" name="title" value="${begun.title}" maxlength="200" required autocomplete="off"></div>${textField({ name: 'word', label: say('lookups-word'), value: begun.word, most: 63, help: say('lookups-word-help'), isRequired: true })}</div><div class="flex">${button(say('setup-add'), { picture: 'plus' })}</div></form>`,
  )

/** What the writer saw, what stands, and what they want. */
export function slipOf(say: Say, { was, wanted, kept = {} }: ChoiceState): Html {
  const text = (active: boolean) => say(active ? 'lookups-active' : 'lookups-off')
  const fields = [
    ...(kept.name === undefined ? [] : [['lookups-title', was.title, kept.name, wanted.title] as const]),
    ...(kept.sort === undefined ? [] : [['lookups-sort', was.sort, String(kept.sort), wanted.sort] as const]),
    ...(kept.active === undefined
      ? []
      : [['lookups-state', text(was.active), text(kept.active), text(wanted.active)] as const]),
  ]
  const cell = (key: string, value: string) =>
    html`<span class="k">${say(key)}</span><span class="v" dir="auto">${value}</span>`
  return html`${notice('held', 'warn', html`<p>${say('lookups-slip')}</p>`)}${fields.map(([label, saw, stands, want]) => html`<section class="panel pad stack-s" aria-label="${say(label)}"><h2>${say(label)}</h2><div class="slip"><div>${cell('rec-saw', saw)}</div><div>${cell('rec-stands', stands)}</div><div class="want">${cell('rec-wanted', want)}</div></div></section>`)}`
}
