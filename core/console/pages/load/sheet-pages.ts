// One sheet on its way: what its columns hold; what would change, with its faults to mend; the load and what became of it.

import { createHash } from 'node:crypto'
import { Problem } from '@satchel/protocol/problem'
import { type Progress, silent } from '../../../context/use-case.ts'
import type { Loaded } from '../../../files/load/load-result.ts'
import type { Fault } from '../../../files/people-file.ts'
import { fileProblem } from '../../../problems/file-problem.ts'
import { attribute, type Html, html } from '../../page/html.ts'
import { type Answer, done, go, type Page, type Visit } from '../../page/page.ts'
import { button, chip, head, linkButton, notice, panel, postButton } from '../../page/parts.ts'
import type { Say } from '../../page/words.ts'
import { onceField, onceOf, startWork } from '../../work/start-work.ts'
import type { Work } from '../../work/works.ts'
import { sentencesOf } from '../record/folder-state.ts'
import { dropSheet, type KeptSheet, keptSheet, saySheet } from './kept-sheets.ts'
import {
  cellsOf,
  fieldsOfSheet,
  headingsOf,
  loadSheet,
  peopleFields,
  readSheet,
  type Sheet,
  type SheetColumn,
} from './read-sheet.ts'

/** Faults and notes of one page; the others come when these are mended. */
const faultsShown = 40

export const sheetPages: readonly Page[] = [
  {
    path: '/load/:sheet',
    place: 'load',
    get: async visit => mapAnswer(visit, kept(visit)),
    async post(visit) {
      const { form } = visit
      const sheet = kept(visit)
      if (form.get('do') === 'discard') {
        dropSheet(sheet)
        return done('/load', 'load-discarded')
      }
      const chosen = form
        .names()
        .flatMap(name =>
          name.startsWith('field.') && form.get(name) !== ''
            ? [[name.slice('field.'.length), form.get(name)] as const]
            : [],
        )
      const said = saySheet(visit, sheet.id, { ...sheet.said, fields: Object.fromEntries(chosen) })
      try {
        await readSheet(visit.context, said)
      } catch {
        return mapAnswer(visit, said)
      }
      return go(`/load/${sheet.id}/try`)
    },
  },
  {
    path: '/load/:sheet/try',
    place: 'load',
    // what is looked at again is looked at anew: between the two the records may have changed
    async get(visit) {
      const sheet = kept(visit)
      const key = `try ${sheet.id} ${createHash('sha256').update(JSON.stringify(sheet.said)).digest('hex')}`
      return startWork(visit, { ...workOf('try', sheet, key), isAgain: true }, tried(visit))
    },
    async post(visit) {
      const { form } = visit
      const sheet = saySheet(visit, kept(visit).id, { ...kept(visit).said, mended: mendedOf(visit, kept(visit)) })
      if (form.get('do') === 'mend') return go(`/load/${sheet.id}/try`)
      const skipFaulty = form.get('skip') === '1'
      return startWork(visit, workOf('load', sheet, onceOf('load', form)), async (context, progress) => {
        const read = await readSheet(context, sheet)
        const loaded = await loadSheet(context, sheet, read, { skipFaulty }, progress)
        if (context.stop.aborted && !loaded.done) return go(`/load/${sheet.id}`)
        if (!loaded.done) return tryAnswer({ ...visit, context }, sheet, silent, 422)
        dropSheet(sheet)
        return resultAnswer(visit, sheet, loaded)
      })
    },
  },
]

const workOf = (kind: string, { said }: KeptSheet, key: string) => ({ kind, about: said.name.slice(0, 255), key })

const tried =
  (visit: Visit): Work =>
  async (context, progress) => {
    const sheet = kept(visit)
    const answer = await tryAnswer({ ...visit, context }, sheet, progress)
    return context.stop.aborted ? go(`/load/${sheet.id}`) : answer
  }

const kept = (visit: Visit): KeptSheet => keptSheet(visit, visit.params.sheet ?? '')

/** Corrections of before, and those that were typed now: `cell.LINE.HEADING`. A cell that stays as it was keeps its fault. */
function mendedOf({ form }: Visit, { said }: KeptSheet): KeptSheet['said']['mended'] {
  const typed = form.names().flatMap(name => {
    const [, line, column] = /^cell\.(\d+)\.(.*)$/s.exec(name) ?? []
    return line === undefined || column === undefined || form.get(name) === form.get(`was.${line}.${column}`)
      ? []
      : [{ line: Number(line), column, value: form.get(name) }]
  })
  const isTyped = (cell: { line: number; column: string }) =>
    typed.some(({ line, column }) => line === cell.line && column === cell.column)
  return [...said.mended.filter(cell => !isTyped(cell)), ...typed]
}

/** A file that cannot be read at all is told, with what can be done. */
async function mapAnswer(visit: Visit, sheet: KeptSheet): Promise<Answer> {
  const { context, say } = visit
  try {
    const read = await readSheet(context, sheet)
    return mapPage(visit, sheet, {
      columns: read.format === 'vcard' ? [] : read.columns,
      fields: fieldsOfSheet(read),
      notes: read.notes,
      rows: say('load-rows', { rows: say.number(read.rows) }),
      said: null,
    })
  } catch (error) {
    const known = fileProblem(error)
    if (!(known instanceof Problem) || known.code === 'database/no-right') throw error
    const columns = known.code === 'load/headings' ? headingsOf(sheet) : []
    const fields = sheet.said.type === 'person' ? peopleFields : fieldsNamed(known)
    return mapPage(visit, sheet, {
      columns,
      fields,
      notes: [],
      rows: '',
      said: notice('bad', 'warn', html`<p>${sentencesOf(say, known)}</p>`),
    })
  }
}

/** The fields of another type, as the problem of its headings lists them. */
const fieldsNamed = ({ hints }: Problem) =>
  hints.flatMap(hint => /^fields of [^:]*: (.*)$/.exec(hint)?.[1]?.split(', ') ?? []).map(name => [name, name] as const)

interface Mapping {
  readonly columns: readonly SheetColumn[]
  readonly fields: readonly (readonly [string, string])[]
  readonly notes: readonly string[]
  readonly rows: string
  readonly said: Html | null
}

function mapPage({ say }: Visit, sheet: KeptSheet, { columns, fields, notes, rows, said }: Mapping): Answer {
  const line = ({ heading, field, filled }: SheetColumn, at: number) => {
    const chosen = sheet.said.fields[String(at + 1)] ?? ''
    const known = field === null ? say('load-left-out') : field
    const options = [
      ['', chosen === '' ? known : say('load-as-read')] as const,
      ['-', say('load-leave-out')] as const,
      ...fields.map(([name, about]) => [name, name === about ? name : `${name}: ${say.sentence(about)}`] as const),
    ]
    return html`<tr data-row><th scope="row"><label for="m${at + 1}" dir="auto">${heading}</label></th><td class="num c1">${say.number(filled)}</td><td><select class="in" id="m${at + 1}" name="field.${at + 1}">${options.map(([value, text]) => html`<option value="${value}"${attribute('selected', value === chosen)}>${text}</option>`)}</select></td><td>${field === null ? chip(say('load-left-out'), filled > 0 ? 'held' : '') : chip(say('load-known'), 'ok')}</td></tr>`
  }
  const table = html`<div class="tw"><table><thead><tr><th scope="col">${say('load-heading')}</th><th scope="col" class="num c1">${say('load-cells')}</th><th scope="col">${say('load-holds')}</th><th scope="col">${say('load-recognised')}</th></tr></thead><tbody>${columns.map(line)}</tbody></table></div>`
  const next =
    said === null || columns.length > 0
      ? button(say('load-try'), { tone: 'primary', picture: 'eye', name: 'do', value: 'map' })
      : null
  return {
    kind: 'page',
    title: sheet.said.name,
    status: said === null ? 200 : 422,
    body: html`${head(html`<span dir="auto">${sheet.said.name}</span>`, `${say('load-step-map')} ${rows}`)}${said}${notesOf(notes)}
<form class="stack" method="post" action="/load/${sheet.id}">${columns.length === 0 ? null : panel({ id: 'map', title: say('load-columns'), count: say.number(columns.length) }, table)}<div class="flex">${next}</div></form>
<p>${postButton(`/load/${sheet.id}`, say('load-discard'), { do: 'discard' }, { tone: 'quiet' })}</p>`,
  }
}

const notesOf = (notes: readonly string[]): Html | null =>
  notes.length === 0 ? null : notice('', 'ask', html`<ul>${notes.map(note => html`<li>${note}</li>`)}</ul>`)

async function tryAnswer(visit: Visit, sheet: KeptSheet, progress: Progress, status = 200): Promise<Answer> {
  const { context, say } = visit
  let read: Sheet
  try {
    read = await readSheet(context, sheet)
  } catch (error) {
    if (fileProblem(error) instanceof Problem) return go(`/load/${sheet.id}`)
    throw error
  }
  const loaded = await loadSheet(context, sheet, read, { dryRun: true }, progress)
  const faults = loaded.faults.slice(0, faultsShown)
  const cells = await cellsOf(context, sheet, read, new Set(faults.map(({ line }) => line)))
  const lines = new Set(loaded.faults.map(({ line }) => line)).size
  const typed = (fault: Fault) => cells.get(fault.line)?.get(fault.column)
  const skip =
    lines === 0
      ? null
      : html`<label class="check"><input type="checkbox" name="skip" value="1"> ${say('load-skip', { lines: say.number(lines) })}</label>`
  const faultPanel =
    faults.length === 0
      ? null
      : panel(
          { id: 'faults', title: say('load-faults'), count: say.number(loaded.faults.length) },
          html`<div class="tw"><table><thead><tr><th scope="col" class="num">${say(`load-${read.counted}`)}</th><th scope="col">${say('load-heading')}</th><th scope="col">${say('load-fault')}</th><th scope="col">${say('load-mend')}</th></tr></thead><tbody>${faults.map(fault => faultLine(say, fault, typed(fault)))}</tbody></table></div><div class="pad">${button(say('load-mend-all'), { name: 'do', value: 'mend' })}</div>`,
        )
  return {
    kind: 'page',
    title: sheet.said.name,
    status,
    body: html`${head(html`<span dir="auto">${sheet.said.name}</span>`, say('load-step-try'), linkButton(`/load/${sheet.id}`, say('load-back-map'), { picture: 'back' }))}${notesOf(read.notes)}
<form class="stack" method="post" action="/load/${sheet.id}/try">${onceField()}${tally(say, 'load-would', loaded)}${faultPanel}${toldPanel(say, loaded)}${skip}<div class="flex">${button(say('load-now'), { tone: 'primary', picture: 'in', name: 'do', value: 'load' })}</div></form>
<p>${postButton(`/load/${sheet.id}`, say('load-discard'), { do: 'discard' }, { tone: 'quiet' })}</p>`,
  }
}

/** A fault of a cell has its value in a field; one of a whole line has none. */
function faultLine(say: Say, { line, column, fault }: Fault, value: string | undefined): Html {
  const id = `cell.${line}.${column}`
  const label = `${say('load-line')} ${line}, ${column}`
  const field =
    value === undefined
      ? html`<span class="faint">${say('load-whole-line')}</span>`
      : html`<input type="hidden" name="was.${line}.${column}" value="${value}"><input class="in" name="${id}" value="${value}" aria-label="${label}" dir="auto" autocomplete="off">`
  return html`<tr data-row><td class="num">${line}</td><td dir="auto">${column}</td><td>${say.sentence(fault)}</td><td>${field}</td></tr>`
}

function tally(say: Say, key: string, { new: made, filled, same, faults }: Loaded): Html {
  const lines = new Set(faults.map(({ line }) => line)).size
  const figure = (name: string, count: number) => html`<div><dt>${say(name)}</dt><dd>${say.number(count)}</dd></div>`
  return panel(
    { id: 'would', title: say(key) },
    html`<dl class="tally">${figure('load-new', made)}${figure('load-filled', filled)}${figure('load-same', same)}${figure('load-faulty', lines)}</dl>`,
  )
}

/** Where the record says something else, and what else one should know. */
function toldPanel(say: Say, { held, kept, told }: Loaded): Html | null {
  const rows = [
    ...held.map(({ line, columns }) => [line, columns.join(', '), say('load-is-held')] as const),
    ...kept.map(({ line, columns }) => [line, columns.join(', '), say('load-is-kept')] as const),
    ...told.map(({ line, column, what }) => [line, column, say.sentence(what)] as const),
  ]
  if (rows.length === 0) return null
  return panel(
    { id: 'told', title: say('load-told'), count: say.number(rows.length) },
    html`<div class="tw"><table class="tight"><thead><tr><th scope="col" class="num">${say('load-line')}</th><th scope="col">${say('load-heading')}</th><th scope="col">${say('load-what')}</th></tr></thead><tbody>${rows.slice(0, faultsShown).map(([line, column, what]) => html`<tr><td class="num">${line}</td><td dir="auto">${column}</td><td>${what}</td></tr>`)}</tbody></table></div>`,
  )
}

function resultAnswer({ say }: Visit, sheet: KeptSheet, loaded: Loaded): Answer {
  const held = loaded.held.length
  return {
    kind: 'page',
    title: sheet.said.name,
    body: html`${head(html`<span dir="auto">${sheet.said.name}</span>`, say('load-loaded'), linkButton('/load', say('load-all-runs'), { tone: 'primary' }))}${tally(say, 'load-result', loaded)}
${held === 0 ? null : html`<p><a href="/review">${say('load-to-review', { count: say.number(held) })}</a></p>`}${toldPanel(say, loaded)}`,
  }
}
