// The HTML part of a letter: one column, every style inline, no picture, nothing that is fetched. Where a mail program takes the
// styles away, the same words stand in the same order.

import type { Words } from '../words/form-words.ts'
import { oneLine, withoutControls } from '../clean-text/plain-text.ts'
import type { Block, Fact, LetterBlock, Look, Piece } from './letter-blocks.ts'

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text and attribute values alike. */
export const escapeHtml = (text: string): string =>
  withoutControls(text).replace(/[&<>"']/g, found => escapes[found] ?? '')

/** What stands in no link of a letter is written by nobody: a scheme that runs something, a space, a quotation mark. */
const isLink = (href: string) => /^(?:tel:|sms:|mailto:|https?:\/\/)[!#-;=?-~]*$/.test(href)

/** Colours of a letter by day; a dark screen has its own. */
export interface LetterColours {
  readonly paper: string
  readonly card: string
  readonly ink: string
  readonly soft: string
  readonly accent: string
  readonly 'on-accent': string
  readonly due: string
}

const plainColours: LetterColours = {
  paper: '#f7f5f0',
  card: '#fffefc',
  ink: '#1b2422',
  soft: '#55605c',
  accent: '#14605a',
  'on-accent': '#ffffff',
  due: '#85480a',
}

const font = "system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif"
/** For mail programs that keep a style sheet: the colours of a dark screen. */
const dark = `<style>:root{color-scheme:light dark}
@media (prefers-color-scheme:dark){.pg,.pg body{background:#141817!important}.pg,.in{color:#edf0ed!important}.so{color:#abb5b1!important}.ac{color:#7fd0c5!important}
.bt{background:#1d2322!important;border-color:#7fd0c5!important;color:#7fd0c5!important}.fu{background:#7fd0c5!important;border-color:#7fd0c5!important;color:#06211e!important}.du{color:#f3c27c!important}}</style>`
const classes: Readonly<Record<Look, string>> = { strong: 'in', due: 'du', soft: 'so' }

type Styles = ReturnType<typeof stylesOf>

function stylesOf(colours: LetterColours) {
  const pressed = `display:block;padding:13px 4px;border:2px solid ${colours.accent};border-radius:8px;font-weight:bold;text-align:center;text-decoration:none`
  return {
    looks: {
      strong: 'font-weight:bold',
      due: `font-weight:bold;color:${colours.due}`,
      soft: `color:${colours.soft}`,
    } satisfies Readonly<Record<Look, string>>,
    link: `color:${colours.accent}`,
    full: `${pressed};background:${colours.accent};color:${colours['on-accent']}`,
    outlined: `${pressed};background:${colours.card};color:${colours.accent}`,
    body: `margin:0;background:${colours.paper};color:${colours.ink};font-family:${font};font-size:17px;line-height:1.5`,
  }
}

function linked(href: string, className: string, style: string, text: string): string {
  if (!isLink(href)) throw new TypeError('not a link for a letter')
  return `<a class="${className}" href="${escapeHtml(href)}" style="${style}">${text}</a>`
}

function piece(of: Piece, styles: Styles): string {
  if (typeof of === 'string') return escapeHtml(of)
  const text = `<bdi>${escapeHtml(of.text)}</bdi>`
  if (of.href !== undefined) return linked(of.href, 'ac', styles.link, text)
  return of.as === undefined ? text : `<span class="${classes[of.as]}" style="${styles.looks[of.as]}">${text}</span>`
}

const line = (pieces: readonly Piece[], styles: Styles) => pieces.map(each => piece(each, styles)).join('')
const fact = ({ label, value }: Fact, styles: Styles) =>
  `<p style="margin:0 0 4px"><span class="so" style="${styles.looks.soft}">${escapeHtml(label)}:</span> ${line(value, styles)}</p>`

interface Choice {
  readonly text: string
  readonly href: string
}

/** Two in a row. */
function choices(all: readonly Choice[], styles: Styles): string {
  const cell = ({ text, href }: Choice) =>
    `<td style="width:50%;padding:0 4px 8px">${linked(href, 'bt', styles.outlined, escapeHtml(text))}</td>`
  const rows = all.flatMap((_, at) =>
    at % 2 === 0
      ? [
          `<tr>${all
            .slice(at, at + 2)
            .map(cell)
            .join('')}</tr>`,
        ]
      : [],
  )
  return `<table role="presentation" style="width:100%;border-collapse:collapse;margin:0 0 8px">\n${rows.join('\n')}\n</table>`
}

function htmlBlock(block: Block, styles: Styles): string {
  switch (block.is) {
    case 'name':
      return `<h1 style="margin:0 0 4px;font-size:27px;line-height:1.2">${escapeHtml(oneLine(block.text))}</h1>`
    case 'line':
      return block.small
        ? `<p class="so" style="margin:0 0 8px;${styles.looks.soft};font-size:15px">${line(block.line, styles)}</p>`
        : `<p style="margin:0 0 14px">${line(block.line, styles)}</p>`
    case 'facts':
      return `<div style="margin:0 0 14px">\n${block.facts.map(each => fact(each, styles)).join('\n')}\n</div>`
    case 'points':
      return `<ol style="margin:0 0 14px;padding:0 0 0 24px">\n${block.points.map(text => `<li style="margin:0 0 6px">${escapeHtml(oneLine(text))}</li>`).join('\n')}\n</ol>`
    case 'heading':
      return `<h2 style="margin:26px 0 4px;font-size:20px;line-height:1.3">${escapeHtml(block.text)}</h2>`
    case 'button':
      return `<p style="margin:0 0 8px">${linked(block.href, 'fu', styles.full, escapeHtml(block.text))}</p>`
    case 'choices':
      return choices(block.choices, styles)
    case 'form':
      return `<pre style="margin:14px 0;white-space:pre-wrap;font-family:inherit">${escapeHtml(block.text)}</pre>`
  }
}

/** Same blocks, same bytes. @param title stands in no mail program; it is the neutral subject. */
export function printHtml(
  blocks: readonly LetterBlock[],
  words: Words,
  title: string,
  colours: LetterColours = plainColours,
): string {
  const styles = stylesOf(colours)
  const shown = blocks.filter(({ only }) => only !== 'text')
  return `<!DOCTYPE html>
<html lang="${escapeHtml(words.language)}" dir="${words.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
${dark}
</head>
<body class="pg" style="${styles.body}">
<main style="max-width:34em;margin:0 auto;padding:20px 16px 28px">
${shown.map(block => htmlBlock(block, styles)).join('\n')}
</main>
</body>
</html>
`
}
