// The pages that answer a post, and the page for an address that is none of ours. Nothing that was posted stands in them.

import type { Kind } from '../receive/kinds.ts'
import { wordsOf } from '../words/page-words.ts'
import type { Words } from '../words/word-keys.ts'
import { type Html, html } from './html.ts'
import { layout, type PageContext, to } from './layout.ts'

/** The steps that follow a post of each kind, in order. */
const next: Readonly<Record<Kind, (words: Words) => readonly string[]>> = {
  reply: words => [words.thenLetter, words.thenConfirm],
  'form-request': words => [words.thenForm],
  inquiry: words => [words.thenAnswer],
  unsubscribe: words => [words.stillConfirms],
}

/**
 * @param code 26 characters, or null.
 * @param kind of what arrived; null where the address does not say it.
 */
export function thanksPage(page: PageContext, code: string | null, kind: Kind | null): string {
  const words = wordsOf(page.language)
  const steps = (kind === null ? [] : next[kind](words)).map(step => html`<li>${step}</li>\n`)
  const then =
    steps.length === 0
      ? null
      : html`<section class="card"><h2>${words.afterwards}</h2>
<ol>
${steps}</ol></section>\n`
  const content = html`<p class="lead" role="status">${words.thanksText}</p>
${then}${code === null ? null : receipt(page, words, code)}`
  return layout(page, { title: words.thanks, content, here: null, isDone: true })
}

/** The code, and a letter to oneself that keeps it. */
function receipt(page: PageContext, words: Words, code: string): Html {
  const { organisation, mail } = page.settings
  const subject = `${words.code} ${code}, ${organisation}`
  const body = mail === null ? subject : `${subject}\r\n${words.noAnswer} ${mail}`
  const link = `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`
  return html`<p>${words.code}: <code>${code}</code></p>
<p><a href="${to(page, '/receipt', `code=${code}`)}">${words.receipt}</a></p>
<p><a class="btn" href="${link}">${words.mailReceipt}</a></p>
<p class="soft">${words.noAnswer}</p>`
}

/** @param isSome of the kinds that were chosen, not of everything. */
export function unsubscribedPage(page: PageContext, isSome: boolean): string {
  const words = wordsOf(page.language)
  const text = isSome ? words.unsubscribedSome : words.unsubscribedText
  const content = html`<p class="lead" role="status">${text}</p>`
  return layout(page, { title: words.unsubscribed, content, here: null, isDone: true })
}

/** Names in the words of what a visitor is told; there are no others. */
export type Refusal = 'TooLarge' | 'NotForm' | 'Empty'

export function refusedPage(page: PageContext, refusal: Refusal): string {
  const words = wordsOf(page.language)
  const content = html`<p class="say" role="alert">${words[`refused${refusal}`]}</p>`
  return layout(page, { title: words.refused, content, here: null })
}

export function busyPage(page: PageContext): string {
  const words = wordsOf(page.language)
  return layout(page, {
    title: words.busy,
    content: html`<p class="say" role="alert">${words.busyText}</p>`,
    here: null,
  })
}

export function notFoundPage(page: PageContext): string {
  const words = wordsOf(page.language)
  return layout(page, { title: words.notFound, content: html`<p class="lead">${words.notFoundText}</p>`, here: null })
}
