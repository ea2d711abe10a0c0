// Everything about a person as one page that opens anywhere, without a network and without a script.

import { hashSource } from '@satchel/forms/html/page-policy'
import { tokenSheet } from '@satchel/forms/look/tokens'
import type { MyData } from '../db/shapes/privacy.ts'

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const text = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** `person_given` as "given", in its table. */
const label = (name: string, table = '') => escaped(name.replace(new RegExp(`^${table}_`), '').replaceAll('_', ' '))

type Rows = readonly (Readonly<Record<string, unknown>> | null)[]

/** One card a row, with what it holds: a person reads it from top to bottom, on a telephone too. Empty values are left out. */
function cardsOf(rows: Rows, table = ''): string {
  const cards = rows.map(row => {
    const held = Object.entries(row ?? {}).filter(([, value]) => text(value) !== '')
    const lines = held.map(([name, value]) => `<dt>${label(name, table)}</dt><dd>${escaped(text(value))}</dd>`)
    return `<dl class="card">\n${lines.join('\n')}\n</dl>`
  })
  return cards.length === 0 ? '<p>–</p>' : cards.join('\n')
}

const style = `${tokenSheet()}
* { box-sizing: border-box }
body { font: var(--body)/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 42rem; padding: var(--s4); color: var(--ink); background: var(--paper); overflow-wrap: anywhere }
h1 { font-size: var(--title); line-height: 1.2 }
h2 { font-size: var(--lead); margin: var(--s6) 0 var(--s3) }
h2::first-letter, dt::first-letter { text-transform: uppercase }
.card { margin: 0 0 var(--s3); padding: var(--s3) var(--s4); border: 1px solid var(--rule); border-radius: var(--round); background: var(--card); break-inside: avoid }
dt { color: var(--soft); font-size: var(--small) }
dd { margin: 0 0 var(--s2); white-space: pre-line }
`

export function myDataPage(data: MyData, now: Date): string {
  const parts: readonly (readonly [string, string])[] = [
    ...Object.entries(data.data).map(([table, rows]) => [label(table), cardsOf(rows, table)] as const),
    ['Consents', cardsOf(data.consents)],
    ['What was sent about this record', cardsOf(data.sent)],
    ['What came back', cardsOf(data.answers)],
    ['What was written in words', cardsOf(data.questions)],
    ['History: who did what, when', cardsOf(data.history)],
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${hashSource(style)}">
<title>${escaped(data.record.name)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(data.record.name)}</h1>
<p>Everything that is kept about this person, as of ${escaped(now.toISOString().slice(0, 16).replace('T', ' '))} UTC.</p>
${parts.map(([title, content]) => `<h2>${title}</h2>\n${content}`).join('\n')}
</body>
</html>
`
}
