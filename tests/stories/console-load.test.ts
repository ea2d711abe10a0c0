// A sheet is loaded in the console: its columns are mapped, its faults mended in the page, and the load can be undone. It is kept for its session alone.

import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { canMount, withSmallDisk } from '../helpers/small-disk.ts'
import { textRow, workbook } from '../helpers/xlsx.ts'

const hostile = `<script>alert("x")</script> O'Brien שלום`

let home: TestHome
let served: TestConsole
let grace: Browser
let anna: Browser
beforeAll(async () => {
  home = await makeHome()
  for (const [hid, role] of [
    ['sam', 'support'],
    ['mark', 'marketing'],
    ['abel', 'analyst'],
    ['audit', 'auditor'],
  ])
    await home.rows("select add_staff($1::text, $1, $1 || '@kilimo.example', $2, 'en', 'plain')", [hid, role])
  await home.person('B1', 'baraka')
  await home.rows("update person set person_given = 'Secret', person_family = 'Ofbaraka' where person_hid = 'B1'")
  served = await openTestConsole(home)
  grace = await served.as('grace')
  anna = await served.as('anna')
})
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await home.close()
})

/** Sends a file as a browser does. @returns where the console leads. */
const send = async (browser: Browser, sheet: string | Uint8Array, fields: Readonly<Record<string, string>> = {}) => {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  body.append('file', new Blob([typeof sheet === 'string' ? sheet : new Uint8Array(sheet)]), '../../members.csv')
  const answer = await fetch(new URL('/load', served.url), {
    method: 'POST',
    redirect: 'manual',
    body,
    headers: { Cookie: browser.cookie, Origin: served.url, 'Sec-Fetch-Site': 'same-origin' },
  })
  // where all headings are known, the step after the one that maps
  const location = answer.headers.get('location')?.replace(/\/try$/, '') ?? ''
  return { status: answer.status, location, text: await answer.text() }
}
const folder = () => join(home.home.folder, 'sheets')
const files = () => (existsSync(folder()) ? readdirSync(folder()) : [])
const owned = async (family: string) =>
  home.rows<{ given: string; owner: string; by: string }>(
    `select person_given as given, staff_hid as owner, regexp_replace(entity_creator, '^.*_staff_', '') as by from person
    join entity on entity_id = person_id left join staff on staff_id = entity_owner where person_family = $1 order by 1`,
    [family],
  )

describe('a sheet with an unknown heading and a fault', () => {
  let at = ''
  test('is kept under a random name, for its owner alone', async () => {
    const sent = await send(
      grace,
      `Firstname,Surname,E-mail,Shoe size\n${hostile.replaceAll('"', '')},Mended,not a mail,41\nPeter,Mended,peter@mended.example,42\n`,
      { owner: 'anna', conflict: 'hold' },
    )
    expect(sent).toMatchObject({ status: 303, location: expect.stringMatching(/^\/load\/[0-9a-f]{32}$/) })
    at = sent.location
    expect(files()).toHaveLength(2)
    for (const name of files()) expect(statSync(join(folder(), name)).mode & 0o777).toBe(0o600)
    for (const other of [anna, await served.as('grace')]) {
      expect((await other.get(at)).status).toBe(404)
      expect((await other.get(`${at}/try`)).status).toBe(404)
      expect((await other.post(at, { do: 'discard' })).status).toBe(404)
    }
    expect(files()).toHaveLength(2)
    expect((await grace.get(`/load/${'../'.repeat(3)}satchel`)).status).toBe(404)
  })

  test('shows what was recognised, and takes another field', async () => {
    const { words, text } = await grace.get(at)
    expect(words).toMatch(/Shoe size 2 .*left out/)
    expect(text).toContain('<option value="" selected>given-name</option>')
    const mapped = await grace.post(at, { do: 'map', 'field.4': 'note' })
    expect(mapped.location).toBe(`${at}/try`)
  })

  test('shows its faults by line with the value, as text, and loads nothing', async () => {
    const { words, text } = await grace.get(`${at}/try`)
    expect(words).toContain('is not an e-mail address')
    expect(text).toContain('name="cell.2.E-mail" value="not a mail"')
    expect(text).not.toContain('<script>alert')
    const loaded = await grace.post(`${at}/try`, {
      do: 'load',
      'cell.2.E-mail': 'still wrong',
      'was.2.E-mail': 'not a mail',
    })
    expect([loaded.status, loaded.text]).toEqual([
      422,
      expect.stringContaining('name="cell.2.E-mail" value="still wrong"'),
    ])
    expect(await owned('Mended')).toEqual([])
  })

  test("is mended in the page, loaded under the colleague's own role, and undone", async () => {
    await grace.press(`${at}/try`, {
      do: 'mend',
      'cell.2.E-mail': 'first@mended.example',
      'was.2.E-mail': 'still wrong',
    })
    expect((await grace.get(`${at}/try`)).words).toMatch(/2 new|new 2/)
    const loaded = await grace.post(`${at}/try`, { do: 'load' })
    expect([loaded.status, loaded.words]).toEqual([200, expect.stringContaining('Step 3 of 3: loaded.')])
    expect(await owned('Mended')).toEqual([
      { given: hostile.replaceAll('"', ''), owner: 'anna', by: 'grace' },
      { given: 'Peter', owner: 'anna', by: 'grace' },
    ])
    expect(
      await home.rows(
        "select person_note as note from person where person_given = 'Peter' and person_family = 'Mended'",
      ),
    ).toEqual([{ note: '42' }])
    expect(files()).toEqual([])
    expect((await grace.get(at)).status).toBe(404)
    const runs = await grace.get('/load')
    expect(runs.words).toContain('members.csv')
    const run = /name="run" value="(\d+)"/.exec(runs.text)?.[1] ?? ''
    // another salesperson undoes nothing of it
    expect((await (await served.as('baraka')).post('/load', { do: 'undo', run })).status).toBe(422)
    expect((await grace.press('/load', { do: 'undo', run })).words).toContain('The load is undone.')
    expect((await grace.post('/load', { do: 'undo', run })).status).toBe(422)
  })
})

test('headings that nobody knows are mapped, and lines with faults are left out when asked', async () => {
  const { location } = await send(grace, 'X1,X2,X3\nAmina,Mapped,amina@mapped.example\nJuma,Mapped,wrong\n')
  const shown = await grace.get(location)
  expect([shown.status, shown.words]).toEqual([422, expect.stringContaining('no column holds a name')])
  const tried = await grace.press(location, {
    do: 'map',
    'field.1': 'given-name',
    'field.2': 'family-name',
    'field.3': 'email',
  })
  expect(tried.words).toContain('Leave 1 lines with faults out')
  expect((await grace.post(`${location}/try`, { do: 'load', skip: '1' })).status).toBe(200)
  expect((await owned('Mapped')).map(({ given }) => given)).toEqual(['Amina'])
})

test('a sheet of organisations is loaded as such', async () => {
  const { location } = await send(grace, 'name,industry\nMoshi Millers,\n', { type: 'organization' })
  expect((await grace.get(`${location}/try`)).words).toContain('What would change')
  await grace.post(`${location}/try`, { do: 'load' })
  expect(
    await home.rows("select organization_name as name from organization where organization_name = 'Moshi Millers'"),
  ).toHaveLength(1)
})

test("a salesperson's sheet changes no record of another, and shows nothing of it", async () => {
  const { location } = await send(anna, 'id,given-name,family-name,note\nB1,Secret,Ofbaraka,taken over\n')
  const tried = await anna.get(`${location}/try`)
  expect(tried.words).toContain('is the id of a record that you may not see')
  expect((await anna.post(`${location}/try`, { do: 'load' })).status).toBe(422)
  expect(await home.rows("select person_note as note from person where person_hid = 'B1'")).not.toEqual([
    { note: 'taken over' },
  ])
  expect((await anna.get('/load')).words).not.toContain('organizations')
  await anna.post(location, { do: 'discard' })
  expect(files()).toEqual([])
})

test('a cell that nobody corrects keeps its fault', async () => {
  const { location } = await send(
    grace,
    workbook({
      sheets: {
        People: `${textRow(1, 'given name', 'family name', 'note')}<row r="2"><c r="A2" t="str"><v>Neema</v></c><c r="B2" t="str"><v>Nested</v></c><c r="C2" t="e"><v>#N/A</v></c></row>`,
      },
    }),
  )
  const tried = await grace.get(`${location}/try`)
  const [, cell = '', value = ''] = /name="(cell\.[^"]*)" value="([^"]*)"/.exec(tried.text) ?? []
  expect(cell).toContain('note')
  const loaded = await grace.post(`${location}/try`, {
    do: 'load',
    [cell]: value,
    [cell.replace('cell', 'was')]: value,
  })
  expect(loaded.status).toBe(422)
  expect(await owned('Nested')).toEqual([])
  await grace.post(location, { do: 'discard' })
})

test('a file without content, and one that is none, are told', async () => {
  expect(await send(grace, '')).toMatchObject({
    status: 422,
    text: expect.stringContaining('Choose a file that holds something.'),
  })
  const { location } = await send(grace, '\u0000\u0001\u0002')
  expect((await grace.get(location)).status).toBe(422)
  await grace.post(location, { do: 'discard' })
})

test('a sheet of a day ago is removed', async () => {
  const { location } = await send(grace, 'given-name,family-name\nOld,Sheet\n')
  const past = new Date(Date.now() - 25 * 3_600_000)
  for (const name of files()) utimesSync(join(folder(), name), past, past)
  await anna.get('/load')
  expect(files()).toEqual([])
  expect((await grace.get(location)).status).toBe(404)
})

test.each(['sam', 'mark', 'abel', 'audit'])('%s is not led to it, and loads nothing', async hid => {
  const browser = await served.as(hid)
  expect((await browser.get('/')).text).not.toContain('href="/load"')
  const { location } = await send(browser, 'given-name,family-name\nNew,Stranger\n')
  expect(location).toBe('')
  expect(files()).toEqual([])
  expect(await owned('Stranger')).toEqual([])
})

test('a session keeps eight sheets and no more, so that nobody fills the disk', async () => {
  const browser = await served.as('anna')
  const kept: string[] = []
  for (let count = 0; count < 8; count++) kept.push((await send(browser, `given-name\nOne${count}\n`)).location)
  expect(new Set(kept).size).toBe(8)
  const refused = await send(browser, 'given-name\nNinth\n')
  expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('8 sheets wait already')])
  expect(files()).toHaveLength(16)
  for (const each of kept) await browser.post(each, { do: 'discard' })
  expect(files()).toEqual([])
})

test.runIf(canMount)('on a full disk nothing of a sheet is kept, and what was kept stays whole', async () => {
  mkdirSync(folder(), { recursive: true })
  await withSmallDisk(async small => {
    renameSync(folder(), `${folder()}.away`)
    symlinkSync(small, folder())
    try {
      const { location } = await send(grace, `given-name,family-name\n${'Small,Sheet\n'.repeat(100)}`)
      const before = await grace.get(location)
      const full = await send(grace, `given-name,family-name\n${'Large,Sheet\n'.repeat(10_000)}`)
      expect([full.status, full.text]).toEqual([422, expect.stringContaining('The disk is full')])
      expect(readdirSync(small)).toHaveLength(2)
      // not even what is said of the one that is there
      writeFileSync(join(small, 'rest'), 'x'.repeat(4_096 * 13))
      await grace.post(location, { do: 'map', 'field.1': 'note', 'field.2': 'x'.repeat(40_000) })
      rmSync(join(small, 'rest'))
      expect((await grace.get(location)).text).toBe(before.text)
      await grace.post(location, { do: 'discard' })
    } finally {
      rmSync(folder())
      renameSync(`${folder()}.away`, folder())
    }
  })
})
