// Everything about a person as one page that opens anywhere, without a network and without a script.

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

function tableOf(rows: Rows, table = ''): string {
  const names = [...new Set(rows.flatMap(row => Object.keys(row ?? {})))]
  if (names.length === 0) return '<p>–</p>'
  const head = names.map(name => `<th scope="col">${label(name, table)}</th>`).join('')
  const body = rows
    .map(row => `<tr>${names.map(name => `<td>${escaped(text(row?.[name]))}</td>`).join('')}</tr>`)
    .join('\n')
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`
}

export function myDataPage(data: MyData, now: Date): string {
  const parts: readonly (readonly [string, string])[] = [
    ...Object.entries(data.data).map(([table, rows]) => [label(table), tableOf(rows, table)] as const),
    ['Consents', tableOf(data.consents)],
    ['What was sent about this record', tableOf(data.sent)],
    ['What came back', tableOf(data.answers)],
    ['What was written in words', tableOf(data.questions)],
    ['History: who did what, when', tableOf(data.history)],
  ]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(data.record.name)}</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1b1b1b; background: #fff }
table { border-collapse: collapse; display: block; overflow-x: auto }
th, td { border: 1px solid #767676; padding: .25rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere }
h2::first-letter { text-transform: uppercase }
</style>
</head>
<body>
<h1>${escaped(data.record.name)}</h1>
<p>Everything that is kept about this person, as of ${escaped(now.toISOString().slice(0, 16).replace('T', ' '))} UTC.</p>
${parts.map(([title, content]) => `<h2>${title}</h2>\n${content}`).join('\n')}
</body>
</html>
`
}
