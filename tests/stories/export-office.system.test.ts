// Everything that stands in an office, of every type: an export of it loads into an empty installation, which exports the same to the byte.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { awkwardTexts, furnishOffice } from '../helpers/office-world.ts'

let home: TestHome
let empty: TestHome
beforeAll(async () => {
  home = await makeHome()
  empty = await makeHome()
  await furnishOffice(home)
})
afterAll(async () => {
  await home?.close()
  await empty?.close()
})

interface Exported {
  readonly files: readonly { readonly file: string; readonly type: string; readonly rows: number }[]
  readonly beside: readonly unknown[]
}
interface Loaded {
  readonly done: boolean
  readonly files: readonly {
    readonly type: string
    readonly new: number
    readonly filled: number
    readonly same: number
    readonly faults: readonly unknown[]
    readonly kept: readonly unknown[]
    readonly told: readonly unknown[]
  }[]
}

const exported = async (of: TestHome, folder: string, format: string, as = 'grace') =>
  (await of.satchel(['--as', as, '--json', 'export', '--all', folder, '--format', format])).json<Exported>()
const loaded = async (into: TestHome, folder: string, ...options: readonly string[]) =>
  (await into.satchel(['--as', 'grace', '--json', 'load', folder, ...options])).json<Loaded>()
const counts = ({ files }: Loaded, what: 'new' | 'filled' | 'same') => files.map(file => file[what])
const quiet = ({ files }: Loaded) =>
  files.every(({ faults, kept, told }) => faults.length + kept.length + told.length === 0)

const rows = [20, 20, 20, 20, 20, 20, 160, 80, 60, 38, 60, 40, 3]

test.each(['csv', 'xlsx', 'json', 'sx1'])('as %s, into an empty installation and out of it again', async format => {
  const target = await makeHome({ from: empty })
  const first = join(home.home.folder, `first-${format}`)
  const second = join(target.home.folder, 'second')
  expect((await exported(home, first, format)).files.map(file => file.rows)).toEqual(rows)
  const dry = await loaded(target, first, '--dry-run')
  expect([dry.done, counts(dry, 'new'), quiet(dry)]).toEqual([false, rows, true])
  expect(await target.rows('select from organization')).toHaveLength(0)
  const made = await loaded(target, first)
  expect([made.done, counts(made, 'new'), quiet(made)]).toEqual([true, rows, true])
  await exported(target, second, format)
  expect(readdirSync(second)).toEqual(readdirSync(first))
  for (const file of readdirSync(first))
    expect(readFileSync(join(second, file)).equals(readFileSync(join(first, file))), file).toBe(true)
  // again, and where it came from: nothing changes
  for (const where of [target, home]) {
    const again = await loaded(where, first)
    expect([counts(again, 'same'), quiet(again)]).toEqual([rows, true])
  }
  await target.close()
})

test('JSON says every value as the database has it, and numbers as numbers', async () => {
  const folder = join(home.home.folder, 'values')
  await exported(home, folder, 'json')
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>[]
  expect(read('organization.json').map(({ note }) => note)).toEqual(awkwardTexts.toReversed())
  expect(read('deal.json')[0]).toMatchObject({
    id: '1',
    kind: 'opportunity',
    party: 'O-049',
    amount: 1000.5,
    expected: '2027-03-04',
  })
  expect(read('ticket.json').find(({ closed }) => closed !== undefined)).toMatchObject({
    closed: '2026-05-06T04:08:09.123456Z',
  })
})

test('one who sees less exports less, and nothing of others', async () => {
  const folder = join(home.home.folder, 'of-anna')
  const { files } = await exported(home, folder, 'csv', 'anna')
  // goods are for everybody to read
  expect(files.filter(file => file.rows > 0).map(({ type }) => type)).toEqual(['product'])
})

test('a folder that holds something is not written to, and a file of no type is not read over', async () => {
  const folder = join(home.home.folder, 'taken')
  mkdirSync(folder)
  writeFileSync(join(folder, 'shopping.csv'), 'id\n')
  expect((await home.satchel(['export', '--all', folder])).err).toContain('is not empty')
  const refused = await home.satchel(['load', folder])
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('has the name of no type of record')])
})
