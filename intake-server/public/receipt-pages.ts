// The page that asks for a receipt's code, and the one that tells what became of it.

import { intakeLimits } from '../limits.ts'
import { wordsOf } from '../words/page-words.ts'
import { html } from './html.ts'
import { input } from './form-parts.ts'
import { fill, layout, type PageContext, to } from './layout.ts'

/** @param code of the link that was followed, or null. */
export function receiptPage(page: PageContext, code: string | null): string {
  const words = wordsOf(page.language)
  const field = { name: 'code', label: words.code, hint: words.receiptText, value: code ?? '', isLtr: true }
  const content = html`<form method="post" action="${to(page, '/receipt')}" class="card">
${input(words, field)}<button class="btn full">${words.receiptButton}</button>
</form>`
  return layout(page, { title: words.receipt, content, here: '/receipt' })
}

const stateWords = {
  stored: 'receiptStored',
  imported: 'receiptImported',
  held: 'receiptHeld',
  refused: 'receiptRefused',
  unknown: 'receiptUnknown',
} as const

/** @param state what became of the receipt that was asked for. */
export function receiptStatePage(page: PageContext, state: keyof typeof stateWords): string {
  const words = wordsOf(page.language)
  const text = fill(words[stateWords[state]], { days: intakeLimits.outcomeDays })
  const content = html`<p class="lead" role="status">${text}</p>
<p><a href="${to(page, '/receipt')}">${words.receiptAgain}</a></p>`
  return layout(page, { title: words.receipt, content, here: null, isDone: state === 'imported' })
}
