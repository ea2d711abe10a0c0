// What a column may hold, and by which headings it is known. Headings are compared without case, accents, and anything but
// letters and digits.

import { problem } from '../problems.ts'

/** Every field of a person in a file, with the longest value that it takes. */
export const loadFields = {
  hid: { max: 64, about: "the record's id in your list, kept as its human id" },
  uid: { max: 254, about: "the key of another program's address book, by which its next file is known" },
  name: { max: 200, about: 'the whole name: "Given Family" or "Family, Given"' },
  'given-name': { max: 100, about: 'given names' },
  'family-name': { max: 100, about: 'family name' },
  prefix: { max: 50, about: 'form of address' },
  title: { max: 50, about: 'title, such as Dr' },
  born: { max: 60, about: 'date of birth, as 1980-05-31 or 31.05.1980' },
  language: { max: 50, about: 'language, as a code like sw or by its name' },
  prefers: { max: 10, about: 'best way to reach: phone, email, visit, post' },
  phone: { max: 254, about: 'telephone numbers, several with ; or , between' },
  email: { max: 1000, about: 'e-mail addresses, several with ; or , between' },
  web: { max: 254, about: 'web page' },
  line1: { max: 200, about: 'address, first line' },
  line2: { max: 200, about: 'address, second line' },
  postcode: { max: 20, about: 'postcode' },
  city: { max: 100, about: 'town or village' },
  region: { max: 100, about: 'district or region' },
  country: { max: 100, about: 'country, as a code like UG or by its name' },
  note: { max: 4000, about: 'note about the person' },
  owner: { max: 31, about: 'short name of the staff member whose record it becomes' },
} as const

export type LoadField = keyof typeof loadFields

/** These may stand in several columns of one file. */
const repeatable: ReadonlySet<LoadField> = new Set(['phone', 'email', 'web'])

const synonyms: Readonly<Record<LoadField, string>> = {
  hid: 'hid, id, number, no, member number, member no, kennung, mitgliedsnummer, nr, identifiant, numero, namba',
  uid: 'uid',
  name: 'name, full name, fullname, vollstandiger name, nom complet, jina, jina kamili, contact, person',
  'given-name': 'given name, given names, given, first name, firstname, forename, vorname, prenom, jina la kwanza',
  'family-name':
    'family name, family, last name, lastname, surname, nachname, familienname, nom, nom de famille, jina la ukoo',
  prefix: 'prefix, salutation, anrede, civilite',
  title: 'title, academic title, titel, titre, cheo',
  born: 'born, birthday, birth date, date of birth, dob, geboren, geburtsdatum, geburtstag, date de naissance, tarehe ya kuzaliwa',
  language: 'language, sprache, langue, lugha',
  prefers: 'prefers, preferred, best way to reach',
  phone:
    'phone, phone 1, phone 2, phone number, telephone, tel, mobile, mobile phone, cell, telefon, handy, mobil, telefonnummer, portable, telephone portable, simu, namba ya simu',
  email: 'email, email 1, email 2, e mail address, mail, mail address, courriel, adresse electronique, barua pepe',
  web: 'web, website, web page, homepage, url, webseite, site web, tovuti',
  line1: 'line1, address, address line 1, street, street address, strasse, adresse, anschrift, rue, anwani, mtaa',
  line2: 'line2, address line 2, adresszusatz, complement d adresse',
  postcode: 'postcode, post code, postal code, zip, zip code, plz, postleitzahl, code postal, msimbo wa posta',
  city: 'city, town, village, town or village, ort, stadt, wohnort, ville, village, mji, kijiji',
  region: 'region, district, province, state, county, bezirk, kreis, bundesland, mkoa, wilaya',
  country: 'country, land, pays, nchi',
  note: 'note, notes, remark, remarks, comment, comments, notiz, bemerkung, bemerkungen, remarque, remarques, maelezo',
  owner: 'owner, staff, keeper, responsible, betreuer, zustandig, responsable, mhusika',
}

function plainHeading(heading: string): string {
  // ß and the like are written out by the first step, accents are what the second one takes away
  return heading
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
}

const byHeading: ReadonlyMap<string, LoadField> = new Map(
  (Object.keys(synonyms) as LoadField[]).flatMap(field =>
    synonyms[field].split(', ').map(heading => [plainHeading(heading), field] as const),
  ),
)

const isField = (word: string): word is LoadField => Object.hasOwn(loadFields, word)

interface Column {
  readonly heading: string
  /** null: left out. */
  readonly field: LoadField | null
}

/**
 * What each column holds.
 * @param maps `HEADING=FIELD`; `-` as the field leaves the column out, `*` as the heading means every one that is not known.
 * @throws Problem usage/wrong for a map that fits nothing; load/headings for headings that are not known, doubled, or lack a name.
 */
export function readHeadings(cells: readonly string[], maps: readonly string[]): readonly Column[] {
  const mapped = readMaps(maps, cells)
  const others = mapped.get('*')
  const columns = cells.map((cell, index) => {
    const heading = cell.trim()
    const key = plainHeading(heading)
    const field = mapped.has(key) ? mapped.get(key) : (byHeading.get(key) ?? others)
    return { heading: heading === '' ? `column ${index + 1}` : heading, field }
  })
  const faults = [
    ...columns
      .filter(column => column.field === undefined)
      .map(
        column =>
          `"${column.heading}" is not known: --map "${column.heading}=FIELD", or "${column.heading}=-" to leave it out`,
      ),
    ...columns
      .filter(
        (column, index) =>
          column.field != null &&
          !repeatable.has(column.field) &&
          columns.findIndex(other => other.field === column.field) !== index,
      )
      .map(
        column =>
          `"${column.heading}" is a second column for ${column.field}: leave one out with --map "${column.heading}=-"`,
      ),
  ]
  const has = (field: LoadField) => columns.some(column => column.field === field)
  if (!has('name') && !has('given-name') && !has('family-name')) faults.push('no column holds a name')
  if (has('name') && (has('given-name') || has('family-name')))
    faults.push(
      'there is a column with the whole name beside one with a part of it: leave one out with --map "HEADING=-"',
    )
  if (faults.length > 0) {
    throw problem('load/headings', `The headings cannot be read: ${faults.join('; ')}.`, {
      hint: [`fields: ${Object.keys(loadFields).join(', ')}`, '--map "*=-" leaves out every column that is not known'],
    })
  }
  return columns.map(({ heading, field }) => ({ heading, field: field ?? null }))
}

/** What each map says, by its heading as headings are compared. @throws Problem usage/wrong for one that fits nothing. */
export function readMaps(maps: readonly string[], cells: readonly string[]): ReadonlyMap<string, LoadField | null> {
  const headings = new Set(cells.map(cell => plainHeading(cell)))
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
      const key = heading === '*' ? '*' : plainHeading(heading)
      if (key !== '*' && !headings.has(key)) {
        throw problem('usage/wrong', `--map names "${heading}", and the file has no such heading.`, {
          hint: `headings: ${cells.join(', ')}`,
        })
      }
      return [key, field === '-' ? null : field] as const
    }),
  )
}
