// The pages, from words and settings alone: nothing that was posted is ever shown again. Usable without a script, at 320 px, by
// keyboard and by a screen reader.

import { languageOf } from '@satchel/protocol/languages'
import { type Html, html, raw } from './html.ts'
import { guardFields, newPageKey } from '../receive/kinds.ts'
import { intakeLimits } from '../limits.ts'
import type { IntakeSettings } from '../host/intake-settings.ts'
import { style } from '../http/page-style.ts'
import { wordsOf } from '../words/page-words.ts'
import type { Words } from '../words/word-keys.ts'

export interface PageContext {
  readonly settings: Pick<IntakeSettings, 'organisation' | 'mail' | 'languages'>
  readonly language: string
  /** The address asks for this language: links go on asking for it, since there are no cookies. */
  readonly isChosen: boolean
  readonly now: Date
}

const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{([a-z]+)\}/g, (whole, name: string) => String(values[name] ?? whole))

/** An address of ours in the visitor's language. */
const to = (page: PageContext, path: string): string => (page.isChosen ? `${path}?lang=${page.language}` : path)

/** @param here path of this page, for the links to its other languages; null where it is an answer to a post. */
function layout(page: PageContext, title: string, content: Html, here: string | null): string {
  const words = wordsOf(page.language)
  const { organisation, mail, languages } = page.settings
  const links = languages
    .filter(language => language !== page.language)
    .map(language => {
      const other = languageOf(language)
      return html`<li><a href="${here}?lang=${language}" lang="${language}" hreflang="${language}" dir="${other.direction}">${other.name}</a></li>`
    })
  return html`<!doctype html>
<html lang="${page.language}" dir="${languageOf(page.language).direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${title} – ${organisation}</title>
<style>${raw(style)}</style>
</head>
<body>
<header><a href="${to(page, '/')}">${organisation}</a></header>
<main>
<h1>${title}</h1>
${content}
</main>
<footer>
${mail === null ? null : html`<p>${words.writeUs} <a href="mailto:${mail}">${mail}</a></p>`}
${here === null || links.length === 0 ? null : html`<nav aria-label="${words.language}"><ul>${links}</ul></nav>`}
</footer>
</body>
</html>
`.html
}

interface Field {
  readonly name: string
  readonly label: string
  readonly type?: string
  readonly complete?: string
  readonly optional?: boolean
  readonly most?: number
}

function input(words: Words, field: Field): Html {
  const { name, label, type = 'text', complete = 'off', most = 200 } = field
  const control =
    type === 'textarea'
      ? html`<textarea id="${name}" name="${name}" maxlength="20000" required></textarea>`
      : html`<input id="${name}" name="${name}" type="${type}" maxlength="${most}" autocomplete="${complete}"${raw(field.optional ? '' : ' required')}>`
  return html`<label for="${name}">${label}${field.optional ? html` <small>(${words.optional})</small>` : null}</label>
${control}
`
}

/** Keeps simple programs out: a field that nobody sees, and the time when the page was made. It also tells a double click from two posts. */
function guards(page: PageContext, words: Words): Html {
  const shown = Math.floor(page.now.getTime() / 1000)
  return html`<input type="hidden" name="${guardFields.shown}" value="${shown}">
<input type="hidden" name="${guardFields.key}" value="${newPageKey()}">
<input type="hidden" name="language" value="${page.language}">
<p class="trap" aria-hidden="true"><label for="trap">${words.leaveEmpty}</label><input id="trap" name="${guardFields.trap}" tabindex="-1" autocomplete="off"></p>
`
}

const email = (words: Words): Field => ({
  name: 'email',
  label: words.email,
  type: 'email',
  complete: 'email',
  most: intakeLimits.emailLength,
})

export function homePage(page: PageContext): string {
  const words = wordsOf(page.language)
  const links = [
    ['/update', words.update],
    ['/reply', words.reply],
    ['/unsubscribe', words.unsubscribe],
    ['/inquiry', words.inquiry],
  ].map(([path = '', label = '']) => html`<li><a href="${to(page, path)}">${label}</a></li>`)
  const text = fill(words.homeText, { org: page.settings.organisation })
  return layout(page, words.home, html`<p>${text}</p>\n<ul>${links}</ul>`, '/')
}

export function updatePage(page: PageContext): string {
  const words = wordsOf(page.language)
  const form = html`<p>${words.updateText}</p>
<form method="post" action="${to(page, '/update')}">
${input(words, email(words))}${guards(page, words)}<button>${words.send}</button>
</form>`
  return layout(page, words.update, form, '/update')
}

/** @param token as it stands in the address, for the link to act on; null for the page by address. */
export function unsubscribePage(page: PageContext, token: string | null): string {
  const words = wordsOf(page.language)
  const path = token === null ? '/unsubscribe' : `/unsubscribe/${encodeURIComponent(token)}`
  const text =
    token === null ? words.unsubscribeAddress : fill(words.unsubscribeText, { org: page.settings.organisation })
  const form = html`<p>${text}</p>
<form method="post" action="${to(page, path)}">
${token === null ? input(words, email(words)) : null}<button>${words.unsubscribeButton}</button>
</form>`
  return layout(page, words.unsubscribe, form, path)
}

export function unsubscribedPage(page: PageContext): string {
  const words = wordsOf(page.language)
  return layout(page, words.unsubscribed, html`<p role="status">${words.unsubscribedText}</p>`, null)
}

export function inquiryPage(page: PageContext): string {
  const words = wordsOf(page.language)
  const mib = 1024 * 1024
  const files = fill(words.filesText, { count: intakeLimits.uploads, size: intakeLimits.uploadBytes / mib })
  const form = html`<p>${words.inquiryText}</p>
<form method="post" action="${to(page, '/inquiry')}" enctype="multipart/form-data">
${input(words, { name: 'name', label: words.name, complete: 'name', optional: true })}${input(words, { ...email(words), optional: true })}${input(words, { name: 'phone', label: words.phone, type: 'tel', complete: 'tel', optional: true })}${input(words, { name: 'message', label: words.message, type: 'textarea' })}<label for="files">${words.files} <small>(${words.optional})</small></label>
<p class="help" id="files-help">${files}</p>
<input id="files" name="files" type="file" multiple aria-describedby="files-help">
${guards(page, words)}<button>${words.send}</button>
</form>`
  return layout(page, words.inquiry, form, '/inquiry')
}

export function replyPage(page: PageContext): string {
  const words = wordsOf(page.language)
  const form = html`<p id="reply-help">${words.replyText}</p>
<form method="post" action="${to(page, '/reply')}" enctype="multipart/form-data">
<label for="file">${words.replyFile}</label>
<input id="file" name="file" type="file" required aria-describedby="reply-help">
<button>${words.send}</button>
</form>`
  return layout(page, words.reply, form, '/reply')
}

/** @param code 26 characters, or null. */
export function thanksPage(page: PageContext, code: string | null): string {
  const words = wordsOf(page.language)
  const receipt = code === null ? null : html`<p>${words.code}: <code>${code}</code></p>`
  return layout(page, words.thanks, html`<p role="status">${words.thanksText}</p>\n${receipt}`, null)
}

/** Names in the words of what a visitor is told; there are no others. */
export type Refusal = 'TooLarge' | 'NotForm' | 'Empty' | 'TooFast'

export function refusedPage(page: PageContext, refusal: Refusal): string {
  const words = wordsOf(page.language)
  return layout(page, words.refused, html`<p role="alert">${words[`refused${refusal}`]}</p>`, null)
}

export function busyPage(page: PageContext): string {
  const words = wordsOf(page.language)
  return layout(page, words.busy, html`<p role="alert">${words.busyText}</p>`, null)
}

export function notFoundPage(page: PageContext): string {
  const words = wordsOf(page.language)
  return layout(page, words.notFound, html`<p>${words.notFoundText}</p>`, null)
}
