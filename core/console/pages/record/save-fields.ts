// Posted fields are saved as by satchel set: with what the writer saw of each. It is tried first: a field that somebody else changed
// meanwhile comes back as a slip and is not written, the others are.

import { Problem } from '@satchel/protocol/problem'
import { zoneOf } from '../../../home/local-day.ts'
import { fileProblem } from '../../../problems/file-problem.ts'
import type { CatalogField } from '../../../records/read/catalog.ts'
import type { SaidField } from '../../../records/read/said-fields.ts'
import { setFields } from '../../../records/set-fields.ts'
import type { FieldOutcome } from '../../../records/read/said-slots.ts'
import type { ChangedRecord } from '../../../records/write-slots.ts'
import { part } from '../../page/html.ts'
import { type Answer, done, type Visit } from '../../page/page.ts'
import type { Say } from '../../page/words.ts'
import type { Form } from '../../server/form.ts'
import { labelOf, localTime, readableText, type Shown } from './controls.ts'
import { editAnswer } from './edit-page.ts'
import { folderAnswer, shownOf } from './folder-page.ts'
import { type FolderState, noState, sentencesOf, type Slip } from './folder-state.ts'
import { type Folder, readFolder, readHead, rowOf } from './read-folder.ts'

type Outcome = FieldOutcome

interface Change {
  readonly said: SaidField
  /** What the writer saw there; none of what is added. */
  readonly was: string | null
}

/** What of the form is another value than its writer saw. */
export function changesOf({ form, context }: Pick<Visit, 'form' | 'context'>): readonly Change[] {
  const zone = zoneOf(context.settings.timezone)
  const texts = form.names().flatMap((control): readonly Change[] => {
    if (!control.startsWith('f.')) return []
    const name = control.slice(2)
    const how = form.get(`how.${name}`)
    const value = form.get(control)
    const hasWas = form.names().includes(`was.${name}`)
    const was = hasWas ? form.get(`was.${name}`) : null
    if (how === '-=' || how === '+=') return [{ said: { name, how, value }, was: null }]
    if (was === null ? value === '' : value === was || value === localTime(zone, was)) return []
    return [{ said: { name, how: '=' as const, value }, was }]
  })
  return [...texts, ...filesIn(form)]
}

/** Files that were chosen, or shall be taken away, with the digest of what was there. */
export function filesIn(form: Form): readonly Change[] {
  const chosen = form.fileNames().flatMap(control => {
    const file = form.file(control)
    return control.startsWith('f.') && file !== null
      ? [{ name: control.slice(2), file: { name: file.name, data: file.bytes } }]
      : []
  })
  const emptied = form
    .names()
    .flatMap(control => (control.startsWith('empty.') && form.get(control) === '1' ? [control.slice(6)] : []))
    .filter(name => !chosen.some(other => other.name === name))
  const said = [...chosen, ...emptied.map(name => ({ name }))]
  return said.map(one => ({
    said: { ...one, how: '=' as const, value: '' },
    was: form.names().includes(`was.${one.name}`) ? form.get(`was.${one.name}`) : null,
  }))
}

/** The words of a form, and the names of the files that were chosen, by the names of the controls. */
export const typedOf = ({ form }: Pick<Visit, 'form'>): ReadonlyMap<string, string> =>
  new Map([
    ...form.names().map(name => [name, form.get(name)] as const),
    ...form.fileNames().map(name => [name, form.file(name)?.name ?? ''] as const),
  ])

/** What a page says of a fault; what is no problem of the core is a bug. */
export function faultSentence(say: Say, error: unknown): string {
  const known = fileProblem(error)
  if (!(known instanceof Problem)) throw error
  return sentencesOf(say, known)
}

/** The form again, with what was typed and what is wrong. */
export async function faultAnswer(visit: Visit, form: string, error: unknown): Promise<Answer> {
  const known = fileProblem(error)
  if (!(known instanceof Problem)) throw error
  const state: FolderState = { ...noState, typed: typedOf(visit), fault: { form, problem: known } }
  return visit.form.get('all') === '1' ? editAnswer(visit, state, 422) : folderAnswer(visit, state, 422)
}

export async function saveFields(visit: Visit): Promise<Answer> {
  const { context, form, params } = visit
  const { hid } = await context.asStaff(database => readHead(database, params.record ?? ''))
  const name = form.get('form') === '' ? 'fields' : form.get('form')
  const changes = changesOf(visit)
  const base = `/records/${part(hid)}`
  if (changes.length === 0) return done(base, 'rec-nothing')
  try {
    const isTold = form.get('decide') === 'office'
    const conflicts = isTold ? [] : conflictsIn(await writeFields(visit, hid, changes, true))
    const rest = changes.filter(change => !conflicts.some(conflict => isOf(conflict, change)))
    const written = rest.length === 0 ? [] : await writeFields(visit, hid, rest, false)
    if (conflicts.length > 0) return await slipAnswer(visit, changes, conflicts, written)
    return done(`${base}${placeOf(changes)}`, doneKey(written))
  } catch (error) {
    return faultAnswer(visit, name, error)
  }
}

/** What became of the fields of the record itself. */
export async function writeFields(
  visit: Visit,
  hid: string,
  changes: readonly Change[],
  dryRun: boolean,
): Promise<readonly Outcome[]> {
  const changed = await setFields(visit.context, {
    records: [hid],
    set: changes.map(({ said }) => said),
    was: changes.flatMap(({ said: { name }, was }) => (was === null ? [] : [{ name, how: '=' as const, value: was }])),
    dryRun,
  })
  return changed.find(({ record }) => record === hid)?.fields ?? []
}

export const conflictsIn = (outcomes: readonly Outcome[]) =>
  outcomes.filter(
    ({ outcome, reason }) => outcome === 'held' && (reason === 'changed-meanwhile' || reason === 'row-gone'),
  )

const isOf = ({ field }: Outcome, { said: { name } }: Change) => name === field || name.startsWith(`${field}.`)

/** The key of what is said of it: what waits and what is refused is never called saved. */
export function doneKey(outcomes: readonly Pick<Outcome, 'outcome'>[]): string {
  const has = (...words: readonly Outcome['outcome'][]) => outcomes.some(({ outcome }) => words.includes(outcome))
  if (has('refused')) return 'rec-refused'
  if (has('held')) return 'rec-held'
  return has('applied') ? 'rec-saved' : 'rec-nothing'
}

export const doneKeyOf = (changed: ChangedRecord | readonly ChangedRecord[]): string =>
  doneKey([changed].flat().flatMap(({ fields }) => fields))

/** Where on the folder the eye is. */
function placeOf(changes: readonly Change[]): string {
  const name = changes[0]?.said.name ?? ''
  if (name.startsWith('address')) return '#contacts'
  const collection = /^([a-z0-9-]+)\//.exec(name)?.[1]
  if (collection !== undefined) return collection === 'line' ? '#lines' : `#rows-${collection}`
  return changes.length === 1 && /^[a-z-]+$/.test(name) ? `#field-${name}` : ''
}

async function slipAnswer(
  visit: Visit,
  changes: readonly Change[],
  conflicts: readonly Outcome[],
  written: readonly Outcome[],
): Promise<Answer> {
  const folder = await readFolder(visit.context, visit.params.record ?? '')
  const shown = shownOf(visit, folder)
  const slips = conflicts.map(conflict =>
    slipFor(
      shown,
      folder,
      conflict,
      changes.filter(change => isOf(conflict, change)),
    ),
  )
  const saved = written.map(({ field }) => labelFor(folder, field))
  return folderAnswer(visit, { ...noState, slips, saved }, 409)
}

const named = ({ fields }: Folder, name: string): CatalogField | undefined =>
  fields.find(field => field.name === name.replace(/^([a-z-]+)\/[^.]*/, '$1'))

const labelFor = (folder: Folder, name: string): string => {
  const field = named(folder, name)
  return field === undefined ? name : labelOf(field)
}

function slipFor(shown: Shown, folder: Folder, conflict: Outcome, changes: readonly Change[]): Slip {
  const { field: name } = conflict
  const field = named(folder, name)
  const row = rowAt(folder, name)
  const now = (said: string): string =>
    row === undefined ? textOf(folder.slots[`field/${said}`]) : (row[said.slice(said.indexOf('.') + 1)] ?? '')
  const told = (value: unknown) =>
    typeof value === 'string' && field !== undefined ? readableText(shown, field, value) : textOf(value)
  const isGone = conflict.reason === 'row-gone'
  const values = (was: (change: Change) => string | null) =>
    Object.fromEntries(
      changes.flatMap(change => {
        const { name: said, how, value } = change.said
        const seen = was(change)
        return [
          [`f.${said}`, value],
          ...(seen === null ? [[`how.${said}`, how === '=' ? '+=' : how]] : [[`was.${said}`, seen]]),
        ]
      }),
    )
  return {
    label: labelFor(folder, name),
    saw: told(conflict.was),
    stands: isGone ? '' : told(row ?? folder.slots[`field/${name}`]),
    wanted: told(conflict.now),
    keep: values(({ said, was }) => (isGone || was === null ? null : now(said.name))),
    decide: { ...values(({ was }) => was), decide: 'office' },
  }
}

/** The row that a name means as it is now; undefined of a field of the record itself. */
function rowAt({ slots, fields }: Folder, name: string): Readonly<Record<string, string>> | undefined {
  const [collection = '', key = ''] = name.split('/')
  if (key === '') return undefined
  if (collection === 'address') return rowOf(slots[`row/address/a${key}`])
  const source = fields.find(each => each.name === collection)?.source ?? ''
  return rowOf(slots[`row/${source.replaceAll('_', '-')}/${key}`])
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  const row = rowOf(value)
  return row.value ?? Object.values(row).join(', ')
}
