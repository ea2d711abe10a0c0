// The slip: what was seen, what stands, what is wanted. One picture for every disagreement.

import type { Shown } from '../../../review/held-page.ts'
import { type Html, html } from '../../page/html.ts'
import { changedValue, value } from '../../page/values.ts'
import type { Say } from '../../page/words.ts'

/** Why it is held or was refused, in words; a reason that has none by its code. */
export const reasonWords = (say: Say, reason: string): string => {
  const key = `why-${reason}`
  return say.has(key) ? say(key) : reason
}

/** In one line. */
export const plain = (shown: Shown): string =>
  shown.map(({ label, text }) => (label === null ? text : `${label}: ${text}`)).join(', ')

export interface Cell {
  readonly title: string
  readonly shown: Shown
  /** Below the value: who, when. */
  readonly note: string
}

export function slip(say: Say, saw: Cell, now: Cell, wants: Cell): Html {
  const cell = ({ title, shown, note }: Cell, before: Shown | null) =>
    html`<div${before === null ? null : html` class="want"`}><span class="k">${title}</span>${values(say, shown, before)}<span class="w">${value(note, 120)}</span></div>`
  return html`<div class="slip">${cell(saw, null)}${cell(now, null)}${cell(wants, now.shown)}</div>`
}

/** @param before what stands: where the two differ is marked. */
function values(say: Say, shown: Shown, before: Shown | null): Html {
  if (shown.length === 0) return html`<span class="v faint">${say('review-empty')}</span>`
  const old = (label: string | null) => before?.find(each => each.label === label)?.text ?? null
  return html`${shown.map(({ label, text }) => {
    const was = old(label)
    const marked = was === null || was === text ? value(text) : changedValue(text, was)
    return label === null
      ? html`<span class="v">${marked}</span>`
      : html`<span class="v"><span class="k">${label}</span>${marked}</span>`
  })}`
}
