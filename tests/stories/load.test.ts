// People from a spreadsheet, as a person at the keyboard loads them: real commands, under the operator's own role.

import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { sheetsOf } from '../helpers/sheets.ts'

const example = join(import.meta.dirname, '../../docs/people.csv')

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

/** Everything that a load may touch, but for the list of loads itself. */
async function everything(): Promise<unknown> {
  const tables = ['entity', 'person', 'contact_point', 'address', 'audit', 'change', 'load_run']
  return Promise.all(tables.map(table => home.rows(`select * from ${table} order by ${table}_id`)))
}

describe('the example of the page', () => {
  test('is loaded, found by an old phone number, handed to its owner, and changes nothing the second time', async () => {
    const before = await everything()
    expect(await load(example, '--dry-run')).toMatchObject({ code: 0, new: 4, done: false, faults: [] })
    expect(await everything()).toEqual(before)

    expect(await load(example, '--owner', 'anna')).toMatchObject({ code: 0, new: 4, filled: 0, same: 0, done: true })
    expect(await people()).toMatchObject([
      {
        hid: 'K-001',
        given: 'Jimmy',
        family: 'Okello',
        born: '1980-05-31',
        language: 'sw',
        owner: 'anna',
        contacts: '0700 000 901|0700 000 902|jimmy@machame.example',
        addresses: 'Plot 7, Machame, TZ',
      },
      { hid: 'K-002', contacts: '0700 000 903' },
      { hid: 'K-003', note: 'Came with his brother,\nwants seed on credit' },
      { hid: 'K-004', addresses: 'Rombo, TZ' },
    ])
    const found = await home.satchel(['--json', 'query', 'people/by-phone', '--param', 'contact=+255700000902'])
    expect(found.json()).toMatchObject([{ hid: 'K-001' }])
    expect((await home.satchel(['--as', 'anna', 'show', 'K-002'])).out).toContain('Agnes Auma')
    expect((await home.satchel(['--as', 'baraka', 'show', 'K-002'])).code).toBe(2)
    expect((await home.satchel(['dispatch', 'K-001', '--to', 'anna'])).code).toBe(0)

    const after = await everything()
    expect(await load(example, '--owner', 'anna')).toMatchObject({ code: 0, new: 0, filled: 0, same: 4, done: true })
    expect(await everything()).toEqual(after)
  })

  test('stands in the history of each record: who, when, from which file', async () => {
    await load(example)
    const history = await home.satchel(['history', 'K-004'])
    expect(history.out).toMatch(/_staff_office\s+people\.csv\s+insert\s+person/)
    expect((await home.satchel(['--json', 'query', 'load/runs', '--param', 'limit=5'])).json()).toMatchObject([
      { file: 'people.csv', new: 4, filled: 0, same: 0 },
    ])
  })
})

describe('who is there already', () => {
  const heading = 'id,given name,family name,phone,email,street,city,country,born,note,owner\n'

  test('gets gaps filled and contacts added, and keeps everything that stands', async () => {
    await home.person('P900') // Jimmy Okello, 1980-05-01, +255 700 000 001, jimmy@example.org, Plot 7 in Moshi, TZ
    const file = sheet(
      `${heading.trim()},academic title\nP900,jimmy,OKELLO,0700 000 001; 0700 000 002,,plot 7,,,1980-05-31,Sells maize,baraka,Dr\n`,
    )
    expect(await load(file)).toMatchObject({
      code: 3,
      filled: 1,
      done: true,
      kept: [{ line: 2, columns: ['owner'] }],
      held: [{ line: 2, columns: ['born', 'note'] }],
    })
    expect(await people()).toMatchObject([
      {
        given: 'Jimmy',
        family: 'Okello',
        title: 'Dr',
        born: '1980-05-01',
        note: 'Grows maize',
        owner: 'anna',
        contacts: '+255 700 000 001|jimmy@example.org|0700 000 002',
        addresses: 'Plot 7, Moshi, TZ',
      },
    ])
  })

  test('is known by a phone number or e-mail address together with the whole name, never by one of them alone', async () => {
    await home.person('P900')
    const file = sheet(
      `${heading},JIMMY,okello,0700000001,,,,,,,\n,Jimmy,Okello,,Jimmy@Example.org,,,,,,\n` +
        `,Agnes,Okello,0700000001,,,,,,,\n,Jimmy,Okello,0700000777,,,,,,,\n`,
    )
    expect(await load(file)).toMatchObject({ code: 0, new: 2, same: 2 })
  })

  test('in two rows of one file is one person', async () => {
    const file = sheet(
      `${heading},Simon,Kamau,0700 000 910,,,,,,,\n,Simon,Kamau,0700 000 911,simon@x.example,,,,,,\n` +
        `,Simon,Kamau,0700 000 910,s@x.example,,,,,,\n,Simon,Kamau,,S@X.example,,Moshi,,,Has a lorry,\n`,
    )
    expect(await load(file)).toMatchObject({ code: 0, new: 2, filled: 2 })
    expect(await people()).toMatchObject([
      { contacts: '0700 000 910|s@x.example', addresses: 'Moshi', note: 'Has a lorry' },
      { contacts: '0700 000 911|simon@x.example' },
    ])
  })

  test('an address that only lacks something is filled, another one stays and is told', async () => {
    await home.person('P900')
    await home.person('P901')
    await home.rows(
      "update address set address_line1 = null from person where address_entity = person_id and person_hid = 'P901'",
    )
    const file = sheet(
      `id,given name,family name,street,city,region,country\nP900,Jimmy,Okello,Plot 8,Moshi,,TZ\nP901,Jimmy,Okello,Plot 9,moshi,Kilimanjaro,Tanzania\n`,
    )
    expect(await load(file)).toMatchObject({ code: 3, filled: 1, same: 1, kept: [{ line: 2, columns: ['street'] }] })
    expect(await people()).toMatchObject([
      { addresses: 'Plot 7, Moshi, TZ' },
      { addresses: 'Plot 9, Moshi, Kilimanjaro, TZ' },
    ])
  })

  test('an id that another list gave to another person leads nowhere', async () => {
    await home.person('P900')
    const file = sheet(`${heading}P900,Petra,Massawe,+255 700 000 999,,,,,,,\n`)
    expect(await load(file)).toMatchObject({
      code: 3,
      done: false,
      faults: [{ line: 2, column: 'id', fault: 'is the id of a record with another name' }],
    })
  })

  test('a row that fits two records is a fault, and so is the id of a deleted one', async () => {
    await home.person('P900')
    await home.person('P901')
    await home.person('P902')
    await home.rows(
      "update entity set entity_deleted = now() from person where person_id = entity_id and person_hid = 'P902'",
    )
    const file = sheet(`${heading},Jimmy,Okello,0700 000 001,,,,,,,\nP902,Jimmy,Okello,,,,,,,,\n`)
    expect((await load(file, '--dry-run')).faults).toEqual([
      { line: 2, column: '', fault: 'fits two records: a column "hid" says which' },
      { line: 3, column: 'id', fault: 'is the id of a record that was deleted or merged into another' },
    ])
  })

  test('an id that looks like one of ours is no trap for the next person', async () => {
    const [last] = await home.rows<{ id: number }>('select max(entity_id)::int as id from entity')
    const next = (last?.id ?? 0) + 3
    expect(await load(sheet(`id,name\nP${next},Jimmy Okello\n`))).toMatchObject({ new: 1 })
    for (let made = 0; made < 4; made++) await home.rows("insert into person (person_given) values ('Anyone')")
    expect(new Set((await people()).map(({ hid }) => hid)).size).toBe(5)
  })
})

describe('names as people have them', () => {
  test('C2: are stored as they are, or refused by a rule that says which', async () => {
    const names = [
      "O'Brien-Njoroge",
      'Łukasz',
      'Zoë',
      '王秀英',
      'מרים',
      'Sóley 😀',
      '=1+1',
      '+cmd|x',
      'Nguyễn',
      '  Amina  ',
    ]
    const file = sheet(`given name\n${names.map(name => `"${name}"`).join('\n')}\n`)
    expect(await load(file)).toMatchObject({ code: 0, new: names.length, faults: [] })
    expect((await people()).map(({ given }) => given)).toEqual(names.map(name => name.trim().normalize('NFC')))
    const refused = await load(sheet(`given name\n${'x'.repeat(10_000)}\n${'é'.repeat(101)}\nlost \uFFFD\n`))
    expect([refused.done, refused.faults.map(({ line }) => line)]).toEqual([false, [2, 3, 4]])
    // composed or not, it is one name
    const twice = sheet('given name,phone\n"Zoë",0700 000 001\n"Zoe\u0308",0700000001\n')
    expect(await load(twice)).toMatchObject({ new: 1, same: 1 })
  })
})

describe('faults', () => {
  const faulty =
    'name,phone,email,owner,language\nJimmy Okello,0700 000 901,x,anna,sw\nAgnes Auma,none,,nobody,Elvish\nPeter Njoroge,0700 000 904,,,\nhalf a row\n'

  test('are told all at once, by line and heading, and nothing is loaded', async () => {
    const before = await everything()
    const ended = await home.satchel(['load', sheet(faulty)])
    expect(ended.code).toBe(3)
    expect(ended.out.trim().split('\n')).toEqual([
      'line 2, email: is not an e-mail address',
      'line 3, language: is no language that is known, by code or name',
      'line 3, phone: is not a telephone number',
      'line 3, owner: names nobody who works here',
      'line 5: has 1 cells, and the heading 5',
      '3 lines have faults: nothing was loaded. Mend them, or leave them out with --skip-faulty.',
    ])
    expect(await everything()).toEqual(before)
  })

  test('with --skip-faulty stay out, and the other lines are loaded', async () => {
    expect(await load(sheet(faulty), '--skip-faulty')).toMatchObject({ code: 3, new: 1, done: true })
    expect(await people()).toMatchObject([{ given: 'Peter' }])
    expect(await load(sheet(faulty), '--skip-faulty')).toMatchObject({ new: 0, same: 1 })
  })

  test('of the file as a whole end with 2 and say what to do', async () => {
    for (const [text, code] of [
      ['', 'load/not-csv'],
      ['PK\u0003\u0004\0\0', 'load/not-csv'],
      ['phone\n0700\n', 'load/headings'],
      ['name,shoe size\nJ,43\n', 'load/headings'],
    ] as const) {
      const ended = await home.satchel(['--json', 'load', sheet(text)])
      expect([ended.code, ended.json()]).toMatchObject([2, { problem: { code } }])
    }
    expect((await home.satchel(['load', '/nowhere/people.csv'])).code).toBe(2)
    expect((await home.satchel(['load', home.home.folder])).code).toBe(2)
  })
})

describe('a load that is cut off', () => {
  const letters = (n: number) => String(n).replaceAll(/\d/g, digit => 'abcdefghij'[Number(digit)] ?? '')
  const line = (_: unknown, n: number) => `Person X${letters(n)},0701 ${String(n).padStart(6, '0')}`
  const many = `name,phone\n${Array.from({ length: 1200 }, line).join('\n')}\n`

  test('leaves nothing behind, and the next one is whole', async () => {
    const file = sheet(many)
    const killed = await home.process(['load', file], { env: { SATCHEL_CRASH_AT: 'load/written' } })
    expect(killed.signal).toBe('SIGKILL')
    expect(await people()).toEqual([])
    expect(await load(file)).toMatchObject({ new: 1200, done: true })
    expect(await load(file)).toMatchObject({ new: 0, same: 1200 })
  })

  test('two at once add everybody once', async () => {
    const file = sheet(many)
    const both = await Promise.all([load(file), load(file)])
    expect(both.map(told => told.new).toSorted((a, b) => a - b)).toEqual([0, 1200])
    expect((await people()).length).toBe(1200)
  })
})
