// Workbooks as Excel writes them, from the XML of their parts.

import { strToU8, zipSync } from 'fflate'

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006/relationships'
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`

interface Book {
  /** XML of the rows of each sheet, by name. */
  readonly sheets: Readonly<Record<string, string>>
  readonly hidden?: readonly string[]
  readonly strings?: string
  readonly styles?: string
  readonly is1904?: boolean
  /** XML after the rows of each sheet, like merged cells, and before them, like columns. */
  readonly after?: string
  readonly before?: string
  /** XML after the sheets in the workbook's own part. */
  readonly book?: string
  readonly extra?: Readonly<Record<string, string>>
}

export const workbook = (book: Book): Uint8Array => zipped(partsOf(book))

export const zipped = (parts: Readonly<Record<string, string | Uint8Array>>) =>
  zipSync(
    Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [
        name,
        typeof part === 'string' ? strToU8(part) : new Uint8Array(part),
      ]),
    ),
  )

/** The parts of a workbook by name, to be changed before they are packed. */
export function partsOf(given: Book): Record<string, string> {
  const { sheets, hidden = [], strings, styles, is1904, extra = {}, after = '', before = '', book = '' } = given
  const names = Object.keys(sheets)
  return {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': `<Relationships xmlns="${packaged}">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<?xml version="1.0" encoding="UTF-8"?><workbook ${main} xmlns:r="${office}">${is1904 === true ? '<workbookPr date1904="1"/>' : ''}<sheets>${names
      .map(
        (name, at) =>
          `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"${hidden.includes(name) ? ' state="hidden"' : ''}/>`,
      )
      .join('')}</sheets>${book}</workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packaged}">${names
      .map((_, at) => relation(`rId${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`))
      .join(
        '',
      )}${relation('rs', 'sharedStrings', 'sharedStrings.xml')}${relation('rt', 'styles', 'styles.xml')}</Relationships>`,
    ...Object.fromEntries(
      names.map((name, at) => [
        `xl/worksheets/sheet${at + 1}.xml`,
        `<?xml version="1.0"?><worksheet ${main}>${before}<sheetData>${sheets[name] ?? ''}</sheetData>${after}</worksheet>`,
      ]),
    ),
    ...(strings === undefined ? {} : { 'xl/sharedStrings.xml': `<sst ${main}>${strings}</sst>` }),
    ...(styles === undefined ? {} : { 'xl/styles.xml': `<styleSheet ${main}>${styles}</styleSheet>` }),
    ...extra,
  }
}

/** A row of texts written into their cells. */
export const textRow = (line: number, ...cells: readonly string[]) =>
  `<row r="${line}">${cells
    .map((cell, at) =>
      cell === '' ? '' : `<c r="${String.fromCharCode(65 + at)}${line}" t="inlineStr"><is><t>${cell}</t></is></c>`,
    )
    .join('')}</row>`
