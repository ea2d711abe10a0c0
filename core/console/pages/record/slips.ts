// What two people did to one field: what the writer saw, what stands, what is wanted. Nothing of it is written until somebody chooses.

import { type Html, html, part } from '../../page/html.ts'
import { button, notice } from '../../page/parts.ts'
import type { Shown } from './controls.ts'
import type { FolderState, Slip } from './folder-state.ts'

export function slipsOf({ say }: Shown, hid: string, { slips, saved }: FolderState): Html {
  return html`${notice('held', 'warn', html`<p class="strong">${say('rec-slip-title', { fields: slips.map(({ label }) => label).join(', ') })}</p><p>${say('rec-slip-how')}</p>${saved.length === 0 ? null : html`<p>${say('rec-slip-saved', { fields: saved.join(', ') })}</p>`}`)}
<div class="stack slips">${slips.map((slip, at) => slipOf(say, hid, slip, at === 0))}</div>`
}

function slipOf(
  say: Shown['say'],
  hid: string,
  { label, saw, stands, wanted, keep, decide }: Slip,
  isFirst: boolean,
): Html {
  const fields = (values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
  const cell = (key: string, value: string) =>
    html`<span class="k">${say(key)}</span><span class="v" dir="auto">${value === '' ? say('rec-empty') : value}</span>`
  const action = `/records/${part(hid)}`
  return html`<section class="panel pad stack-s" aria-label="${label}"><h2>${label}</h2><div class="slip"><div>${cell('rec-saw', saw)}</div><div>${cell('rec-stands', stands)}</div><div class="want">${cell('rec-wanted', wanted)}</div></div><div class="flex"><form method="post" action="${action}">${fields(keep)}${button(say('rec-keep-mine'), { tone: 'primary', isSmall: true, ...(isFirst ? { key: 'a' } : {}) })}</form><a class="btn btn-s" href="${action}">${say('rec-keep-theirs')}</a><form method="post" action="${action}">${fields(decide)}${button(say('rec-let-office'), { tone: 'quiet', isSmall: true })}</form></div></section>`
}
