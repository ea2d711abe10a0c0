// The same file again changes nothing, also for people of whom it says nothing but a name: each row leads to the record that it led to
// before, through merges, renames and new formats.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { sheetsOf } from '../helpers/sheets.ts'

let empty: TestHome
let home: TestHome
beforeAll(async () => {
  empty = await makeHome()
})
afterAll(() => empty.close())
beforeEach(async () => {
  home = await makeHome({ from: empty })
  return () => home.close()
})

const { sheet, load, people } = sheetsOf(() => home)
const sample = (name: string) => join(import.meta.dirname, 'files/twice', name)

const ids = () =>
  home.rows<{ id: number; given: string; removed: boolean }>(
    `select person_id::int as id, person_given as given, entity_deleted is not null as removed from person join entity on entity_id = person_id order by 1`,
  )
const everything = () =>
  Promise.all(
    ['entity', 'person', 'contact_point', 'address', 'audit', 'change', 'load_run', 'load_key'].map(table =>
      home.rows(`select * from ${table} order by ${table}_id`),
    ),
  )
const office = (...args: readonly string[]) => home.satchel(['--as', 'grace', ...args])
async function merge(): Promise<void> {
  const [kept, lost] = await ids()
  expect((await office('duplicate', 'merge', `P${kept?.id}`, `P${lost?.id}`)).code).toBe(0)
}

describe('people of whom the file says nothing but a name', () => {
  test('are the same people when the file is loaded again', async () => {
    expect(await load(sample('names-only-twice.csv'))).toMatchObject({ code: 0, new: 2 })
    const once = await everything()
    expect(await load(sample('names-only-twice.csv'))).toMatchObject({ code: 0, new: 0, same: 2, told: [] })
    expect(await everything()).toEqual(once)
  })

  test('are known in another order, in another format, and beside new rows', async () => {
    const names = ['Ann Lee', 'Bo Dean', 'Cy Young', 'Dee Marsh']
    await load(sheet(`name\n${names.join('\n')}\n`))
    expect(
      await load(
        sheet(
          `Remark,name\n,Eve Black\n${names
            .toReversed()
            .map(name => `,${name}`)
            .join('\n')}\n`,
          'b.csv',
        ),
        '--map',
        'Remark=-',
      ),
    ).toMatchObject({ new: 1, same: 4 })
    const json = sheet(JSON.stringify([...names, 'Eve Black', 'Flo Reed'].map(name => ({ name }))), 'c.json')
    expect(await load(json)).toMatchObject({ new: 1, same: 5 })
    expect(await load(json)).toMatchObject({ new: 0, same: 6 })
  })

  test('two of one name are two, are told as looking like one, and each row keeps its own', async () => {
    const file = sheet('name,note\nJohn Smith,tall\nJohn Smith,\nJohn Smith,\n')
    expect(await load(file)).toMatchObject({ code: 3, new: 3, told: [{ line: 3 }, { line: 4 }] })
    const once = await everything()
    expect(await load(file)).toMatchObject({ code: 0, new: 0, same: 3 })
    expect(await everything()).toEqual(once)
    const longer = sheet('name,note\nJohn Smith,\nJohn Smith,tall\nJohn Smith,\nJohn Smith,\n')
    expect(await load(longer)).toMatchObject({ new: 1, same: 3 })
  })

  test('a name alone in another file is somebody else, and told', async () => {
    await load(sheet('name\nJohn Smith\nAnn Lee\nBo Dean\n'))
    const other = sheet('name\nJohn Smith\nZoe Quill\nYan Pell\n', 'other.csv')
    expect(await load(other)).toMatchObject({
      code: 3,
      new: 3,
      same: 0,
      told: [{ line: 2, what: expect.stringContaining('somebody new') }],
    })
  })

  test('with a birthday, or street and town, are known in any file; where something contradicts they are not', async () => {
    const heading = 'name,born,street,city,academic title\n'
    await load(sheet(`${heading}John Smith,1980-05-31,,,\nAnn Lee,,Plot 7,Moshi,\nCy Young,1950-01-01,Plot 9,Moshi,\n`))
    const other = sheet(`${heading}John Smith,1980-05-31,,,Dr\nAnn Lee,,plot 7,moshi,Dr\n`, 'other.csv')
    expect(await load(other)).toMatchObject({ code: 0, new: 0, filled: 2 })
    const third = sheet(
      `${heading}John Smith,1981-05-31,,,\nAnn Lee,1970-01-01,Plot 8,Moshi,\nAnn Lee,,Plot 7,Rombo,\nZed Low,,Plot 7,Moshi,\nCy Young,1981-01-01,Plot 9,Moshi,\n`,
      'third.csv',
    )
    expect(await load(third)).toMatchObject({ new: 5, same: 0, filled: 0 })
  })
})

describe('after the office merged two', () => {
  // the numbers of the sample are British
  beforeEach(() => home.rows("update instance set instance_calling_code = '+44'"))

  test('their rows lead to the one that stays, which is not asked about what was decided', async () => {
    expect(await load(sample('merge-then-reload.csv'))).toMatchObject({ code: 0, new: 3 })
    await merge()
    const merged = await everything()
    expect(await load(sample('merge-then-reload.csv'))).toMatchObject({
      code: 0,
      new: 0,
      filled: 0,
      same: 3,
      held: [],
      kept: [],
    })
    expect(await everything()).toEqual(merged)
  })

  test('so do a contact with the old name, and the old id, in a file that never came before', async () => {
    await load(sheet('id,name,phone\nL-1,Jimmy Okello,07911 123456\nL-2,Jimmy Okelo,07911 123456\n'))
    expect((await office('duplicate', 'merge', 'L-1', 'L-2')).code).toBe(0)
    const later = sheet(
      'id,name,phone,academic title\n,Jimmy Okelo,07911 123456,Dr\nL-2,Jimmy Okelo,,\nL-2,Jimmy Okello,,\n',
      'later.csv',
    )
    expect(await load(later)).toMatchObject({ new: 0, faults: [], held: [], same: 2, filled: 1 })
  })

  test('of whom the file says but a name, too', async () => {
    const file = sheet('name\nJimmy Okello\nJim Okelo\n')
    await load(file)
    await merge()
    expect(await load(file)).toMatchObject({ code: 0, new: 0, same: 2, held: [] })
  })

  test('and to two again when the merge is undone', async () => {
    await load(sample('merge-then-reload.csv'))
    await merge()
    await load(sample('merge-then-reload.csv'))
    const later = sheet('name,phone,academic title\nJimmy Okelo,07911 123456,Dr\n', 'later.csv')
    expect(await load(later)).toMatchObject({ new: 0, filled: 1 })
    const [found] = await home.rows<{ id: string }>('select record_merge_id as id from record_merge')
    expect((await office('duplicate', 'undo', String(found?.id))).code).toBe(0)
    expect(await load(sample('merge-then-reload.csv'))).toMatchObject({ new: 0, same: 3, held: [], kept: [] })
    expect(await load(later)).toMatchObject({ new: 0, faults: [] })
    expect((await ids()).filter(one => !one.removed).length).toBe(3)
  })
})

test('somebody whom the office renamed is asked about, and not made anew', async () => {
  await load(sample('names-only-twice.csv'))
  await home.rows("update person set person_given = 'Renamed' where person_given = 'Only'")
  expect(await load(sample('names-only-twice.csv'))).toMatchObject({
    code: 3,
    new: 0,
    held: [{ line: 2, columns: ['First name'] }],
  })
})

test('so is somebody with an id, whom the row names as it did before', async () => {
  const file = sheet('id,name\nK-1,Ann Lee\n')
  await load(file)
  await home.rows("update person set person_family = 'Moss'")
  expect(await load(file)).toMatchObject({ code: 3, new: 0, faults: [], held: [{ line: 2, columns: ['name'] }] })
  expect(await load(sheet('id,name,academic title\nK-1,Ann Lee,Dr\n', 'other.csv'))).toMatchObject({
    faults: [{ line: 2, column: 'id' }],
  })
})

test('somebody whom the office removed stays removed, and the row is told', async () => {
  await load(sample('names-only-twice.csv'))
  await home.rows("update entity set entity_deleted = now() where entity_name = 'Only Name'")
  expect(await load(sample('names-only-twice.csv'))).toMatchObject({
    code: 3,
    new: 0,
    same: 2,
    done: true,
    told: [{ line: 2, what: expect.stringContaining('stays removed') }],
  })
})

test('of somebody who is erased no digest stays', async () => {
  await load(sample('names-only-twice.csv'))
  const [first] = await ids()
  expect((await office('erase', `P${first?.id}`, '--sure')).code).toBe(0)
  expect(await home.rows('select load_key_entity::int as id from load_key')).toEqual([{ id: (await ids())[0]?.id }])
})

describe('a UID', () => {
  const card = (uid: string, name: string, tel: string) =>
    `BEGIN:VCARD\nVERSION:3.0\nUID:${uid}\nFN:${name}\nN:${name.split(' ').toReversed().join(';')};;;\nTEL:${tel}\nEND:VCARD\n`

  test('is one person through files, with a second number', async () => {
    expect(await load(sample('uid-1.vcf'))).toMatchObject({ code: 0, new: 1 })
    expect(await load(sample('uid-2.vcf'))).toMatchObject({ code: 0, new: 0, filled: 1 })
    expect(await people()).toMatchObject([{ given: 'Uid', contacts: '+31611111114|+31611111999' }])
    expect(await load(sample('uid-1.vcf'))).toMatchObject({ code: 0, new: 0, same: 1 })
  })

  test('is the person also under another name, which the office is asked about; two in one file are one', async () => {
    await load(sample('uid-1.vcf'))
    const renamed = sheet(card('urn:uuid:11', 'Uid Married', '+31611111114'), 'renamed.vcf')
    expect(await load(renamed)).toMatchObject({ new: 0, held: [{ line: 1, columns: ['name'] }] })
    const both = sheet(
      card('urn:uuid:12', 'Ann Lee', '+31611111115') + card('urn:uuid:12', 'Ann Lee', '+31611111116'),
      'both.vcf',
    )
    expect(await load(both)).toMatchObject({ new: 1, filled: 1 })
  })

  test('of one record beside the number or id of another is a fault', async () => {
    await load(sheet(card('urn:uuid:11', 'Ann Lee', '+31611111115'), 'a.vcf'))
    await load(sheet('id,name,phone\nK-1,Bo Dean,+31611111116\n'))
    const wrong = sheet('uid,id,name,phone\n11,K-1,Bo Dean,\n11,,Bo Dean,+31611111116\n', 'wrong.csv')
    expect(await load(wrong)).toMatchObject({
      done: false,
      faults: [2, 3].map(line => ({ line, column: 'uid', fault: expect.stringContaining('another record') })),
    })
  })
})

test('a salesperson learns nothing of the rows of others, and keeps their own', async () => {
  await office('load', sample('names-only-twice.csv'), '--owner', 'baraka')
  const asAnna = async () =>
    (await home.satchel(['--json', '--as', 'anna', 'load', sample('names-only-twice.csv')])).json()
  expect(await asAnna()).toMatchObject({ new: 2, same: 0, told: [] })
  expect(await asAnna()).toMatchObject({ new: 0, same: 2 })
  expect(await asAnna()).toMatchObject({ new: 0, same: 2 })
  await office('load', sample('uid-1.vcf'), '--owner', 'baraka')
  const card = await home.satchel(['--json', '--as', 'anna', 'load', sample('uid-2.vcf')])
  expect(card.json()).toMatchObject({ new: 1, faults: [], told: [] })
  expect(readFileSync(sample('uid-2.vcf'), 'utf8')).toContain('urn:uuid:11')
})
