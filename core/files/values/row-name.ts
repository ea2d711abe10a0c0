// The name of a row: its parts from their columns, or a whole one parted; titles and suffixes go where they belong.

import type { Column, LoadField } from '../fields.ts'
import { generations } from './name-words.ts'
import { type NamesWay, partName } from './person-names.ts'
import type { CellNote } from '../file-record.ts'

export interface RowName {
  readonly parts: {
    readonly given?: string
    readonly family?: string
    readonly prefix?: string
    readonly title?: string
  }
  /** Jr, III and the like, that are in no field. */
  readonly generation?: string
  /** How a whole name was parted, for the eyes of the person who loads. */
  readonly sample?: string
  readonly told: readonly CellNote[]
  readonly faults: readonly { readonly column: number; readonly fault: string }[]
}

const leftOut = 'Jr, Sr, III and the like were left out: no field is for them'
/** An e-mail address or a telephone number that slipped into the column of a name. */
const isOther = /^\S+@\S+\.\S+$|^[\s()+./-]*(?:\d[\s()+./-]*){5,}$/
const same = (one: string, other: string) => {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}]/gu, '')
  return plain(one) === plain(other)
}

export function nameOf(
  values: ReadonlyMap<LoadField, string>,
  columns: readonly Column[],
  way: NamesWay | undefined,
): RowName {
  const at = (field: LoadField) => columns.findIndex(column => column.field === field)
  const told: CellNote[] = []
  const whole = values.get('name')
  if (whole === undefined) {
    const [given, family] = [values.get('given-name'), values.get('family-name')]
    const faults = (['given-name', 'family-name'] as const).flatMap(field => {
      const value = values.get(field)
      // a row with an id is of a list that was kept, perhaps of an export: a name like 4711 is somebody's there
      const isName = value === undefined || values.has('hid') || !isOther.test(value)
      return isName ? [] : [{ column: at(field), fault: 'is no name' }]
    })
    const suffix = suffixOf(values, at('suffix'), told)
    return {
      parts: {
        ...(given === undefined ? {} : { given }),
        ...(family === undefined ? {} : { family }),
        ...suffix.parts,
      },
      ...(suffix.generation === undefined ? {} : { generation: suffix.generation }),
      told,
      faults,
    }
  }
  const column = at('name')
  const name = partName(whole, way ?? columns[column]?.names, values.get('language'))
  told.push(...name.told.map(what => ({ column, what })))
  if (name.fault !== undefined) return { parts: {}, told, faults: [{ column, fault: name.fault }] }
  const long = [name.given, name.family].some(part => [...(part ?? '')].length > 100)
  const suffix = suffixOf(
    name.title === undefined ? values : new Map([...values, ['title', name.title]]),
    at('suffix'),
    told,
  )
  const generation = name.generation ?? suffix.generation
  const parts = {
    ...(name.given === undefined ? {} : { given: name.given }),
    ...(name.family === undefined ? {} : { family: name.family }),
    ...suffix.parts,
    ...titleOf('prefix', name.prefix, values, column, told),
    ...titleOf('title', name.title, values, column, told),
  }
  return {
    parts,
    ...(generation === undefined ? {} : { generation }),
    sample: `${name.given ?? '-'} | ${name.family ?? '-'}`,
    told,
    faults: long ? [{ column, fault: 'has a part that is longer than 100 characters' }] : [],
  }
}

/** Parts found in the name; a column of its own comes first. */
function titleOf(
  field: 'prefix' | 'title',
  found: string | undefined,
  values: ReadonlyMap<LoadField, string>,
  column: number,
  told: CellNote[],
) {
  if (found === undefined) return {}
  const own = values.get(field)
  if (own !== undefined && same(own, found)) return {}
  const what = field === 'prefix' ? 'a form of address in the name' : 'a title in the name'
  if (own !== undefined || found.length > 50) {
    told.push({
      column,
      what: `${what} was left out${own === undefined ? ': it is too long' : ': the row has one of its own'}`,
    })
    return {}
  }
  told.push({ column, what: `${what} became the field ${field}` })
  return { [field]: found }
}

/** A column of suffixes: a degree is a title where there is none, Jr and III are in no field. */
function suffixOf(values: ReadonlyMap<LoadField, string>, column: number, told: CellNote[]) {
  const suffix = values.get('suffix')
  if (suffix === undefined) return { parts: {} }
  const plain = suffix.toLowerCase().replaceAll('.', '').replace('jnr', 'jr').replace('snr', 'sr')
  if (generations.has(plain)) {
    told.push({ column, what: leftOut })
    return { parts: {}, generation: plain }
  }
  if (values.has('title')) {
    told.push({ column, what: 'was left out: there is a title already' })
    return { parts: {} }
  }
  told.push({ column, what: 'became the field title' })
  return { parts: { title: suffix } }
}
