// The letter of one record as it would leave: made by a dry run, shown in frames that run nothing, beside all that is said on its outside.

import { languages } from '@satchel/protocol/languages'
import type { DispatchedRecord } from '../../../carriers/dispatched-record.ts'
import type { ShownPacket } from '../../../packets/shown-letter.ts'
import { address, type Html, html } from '../../page/html.ts'
import { linkButton, panel } from '../../page/parts.ts'
import { value } from '../../page/values.ts'
import type { Say } from '../../page/words.ts'
import { type Order, valuesOf } from './order.ts'

const parts = ['letter', 'text', 'page'] as const
export type LetterPart = (typeof parts)[number]

export const isPart = (text: string): text is LetterPart => parts.some(part => part === text)

/** What a frame holds; null where the letter has none. */
export function contentOf({ mail, page }: ShownPacket, part: LetterPart): { type: string; body: string } | null {
  const html = 'text/html; charset=utf-8'
  if (part === 'page') return page === null ? null : { type: html, body: page }
  if (part === 'text') return mail === undefined ? null : { type: 'text/plain; charset=utf-8', body: mail.text }
  return mail?.html == null ? null : { type: html, body: mail.html }
}

/** @param looked the record that it is about. @param others those that would go, too: each can be looked at. */
export function letterPanel(
  say: Say,
  order: Order,
  looked: string,
  shown: ShownPacket,
  others: readonly DispatchedRecord[],
): Html {
  const { mail, language, protection, files } = shown
  const outside: readonly (readonly [string, string])[] = [
    ...(mail === undefined
      ? []
      : [
          ['letter-from', `${mail.fromName} <${mail.from}>`] as const,
          ['letter-to', mail.to] as const,
          ['letter-subject', mail.subject] as const,
          ['letter-reply', mail.replyTo] as const,
        ]),
    ['letter-language', languages[language]?.name ?? language],
    ['letter-protection', say(`letter-protected-${protection ?? 'plain'}`)],
    ...(files.length === 0 ? [] : [['letter-files', files.map(({ name }) => name).join(', ')] as const]),
  ]
  const going = others.filter(({ state }) => state === 'would-send')
  const together = { ...order, records: going.map(({ record }) => record) }
  const frames = parts.flatMap((part, nth) => {
    if (contentOf(shown, part) === null) return []
    const src = address('/dispatch/letter', { ...valuesOf(together), look: looked, part })
    const title = say(`letter-part-${part}`)
    return [
      html`<details class="letter"${nth === 0 || part === 'page' ? html` open` : null}><summary>${title}</summary><iframe class="paper" sandbox="" loading="lazy" title="${title}" src="${src}"></iframe></details>`,
    ]
  })
  const at = going.findIndex(({ record }) => record === looked)
  const way = (to: number, key: string, text: string) => {
    const other = going[to]
    return at < 0 || other === undefined
      ? null
      : linkButton(address('/dispatch', { ...valuesOf(order), look: other.record }), text, { key, tone: 'quiet' })
  }
  return panel(
    { id: 'preview', title: say('dispatch-preview', { record: looked }) },
    html`<table class="tight outside"><tbody>${outside.map(([key, text]) => html`<tr><th scope="row">${say(key)}</th><td>${value(text, 400)}</td></tr>`)}</tbody></table>${frames}<p class="pad soft small">${say('letter-unread')}</p><p class="pad flex noprint">${way(at - 1, 'k', say('review-before'))}${way(at + 1, 'j', say('review-later'))}</p>`,
  )
}
