// Records of other types than people from a file: every fault with its line before anything is written, known records found again, gaps filled,
// nothing blanked, and all of it undone.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'

let base: TestHome
let home: TestHome
beforeAll(async () => {
  base = await makeHome()
})
afterAll(() => base?.close())
beforeEach(async () => {
  home = await makeHome({ from: base })
  return () => home.close()
})

interface File {
  readonly new: number
  readonly filled: number
  readonly same: number
  readonly faults: readonly { readonly line: number; readonly column: string; readonly fault: string }[]
  readonly kept: readonly { readonly line: number; readonly columns: readonly string[] }[]
  readonly held: readonly { readonly line: number; readonly columns: readonly string[] }[]
  readonly told: readonly { readonly line: number; readonly what: string }[]
}

function sheet(text: string, name = 'sheet.csv'): string {
  const path = join(home.home.folder, name)
  writeFileSync(path, text)
  return path
}

async function load(text: string, type: string, ...options: readonly string[]) {
  const as = options.includes('--as') ? [] : ['--as', 'grace']
  const ended = await home.satchel([...as, '--json', 'load', sheet(text), '--type', type, ...options])
  if (ended.code !== 0 && ended.code !== 3) return { code: ended.code, err: ended.err, done: false, faults: [] }
  const { done, files } = ended.json<{ done: boolean; files: readonly File[] }>()
  const [file] = files
  if (file === undefined) throw new Error('no file was loaded')
  return { ...file, code: ended.code, done, err: ended.err, out: ended.out }
}

const organizations = () =>
  home.rows<Record<string, unknown>>(
    `select organization_hid as hid, organization_name as name, organization_taxcode as tax, organization_staffcount as count, lookup_value as industry,
       (select entity_name from entity u where u.entity_id = e.entity_parent) as parent, staff_hid as owner,
       (select string_agg(contact_point_value, '|' order by contact_point_id) from contact_point where contact_point_entity = organization_id) as contacts,
       (select string_agg(concat_ws(', ', address_line1, address_city, address_country), '|' order by address_id) from address where address_entity = organization_id) as addresses
     from organization join entity e on entity_id = organization_id left join lookup on lookup_id = organization_industry
     left join staff on staff_id = entity_owner where entity_deleted is null order by organization_id`,
  )

const firms = `Company;Branch of;Sector;Employees;Phone;E-mail;Street;Town;Land
Soko Branch;Soko Kuu;Trade;4;0700 000 911;;Plot 7;Moshi;Tanzania
Soko Kuu;;trade;14;0700 000 912 / 0700 000 913;soko@example.org;;;
`

test('organisations with branches, in any order, with how they are reached', async () => {
  const map = ['--map', 'Branch of=parent']
  expect(await load(firms, 'organisations', ...map)).toMatchObject({ code: 0, done: true, new: 2 })
  expect(await organizations()).toMatchObject([
    {
      name: 'Soko Kuu',
      count: 14,
      industry: 'trade',
      parent: null,
      owner: 'grace',
      contacts: '0700 000 912|0700 000 913|soko@example.org',
    },
    { name: 'Soko Branch', parent: 'Soko Kuu', contacts: '0700 000 911', addresses: 'Plot 7, Moshi, TZ' },
  ])
  expect(await load(firms, 'organization', ...map)).toMatchObject({ code: 0, new: 0, filled: 0, same: 2 })
  // another format and order of columns, and what was empty: the same records, filled
  const more = JSON.stringify([{ name: 'Soko Kuu', taxcode: '007', email: 'kuu@example.org', staffcount: 15 }])
  const filled = await load(more, 'organization')
  expect(filled).toMatchObject({
    code: 3,
    done: true,
    filled: 1,
    kept: [],
    held: [{ line: 1, columns: ['staffcount'] }],
  })
  expect((await organizations())[0]).toMatchObject({
    tax: '007',
    count: 14,
    contacts: expect.stringContaining('kuu@example.org'),
  })
  expect(await load(more, 'organization', '--on-conflict', 'overwrite')).toMatchObject({ code: 0, filled: 1, kept: [] })
  expect((await organizations())[0]).toMatchObject({ count: 15 })
})

test('every fault is told by line and column at once, and nothing is written', async () => {
  const text = `id,name,industry,parent,staffcount,revenue,owner,phone
O-1,One,trad,,1,,,
O-2,Two,,Nobody,x,,,
O-3,,,,2,,,
O-4,Four,,,-4,,,
O-5,Five,,,5,"1,234",nobody,12
O 6,Six,,,6,,,
O-7,Seven,,,7,,,,
`
  const { code, done, faults } = await load(text, 'organization')
  expect([code, done]).toEqual([3, false])
  expect(faults).toMatchObject([
    { line: 2, column: 'industry', fault: expect.stringContaining('perhaps trade') },
    { line: 3, column: 'staffcount', fault: 'is no whole number' },
    { line: 4, column: 'name', fault: 'must be filled in' },
    { line: 5, column: 'staffcount', fault: expect.stringContaining('rule') },
    { line: 6, column: 'revenue', fault: expect.stringContaining('may be thousands or a part of one') },
    { line: 7, column: 'id', fault: expect.stringContaining('is no id') },
    { line: 8, column: '', fault: 'has 9 cells, and the heading 8' },
  ])
  expect(await organizations()).toEqual([])
  const rest = await load(text.replace('x,,,', '2,,,').replace('"1,234"', '1234'), 'organization', '--skip-faulty')
  expect(rest).toMatchObject({ done: true, new: 0 })
  expect(rest.faults.filter(({ line }) => line === 3 || line === 6)).toMatchObject([
    { line: 3, column: 'parent', fault: 'names no record that is there' },
    { line: 6, column: 'owner', fault: 'names no record that is there' },
  ])
})

test('an id of another name, and a name of several records, are asked about', async () => {
  await load('id,name\nO-1,Soko\nO-2,Soko\nO-3,Maji\n', 'organization')
  expect((await load('id,name\nO-3,Lori\n', 'organization')).faults).toMatchObject([
    { line: 2, column: 'id', fault: expect.stringContaining('another name') },
  ])
  expect((await load('name,staffcount\nSoko,4\n', 'organization')).faults).toMatchObject([
    { line: 2, fault: expect.stringContaining('several records') },
  ])
  expect((await load('name,staffcount\nMaji,4\nMaji,5\n', 'organization')).faults).toMatchObject([
    { line: 3, fault: expect.stringContaining('name of line 2') },
  ])
  expect((await load('name,party\nDeal,Soko\n', 'ticket')).faults).toMatchObject([
    { line: 2, column: 'party', fault: expect.stringContaining('several records') },
  ])
  expect(await load('name,party\nDeal,O-2\nOther,organization:O-1\n', 'ticket')).toMatchObject({ done: true, new: 2 })
})

test('headings are known in several languages; an unknown one names the nearest, and a type does too', async () => {
  expect(await load('Firma,Mitarbeiter,Branche\nMaji,4,trade\n', 'organization')).toMatchObject({ done: true, new: 1 })
  const unknown = await load('name,staffcuont\nMaji,4\n', 'organization')
  expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('--map "staffcuont=staffcount"')])
  expect((await load('name\nMaji\n', 'organizatoins')).err).toContain('types: product, group, organization')
})

test('a deal with lines: each row once, however often it is loaded; two equal lines are two', async () => {
  await load('id,name,price,currency\nP1,Maize,12.50,TZS\n', 'product')
  await load('id,name\nO-1,Soko\n', 'organization')
  const deals = 'id,name,kind,party,amount,currency,expected\nD1,Maize for Soko,order,Soko,,tzs,31.12.2027\n'
  expect(await load(deals, 'deal')).toMatchObject({ done: true, new: 1 })
  const lines = 'deal,product,text,quantity,price\nD1,P1,,2,12.5\nD1,P1,,2,12.5\nD1,,Transport,1,"0,5"\n'
  expect(await load(lines, 'deal-line')).toMatchObject({ done: true, new: 3 })
  expect(await load(lines, 'deal-lines')).toMatchObject({ new: 0, same: 3 })
  // in another order and with another price: the same lines, and the difference is told
  const changed = 'price,deal,text,product\n0.75,D1,Transport,\n12.5,D1,,Maize\n12.5,D1,,Maize\n'
  expect(await load(changed, 'deal-line')).toMatchObject({ new: 0, same: 3, kept: [{ line: 2, columns: ['price'] }] })
  expect(await load(changed, 'deal-line', '--on-conflict', 'overwrite')).toMatchObject({ new: 0, filled: 1, same: 2 })
  expect(
    await home.rows(
      'select deal_line_price::float as price, deal_line_quantity::float as quantity from deal_line order by 1',
    ),
  ).toEqual([
    { price: 0.75, quantity: 1 },
    { price: 12.5, quantity: 2 },
    { price: 12.5, quantity: 2 },
  ])
  // an amount that the lines do not make is a fault of the line that says it
  const wrong = deals.replace('Soko,,tzs', 'Soko,50,TZS')
  expect(await load(wrong, 'deal')).toMatchObject({
    done: false,
    faults: [{ line: 2, column: 'amount', fault: expect.stringContaining('not what the lines of the deal make') }],
  })
  expect(await load(deals.replace('Soko,,tzs', 'Soko,50.75,TZS'), 'deal')).toMatchObject({ done: true, filled: 1 })
  const more = await load('deal,text,price\nD1,Stamp,1\n', 'deal-line')
  expect(more).toMatchObject({ done: false, faults: [{ line: 2, column: 'deal' }] })
  await home.rows('update deal set deal_amount = null')
  // a line that was removed here stays removed
  await home.rows("delete from deal_line where deal_line_text = 'Transport'")
  expect(await load(changed, 'deal-line')).toMatchObject({
    new: 0,
    told: [{ line: 2, what: expect.stringContaining('stays removed') }],
  })
})

test('members, relations, tickets and activities name their records by id or name', async () => {
  await home.person('K-1', 'grace')
  await load('id,name\nO-1,Soko\n', 'organization')
  await load('id,name,kind\nG-1,Choir,list\n', 'group')
  expect(await load('group,entity,status\nChoir,K-1,active\nG-1,Soko,\n', 'members')).toMatchObject({
    done: true,
    new: 2,
  })
  expect(await load('group,entity\nG-1,K-1\n', 'member')).toMatchObject({ same: 1 })
  expect(await load('left,kind,right,start\nK-1,works-for,Soko,2020-01-01\n', 'relation')).toMatchObject({
    done: true,
    new: 1,
  })
  expect((await load('left,kind,right\nO-1,works-for,K-1\n', 'relationship')).faults).toMatchObject([
    { line: 2, fault: 'is no relation between records of these types' },
  ])
  expect(await load('subject,party,contact,priority\nPump broken,Soko,K-1,High\n', 'ticket')).toMatchObject({
    done: true,
    new: 1,
  })
  const work =
    'number,entity,kind,subject,start,parent\n1,K-1,call,Ask,2026-05-01 14:30,2\n2,O-1,visit,Visit,2026-05-02,\n'
  expect(await load(work, 'activity')).toMatchObject({ done: true, new: 2 })
  expect(await load(work, 'activities')).toMatchObject({ new: 0, same: 2 })
  expect(
    await home.rows(
      `select c.activity_subject as child, p.activity_subject as parent from activity c join activity p on p.activity_id = c.activity_parent`,
    ),
  ).toEqual([{ child: 'Ask', parent: 'Visit' }])
  expect((await load('entity,kind,subject,due\nO-1,task,Ask,2199-01-01\n', 'activity')).faults).toMatchObject([
    { line: 2, column: 'due', fault: expect.stringContaining('too far away') },
  ])
  expect((await load('number,entity,kind,parent\n1,K-1,call,7\n', 'activity')).faults).toMatchObject([
    { line: 2, column: 'parent', fault: 'names no row of the file by its number' },
  ])
})

test('a salesperson loads records of their own, and learns nothing of others', async () => {
  await load('id,name\nO-1,Soko\n', 'organization', '--owner', 'baraka')
  expect((await load('id,name\nO-1,Soko\n', 'organization', '--as', 'anna')).faults).toMatchObject([
    { line: 2, column: 'id', fault: 'is the id of a record that you may not see' },
  ])
  expect((await load('name,party\nX,Soko\n', 'ticket', '--as', 'anna')).faults).toMatchObject([
    { column: 'party', fault: 'names no record that is there' },
  ])
  expect((await load('id,name\nP1,Maize\n', 'product', '--as', 'anna')).err).toContain(
    'You may write nothing of product',
  )
  expect(await load('name\nMine\n', 'organization', '--as', 'anna')).toMatchObject({ done: true, new: 1 })
  expect(await organizations()).toMatchObject([{ owner: 'baraka' }, { name: 'Mine', owner: 'anna' }])
})

test('a load is undone as a whole, and the same file may be loaded again', async () => {
  await load('id,name\nO-1,Soko\n', 'organization')
  const text = 'name,parent,taxcode,phone\nSoko,,T-9,0700 000 914\nBranch,O-1,,\n'
  expect(await load(text, 'organization')).toMatchObject({ done: true, new: 1, filled: 1 })
  const [{ run } = { run: 0 }] = await home.rows<{ run: number }>('select max(load_run_id)::int as run from load_run')
  const undone = await home.satchel(['--as', 'grace', '--json', 'load', '--undo', String(run)])
  expect(undone.json()).toMatchObject({ state: 'done', removed: 1, restored: 1 })
  expect(await organizations()).toMatchObject([{ hid: 'O-1', tax: null, contacts: null }])
  expect(await load(text, 'organization')).toMatchObject({ done: true, new: 1, filled: 1 })
})

test('an export of one type loads back and changes nothing, to the letter', async () => {
  await load(firms, 'organization', '--map', 'Branch of=parent')
  for (const name of ['out.csv', 'out.xlsx', 'out.json', 'out.sexp']) {
    const path = join(home.home.folder, name)
    expect((await home.satchel(['--as', 'grace', 'export', '--type', 'organization', path])).code).toBe(0)
    const again = await home.satchel(['--as', 'grace', '--json', 'load', path, '--type', 'organization'])
    expect(again.json<{ files: readonly File[] }>().files).toMatchObject([
      { new: 0, filled: 0, same: 2, faults: [], kept: [], told: [] },
    ])
  }
  expect(readFileSync(join(home.home.folder, 'out.csv'), 'utf8')).toContain('phone,email,web,line1')
})
