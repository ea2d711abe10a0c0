// The headings of a file to what its columns hold: what a heading is known for, what somebody said, or a question.

import { problem } from '../../problems/problems.ts'
import { type Column, isField, type LoadField, loadFields } from '../fields.ts'
import { type Beside, familyFirstHeadings, plainHeading, questions, synonyms } from './heading-words.ts'
import { columnOf } from './find-ready-map.ts'
import type { ReadyMap } from '../ready-maps/ready-map.ts'

/** These may stand in several columns of one file. */
const repeatable: ReadonlySet<LoadField> = new Set(['phone', 'email', 'web'])

const listed = (text: string) => text.split(', ').map(heading => plainHeading(heading))
const sure: ReadonlyMap<string, LoadField> = new Map(
  (Object.keys(synonyms) as LoadField[]).flatMap(field => listed(synonyms[field]).map(key => [key, field] as const)),
)
/** By the names that this program itself gives to fields, where no question asks about them. */
const own: ReadonlyMap<string, LoadField> = new Map(
  (Object.keys(loadFields) as LoadField[]).map(field => [plainHeading(field), field]),
)
const asked = new Map(questions.flatMap(question => listed(question.headings).map(key => [key, question] as const)))
const familyFirst = new Set(listed(familyFirstHeadings))

/** The field of a column so far: undefined where nobody knows. */
type Known = Omit<Column, 'field'> & { readonly field: LoadField | null | undefined }

/**
 * The content of each column.
 * @param maps `HEADING=FIELD`; `-` as the field leaves the column out, `*` as the heading means every one that is not known. An empty or
 * doubled heading is called "column 3".
 * @param ready the map of the program that made the file; what `maps` say comes first.
 * @throws Problem usage/wrong for a map that fits nothing; load/headings for headings that are not known, mean several things, are
 * doubled, or lack a name.
 */
export function readHeadings(cells: readonly string[], maps: readonly string[], ready?: ReadyMap): readonly Column[] {
  const mapped = readMaps(maps, cells)
  const others = mapped.get('*')
  const keys = cells.map(cell => plainHeading(cell))
  const first = cells.map((cell, index): Known => {
    const heading = cell.trim() === '' ? `column ${index + 1}` : cell.trim()
    const key = keys[index] ?? ''
    const said = mapped.has(placeKey(index)) ? mapped.get(placeKey(index)) : mapped.get(key)
    if (said !== undefined) return { heading, field: said }
    if (ready !== undefined) return { heading, ...(columnOf(ready, cells, index) ?? { field: others }) }
    if (key === '') return { heading, field: others ?? null, ...(others === undefined ? { isUnnamed: true } : {}) }
    if (familyFirst.has(key)) return { heading, field: 'name', names: 'family-first' }
    const field = asked.has(key) ? undefined : (sure.get(key) ?? own.get(key))
    return { heading, field }
  })
  const columns = ready === undefined ? answered(first, keys, others) : once(first, keys)
  const faults = columns.flatMap((column, index) => faultOf(column, index, columns, keys, ready))
  const has = (field: LoadField) => columns.some(column => column.field === field)
  if (!has('name') && !has('given-name') && !has('family-name')) faults.push('no column holds a name')
  if (has('name') && (has('given-name') || has('family-name')))
    faults.push(
      'there is a column with the whole name beside one with a part of it: leave one out with --map "HEADING=-"',
    )
  if (has('middle-name') && !has('given-name')) faults.push('further given names stand beside no given-name')
  if (has('house-number') && !has('line1')) faults.push('a house number stands beside no street')
  if (faults.length > 0) {
    const hint = [
      `fields: ${Object.keys(loadFields).join(', ')}`,
      '--map "*=-" leaves out every column that is not known',
    ]
    if (isData(columns, keys))
      throw problem('load/headings', 'The first line holds values, and no headings.', {
        hint: ['put a line with headings above it, like: given-name, family-name, phone, email', ...hint],
      })
    throw problem('load/headings', `The headings cannot be read: ${faults.join('; ')}.`, { hint })
  }
  return columns.map(column => ({ ...column, field: column.field ?? null }))
}

const placeKey = (index: number) => `#${index + 1}`

/** Headings that mean several things, beside the others; else what `*` says. */
function answered(
  columns: readonly Known[],
  keys: readonly string[],
  others: LoadField | null | undefined,
): readonly Known[] {
  const known = [...columns]
  for (const [index, column] of columns.entries()) {
    if (column.field !== undefined) continue
    const beside: Beside = {
      has: field => known.some(other => other.field === field),
      before: known[index - 1]?.field,
      isOurs: columns.some(({ heading }) => heading === 'given-name' || heading === 'family-name'),
    }
    known[index] = { ...column, field: asked.get(keys[index] ?? '')?.sure?.(beside) ?? others }
  }
  return known
}

/** A program may give two columns one heading ("Titre" of the French Outlook): the first is taken. */
function once(columns: readonly Known[], keys: readonly string[]): readonly Known[] {
  return columns.map((column, index) =>
    column.field != null && !repeatable.has(column.field) && keys.indexOf(keys[index] ?? '') < index
      ? { heading: column.heading, field: null }
      : column,
  )
}

function faultOf(
  { heading, field, place }: Known,
  index: number,
  columns: readonly Known[],
  keys: readonly string[],
  ready: ReadyMap | undefined,
): readonly string[] {
  // what the person has to write: a heading that stands twice is called by its place
  const key = keys[index] ?? ''
  const isDouble = keys.filter(other => other === key).length > 1
  const name = isDouble && key !== '' ? `column ${index + 1}` : heading
  const question = ready === undefined ? asked.get(key) : undefined
  if (field === undefined && question !== undefined) {
    const ways = question.readings.map(([reading, what]) => `--map "${name}=${reading}" (${what})`)
    return [`"${heading}" may mean several things: ${ways.slice(0, -1).join(', ')} or ${ways.at(-1)}`]
  }
  if (field === undefined) return [`"${heading}" is not known: --map "${name}=FIELD", or "${name}=-" to leave it out`]
  const isSecond =
    field !== null &&
    !repeatable.has(field) &&
    place === undefined &&
    columns.findIndex(other => other.field === field && other.place === undefined) !== index
  return isSecond ? [`"${heading}" is a second column for ${field}: leave one out with --map "${name}=-"`] : []
}

/** Whether the first line is a row already: an e-mail address or a telephone number in it, and no heading that is known. */
function isData(columns: readonly Known[], keys: readonly string[]): boolean {
  const isValue = ({ heading }: Known) => /^\S+@\S+\.\S+$/.test(heading) || /^\+?\d[\d ()/-]{7,}\d$/.test(heading)
  return columns.some(isValue) && columns.every(({ field }) => field == null) && !keys.some(key => asked.has(key))
}

/** The entries of each map, by heading in its compared form. @throws Problem usage/wrong for one that fits nothing. */
export function readMaps(maps: readonly string[], cells: readonly string[]): ReadonlyMap<string, LoadField | null> {
  const headings = new Set(cells.map(cell => plainHeading(cell)).filter(key => key !== ''))
  return new Map(
    maps.map(map => {
      const at = map.lastIndexOf('=')
      const heading = map.slice(0, Math.max(0, at)).trim()
      const field = map.slice(at + 1).trim()
      if (heading === '' || (field !== '-' && !isField(field)) || (heading === '*' && field !== '-')) {
        throw problem('usage/wrong', '--map takes HEADING=FIELD, HEADING=- or *=-.', {
          hint: `fields: ${Object.keys(loadFields).join(', ')}`,
        })
      }
      const key = keyOf(heading, headings, cells.length)
      if (key === null) {
        throw problem('usage/wrong', `--map names "${heading}", and the file has no such heading.`, {
          hint: `headings: ${cells.join(', ')}`,
        })
      }
      return [key, field === '-' ? null : field] as const
    }),
  )
}

function keyOf(heading: string, headings: ReadonlySet<string>, count: number): string | null {
  if (heading === '*') return '*'
  const key = plainHeading(heading)
  if (headings.has(key)) return key
  const place = Number(/^column (\d+)$/i.exec(heading)?.[1] ?? 0)
  return place >= 1 && place <= count ? placeKey(place - 1) : null
}
