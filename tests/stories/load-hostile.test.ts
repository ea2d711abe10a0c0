// Files that are wrong, damaged or meant to harm, as one type and in a folder: each is told in a sentence, never as a bug, and nothing is loaded.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { partsOf, textRow, workbook, zipped } from '../helpers/xlsx.ts'

let home: TestHome
let folder: string
beforeAll(async () => {
  home = await makeHome()
})
afterAll(() => home?.close())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-hostile-'))
  return () => rmSync(folder, { recursive: true, force: true })
})

const load = (path: string, ...options: readonly string[]) => home.satchel(['--as', 'grace', 'load', path, ...options])
const put = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
const nothing = async () =>
  expect(
    await home.rows(
      'select organization_id from organization union all select product_id from product union all select deal_id from deal',
    ),
  ).toEqual([])
const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))
const sheet = textRow(1, 'id', 'name') + textRow(2, 'O-1', 'Soko')

const vectors = ['load', 'xlsx', 'cards'].flatMap(kind => {
  const path = join(import.meta.dirname, '../vectors', kind)
  return readdirSync(path)
    .filter(name => !name.endsWith('encodings.json'))
    .map(name => [name, join(path, name)] as const)
})

describe('lists of people that others got wrong are none of organisations', () => {
  test.each(vectors)('%s', async (name, path) => {
    const alone = await load(path, '--type', 'organization', '--dry-run')
    expect([2, 3], alone.err).toContain(alone.code)
    expect(alone.err + alone.out).not.toMatch(/bug|undefined|\[object/)
    put(`deals${/\.[a-z]+$/.exec(name)?.[0]}`, readFileSync(path))
    expect([2, 3]).toContain((await load(folder)).code)
    await nothing()
  })
})

describe('one file', () => {
  test.each<[string, string, string | Uint8Array, RegExp]>([
    ['nothing at all', 'a.csv', '', /load\/not-csv/],
    ['headings alone of no field', 'a.csv', 'x,y\n', /"x" is not known/],
    ['a picture', 'a.csv', Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72]), /load\//],
    ['zeros', 'a.csv', new Uint8Array(5000), /load\//],
    ['Windows-1252 that is said to be UTF-8', 'a.csv', latin1('id,name\nO-1,M\xfcller\n'), /line 3|line 2|encoding/i],
    ['a workbook that is cut off', 'a.xlsx', workbook({ sheets: { A: sheet } }).slice(0, 400), /cut off or damaged/],
    [
      'a bomb',
      'a.xlsx',
      zipped({
        ...partsOf({ sheets: { A: sheet } }),
        'xl/worksheets/sheet1.xml': new Uint8Array(65 * 2 ** 20).fill(32),
      }),
      /load\/not-csv/,
    ],
    ['JSON that nests without an end', 'a.json', `[${'['.repeat(100_000)}`, /load\/not-csv/],
    ['SX1 that nests without an end', 'a.sexp', '('.repeat(100_000), /load\/not-csv/],
    ['a cell without an end', 'a.csv', `id,name\nO-1,"${'x'.repeat(20_000)}`, /line 2|load\/not-csv/],
    ['too many columns', 'a.csv', `${Array.from({ length: 401 }, (_, at) => `c${at}`).join(',')}\n`, /load\//],
  ])('%s is told', async (_, name, content, said) => {
    const options = name === 'a.csv' && content instanceof Uint8Array ? ['--encoding', 'utf-8'] : []
    for (const type of ['organization', 'product']) {
      const ended = await load(put(name, content), '--type', type, ...options)
      expect([2, 3], ended.err + ended.out).toContain(ended.code)
      expect(ended.err + ended.out).toMatch(said)
    }
    await nothing()
  })

  test('an unknown type and an unknown column name the nearest that there is', async () => {
    const path = put('a.csv', 'id,name,staffcuont\nO-1,Soko,4\n')
    expect((await load(path, '--type', 'organizatoin')).err).toContain('do you mean organization?')
    expect((await load(path, '--type', 'deal lines')).err).toContain('do you mean deal-line?')
    expect((await load(path, '--type', 'xyzzy')).err).toMatch(/hint: types: product, group/)
    expect((await load(path, '--type', 'organization')).err).toContain('--map "staffcuont=staffcount"')
    await nothing()
  })
})

describe('a folder', () => {
  const good = 'id,name\nO-1,Soko\n'

  test('with a link is refused, wherever it leads', async () => {
    const secret = mkdtempSync(join(tmpdir(), 'satchel-elsewhere-'))
    writeFileSync(join(secret, 'organization.csv'), good)
    try {
      for (const target of [join(secret, 'organization.csv'), secret, join(folder, 'gone.csv'), '/dev/zero']) {
        const link = join(folder, 'organization.csv')
        symlinkSync(target, link)
        put('product.csv', 'id,name\nP-1,Maize\n')
        const ended = await load(folder)
        expect([ended.code, ended.err]).toEqual([2, expect.stringContaining(`${link} is a link.`)])
        rmSync(link)
      }
    } finally {
      rmSync(secret, { recursive: true })
    }
    await nothing()
  })

  test('with a folder in it, or with a file of no type, is refused, and the nearest type is named', async () => {
    put('organization.csv', good)
    mkdirSync(join(folder, 'more'))
    expect((await load(folder)).err).toContain('more is a folder.')
    rmSync(join(folder, 'more'), { recursive: true })
    put('organizatoins.csv', good)
    const misspelt = await load(folder)
    expect([misspelt.code, misspelt.err]).toEqual([2, expect.stringContaining('has the name of no type of record')])
    expect(misspelt.err).toContain('do you mean organization?')
    await nothing()
  })

  test('with one damaged file loads none of the others', async () => {
    put('organization.csv', good)
    put('product.xlsx', workbook({ sheets: { A: sheet } }).slice(0, 300))
    const damaged = await load(folder)
    expect([damaged.code, damaged.err]).toEqual([2, expect.stringContaining('damaged')])
    rmSync(join(folder, 'product.xlsx'))
    put('deal.csv', 'id,name,kind,party\nD-1,Maize,order,Nobody\n')
    const ended = await load(folder)
    expect([ended.code, ended.out + ended.err]).toEqual([3, expect.stringContaining('names no record that is there')])
    await nothing()
  })
})
