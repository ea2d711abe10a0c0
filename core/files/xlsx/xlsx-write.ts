// A workbook (ECMA-376, .xlsx) with one sheet, as every spreadsheet program opens it: dates are dates, numbers are numbers, and all else is
// text, so that no id loses its zeros and no text is ever a formula.

import { ZipWriter } from './zip-write.ts'

interface WrittenColumn {
  readonly field: string
  readonly kind: string
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const content = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** The places of the styles below. A text under `text` stays one when somebody edits its cell; `quoted` stands before a sign of formulas. */
const styles = { plain: 0, head: 1, text: 2, date: 3, quoted: 4 }
const styleSheet =
  `<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>` +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5">' +
  '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>' +
  '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
  '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/></cellXfs>' +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'

/** Of a sheet; longer ones are cut off by programs without a word. */
export const longestCell = 32_767
export const mostRows = 1_048_575

export class XlsxWriter {
  readonly #columns: readonly WrittenColumn[]
  readonly #name: string
  readonly #zip = new ZipWriter()
  /** Rows by page, as bytes: a text of all of them would take twice the room. */
  readonly #pages: Uint8Array[] = []
  #line = 1

  constructor(columns: readonly WrittenColumn[], name: string) {
    this.#columns = columns
    this.#name = name
  }

  head(): Uint8Array {
    const cells = this.#columns.map(({ field }, at) => textCell(letters(at) + this.#line, field, styles.head))
    this.#pages.push(
      Buffer.from(
        `${declared}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
          `<sheetData><row r="${this.#line}">${cells.join('')}</row>`,
      ),
    )
    return new Uint8Array()
  }

  rows(rows: readonly (readonly string[])[]): Uint8Array {
    const written = rows.map(row => {
      const line = ++this.#line
      const cells = row.map((value, at) =>
        value === '' ? '' : cellOf(letters(at) + line, value, this.#columns[at]?.kind ?? 'text'),
      )
      return `<row r="${line}">${cells.join('')}</row>`
    })
    this.#pages.push(Buffer.from(written.join('')))
    return new Uint8Array()
  }

  end(): Uint8Array {
    this.#pages.push(Buffer.from('</sheetData></worksheet>'))
    const parts: readonly (readonly [string, string | Uint8Array])[] = [
      ['[Content_Types].xml', contentTypes],
      ['_rels/.rels', relations(['officeDocument', 'xl/workbook.xml'])],
      [
        'xl/workbook.xml',
        `${declared}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${escaped(this.#name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      ],
      ['xl/_rels/workbook.xml.rels', relations(['worksheet', 'worksheets/sheet1.xml'], ['styles', 'styles.xml'])],
      ['xl/styles.xml', declared + styleSheet],
      ['xl/worksheets/sheet1.xml', Buffer.concat(this.#pages)],
    ]
    const bytes = parts.map(([name, part]) => this.#zip.part(name, typeof part === 'string' ? Buffer.from(part) : part))
    return Buffer.concat([...bytes, this.#zip.end()])
  }
}

const relations = (...all: readonly (readonly [string, string])[]) =>
  `${declared}<Relationships xmlns="${packaged}/relationships">${all
    .map(([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${office}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`

const contentTypes =
  `${declared}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
  `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${content}.sheet.main+xml"/>` +
  `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${content}.worksheet+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="${content}.styles+xml"/></Types>`

function cellOf(place: string, value: string, kind: string): string {
  if ((kind === 'number' || kind === 'money' || kind === 'integer') && isExact(value))
    return `<c r="${place}"><v>${value}</v></c>`
  const serial = kind === 'date' ? serialOf(value) : null
  if (serial !== null) return `<c r="${place}" s="${styles.date}"><v>${serial}</v></c>`
  return textCell(place, value, /^[=+\-@]/.test(value) ? styles.quoted : styles.text)
}

/** A spreadsheet keeps 15 digits; what has more is text, and loses none. */
const isExact = (value: string) =>
  /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/.test(value) && value.replace(/^-?0*\.?0*|\D/g, '').length <= 15

/** The day as spreadsheets count; null before March 1900, where they differ, and after the year 9999. */
function serialOf(value: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || value < '1900-03-01') return null
  return Math.round((Date.parse(`${value}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000)
}

const textCell = (place: string, value: string, style: number) =>
  `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`

/** A text that looks like a sign in code of this format is written so that it is read as it stands. */
const escaped = (text: string) =>
  text
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(
      /[\uFFFE\uFFFF\u0000-\u0008\u000B-\u001F]/g,
      sign => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

function letters(at: number): string {
  const last = String.fromCharCode(65 + (at % 26))
  return at < 26 ? last : letters(Math.floor(at / 26) - 1) + last
}
