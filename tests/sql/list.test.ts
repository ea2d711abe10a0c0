// Records of one type with filters, as SQL and as saved searches: every field of the catalog, values as people write them, pages by key.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLogins } from '../helpers/staff-logins.ts'
import { kindOf, openSearchWorld } from '../helpers/search-world.ts'

let world: Awaited<ReturnType<typeof openSearchWorld>>
let { stage, ids, add, ask, refusal } = {} as typeof world
beforeAll(async () => {
  world = await openSearchWorld()
  ;({ stage, ids, add, ask, refusal } = world)
  for (const [name, amount, expected, sort] of [
    ['Pump', '1500', "'2026-03-01'", 'order'],
    ['Pipes', '250.50', "'2026-01-15'", 'order'],
    ['Tank', 'null', 'null', 'quote'],
    ['Würfel 100%', '1500', "'2026-02-01'", 'quote'],
  ] as const) {
    await add('deal', {
      deal_name: `'${name}'`,
      deal_kind: kindOf('deal-kind', sort),
      deal_amount: amount,
      deal_currency: amount === 'null' ? 'null' : "'TZS'",
      deal_expected: expected,
      deal_party: String(name === 'Tank' ? ids.farm : ids.okello),
    })
  }
})
afterAll(() => world.close())

const list = async (who: Parameters<typeof ask>[0], type: string, filters: readonly string[], more = '') =>
  (await ask(who, `select name from list_records($1, $2${more})`, [type, filters])).map(({ name }) => name)

describe('filters', () => {
  test.each([
    ['equal', ['kind=order', 'amount=250.5'], ['Pipes']],
    ['a name of a list', ['kind=Quote', 'amount='], ['Maize seed quote', 'Tank']],
    ['more than', ['amount>250.50'], ['Pump', 'Würfel 100%']],
    ['at least, with spaces', ['amount >= 250.50', 'kind = order'], ['Pipes', 'Pump']],
    ['a day before', ['expected<2026-02-02'], ['Pipes', 'Würfel 100%']],
    ['other than, also where nothing is', ['kind!=order', 'amount!=1500'], ['Maize seed quote', 'Tank']],
    ['empty', ['expected=', 'note='], ['Maize seed quote', 'Tank']],
    ['not empty', ['expected!=', 'amount<=1000'], ['Pipes']],
    ['words, without accents', ['name~wurf'], ['Würfel 100%']],
    ['the whole text, in any letters', ['name=WÜRFEL 100%'], ['Würfel 100%']],
    ['a sign that is a pattern elsewhere', ['name~0%'], ['Würfel 100%']],
    ['no pattern', ['name~P%p'], []],
    ['a record by its name', ["party=O'Connor & Sons Farm"], ['Tank']],
    ['an owner by the short name', ['owner=baraka'], ['Maize seed quote']],
  ])('%s', async (_, filters, names) => {
    expect(await list('grace', 'deals', filters)).toEqual(names)
  })

  test('a record by its id', async () => {
    expect(await list('grace', 'deal', [`party=O${ids.farm}`])).toEqual(['Tank'])
  })

  test('by owner, group and stage, under the rights of whoever asks', async () => {
    expect(await list('grace', 'person', [], ", p_group => 'Maize growers'")).toEqual(['Jürgen Müller-Schmidt'])
    expect(await list('grace', 'person', [], ", p_stage => 'New'")).toEqual(['Jimmy Okelo', 'Jürgen Müller-Schmidt'])
    expect(await list('grace', 'person', [], ", p_owner => 'baraka'")).toEqual(['Jimmy Okelo'])
    expect(await list('anna', 'person', [])).toEqual(['Jimmy Okello', 'Jürgen Müller-Schmidt'])
    expect(await list('mona', 'people', [])).toEqual(['Jimmy Okelo'])
    expect(await list('ina', 'people', [])).toEqual([])
    expect(await refusal('mark', "select * from list_records('deal')")).toMatchObject({ code: '42501' })
    expect(await refusal('abel', "select * from list_records('person')")).toMatchObject({ code: '42501' })
  })

  test('a value is a value, whatever it looks like', async () => {
    for (const value of ["') or true --", "' || version() || '", '$1[1]', '\\']) {
      expect(await list('anna', 'deal', [`name=${value}`, `note~${value.replaceAll(/\s/g, '')}`])).toEqual([])
    }
  })
})

describe('what is not there is answered with what is', () => {
  test.each([
    ["list_records('diel')", 'there is no type of record "diel"', 'did you mean "deal"?'],
    ["list_records('deal', '{amuont=1}')", 'there is no field "amuont"', 'did you mean "amount"?'],
    ["list_records('person', '{given=Jimmy}')", 'there is no field "given"', 'did you mean "given-name"?'],
    ["list_records('deal', '{kind=ordre}')", 'there is no value of kind "ordre"', 'did you mean "order"?'],
    ["list_records('deal', '{amount>much}')", 'amount takes a number, not "much"', ''],
    ["list_records('deal', '{expected>soon}')", 'expected takes a day, not "soon"', 'write it like 2026-01-31'],
    ["list_records('deal', '{kind>order}')", 'kind has no order', 'compare it with = or !='],
    ["list_records('deal', '{amount~1}')", 'amount has no words', 'compare it with =, <, >'],
    ["list_records('deal', '{amount>}')", 'amount is compared with nothing', 'write the value behind it'],
    ["list_records('deal', '{amount}')", '"amount" is no filter', expect.stringContaining('write field=value')],
    ["list_records('deal', p_sort => 'amont')", 'there is no field "amont"', 'did you mean "amount"?'],
    ["list_records('deal', p_columns => '{nite}')", 'there is no field "nite"', 'did you mean "note"?'],
    ["list_records('deal', '{party=Nobody}')", 'there is no record "Nobody"', ''],
    ["list_records('deal', p_after => 'D0')", 'there is no record "D0"', ''],
    ["list_records('')", 'name a type of record', expect.stringContaining('person, organization')],
  ])('%s', async (text, message, hint) => {
    const said = await refusal('grace', `select * from ${text}`)
    expect(said).toMatchObject({ code: '22023', message })
    expect((said as { hint?: string }).hint ?? '').toEqual(hint)
  })

  test('of two records of one name, their ids are asked for', async () => {
    await add('person', { person_given: "'Two'", person_family: "'Alike'" })
    await add('person', { person_given: "'Two'", person_family: "'Alike'" })
    expect(await refusal('grace', "select * from list_records('deal', '{party=Two Alike}')")).toMatchObject({
      message: 'several records are called "Two Alike"',
    })
  })
})

test('pages by any field, in both directions, are the list, and those without a value come last', async () => {
  for (const sort of ['name', '-name', 'amount', '-amount', 'expected', '-created', 'kind']) {
    const whole = await ask('grace', 'select hid, name from list_records($1, p_sort => $2)', ['deal', sort])
    expect(whole).toHaveLength(6)
    const pages: (typeof whole)[number][] = []
    for (let page = whole.slice(0, 0), first = true; first || page.length > 0; first = false) {
      page = await ask('grace', 'select hid, name from list_records($1, p_sort => $2, p_limit => 2, p_after => $3)', [
        'deal',
        sort,
        pages.at(-1)?.hid ?? null,
      ])
      pages.push(...page)
    }
    expect([sort, pages]).toEqual([sort, whole])
  }
  expect(await list('grace', 'deal', ['amount!='], ", p_sort => '-amount'")).toEqual(['Pump', 'Würfel 100%', 'Pipes'])
  expect((await list('grace', 'deal', [], ", p_sort => '-amount'")).slice(-1)).toEqual(['Tank'])
})

test('columns are shown in words: the word of a list, the id of a record, a day', async () => {
  const [row] = await ask(
    'grace',
    "select hid, type, owner, fields from list_records('deal', '{name=Tank}', p_columns => '{kind,party,expected,amount}')",
  )
  expect(row).toMatchObject({ type: 'deal', owner: 'anna' })
  expect(row?.fields).toEqual({ kind: 'quote', party: `O${ids.farm}`, expected: null, amount: null })
  const [pump] = await ask(
    'grace',
    "select fields from list_records('deal', '{name=Pump}', p_columns => '{expected,amount}')",
  )
  expect(pump?.fields).toEqual({ expected: '2026-03-01', amount: '1500' })
})

test('the page about interfaces says it in SQL that runs', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/interfaces.md'), 'utf8')
  const [, block = ''] = /^## Finding records$[^`]*[\s\S]*?^```sql\n([^`]*)```/m.exec(page) ?? []
  const statements = block.split(/;[^\n]*\n/).filter(text => text.trim() !== '')
  expect(statements).toHaveLength(5)
  for (const text of statements) await ask('anna', text)
  expect(await ask('anna', "select forget_search('maize') as gone")).toEqual([{ gone: true }])
})

describe('a saved search', () => {
  const save = (who: Parameters<typeof ask>[0], name: string, search: object) =>
    ask(who, 'select save_search($1, $2) as query', [name, JSON.stringify(search)])
  // run_own takes a login of one's own
  let logins: Awaited<ReturnType<typeof openLogins<'anna' | 'mark'>>>
  beforeAll(async () => {
    logins = await openLogins(stage, { anna: 'sales', mark: 'marketing' })
  })
  afterAll(() => logins.close())
  const own = async (who: 'anna' | 'mark', name: string) => {
    const client = logins.as(who)
    await client.query("begin read only; set local statement_timeout = '30s'")
    try {
      return (await client.query("select row ->> 'name' as name from run_own($1, '{}') row", [name])).rows
    } finally {
      await client.query('rollback')
    }
  }

  test('runs over psql with the rights of whoever keeps it', async () => {
    for (const who of ['anna', 'mark'] as const) {
      expect(await save(who, `maize-${who}`, { words: 'maize', type: 'product' })).toEqual([
        { query: `user/maize-${who}` },
      ])
      expect(await own(who, `user/maize-${who}`)).toEqual([{ name: 'Hybrid maize H6' }])
    }
    await save('anna', 'large', {
      type: 'deal',
      filters: ['amount>=1000', "name!=it's"],
      sort: '-name',
      columns: ['note'],
    })
    expect(await own('anna', 'user/large')).toEqual([{ name: 'Würfel 100%' }, { name: 'Pump' }])
  })

  test('is replaced by the next of that name, seen by its owner alone, and removed', async () => {
    await save('anna', 'mine', { words: 'okello' })
    await save('anna', 'user/mine', { words: 'maize', type: 'group' })
    expect(await own('anna', 'user/mine')).toEqual([{ name: 'Maize growers' }])
    for (const who of ['baraka', 'grace', 'tina', 'abel'] as const)
      expect(await ask(who, "select query_hid from query where query_hid = 'user/mine'")).toEqual([])
    expect(await refusal('baraka', `select save_search('mine', '{"words":"x"}')`)).toMatchObject({
      message: 'the name "user/mine" is taken',
    })
    expect(await ask('baraka', "select forget_search('mine') as gone")).toEqual([{ gone: false }])
    expect(await ask('anna', "select forget_search('mine') as gone")).toEqual([{ gone: true }])
    expect(await ask('anna', "select query_hid from query where query_hid = 'user/mine'")).toEqual([])
  })

  test('is nobody else’s to write, and never one of the program', async () => {
    expect(await refusal('ina', `select save_search('x', '{"words":"x"}')`)).toMatchObject({ code: '42501' })
    expect(await refusal('abel', `select save_search('x', '{"words":"x"}')`)).toMatchObject({ code: '42501' })
    expect(await refusal('anna', `select save_search('people/mine', '{"words":"x"}')`)).toMatchObject({ code: '22023' })
    expect(
      await refusal(
        'anna',
        "insert into query (query_hid, query_about, query_returns, query_use, query_sql, query_owner) values ('user/x', 'x', 'many', 'people', 'select 1', 'satchel_owner')",
      ),
    ).toMatchObject({ code: '42501' })
  })

  test('cannot be made to do anything else by what it looks for', async () => {
    await save('anna', 'sly', { words: "x', null); drop table person; --", limit: 5 })
    expect(await own('anna', 'user/sly')).toEqual([])
    expect(
      await refusal('anna', `select save_search('sly', '{"words":"x","limit":"5); drop table person"}')`),
    ).toMatchObject({
      code: '22P02',
    })
  })

  test('is left alone when the program stores its own queries anew', async () => {
    await save('anna', 'stays', { words: 'maize' })
    await stage.rows('delete from query where query_shipped')
    expect(await ask('anna', "select query_about from query where query_hid = 'user/stays'")).toEqual([
      { query_about: 'Search: maize' },
    ])
  })
})
