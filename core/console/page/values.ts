// Values that people wrote, as a page shows them: what is not seen by itself, or turns the text beside it, is shown by its number.

import { shown } from '@satchel/protocol/shown'
import { type Html, html } from './html.ts'

/** @param most signs of it; the rest is a sign that there is more. */
export function value(text: string, most = 4_000): Html {
  const signs = [...shown(text)]
  return html`<bdi>${signs.length > most ? `${signs.slice(0, most).join('')}…` : signs.join('')}</bdi>`
}

/** A value with the part marked in which it differs from another one. */
export function changedValue(text: string, before: string): Html {
  const [to, from] = [[...shown(text)], [...shown(before)]]
  const most = Math.min(to.length, from.length)
  let start = 0
  while (start < most && to[start] === from[start]) start++
  let end = 0
  while (end < most - start && to[to.length - 1 - end] === from[from.length - 1 - end]) end++
  const middle = to.slice(start, to.length - end).join('')
  if (middle === '' || to.length > 4_000) return value(text)
  return html`<bdi>${to.slice(0, start).join('')}<ins>${middle}</ins>${to.slice(to.length - end).join('')}</bdi>`
}
