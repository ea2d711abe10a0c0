// What a file says against what stands: asked of the office like anybody's answer, written where the loader says so, or only told.

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
  // Jimmy Okello, 1980-05-01, +255 700 000 001, Plot 7 in Moshi, note "Grows maize"
  await home.person('P900')
  return () => home.close()
})

const { sheet, load, people } = sheetsOf(() => home)
const heading = 'id,given name,family name,born,academic title,note,street\n'
const other = () => sheet(`${heading}P900,Jimmy,Okello,1980-05-31,Dr,Sells beans,\n`)

interface Held {
  readonly id: string
  readonly slot: string
  readonly now: string
  readonly wants: string
  readonly reason: string
  readonly sender: string
}
const held = async () => (await home.satchel(['--as', 'grace', '--json', 'review', 'list'])).json<Held[]>()
const settle = async (word: 'accept' | 'refuse', slot: string) => {
  const id = (await held()).find(one => one.slot === slot)?.id ?? ''
  expect((await home.satchel(['--as', 'grace', 'review', word, id])).code).toBe(0)
}
const statements = () => home.rows('select change_slot, change_new, change_outcome from change order by change_id')
const sound = async () => {
  expect(await home.rows('select * from verify_states()')).toEqual([])
  expect(await home.rows('select 1 from letter')).toEqual([])
}

describe('hold, where nothing else is said', () => {
  test('changes nothing of what stands, fills what is empty, and asks the office once', async () => {
    expect(await load(other())).toMatchObject({
      code: 3,
      filled: 1,
      done: true,
      kept: [],
      held: [{ line: 2, columns: ['born', 'note'] }],
    })
    expect(await people()).toMatchObject([{ born: '1980-05-01', note: 'Grows maize', title: 'Dr' }])
    expect(await held()).toMatchObject([
      { slot: 'field/born', now: '1980-05-01', wants: '1980-05-31', reason: 'file-differs', sender: 'Office' },
      { slot: 'field/note', now: 'Grows maize', wants: 'Sells beans', reason: 'file-differs' },
    ])
    const once = await statements()
    expect(await load(other())).toMatchObject({
      code: 3,
      filled: 0,
      same: 1,
      held: [{ line: 2, columns: ['born', 'note'] }],
    })
    expect(await statements()).toEqual(once)
    expect((await home.satchel(['--json', 'query', 'load/runs', '--param', 'limit=5'])).json()).toMatchObject([
      { held: 1, same: 1 },
      { held: 1, filled: 1 },
    ])
    await sound()
  })

  test('a dry run tells the same and asks nothing', async () => {
    expect(await load(other(), '--dry-run')).toMatchObject({
      held: [{ line: 2, columns: ['born', 'note'] }],
      done: false,
    })
    expect(await statements()).toEqual([])
    expect(await home.rows('select 1 from packet')).toEqual([])
  })

  test('what the office accepts is written as its own edit, what it refuses is not asked again', async () => {
    await load(other())
    await settle('accept', 'field/born')
    await settle('refuse', 'field/note')
    expect(await people()).toMatchObject([{ born: '1980-05-31', note: 'Grows maize' }])
    expect((await home.satchel(['history', 'P900'])).out).toMatch(/staff_grace\s+people\.csv\s+update\s+person\.born/)
    const once = await statements()
    expect(await load(other())).toMatchObject({ code: 3, same: 1, kept: [{ line: 2, columns: ['note'] }], held: [] })
    expect(await statements()).toEqual(once)
    await sound()
  })

  test('a later file replaces what an earlier one still waits for', async () => {
    await load(other())
    await load(sheet(`${heading}P900,Jimmy,Okello,1980-05-30,,,\n`, 'later.csv'))
    expect(await held()).toMatchObject([
      { slot: 'field/note', wants: 'Sells beans' },
      { slot: 'field/born', wants: '1980-05-30' },
    ])
    await sound()
  })

  test('what somebody else writes meanwhile ends the question, without a letter', async () => {
    await load(other())
    await home.rows("update person set person_born = '1980-05-31' where person_hid = 'P900'")
    expect(await held()).toMatchObject([{ slot: 'field/note' }])
    expect((await home.satchel(['import'])).code).toBe(0)
    await sound()
  })

  test('an address, an id and an owner have no slot in a form: they stay and are told', async () => {
    const file = sheet(`id,given name,family name,street,city,owner\nP900,Jimmy,Okello,Plot 8,Moshi,baraka\n`)
    expect(await load(file)).toMatchObject({ kept: [{ line: 2, columns: ['owner', 'street'] }], held: [] })
    expect(await statements()).toEqual([])
  })

  test('erasing the person takes the question along', async () => {
    await load(other())
    // as earlier versions named it
    await home.rows("update reply set reply_draft = 'load-' || left(reply_digest, 32)")
    expect((await home.satchel(['erase', 'P900', '--sure'])).code).toBe(0)
    expect(await home.rows('select change_new, change_outcome, change_reason from change')).toEqual([
      { change_new: null, change_outcome: 'refused', change_reason: 'erased' },
      { change_new: null, change_outcome: 'refused', change_reason: 'erased' },
    ])
    // nor can the values be guessed from what is left
    expect(await home.rows('select reply_hid, reply_draft, reply_digest from reply')).toEqual([
      {
        reply_hid: expect.stringMatching(/^load-erased-/),
        reply_draft: expect.stringMatching(/^load-erased-/),
        reply_digest: 'erased',
      },
    ])
  })
})

describe('overwrite', () => {
  const write = (file: string) => load(file, '--on-conflict', 'overwrite')

  test('writes what the file says, blanks nothing, and changes nothing the second time', async () => {
    const file = sheet(`${heading}P900,Jimmy,Okello,1980-05-31,,,Plot 8\n`)
    expect(await write(file)).toMatchObject({ code: 0, filled: 1, kept: [], held: [] })
    expect(await people()).toMatchObject([{ born: '1980-05-31', note: 'Grows maize', addresses: 'Plot 8, Moshi, TZ' }])
    expect((await home.satchel(['history', 'P900'])).out).toMatch(/people\.csv|sheet.*\.csv/)
    expect(await write(file)).toMatchObject({ code: 0, filled: 0, same: 1 })
    expect(
      await home.rows("select 1 from audit where audit_verb = 'update' and audit_table in ('person', 'address')"),
    ).toHaveLength(2)
    await sound()
  })

  test('a name in other letters is the same name, and one of two addresses is not guessed', async () => {
    await home.rows(
      "insert into address (address_entity, address_kind, address_city) select person_id, lookup_find('address-kind', 'work'), 'Arusha' from person where person_hid = 'P900'",
    )
    const file = sheet(`${heading}P900,jimmy,OKELLO,,,,Plot 8\n`)
    expect(await write(file)).toMatchObject({ code: 3, same: 1, kept: [{ line: 2, columns: ['street'] }] })
    expect(await people()).toMatchObject([{ given: 'Jimmy', family: 'Okello' }])
  })

  test('ends what waited for the same', async () => {
    await load(other())
    expect(await write(other())).toMatchObject({ code: 0, filled: 1 })
    expect(await held()).toEqual([])
    await sound()
  })
})

test('keep writes nothing over, asks nobody, and tells', async () => {
  expect(await load(other(), '--on-conflict', 'keep')).toMatchObject({
    kept: [{ line: 2, columns: ['born', 'note'] }],
    held: [],
  })
  expect(await statements()).toEqual([])
})

test('another word is refused', async () => {
  expect(await load(other(), '--on-conflict', 'ask')).toMatchObject({ code: 2 })
})

test("a salesperson's file asks about their own people, in their name", async () => {
  expect((await home.satchel(['--as', 'anna', '--json', 'load', other()])).json()).toMatchObject({
    held: [{ columns: ['born', 'note'] }],
  })
  expect(await held()).toMatchObject([{ sender: 'anna' }, { sender: 'anna' }])
})
