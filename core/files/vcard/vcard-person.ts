// One card to the fields of a person. A group, an organisation and a company have cards and are no persons; what is left out or
// joined is told by the card's line.

import type { FileRecord, LeftOutLine } from '../file-record.ts'
import { fieldsOf, type Maps, quiet, type Row, startRow } from './vcard-fields.ts'
import type { Card, Property } from './vcard-lines.ts'
import { partsOf, plain, textOf } from './vcard-text.ts'
import { product } from './vcard-write.ts'
import { agrees, birthday, email, isName, isSameName, telephone, uid } from './vcard-values.ts'

/** Numbers at which nobody is spoken to; properties of their own for --map. */
export const unspoken = ['FAX', 'PAGER', 'MODEM', 'TELEX'] as const

/** A person has several of these, and a row takes one. */
const preferred: ReadonlySet<string> = new Set(['ADR', 'LANG', 'FN'])

/** Reads the properties of one card. */
interface Reading {
  readonly card: Card
  readonly maps: Maps
  readonly row: Row
  /** By the group for which each stands. */
  readonly labels: ReadonlyMap<string, string>
  /** Of a name; where one alone is taken, the preferred one first. */
  readonly all: (name: string) => readonly Property[]
  readonly whole: (property: Property) => string
  /** Parts between semicolons; a list in one of them has commas, from 3.0 on. */
  readonly parts: (property: Property) => readonly (readonly string[])[]
}

/**
 * @param encoding of coded texts that name no charset and are no UTF-8.
 * @param others gets the names of properties that no field takes.
 */
export function personOf(
  card: Card,
  maps: Maps,
  encoding: string | undefined,
  others: Set<string>,
): FileRecord | LeftOutLine {
  const reading = readingOf(card, maps, encoding)
  const { row, all, whole, parts } = reading
  const other = notPerson(reading)
  if (other !== undefined) return { line: card.line, leftOut: `is the card of ${other}, no person: left out` }
  if (card.junk > 0) row.tell(undefined, `${card.junk} lines of the card are no properties and were left out`)
  readName(reading)
  for (const name of new Set(card.properties.map(property => property.name))) {
    const field = maps.properties.get(name)
    const [own] = fieldsOf(name)
    if (field === null) continue
    if (field !== undefined) {
      const isStructured = ['N', 'ADR', 'ORG'].includes(name)
      for (const one of all(name)) row.add(field, isStructured ? parts(one).flat().join(', ') : whole(one), name)
    } else if (name === 'TEL') for (const one of all(name)) readPhone(reading, one)
    else if (name === 'ADR') readAddress(reading)
    else if (own === undefined) {
      if (!quiet.has(name)) others.add(name)
    } else if (own === 'born') readBirthday(reading)
    else if (name !== 'N' && name !== 'FN')
      for (const one of all(name))
        row.add(own, own === 'email' ? email(whole(one)) : own === 'uid' ? uid(whole(one)) : whole(one), name)
  }
  return { line: card.line, isCard: true, told: row.told, cells: row.cells() }
}

function readingOf(card: Card, maps: Maps, encoding: string | undefined): Reading {
  const row = startRow(maps)
  const byName = Map.groupBy(card.properties, ({ name }) => name)
  const rank = ({ params }: Property) =>
    Number(params.PREF?.[0] ?? (params.TYPE?.some(type => /^pref$/i.test(type)) === true ? 1 : 101)) || 101
  const text = (property: Property) => {
    const found = textOf(property, card.version, encoding)
    const [field] = fieldsOf(property.name)
    const what = 'fault' in found ? `was left out: ${found.fault}` : found.what
    if (what !== undefined) row.tell(field, `${property.name} ${what}`)
    return 'fault' in found ? '' : found.text
  }
  return {
    card,
    maps,
    row,
    labels: new Map((byName.get('X-ABLABEL') ?? []).map(({ group, raw }) => [group, raw])),
    all: name => {
      const found = byName.get(name) ?? []
      return preferred.has(name) ? found.toSorted((one, other) => rank(one) - rank(other)) : found
    },
    whole: property => plain(text(property)),
    parts: property =>
      partsOf(text(property), ';').map(part =>
        (card.version === '2.1' ? [part] : partsOf(part, ',')).map(one => plain(one)).filter(one => one !== ''),
      ),
  }
}

/** The kind of a card that is not about a person. */
function notPerson({ all, whole, parts }: Reading): string | undefined {
  const first = (name: string) => {
    const [property] = all(name)
    return property === undefined ? '' : whole(property)
  }
  const kind = (first('KIND') || first('X-ADDRESSBOOKSERVER-KIND')).toLowerCase()
  if (kind === 'group' || /^true$/i.test(first('X-EVOLUTION-LIST'))) return 'a group'
  if (kind === 'org') return 'an organisation'
  if (kind !== '' && kind !== 'individual') return 'something of another kind'
  if (/^company$/i.test(first('X-ABSHOWAS'))) return 'a company'
  const [property] = all('ORG')
  const organisation = property === undefined ? [] : parts(property).map(part => part.join(', '))
  const [name] = all('N')
  const [family = '', given = ''] = name === undefined ? [] : parts(name).map(part => part.join(' '))
  // a person's name in parts is a person's, also of one whose business has the same name
  if (organisation.length === 0 || (family !== '' && given !== '')) return undefined
  const named = family + given === '' ? first('FN') : family + given
  const isCompany = [organisation[0] ?? '', organisation.join('')].some(one => isSameName(one, named))
  return isCompany || (named === '' && organisation[0] !== '') ? 'a company' : undefined
}

function readName({ maps, row, all, whole, parts, card }: Reading): void {
  const shown = maps.properties.has('FN')
    ? ''
    : (all('FN')
        .map(whole)
        .find(one => one !== '') ?? '')
  const [name, ...more] = maps.properties.has('N') ? [] : card.properties.filter(one => one.name === 'N')
  if (more.length > 0) row.tell('given-name', 'a further N was left out')
  const words = name === undefined ? [] : parts(name).map(part => part.join(' '))
  const [family = '', given = '', further = '', prefix = '', ...suffixes] = words
  const isOurs = all('PRODID').some(({ raw }) => raw === product)
  if (isOurs || isName(given + family)) {
    row.add('family-name', family, 'N')
    row.add('given-name', [given, further].filter(one => one !== '').join(' '), 'N')
    if (shown !== '' && !agrees(shown, words))
      row.tell('given-name', 'N and FN say different names; N was taken (--map "N=-" takes FN)')
    else if (!isOurs && (given === '' || family === '') && /\s/.test(given + family))
      row.tell('family-name', 'N has one part of the name alone, of several words (--map "N=-" parts FN instead)')
  } else if (isName(shown)) row.add('name', shown, 'FN')
  row.add('prefix', prefix, 'N')
  const suffix = suffixes.filter(one => one !== '').join(' ')
  const field = maps.properties.get('SUFFIX')
  if (suffix !== '' && field === undefined)
    row.tell(undefined, 'the suffix of the name was left out (--map "SUFFIX=title" takes it)')
  else if (field != null) row.add(field, suffix, 'SUFFIX')
}

function readPhone({ labels, maps, row, whole }: Reading, property: Property): void {
  const value = whole(property)
  const label = property.group === '' ? '' : (labels.get(property.group) ?? '')
  const types = [...(property.params.TYPE ?? []), label].join(' ').toUpperCase()
  const kind = /\b(?:VOICE|CELL)\b/.test(types) ? undefined : unspoken.find(one => types.includes(one))
  const field = kind === undefined ? 'phone' : maps.properties.get(kind)
  if (value !== '' && field === undefined)
    row.tell('phone', `a ${kind} number was left out (--map "${kind}=phone" takes it)`)
  else if (field != null) row.add(field, telephone(value), kind ?? 'TEL')
}

function readBirthday({ row, all, whole }: Reading): void {
  for (const property of all('BDAY')) {
    const text = whole(property)
    const { value = '', what } = text === '' ? {} : birthday(text, property.params)
    if (what !== undefined) row.tell('born', what)
    row.add('born', value, 'BDAY')
  }
}

/** Post box, further part, street, city, region, postcode, country. One of a card, the preferred. */
function readAddress({ row, all, parts }: Reading): void {
  const [found, ...more] = all('ADR')
    .map(property => parts(property))
    .filter(one => one.some(part => part.length > 0))
  if (more.length > 0) row.tell('line1', `of ${more.length + 1} addresses one was taken`)
  if (found === undefined) {
    if (all('ADR').some(({ params }) => params.LABEL !== undefined))
      row.tell('line1', 'an address that is only a label was left out')
    return
  }
  // some write all of it into one part
  if (found.length === 1) row.tell('line1', 'the address has one part alone, which was taken as the street')
  const address = found.length === 1 ? [[], [], ...found] : found
  const text = (index: number) => (address[index] ?? []).join(', ').replaceAll(/\s*\n\s*/g, ', ')
  const [line1 = '', ...further] = (address[2] ?? [])
    .join(', ')
    .split(/\s*\n\s*/)
    .filter(line => line !== '')
  if (further.length > 1) row.tell('line2', 'the street has more than two lines: they were joined')
  if (address.slice(7).some(part => part.length > 0)) row.tell('line1', 'further parts of the address were left out')
  row.add('line1', line1, 'ADR')
  row.add('line2', [...further, text(0), text(1)].filter(line => line !== '').join(', '), 'ADR')
  for (const [index, field] of (['city', 'region', 'postcode', 'country'] as const).entries())
    row.add(field, text(index + 3), 'ADR')
}
