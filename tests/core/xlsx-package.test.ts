// The archive around a workbook: found by what its parts say, checked byte by byte, never unpacked beyond its bound.

import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readBook, refusalOf } from '../helpers/xlsx-read.ts'
import { partsOf, textRow, zipped } from '../helpers/xlsx.ts'

const parts = partsOf({ sheets: { People: `${textRow(1, 'given name')}${textRow(2, 'Jimmy')}` } })
const names = (bytes: Uint8Array) => readBook(bytes).rows.map(row => row.given)
const refusal = (bytes: Uint8Array) => refusalOf(() => readBook(bytes))

interface Part {
  readonly name: string
  readonly text: string
  readonly isStored?: boolean
  readonly size?: number
  readonly crc?: number
  readonly flags?: number
}

/** An archive as a stranger's program writes it: sizes behind the data (flag 8), zip64, stored parts, wrong checksums. */
function archive(entries: readonly Part[], { isWide = false, comment = '' } = {}): Uint8Array {
  const out: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  const number = (value: number, bytes: 2 | 4 | 8) => {
    const buffer = Buffer.alloc(bytes)
    if (bytes === 2) buffer.writeUInt16LE(value)
    else if (bytes === 4) buffer.writeUInt32LE(value)
    else buffer.writeBigUInt64LE(BigInt(value))
    return buffer
  }
  for (const { name, text, isStored = false, flags = 8, ...said } of entries) {
    const data = Buffer.from(text)
    const packed = isStored ? data : deflateRawSync(data)
    const { size = data.length, crc = crc32(data) } = said
    const method = number(isStored ? 0 : 8, 2)
    const begin = Buffer.concat([
      number(0x04034b50, 4),
      number(45, 2),
      number(flags, 2),
      method,
      number(0, 4),
      number(0, 4),
      number(0, 8),
      number(name.length, 2),
      number(0, 2),
      Buffer.from(name),
    ])
    const descriptor = Buffer.concat([number(0x08074b50, 4), number(crc, 4), number(packed.length, 4), number(size, 4)])
    const extra = isWide
      ? Buffer.concat([number(1, 2), number(24, 2), number(size, 8), number(packed.length, 8), number(at, 8)])
      : Buffer.alloc(0)
    const narrow = (value: number) => number(isWide ? 0xffffffff : value, 4)
    directory.push(
      Buffer.concat([
        number(0x02014b50, 4),
        number(45, 2),
        number(45, 2),
        number(flags, 2),
        method,
        number(0, 4),
        number(crc, 4),
        narrow(packed.length),
        narrow(size),
        number(name.length, 2),
        number(extra.length, 2),
        number(0, 2),
        number(0, 2),
        number(0, 2),
        number(0, 4),
        narrow(at),
        Buffer.from(name),
        extra,
      ]),
    )
    out.push(begin, packed, descriptor)
    at += begin.length + packed.length + descriptor.length
  }
  const list = Buffer.concat(directory)
  const wide = Buffer.concat([
    number(0x06064b50, 4),
    number(44, 8),
    number(45, 2),
    number(45, 2),
    number(0, 4),
    number(0, 4),
    number(entries.length, 8),
    number(entries.length, 8),
    number(list.length, 8),
    number(at, 8),
    number(0x07064b50, 4),
    number(0, 4),
    number(at + list.length, 8),
    number(1, 4),
  ])
  const end = Buffer.concat([
    number(0x06054b50, 4),
    number(0, 4),
    number(isWide ? 0xffff : entries.length, 2),
    number(isWide ? 0xffff : entries.length, 2),
    number(isWide ? 0xffffffff : list.length, 4),
    number(isWide ? 0xffffffff : at, 4),
    number(comment.length, 2),
    Buffer.from(comment),
  ])
  return Buffer.concat([...out, list, ...(isWide ? [wide] : []), end])
}

const entries = (change: (part: Part) => Part = part => part) =>
  Object.entries(parts).map(([name, text]) => change({ name, text }))

describe('archives', () => {
  test('with sizes behind the data, in 64 bits, stored parts, a comment, backslashes and other cases in names', () => {
    expect(names(archive(entries()))).toEqual(['Jimmy'])
    expect(names(archive(entries(), { isWide: true }))).toEqual(['Jimmy'])
    expect(names(archive(entries(part => ({ ...part, isStored: true }))))).toEqual(['Jimmy'])
    expect(names(archive(entries(), { comment: 'made by somebody' }))).toEqual(['Jimmy'])
    expect(names(archive(entries(part => ({ ...part, name: part.name.replaceAll('/', '\\').toUpperCase() }))))).toEqual(
      ['Jimmy'],
    )
  })

  test('one changed byte is damage, and never another name', () => {
    const bytes = archive(entries(part => ({ ...part, isStored: true })))
    const at = Buffer.from(bytes).indexOf('Jimmy')
    bytes[at] = 'K'.charCodeAt(0)
    expect(refusal(bytes)).toMatch('cut off or damaged')
  })

  test.each<[string, Uint8Array, RegExp]>([
    ['a wrong checksum', archive(entries(part => ({ ...part, crc: 1 }))), /damaged/],
    ['more bytes than said', archive(entries(part => ({ ...part, size: 20 }))), /damaged/],
    ['less bytes than said', archive(entries(part => ({ ...part, size: 5000 }))), /damaged/],
    ['a password', archive(entries(part => ({ ...part, flags: 9 }))), /password/],
    [
      'two parts of one name',
      archive([...entries(), { name: 'XL/workbook.xml', text: '<x/>' }]),
      /two parts of one name/,
    ],
    ['too many parts', archive(Array.from({ length: 10_001 }, (_, at) => ({ name: `${at}`, text: '' }))), /more parts/],
    [
      'a bomb that says it is small',
      archive(entries(part => ({ ...part, text: part.text + ' '.repeat(1_000_000), size: 500 }))),
      /damaged/,
    ],
    ['no end', Uint8Array.from([0x50, 0x4b, 3, 4, ...Array.from({ length: 100_000 }, () => 0)]), /damaged/],
    ['next to nothing', Uint8Array.from([0x50, 0x4b, 3, 4]), /damaged/],
  ])('%s is refused', (_, bytes, message) => {
    expect(refusal(bytes)).toMatch(message)
  })
})

describe('parts', () => {
  test('have any name: what leads to them counts', () => {
    const {
      'xl/workbook.xml': book = '',
      'xl/_rels/workbook.xml.rels': rels = '',
      '_rels/.rels': root = '',
      ...rest
    } = parts
    const { 'xl/worksheets/sheet1.xml': sheet = '' } = rest
    const moved = (target: string, place: string) =>
      zipped({
        '_rels/.rels': root.replace('xl/workbook.xml', '/Data/book2.xml'),
        'Data/book2.xml': book,
        'Data/_rels/book2.xml.rels': rels.replace('worksheets/sheet1.xml', target),
        [place]: sheet,
      })
    expect(names(moved('../sheets/./one.xml', 'sheets/one.xml'))).toEqual(['Jimmy'])
    expect(names(moved('/sheets/one.xml', 'sheets/one.xml'))).toEqual(['Jimmy'])
    expect(names(moved('Blatt%201.xml', 'Data/Blatt 1.xml'))).toEqual(['Jimmy'])
    expect(names(moved('SHEETS\\One.xml', 'Data/sheets/one.xml'))).toEqual(['Jimmy'])
    expect(refusal(moved('sheets/two.xml', 'Data/sheets/one.xml'))).toMatch('no sheet')
  })

  test('a sheet of a chart is none, an outside one neither', () => {
    const { 'xl/_rels/workbook.xml.rels': rels = '' } = parts
    expect(
      refusal(zipped({ ...parts, 'xl/_rels/workbook.xml.rels': rels.replace('/worksheet"', '/chartsheet"') })),
    ).toMatch('no sheet')
    expect(
      refusal(
        zipped({ ...parts, 'xl/_rels/workbook.xml.rels': rels.replace('Target=', 'TargetMode="External" Target=') }),
      ),
    ).toMatch('no sheet')
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['a binary workbook', { 'xl/workbook.bin': '' }, /binary workbook \(\.xlsb\)/],
    ['OpenDocument', { mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '' }, /OpenDocument/],
    ['Numbers', { 'Index/Document.iwa': '' }, /Numbers/],
    ['a letter', { 'word/document.xml': '' }, /no workbook/],
  ])('%s is refused by its name', (_, other, message) => {
    expect(refusal(zipped(other))).toMatch(message)
  })
})

test('a million rows that are empty and have a style are read in seconds', () => {
  const rows = Array.from({ length: 1_048_574 }, (_, at) => `<row r="${at + 3}" s="1" customFormat="1"/>`).join('')
  const { 'xl/worksheets/sheet1.xml': sheet = '' } = parts
  const bytes = zipped({ ...parts, 'xl/worksheets/sheet1.xml': sheet.replace('</sheetData>', `${rows}$&`) })
  const before = performance.now()
  expect(names(bytes)).toEqual(['Jimmy'])
  expect(performance.now() - before).toBeLessThan(20_000)
})
