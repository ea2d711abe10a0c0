// The parts of a workbook: its sheets, shared texts and styles, found by the relationships of its parts and not by their usual names.

import { type Archive, openZip, plainName, ZipFault } from './zip.ts'
import { checkSize, notWorkbook, walk } from './xlsx-xml.ts'

export interface SheetPart {
  readonly name: string
  readonly target: string
  readonly isVisible: boolean
}

export interface Book {
  /** Of cells; those of charts are none. */
  readonly sheets: readonly SheetPart[]
  readonly is1904: boolean
  /** The program that wrote it asks that everything be calculated anew: stored results say nothing. */
  readonly isUncalculated: boolean
  readonly strings: readonly string[]
  readonly part: (target: string) => Uint8Array | undefined
  /** Lines of a sheet that hold the totals of a table. */
  readonly totalsOf: (target: string) => ReadonlySet<number>
  readonly styles: Uint8Array | undefined
}

interface Relation {
  readonly id: string
  /** The last word of its type, which is the same in both editions of the standard. */
  readonly type: string
  readonly target: string
}

/** @throws Problem load/not-csv. */
export function openBook(bytes: Uint8Array): Book {
  checkSize(bytes)
  const archive = told(() => openZip(bytes))
  const part = (target: string) => told(() => archive.part(target))
  refuseOthers(archive, part)
  const found = relations(part, '').find(({ type }) => type === 'officedocument')?.target ?? 'xl/workbook.xml'
  if (/\.bin$/i.test(found)) throw notWorkbook('it is a binary workbook (.xlsb)', saveAs)
  const main = part(found)
  if (main === undefined) throw notWorkbook('it is an archive without a workbook')
  const all = relations(part, found)
  const { listed, isBook, ...rest } = readWorkbook(main)
  if (!isBook) throw notWorkbook('it is an archive without a workbook')
  const sheets = listed.flatMap(({ id, ...sheet }) => {
    const relation = all.find(one => one.id === id)
    return relation?.type === 'worksheet' ? [{ ...sheet, target: relation.target }] : []
  })
  const partOf = (type: string) => {
    const target = all.find(one => one.type === type)?.target
    return target === undefined ? undefined : part(target)
  }
  const totalsOf = (target: string) => readTotals(relations(part, target), part)
  return { sheets, ...rest, part, totalsOf, strings: readStrings(partOf('sharedstrings')), styles: partOf('styles') }
}

const saveAs = 'open it in the program that it comes from, and save or export it as .xlsx or as CSV'

function told<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof ZipFault ? notWorkbook(error.message) : error
  }
}

/** Other programs' files that are archives, too. */
function refuseOthers({ has, names }: Archive, part: (name: string) => Uint8Array | undefined): void {
  if (has('xl/workbook.bin')) throw notWorkbook('it is a binary workbook (.xlsb)', saveAs)
  if (names().some(name => /^index(\/.*\.iwa|\.zip)$/.test(name))) throw notWorkbook('it is a file of Numbers', saveAs)
  if (has('mimetype') && new TextDecoder().decode(part('mimetype')).includes('opendocument'))
    throw notWorkbook('it is an OpenDocument file (.ods)', saveAs)
  if (has('word/document.xml') || has('ppt/presentation.xml'))
    throw notWorkbook('it is a document of another program, and no workbook', saveAs)
}

/** Of a part, with the full names of what they lead to; of the whole archive where the part has no name. */
function relations(part: (name: string) => Uint8Array | undefined, of: string): readonly Relation[] {
  const at = of.lastIndexOf('/') + 1
  const folder = of.slice(0, at)
  const found: Relation[] = []
  walk(part(`${folder}_rels/${of.slice(at)}.rels`), {
    open(name, attribute) {
      if (name !== 'Relationship' || attribute('TargetMode')?.toLowerCase() === 'external') return
      const type = (attribute('Type') ?? '').split('/').at(-1)?.toLowerCase() ?? ''
      found.push({ id: attribute('Id') ?? '', type, target: resolved(folder, attribute('Target') ?? '') })
    },
  })
  return found
}

function resolved(folder: string, target: string): string {
  const steps: string[] = []
  for (const step of (/^[/\\]/.test(target) ? target : folder + target).replaceAll('\\', '/').split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  const name = steps.join('/')
  try {
    return plainName(decodeURIComponent(name))
  } catch {
    return plainName(name)
  }
}

function readWorkbook(part: Uint8Array) {
  const listed: { readonly name: string; readonly id: string; readonly isVisible: boolean }[] = []
  const calendars = new Set<boolean>()
  let isUncalculated = false
  let isBook = false
  const isTrue = (value: string | undefined) => value === '1' || value === 'true'
  walk(part, {
    open(name, attribute, parent) {
      if (parent === '') isBook = name === 'workbook'
      else if (parent === 'workbook' && name === 'workbookPr') calendars.add(isTrue(attribute('date1904')))
      else if (parent === 'workbook' && name === 'calcPr') isUncalculated = isTrue(attribute('fullCalcOnLoad'))
      else if (parent === 'sheets' && name === 'sheet')
        listed.push({
          name: attribute('name') ?? '',
          id: attribute('r:id') ?? '',
          isVisible: (attribute('state') ?? 'visible') === 'visible',
        })
    },
  })
  if (calendars.size > 1) throw notWorkbook('it says in two ways from which year its dates count')
  return { listed, is1904: calendars.has(true), isUncalculated, isBook }
}

function readTotals(around: readonly Relation[], part: (name: string) => Uint8Array | undefined): ReadonlySet<number> {
  const lines = new Set<number>()
  for (const { target } of around.filter(({ type }) => type === 'table'))
    walk(part(target), {
      open(name, attribute, parent) {
        const last = Number(/[0-9]+$/.exec(attribute('ref') ?? '')?.[0])
        const count = Math.min(Number(attribute('totalsRowCount') ?? 0), 10)
        if (name === 'table' && parent === '') for (let at = 0; at < count; at++) lines.add(last - at)
      },
    })
  return lines
}

/** Rich text is joined; how it is read aloud (rPh) is not part of it. */
function readStrings(part: Uint8Array | undefined): readonly string[] {
  const strings: string[] = []
  let text = ''
  let isText = false
  walk(part, {
    open(name, _, parent) {
      if (name === 'si') text = ''
      isText = name === 't' && (parent === 'si' || parent === 'r')
    },
    text(value) {
      if (isText) text += value
    },
    close(name) {
      isText = false
      if (name === 'si') strings.push(unescaped(text))
    },
  })
  return strings
}

/** `_x000D_` stands for a character that XML cannot carry, and `_x005F_` for the line before something that looks like that. */
export const unescaped = (text: string) =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text
