// The frame of every page: head, name of the organisation, one heading, languages. Usable without a script, at 320 px, by keyboard and
// by a screen reader.

import { languageOf } from '@satchel/protocol/languages'
import type { IntakeSettings } from '../host/intake-settings.ts'
import { styleFile } from '../http/static-files.ts'
import { wordsOf } from '../words/page-words.ts'
import { type Html, html, raw } from './html.ts'

export interface PageContext {
  readonly settings: Pick<IntakeSettings, 'organisation' | 'mail' | 'languages'>
  readonly language: string
  /** The address asks for this language: links go on asking for it, since there are no cookies. */
  readonly isChosen: boolean
  readonly now: Date
}

/** Replaces `{name}` in a sentence. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{([a-z]+)\}/g, (whole, name: string) => String(values[name] ?? whole))

/** An address of ours in the visitor's language. */
export function to(page: PageContext, path: string, query = ''): string {
  const asked = [...(query === '' ? [] : [query]), ...(page.isChosen ? [`lang=${page.language}`] : [])]
  return asked.length === 0 ? path : `${path}?${asked.join('&')}`
}

export interface Shown {
  /** Heading of the page, and its name in the browser. */
  readonly title: string
  readonly content: Html
  /** Path of this page, for the links to its other languages; null where it answers a post. */
  readonly here: string | null
  /** It says that something arrived: a tick stands above the heading. */
  readonly isDone?: boolean
}

const tick = raw(
  '<svg class="done" viewBox="0 0 24 24" aria-hidden="true"><path d="m4 12.500 5.500 5.500L20 7"/></svg>\n',
)

export function layout(page: PageContext, { title, content, here, isDone = false }: Shown): string {
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
<link rel="stylesheet" href="${styleFile.path}">
</head>
<body>
<header><a href="${to(page, '/')}">${organisation}</a></header>
<main>
${isDone ? tick : null}<h1>${title}</h1>
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
