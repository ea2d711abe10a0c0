// The parts of the forms: a field with its label, its hint and its fault, and the hidden fields that guard a page.

import { foldToken } from '@satchel/protocol/messages/token'
import { intakeLimits } from '../limits.ts'
import type { Ask } from '../receive/ask-again.ts'
import { workFile } from '../http/static-files.ts'
import { guardFields, newPageKey, workField } from '../receive/kinds.ts'
import type { Words } from '../words/word-keys.ts'
import { type Html, html, raw } from './html.ts'
import { fill, type PageContext } from './layout.ts'

export interface Field {
  readonly name: string
  readonly label: string
  readonly type?: string
  readonly complete?: string
  readonly optional?: boolean
  readonly most?: number
  readonly hint?: string
  readonly value?: string
  /** The reason why the page is shown again, where it is this field. */
  readonly fault?: string | null
  /** A number or an address: from left to right in every language. */
  readonly isLtr?: boolean
}

export function input(words: Words, field: Field): Html {
  const { name, label, type = 'text', complete = 'off', most = 200, hint, value = '', fault = null } = field
  const described = [hint === undefined ? '' : `${name}-hint`, fault === null ? '' : `${name}-fault`].filter(Boolean)
  const more = html`${raw(field.optional ? '' : ' required')}${raw(field.isLtr ? ' class="ltr"' : '')}${described.length === 0 ? null : html` aria-describedby="${described.join(' ')}"`}${raw(fault === null ? '' : ' aria-invalid="true" autofocus')}`
  const control =
    type === 'textarea'
      ? html`<textarea id="${name}" name="${name}" maxlength="20000"${more}>\n${value}</textarea>`
      : html`<input id="${name}" name="${name}" type="${type}" maxlength="${most}" autocomplete="${complete}"${value === '' ? null : html` value="${value}"`}${more}>`
  return html`<div><label for="${name}">${label}${field.optional ? html` <small>(${words.optional})</small>` : null}</label>
${hint === undefined ? null : html`<span class="hint" id="${name}-hint">${hint}</span>\n`}${fault === null ? null : html`<p class="error" id="${name}-fault">${fault}</p>\n`}${control}</div>
`
}

export const email = (words: Words): Field => ({
  name: 'email',
  label: words.email,
  type: 'email',
  complete: 'email',
  most: intakeLimits.emailLength,
})

/**
 * Keeps simple programs out: a field that nobody sees, and the time when the page was made. It also tells a double click from two
 * posts. Shown again, the page has the same key, and no trap any more: its button was pressed twice.
 */
export function guards(page: PageContext, words: Words, again: Ask | null): Html {
  const shown = Math.floor(page.now.getTime() / 1000)
  const key = foldToken(again?.value(guardFields.key) ?? '') ?? newPageKey()
  const trap = html`<p class="trap" aria-hidden="true"><label for="trap">${words.leaveEmpty}</label><input id="trap" name="${guardFields.trap}" tabindex="-1" autocomplete="off"></p>`
  return html`<input type="hidden" name="${guardFields.shown}" value="${shown}">
<input type="hidden" name="${guardFields.key}" value="${key}">
<input type="hidden" name="language" value="${page.language}">
${again === null ? trap : html`<input type="hidden" name="${guardFields.again}" value="${key}">`}
`
}

/** At the start of a form: what has to be proven, before any file of it is sent; null where nothing has. */
export function workPart(again: Ask | null): Html | null {
  if (again === null || again.work === null) return null
  const { text, bits } = again.work
  return html`<input type="hidden" name="${workField}" value="${text}" data-bits="${bits}"><script src="${workFile.path}" defer></script>
`
}

function sayingOf(words: Words, { reason, work }: Ask): string {
  if (work !== null) return fill(words.workText, { seconds: work.waitSeconds })
  return reason === 'press' ? words.pressAgain : words.correct
}

/** Above a form that is shown again. */
export function saidAgain(words: Words, again: Ask | null): Html | null {
  if (again === null) return null
  const said = sayingOf(words, again)
  return html`<p class="say" role="alert">${said}${again.hadFiles ? html` ${words.filesAgain}` : null}</p>
`
}
