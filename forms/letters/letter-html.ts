// The HTML part of a letter: one column, every style inline, no picture, nothing that is fetched. Where a mail program takes the
// styles away, the same words stand in the same order.

import type { Organization } from '../html/page-frame.ts'
import { letterColours } from '../look/brand.ts'
import { type Colours, tokens } from '../look/tokens.ts'
import type { Words } from '../words/form-words.ts'
import { oneLine, withoutControls, withoutTurns } from '../clean-text/plain-text.ts'
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
  withoutTurns(withoutControls(text)).replace(/[&<>"']/g, found => escapes[found] ?? '')

/** What stands in no link of a letter is written by nobody: a scheme that runs something, a space, a quotation mark. */
const isLink = (href: string) => /^(?:tel:|sms:|mailto:|https?:\/\/)[!#-;=?-~]*$/.test(href)

const font = "system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif"
/** For mail programs that keep a style sheet: the colours of a dark screen. */
function darkSheet(dark: Colours): string {
  const rules = {
    '.pg,.pg body': { background: dark.paper },
    '.pg,.in': { color: dark.ink },
    '.so': { color: dark.soft },
    '.ac': { color: dark.accent },
    '.bt': { background: dark.card, 'border-color': dark.accent, color: dark.accent },
    '.fu': { background: dark.accent, 'border-color': dark.accent, color: dark['on-accent'] },
    '.du': { color: dark.due },
    '.ov': { color: dark.bad },
  }
  const printed = Object.entries(rules).map(
    ([name, styles]) =>
      `${name}{${Object.entries(styles)
        .map(([key, value]) => `${key}:${value}!important`)
        .join(';')}}`,
  )
  return `<style>:root{color-scheme:light dark}\n@media (prefers-color-scheme:dark){${printed.join('\n')}}</style>`
}
const classes: Readonly<Record<Look, string>> = { strong: 'in', due: 'du', overdue: 'ov', soft: 'so' }

type Styles = ReturnType<typeof stylesOf>

function stylesOf(colours: Colours) {
  const pressed = `display:block;padding:13px 4px;border:2px solid ${colours.accent};border-radius:8px;font-weight:bold;text-align:center;text-decoration:none`
  return {
    looks: {
      strong: 'font-weight:bold',
      due: `font-weight:bold;color:${colours.due}`,
      overdue: `font-weight:bold;color:${colours.bad}`,
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
  `<p style="margin:0 0 4px"><span class="so" style="${styles.looks.soft}">${escapeHtml(label)}</span> ${line(value, styles)}</p>`

interface Choice {
  readonly text: string
  readonly href: string
}

/** Two in a row. */
function choices(all: readonly Choice[], styles: Styles): string {
  const cell = ({ text, href }: Choice) =>
    `<td style="width:50%;padding:0 4px 8px;vertical-align:top">${linked(href, 'bt', styles.outlined, escapeHtml(text))}</td>`
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

type Printers = { readonly [Is in Block['is']]: (block: Extract<Block, { is: Is }>, styles: Styles) => string }

const printers: Printers = {
  name: ({ text }) => `<h1 style="margin:0 0 4px;font-size:27px;line-height:1.2">${escapeHtml(oneLine(text))}</h1>`,
  line: (block, styles) => {
    const style = block.small ? `margin:0 0 8px;${styles.looks.soft};font-size:15px` : 'margin:0 0 14px'
    return `<p${block.small ? ' class="so"' : ''} style="${style}">${line(block.line, styles)}</p>`
  },
  facts: ({ facts }, styles) =>
    `<div style="margin:0 0 14px">\n${facts.map(each => fact(each, styles)).join('\n')}\n</div>`,
  points: ({ points }, styles) => {
    const items = points.map(each => `<li style="margin:0 0 6px">${line(each, styles)}</li>`)
    return `<ol style="margin:0 0 14px;padding:0 24px">\n${items.join('\n')}\n</ol>`
  },
  list: ({ lines }, styles) => {
    const items = lines.map(each => `<li style="margin:0 0 6px">${line(each, styles)}</li>`)
    return `<ul style="margin:0 0 14px;padding:0 22px">\n${items.join('\n')}\n</ul>`
  },
  heading: ({ text }) => `<h2 style="margin:26px 0 4px;font-size:20px;line-height:1.3">${escapeHtml(text)}</h2>`,
  button: ({ text, href, quiet }, styles) => {
    const look = quiet
      ? linked(href, 'bt', styles.outlined, escapeHtml(text))
      : linked(href, 'fu', styles.full, escapeHtml(text))
    return `<p style="margin:0 0 8px">${look}</p>`
  },
  choices: (block, styles) => choices(block.choices, styles),
  form: ({ text }) => `<pre style="margin:14px 0;white-space:pre-wrap;font-family:inherit">${escapeHtml(text)}</pre>`,
}

const htmlBlock = (block: Block, styles: Styles): string =>
  (printers[block.is] as (block: Block, styles: Styles) => string)(block, styles)

/** What is the same in every letter of a run: made once for the colours of an organisation. */
const known = new WeakMap<object, { readonly styles: Styles; readonly dark: string }>()

function looksOf(brand: Organization['brand']) {
  const looks = known.get(brand ?? tokens) ?? {
    styles: stylesOf(letterColours(brand)),
    dark: darkSheet({ ...tokens.dark, ...brand?.dark }),
  }
  known.set(brand ?? tokens, looks)
  return looks
}

/** Same blocks, same bytes. @param title stands in no mail program; it is the neutral subject. */
export function printHtml(
  blocks: readonly LetterBlock[],
  words: Words,
  org: Pick<Organization, 'brand'>,
  title: string,
): string {
  const { styles, dark } = looksOf(org.brand)
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
<main style="max-width:34em;margin:0 auto;padding:20px 16px 28px;overflow-wrap:break-word">
${shown.map(block => htmlBlock(block, styles)).join('\n')}
</main>
</body>
</html>
`
}
