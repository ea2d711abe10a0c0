// Everything about a person as one page that opens anywhere, without a network and without a script. First in their language what they
// look for, named as their own form names it; then, folded, every field as the database has it.

import type { FormDefinition, FormField } from '@satchel/forms/definition/definition'
import { displayValue } from '@satchel/forms/definition/field-value'
import { longDay } from '@satchel/forms/html/long-day'
import { hashSource } from '@satchel/forms/html/page-policy'
import { tokenSheet } from '@satchel/forms/look/tokens'
import { inLanguage, say, type Words } from '@satchel/forms/words/form-words'
import type { MyData } from '../db/shapes/privacy.ts'

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const text = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** `person_given` as "given", in its table. */
const label = (name: string, table = '') => escaped(name.replace(new RegExp(`^${table}_`), '').replaceAll('_', ' '))

type Row = Readonly<Record<string, unknown>> | null
type Rows = readonly Row[]
type Line = readonly [label: string, value: string]

const card = (lines: readonly Line[]) =>
  `<dl class="card">\n${lines.map(([name, value]) => `<dt>${escaped(name)}</dt><dd dir="auto">${escaped(value)}</dd>`).join('\n')}\n</dl>`

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
h2, summary { font-size: var(--lead); margin: var(--s6) 0 var(--s3); font-weight: bold; line-height: 1.3 }
summary { min-height: 3rem; cursor: pointer }
h2::first-letter, dt::first-letter { text-transform: uppercase }
.card { margin: 0 0 var(--s3); padding: var(--s3) var(--s4); border: 1px solid var(--rule); border-radius: var(--round); background: var(--card); break-inside: avoid }
dt { color: var(--soft); font-size: var(--small) }
dd { margin: 0 0 var(--s2); white-space: pre-line }
`

/** Tables that a person looks for, with the key of their title, in this order. */
const told = [
  ['person', 'mine-person'],
  ['contact_point', 'own-reach'],
  ['address', 'mine-addresses'],
  ['activity', 'mine-activities'],
] as const

/** The fields of all forms by their column: a column is named as the person's own form, or any other, names it. */
function fieldsByColumn(definitions: readonly FormDefinition[]): ReadonlyMap<string, FormField> {
  const own = [...definitions].sort((a, b) => Number(a.name === 'self-update') - Number(b.name === 'self-update'))
  const all = own.flatMap(({ fields, collections, report }) => [
    ...report,
    ...fields,
    ...collections.flatMap(each => each.fields),
  ])
  return new Map(all.filter(({ column }) => column !== '').map(field => [field.column, field]))
}

function toldOf(row: Row, fields: ReadonlyMap<string, FormField>, { language }: Words): readonly Line[] {
  return Object.entries(row ?? {}).flatMap(([column, value]) => {
    const field = fields.get(column)
    const said = text(value)
    if (field === undefined || said === '') return []
    const isDay = field.type === 'date' && /^\d{4}-\d{2}-\d{2}/.test(said)
    return [
      [
        inLanguage(field.label, language),
        isDay ? longDay(said, language) : displayValue(field, said, language),
      ] as const,
    ]
  })
}

/** What the person reads: title and content of each part that holds something. */
function partsOf(data: MyData, words: Words, fields: ReadonlyMap<string, FormField>): readonly Line[] {
  const day = (value: unknown) => longDay(text(value), words.language)
  const cards = (rows: Rows, linesOf: (row: Row) => readonly Line[]) =>
    rows
      .map(linesOf)
      .filter(lines => lines.length > 0)
      .map(card)
      .join('\n')
  const sentKey = (kind: unknown) => (kind === 'self-update' || kind === 'my-data' ? kind : 'work')
  const yes = (given: unknown) => say(words, given === true ? 'work-yes' : 'work-no')
  const parts: readonly Line[] = [
    ...told.map(
      ([table, key]) => [say(words, key), cards(data.data[table] ?? [], row => toldOf(row, fields, words))] as const,
    ),
    [
      say(words, 'mine-consents'),
      cards(data.consents, row => [
        [
          row?.purpose === 'all' ? say(words, 'mine-consent-all') : text(row?.purpose),
          `${yes(row?.given)}, ${day(row?.when)}`,
        ],
      ]),
    ],
    [
      say(words, 'mine-sent'),
      cards(data.sent, row => [[say(words, `mine-sent-${sentKey(row?.kind)}`), `${day(row?.when)}: ${text(row?.to)}`]]),
    ],
    [say(words, 'mine-questions'), cards(data.questions, row => [[day(row?.when), text(row?.text)]])],
  ]
  return parts.filter(([, content]) => content !== '')
}

/** Every field, as the database has it. */
function fieldByField(data: MyData): readonly Line[] {
  return [
    ...Object.entries(data.data).map(([table, rows]) => [label(table), cardsOf(rows, table)] as const),
    ['Consents', cardsOf(data.consents)],
    ['What was sent about this record', cardsOf(data.sent)],
    ['What came back', cardsOf(data.answers)],
    ['What was written in words', cardsOf(data.questions)],
    ['History: who did what, when', cardsOf(data.history)],
  ]
}

/** @param dataFile the file with the same for programs, beside the page. */
export function myDataPage(
  data: MyData,
  now: Date,
  {
    words,
    definitions,
    dataFile,
  }: { readonly words: Words; readonly definitions: readonly FormDefinition[]; readonly dataFile: string },
): string {
  const parts = partsOf(data, words, fieldsByColumn(definitions))
  const sections = (some: readonly Line[]) =>
    some.map(([title, content]) => `<h2>${escaped(title)}</h2>\n${content}`).join('\n')
  return `<!doctype html>
<html lang="${words.language}" dir="${words.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${hashSource(style)}">
<title>${escaped(data.record.name)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(data.record.name)}</h1>
<p>${escaped(say(words, 'mine-intro', { date: longDay(now.toISOString(), words.language) }))}</p>
${sections(parts)}
<details>
<summary>${escaped(say(words, 'mine-rest'))}</summary>
<p>${escaped(say(words, 'mine-rest-line', { file: dataFile }))}</p>
<div lang="en" dir="ltr">
${sections(fieldByField(data))}
</div>
</details>
</body>
</html>
`
}
