// Load a sheet: a file is chosen and kept while it is worked on; earlier loads are listed and can be undone.

import type { z } from 'zod'
import { Problem } from '@satchel/protocol/problem'
import type { Context } from '../../../context/context.ts'
import { fileTypes, loadRuns } from '../../../db/calls/files.ts'
import { listStaff } from '../../../db/calls/staff.ts'
import { undoLoad } from '../../../files/load/undo-load.ts'
import { fileProblem } from '../../../problems/file-problem.ts'
import { problem } from '../../../problems/problems.ts'
import { type Html, html, part } from '../../page/html.ts'
import { type Answer, done, go, type Page, type Visit } from '../../page/page.ts'
import { button, chip, head, nothing, notice, panel, postButton } from '../../page/parts.ts'
import { field } from '../../page/places.ts'
import type { Say } from '../../page/words.ts'
import { sentencesOf } from '../record/folder-state.ts'
import { keepSheet, keptSheet, keptSheets } from './kept-sheets.ts'
import { readSheet } from './read-sheet.ts'

const runsShown = 12

type Run = z.infer<typeof loadRuns.row>

export const loadPage: Page = {
  path: '/load',
  place: 'load',
  get: visit => loadAnswer(visit),
  async post(visit) {
    try {
      return visit.form.get('do') === 'undo' ? await undo(visit) : await upload(visit)
    } catch (error) {
      const known = fileProblem(error)
      if (!(known instanceof Problem) || known.code === 'database/no-right') throw error
      return loadAnswer(visit, notice('bad', 'warn', html`<p>${sentencesOf(visit.say, known)}</p>`), 422)
    }
  },
}

async function upload(visit: Visit): Promise<Answer> {
  const { form, say, visitor } = visit
  // a role that loads nothing fills no disk, either
  if (!field.includes(visitor.role)) throw problem('database/no-right', say('load-not-yours'))
  const file = form.file('file')
  if (file === null || file.bytes.length === 0)
    return loadAnswer(visit, notice('bad', 'warn', html`<p>${say('load-no-file')}</p>`), 422)
  const { types } = await choicesFor(visit.context)
  const type = types.includes(form.get('type')) ? form.get('type') : 'person'
  const { id } = keepSheet(visit, file.bytes, {
    name: file.name,
    type,
    owner: form.get('owner'),
    onConflict: conflictOf(form.get('conflict')),
    fields: {},
    mended: [],
  })
  // where every heading is known there is nothing to map; the step is there all the same
  return go(`/load/${id}${(await isAllKnown(visit, id)) ? '/try' : ''}`)
}

async function isAllKnown(visit: Visit, id: string): Promise<boolean> {
  try {
    const { format, columns } = await readSheet(visit.context, keptSheet(visit, id))
    return format !== 'vcard' && columns.every(({ field }) => field !== null)
  } catch (error) {
    // the step that maps says what is wrong with the file
    if (error instanceof Problem) return false
    throw error
  }
}

export const conflicts = ['hold', 'overwrite', 'keep'] as const
const conflictOf = (word: string) => conflicts.find(known => known === word) ?? 'hold'

async function undo({ context, form, say, ...visit }: Visit): Promise<Answer> {
  const { state, blocked } = await undoLoad(context, { run: Number(form.get('run')) || 0 })
  if (state !== 'blocked') return done('/load', 'load-undone')
  const lines = blocked.map(
    ({ record, why }) =>
      html`<li>${record === null ? say('load-unseen') : html`<a href="/records/${part(record)}">${record}</a>`}: ${say(`load-why-${why}`)}</li>`,
  )
  const said = notice('held', 'warn', html`<p>${say('load-undo-blocked')}</p><ul>${lines.slice(0, 20)}</ul>`)
  return loadAnswer({ context, form, say, ...visit }, said, 422)
}

/** What may be chosen, under the role of the visitor. */
async function choicesFor(context: Context) {
  return context.asStaff(async database => {
    const staff = await database.run(listStaff, {})
    const types = (await database.run(fileTypes, {})).map(({ type }) => type)
    return {
      types: ['person', ...types.filter(type => type !== 'person')],
      staff: staff.filter(({ active }) => active),
    }
  })
}

/** Whose records a new one may become is decided by the database; these are offered it. */
const mayGive = ['office', 'admin', 'manager']

async function loadAnswer(visit: Visit, said: Html | null = null, status = 200): Promise<Answer> {
  const { context, say, form, visitor } = visit
  const { types, staff } = await choicesFor(context)
  const kept = keptSheets(visit)
  const runs = await context.asStaff(async database => [...(await database.run(loadRuns, { limit: runsShown }))])
  const option = (value: string, text: string, chosen: string) =>
    html`<option value="${value}"${value === chosen ? html` selected` : null}>${text}</option>`
  const owner = html`<div class="f"><label for="lo">${say('load-owner')}</label><select class="in" id="lo" name="owner"><option value="">${say('load-owner-none')}</option>${staff.map(({ hid, name }) => option(hid, name, form.get('owner')))}</select></div>`
  const upload = html`<form class="pad stack" method="post" action="/load" enctype="multipart/form-data"><div class="grid-f">
<div class="f wide"><label for="lf">${say('load-file')}</label><input class="in" id="lf" name="file" type="file" required accept=".csv,.txt,.tsv,.xlsx,.json,.vcf,.sx1"><p class="help">${say('load-file-help')}</p></div>
<div class="f"><label for="lt">${say('load-type')}</label><select class="in" id="lt" name="type">${types.map(type => option(type, type, form.get('type')))}</select></div>
${mayGive.includes(visitor.role) ? owner : null}
<div class="f"><label for="lc">${say('load-conflict')}</label><select class="in" id="lc" name="conflict">${conflicts.map(word => option(word, say(`load-${word}`), form.get('conflict')))}</select></div></div>
<div class="flex">${button(say('load-read'), { tone: 'primary', picture: 'sheet' })}</div></form>`
  const waiting = kept.map(
    ({ id, said: { name, type } }) =>
      html`<li data-row class="flex"><a class="grow" href="/load/${id}"><span dir="auto">${name}</span></a> ${chip(type)} ${postButton(`/load/${id}`, say('load-discard'), { do: 'discard' }, { isSmall: true })}</li>`,
  )
  return {
    kind: 'page',
    title: say('place-load'),
    status,
    body: html`${head(say('place-load'), say('load-how'))}${said}<div class="stack">${panel({ id: 'choose', title: say('load-choose') }, upload)}
${kept.length === 0 ? null : panel({ id: 'kept', title: say('load-kept'), count: say.number(kept.length), foot: html`${say('load-kept-how')}` }, html`<ul class="pad stack-s">${waiting}</ul>`)}${runsPanel(say, runs)}</div>`,
  }
}

function runsPanel(say: Say, runs: readonly Run[]): Html {
  const row = (run: Run) =>
    html`<tr data-row><th scope="row"><span dir="auto">${run.file}</span><span class="sub">${run.by}, ${say.moment(run.at)}</span></th><td class="num">${say.number(run.new)}</td><td class="num">${say.number(run.filled)}</td><td class="num c1">${say.number(run.same)}</td><td class="num">${run.held > 0 ? html`<a href="/review">${say.number(run.held)}</a>` : '0'}</td><td class="num">${run.undone === null ? postButton('/load', say('load-undo'), { do: 'undo', run: String(run.run) }, { isSmall: true, picture: 'back' }) : chip(say('load-was-undone'))}</td></tr>`
  const heading = (key: string, more = '') => html`<th scope="col" class="num${more}">${say(key)}</th>`
  return panel(
    { id: 'runs', title: say('load-runs') },
    runs.length === 0
      ? nothing(say('load-runs-none'))
      : html`<div class="tw"><table><thead><tr><th scope="col">${say('load-file')}</th>${heading('load-new')}${heading('load-filled')}${heading('load-same', ' c1')}${heading('load-held')}${heading('load-undo')}</tr></thead><tbody>${runs.map(row)}</tbody></table></div>`,
  )
}
