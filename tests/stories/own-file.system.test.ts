// Files in fields of one's own: put in, shown, saved, replaced and taken away by commands; seen exactly by who sees the field.

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { openLogins } from '../helpers/staff-logins.ts'

const staff = { anna: 'sales', baraka: 'sales', grace: 'office', sam: 'support', mary: 'marketing' } as const
type Name = keyof typeof staff
const patterns = ['record', 'owner', 'office', 'everybody'] as const

let folder: string
let home: TestHome
let goat: string
let logins: Awaited<ReturnType<typeof openLogins<Name>>>
const at = (name: string) => join(folder, name)
const one = async <T extends object>(text: string, values: readonly unknown[] = []) =>
  (await home.rows<T & Record<string, unknown>>(text, values))[0]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-file-'))
  home = await makeHome()
  await home.person('P-77', 'anna')
  for (const words of [
    ['new-type', 'goat', 'papers:file', 'tag:text'],
    ['new-table', 'picture', 'photo:file', 'told:text', '--of', 'goat'],
    ...patterns.map(rights => ['new-table', `row-${rights}`, 'scan:file', '--of', 'person', '--rights', rights]),
  ]) {
    const made = await home.satchel(words)
    if (made.code !== 0) throw new Error(made.err)
  }
  writeFileSync(at('scan.pdf'), '%PDF-1.4 canaryscan')
  writeFileSync(at('photo.png'), Buffer.from('89504e470d0a1a0a00', 'hex'))
  writeFileSync(at('page.pdf'), '<html><script>alert(1)</script>')
  const added = await home.satchel([
    '--json',
    'add',
    'goat',
    'name=Berta',
    'tag=7',
    `papers=@${at('scan.pdf')}`,
    '--owner',
    'anna',
  ])
  if (added.code !== 0) throw new Error(added.err)
  goat = added.json<{ record: string }>().record
  for (const rights of patterns) {
    const set = await home.satchel(['set', 'P-77', `row-${rights}/new.scan=@${at('scan.pdf')}`])
    if (set.code !== 0) throw new Error(set.err)
  }
  logins = await openLogins({ ...home, one } as unknown as Parameters<typeof openLogins<Name>>[0], staff)
}, 180_000)
afterAll(async () => {
  await logins?.close()
  await home?.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('commands', () => {
  test('a file is put in, shown by its name, and saved as it was', async () => {
    expect((await home.satchel(['fields', 'goat'])).out).toMatch(/^papers +file /m)
    expect((await home.satchel(['show', goat])).out).toMatch(/^Papers +scan\.pdf$/m)
    const saved = await home.satchel(['file', goat, 'papers', '--to', at('again.pdf')])
    expect(saved).toMatchObject({ code: 0, out: `scan.pdf (19 bytes) is saved as ${at('again.pdf')}\n` })
    expect(readFileSync(at('again.pdf'), 'utf8')).toBe('%PDF-1.4 canaryscan')
    expect(statSync(at('again.pdf')).mode & 0o777).toBe(0o600)
    // nothing is written over
    expect((await home.satchel(['file', goat, 'papers', '--to', at('again.pdf')])).code).toBe(2)
    expect(
      await one('select attachment_type as type from attachment where attachment_field like $1', ['own_goat.%']),
    ).toEqual({ type: 'application/pdf' })
  })

  test('the same bytes are the same value, other ones take its place, and the kind is what the bytes are', async () => {
    expect((await home.satchel(['set', goat, `papers=@${at('again.pdf')}`])).out).toContain('papers: it is so already')
    const other = await home.satchel(['set', goat, `papers=@${at('page.pdf')}`, 'tag=8'])
    expect(other).toMatchObject({ code: 0 })
    expect(other.out).toContain('papers: set, was scan.pdf (19 B)')
    expect(
      await home.rows(
        "select attachment_filename as name, attachment_type as type from attachment where attachment_field = 'own_goat.own_goat_papers'",
      ),
    ).toEqual([{ name: 'page.pdf', type: 'text/plain' }])
    const history = (await home.satchel(['history', goat])).out
    expect(history).toMatch(/own_goat\.papers .*scan\.pdf, SHA-256 [0-9a-f]{64} -> page\.pdf, SHA-256 [0-9a-f]{64}/)
    expect(await one('select tag from (select own_goat_tag as tag from own_goat) g')).toEqual({ tag: '8' })
  })

  test('lists and searches find it by its name', async () => {
    expect((await home.satchel(['list', 'goat', 'papers~page'])).out).toContain(goat)
    expect((await home.satchel(['list', 'goat', 'papers=page.pdf', '--columns', 'papers'])).out).toContain('page.pdf')
    expect((await home.satchel(['list', 'goat', 'papers~zzz'])).out).not.toContain(goat)
    expect((await home.satchel(['list', 'goat', 'papers='])).out).not.toContain(goat)
    expect((await home.satchel(['find', 'page.pdf'])).out).toContain(goat)
  })

  test('a row is made for a file, and another file is put into it', async () => {
    const made = await home.satchel(['set', goat, `picture/new.photo=@${at('photo.png')}`])
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(
      await home.satchel(['set', goat, 'picture/1.told=From the front', `picture/1.photo=@${at('scan.pdf')}`]),
    ).toMatchObject({ code: 0 })
    expect(
      await home.satchel(['set', goat, 'picture/new.told=From behind', `picture/new.photo=@${at('photo.png')}`]),
    ).toMatchObject({ code: 0 })
    expect(
      await home.rows(
        'select own_picture_told as told, attachment_filename as name from own_picture join attachment on attachment_id = own_picture_photo order by own_picture_id',
      ),
    ).toEqual([
      { told: 'From the front', name: 'scan.pdf' },
      { told: 'From behind', name: 'photo.png' },
    ])
    expect((await home.satchel(['file', goat, 'picture/2.photo', '--to', at('two.png')])).code).toBe(0)
    expect(readFileSync(at('two.png'))).toEqual(readFileSync(at('photo.png')))
    // its file goes with the row
    expect(await home.satchel(['set', goat, 'picture-=2'])).toMatchObject({ code: 0 })
    expect(
      await home.rows(
        "select attachment_filename as name from attachment where attachment_field = 'own_picture.own_picture_photo'",
      ),
    ).toEqual([{ name: 'scan.pdf' }])
  })

  test.each([
    ['papers=scan.pdf', 'is a file, and not its name'],
    ['papers+=@/nowhere', 'has one value'],
    ['papers=@/nowhere/scan.pdf', 'cannot be read'],
    ['papers=@/tmp', 'is no file'],
  ])('%s is refused', async (word, sentence) => {
    const ended = await home.satchel(['set', goat, word])
    expect([ended.code, ended.err.includes(sentence)]).toEqual([2, true])
  })

  test('where somebody changed the file since the writer looked, nothing is written', async () => {
    const before = (await home.satchel(['show', goat])).out
    const late = ['set', goat, `papers=@${at('photo.png')}`, 'tag=9', '--was', `papers=${'a'.repeat(64)}`]
    const ended = await home.satchel(late)
    expect([ended.code, ended.err]).toEqual([3, expect.stringContaining('Somebody changed the file of this field')])
    expect((await home.satchel(['show', goat])).out).toBe(before)
  })

  test('25 MiB are the most', async () => {
    writeFileSync(at('large.bin'), Buffer.alloc(25 * 1024 * 1024, 1))
    expect(await home.satchel(['set', goat, `papers=@${at('large.bin')}`])).toMatchObject({ code: 0 })
    writeFileSync(at('large.bin'), Buffer.alloc(25 * 1024 * 1024 + 1, 1))
    const ended = await home.satchel(['set', goat, `papers=@${at('large.bin')}`])
    expect([ended.code, ended.err.includes('has over 25 MiB')]).toEqual([2, true])
  })

  test('with --dry-run nothing is kept, and an empty value takes it away with its bytes', async () => {
    const count = async () =>
      (
        await one<{ n: string }>(
          "select count(*) as n from attachment where attachment_field = 'own_goat.own_goat_papers'",
        )
      )?.n
    await home.satchel(['set', goat, `papers=@${at('scan.pdf')}`])
    expect(await home.satchel(['set', goat, 'papers=', '--dry-run'])).toMatchObject({ code: 0 })
    expect(await count()).toBe('1')
    expect((await home.satchel(['set', goat, 'papers='])).out).toContain('papers: emptied, was scan.pdf (19 B)')
    expect(await count()).toBe('0')
    const gone = await home.satchel(['file', goat, 'papers', '--to', at('none.pdf')])
    expect([gone.code, gone.err.includes('there is no file in the field papers'), existsSync(at('none.pdf'))]).toEqual([
      2,
      true,
      false,
    ])
  })
})

describe('row security', () => {
  const reads = async (name: Name, rights: string) => {
    const text = `select attachment_filename as name from attachment where attachment_field = 'own_row_${rights}.own_row_${rights}_scan'`
    return (await logins.as(name).query(text)).rows.length
  }
  test.each([
    ['record', { anna: 1, baraka: 0, grace: 1, sam: 1, mary: 0 }],
    ['owner', { anna: 1, baraka: 0, grace: 1, sam: 0, mary: 0 }],
    ['office', { anna: 0, baraka: 0, grace: 1, sam: 0, mary: 0 }],
    ['everybody', { anna: 1, baraka: 1, grace: 1, sam: 1, mary: 1 }],
  ])('a file in a table with the rights %s is read by whoever reads its row', async (rights, expected) => {
    const seen: Record<string, number> = {}
    for (const name of Object.keys(staff) as Name[]) seen[name] = await reads(name, rights)
    expect(seen).toEqual(expected)
  })

  const field = 'own_row_everybody.own_row_everybody_scan'
  const scan = async (table: string) =>
    (await one<{ id: string }>(`select own_${table}_scan as id from own_${table}`))?.id
  const refused = (name: Name, text: string, values: readonly unknown[] = []) =>
    expect(logins.as(name).query(text, [...values])).rejects.toMatchObject({ code: '42501' })

  test('nobody reaches the file of a row that they do not see by its number', async () => {
    // of the same column and record, of another record, of the folder
    const office = await scan('row_office')
    const record = await scan('row_record')
    await home.person('P-78', 'baraka')
    await home.satchel(['attach', 'P-77', at('scan.pdf')])
    const folderFile = (
      await one<{ id: string }>('select attachment_id as id from attachment where attachment_field is null')
    )?.id
    const { rows } = await logins
      .as('baraka')
      .query<{ id: string }>(
        "insert into own_row_record (own_row_record_person) select person_id from person where person_hid = 'P-78' returning own_row_record_id as id",
      )
    for (const id of [office, record, folderFile])
      await refused('baraka', 'update own_row_record set own_row_record_scan = $1 where own_row_record_id = $2', [
        id,
        rows[0]?.id,
      ])
    // nor is the file of one row made that of another row of the same record
    await refused(
      'anna',
      'insert into own_row_record (own_row_record_person, own_row_record_scan) select own_row_record_person, own_row_record_scan from own_row_record where own_row_record_scan = $1',
      [record],
    )
  })

  test('who reads a row that they may not write changes, moves and deletes no file of it', async () => {
    const id = await scan('row_everybody')
    // to another record nobody moves it, the office neither, unless the records are merged
    await refused('grace', "update attachment set attachment_entity = find_entity('P-78') where attachment_id = $1", [
      id,
    ])
    for (const text of [
      "update attachment set attachment_filename = 'other.pdf' where attachment_id = $1",
      "update attachment set attachment_data = 'other' where attachment_id = $1",
      'update attachment set attachment_field = null where attachment_id = $1',
    ])
      await refused('anna', text, [id])
    expect((await logins.as('anna').query('delete from attachment where attachment_id = $1', [id])).rowCount).toBe(0)
    expect((await logins.as('grace').query('delete from attachment where attachment_id = $1', [id])).rowCount).toBe(0)
    await refused(
      'anna',
      "insert into attachment (attachment_entity, attachment_field, attachment_filename, attachment_data) select attachment_entity, attachment_field, 'x', 'x' from attachment where attachment_id = $1",
      [id],
    )
    await refused(
      'anna',
      "select field_file('own_row_everybody', 'own_row_everybody_scan', own_row_everybody_id, 'x', null, 'x') from own_row_everybody",
    )
    expect(await scan('row_everybody')).toBe(id)
  })

  test('psql writes a file with its field, up to 25 MiB, and none that no row names', async () => {
    const put = (name: string, data: string) =>
      logins
        .as('anna')
        .query(
          `update own_row_record set own_row_record_scan = field_file('own_row_record', 'own_row_record_scan', own_row_record_id, $1, null, ${data}) where own_row_record_scan is not null`,
          [name],
        )
    expect((await put('own.txt', "'by psql'")).rowCount).toBe(1)
    expect(
      await home.rows(
        "select attachment_filename as name, convert_from(attachment_data, 'UTF8') as data from attachment where attachment_field like 'own_row_record.%'",
      ),
    ).toEqual([{ name: 'own.txt', data: 'by psql' }])
    expect((await put('most.bin', "convert_to(repeat('x', 26214400), 'UTF8')")).rowCount).toBe(1)
    for (const [name, data, constraint] of [
      ['more.bin', "convert_to(repeat('x', 26214401), 'UTF8')", 'attachment_attachment_data_check'],
      ['../up.txt', "'x'", 'attachment_attachment_filename_check'],
      ['two\nlines.txt', "'x'", 'attachment_attachment_filename_check'],
      ['', "'x'", 'attachment_attachment_filename_check'],
    ] as const)
      await expect(put(name, data)).rejects.toMatchObject({ code: '23514', constraint })
    await expect(
      logins
        .as('anna')
        .query(
          "select field_file('own_row_record', 'own_row_record_scan', own_row_record_id, 'x', null, 'x') from own_row_record",
        ),
    ).rejects.toMatchObject({ code: '23514', constraint: 'attachment_held' })
    await expect(
      logins.as('anna').query("select field_file('person', 'person_note', 1, 'x', null, 'x')"),
    ).rejects.toMatchObject({ code: '22023' })
    expect(
      await home.rows('select attachment_filename as name from attachment where attachment_field = $1', [field]),
    ).toEqual([{ name: 'scan.pdf' }])
  })
})
