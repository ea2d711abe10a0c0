// Finding records of every type by what people type: half a name in any spelling, ids, numbers, addresses, words of fields; the best first.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kindOf, openSearchWorld } from '../helpers/search-world.ts'

let world: Awaited<ReturnType<typeof openSearchWorld>>
let { stage, ids, add, contact, ask, find, refusal } = {} as typeof world
beforeAll(async () => {
  world = await openSearchWorld()
  ;({ stage, ids, add, contact, ask, find, refusal } = world)
})
afterAll(() => world.close())

describe('the office finds', () => {
  test.each([
    ['half a name', 'okel', ['okello', 'theirs']],
    ['the middle of a name', 'kell', ['okello']],
    ['the words in any order', 'okello jimmy', ['okello']],
    ['without accents', 'jurgen', ['jürgen']],
    ['with accents', 'JÜRGEN', ['jürgen']],
    ['an umlaut in two letters', 'mueller', ['jürgen']],
    ['a part behind a dash', 'schmidt', ['jürgen']],
    ['a name with its dash', 'Müller-Schmidt', ['jürgen']],
    ['a name without its apostrophe', 'oconnor', ['farm']],
    ['a name with another apostrophe', 'O’Connor', ['farm']],
    ['a sign between words', 'connor & sons', ['farm']],
    ['a dash between words', 'connor - sons', ['farm']],
    ['the beginning of a word by two letters', 'ok', ['okello', 'theirs', 'deal']],
    ['a human id', 'KIL-7', ['jürgen']],
    ['a human id as it is typed', 'kil7', ['jürgen']],
    ['a number with spaces', '0712 345 678', ['jürgen']],
    ['a number with its country', '+255 712 345 678', ['jürgen']],
    ['the last digits', '345678', ['jürgen']],
    ['the last digits of several', '678', ['theirs', 'jürgen']],
    ['a part of an address', 'mueller@kilimo', ['jürgen']],
    ['the domain of an address', 'kilimo.example', ['jürgen']],
    ['a city', 'mbeya', ['okello', 'theirs']],
    ['a name in a city', 'okelo mbeya', ['theirs']],
    ['a word of a note', 'slope', ['jürgen']],
    ['half a word of a note', 'zeb', ['farm']],
    ['a word of a description', 'valve', ['ticket']],
    ['all types, the nearest first', 'maize', ['group', 'deal', 'other', 'product', 'jürgen']],
    ['names that are like it, where nothing has it', 'okelllo', ['~okello']],
    ['nothing that is like a number', '0712 345 679', []],
    ['no sign of a pattern', 'o%o', []],
    ['no other sign of a pattern', 'j_mmy', []],
  ])('%s', async (_, words, found) => {
    expect(await find('grace', words)).toEqual(found)
  })

  test('a uuid', async () => {
    const { uuid } = await stage.one<{ uuid: string }>('select entity_uuid as uuid from entity where entity_id = $1', [
      ids.okello,
    ])
    expect(await find('grace', uuid)).toEqual(['okello'])
  })

  test('the best first: the whole name, a word of it, its beginning, its middle', async () => {
    const order = []
    for (const name of ['Somme', 'Summer', 'Summer Lema', 'Summerhill', 'Midsummer']) {
      order.push(await add('product', { product_name: `'${name}'` }, null))
    }
    const found = await ask('grace', "select entity::int from find_records('summer')")
    expect(found.map(({ entity }) => entity)).toEqual(order.slice(1))
  })

  test('a word of a note of any length, from its first fifty thousand letters', async () => {
    const words = Array.from(
      { length: 60_000 },
      (_, place) => `${String.fromCodePoint(0xac00 + (place % 11_000))}${place}`,
    )
    const id = await add('ticket', {
      ticket_name: "'Long'",
      ticket_description: `'Zanzibar ${words.join(' ')} ${'x'.repeat(9000)}'`,
    })
    expect(
      (await ask('grace', "select entity::int from find_records('zanzibar')")).map(({ entity }) => entity),
    ).toEqual([id])
  })

  test('with what it was found by, its id, its type and its owner', async () => {
    expect(await ask('grace', "select hid, name, type, owner, matched from find_records('345678')")).toEqual([
      { hid: 'KIL-7', name: 'Jürgen Müller-Schmidt', type: 'person', owner: 'anna', matched: '0712 345 678' },
    ])
    expect(await ask('grace', "select matched from find_records('okelo mbeya')")).toEqual([{ matched: 'Mbeya' }])
    const [note] = await ask('grace', "select matched from find_records('slope')")
    expect(note?.matched).toContain('maize on the slope')
  })

  test('of one type, owner, group or stage', async () => {
    expect(await find('grace', 'maize', ", 'deals'")).toEqual(['deal', 'other'])
    expect(await find('grace', 'maize', ", p_owner => 'Baraka'")).toEqual(['other'])
    expect(await find('grace', 'maize', ", p_group => 'maize growers'")).toEqual(['jürgen'])
    expect(await find('grace', 'okel', ", p_stage => 'lead-new'")).toEqual(['theirs'])
    expect(await find('grace', 'maize', ', p_limit => 2')).toEqual(['group', 'deal'])
  })

  test('what was changed a moment ago, and not what was there before', async () => {
    await stage.rows("update person set person_family = 'Ngowi', person_note = 'Sells timber' where person_id = $1", [
      ids.okello,
    ])
    await stage.rows("update address set address_city = 'Iringa' where address_entity = $1", [ids.okello])
    for (const words of ['ngowi', 'timber', 'iringa']) expect(await find('grace', words)).toEqual(['okello'])
    for (const words of ['okello', 'jimmy mbeya']) expect(await find('grace', words)).not.toContain('okello')
    await stage.rows("update person set person_family = 'Okello', person_note = null where person_id = $1", [
      ids.okello,
    ])
    await stage.rows("update address set address_city = 'Mbeya' where address_entity = $1", [ids.okello])
  })

  test('removed records only when asked, and merged and erased ones never', async () => {
    const gone = await add('person', { person_given: "'Removed'", person_family: "'Quagga'" })
    const kept = await add('person', { person_given: "'Kept'", person_family: "'Quagga'" })
    const lost = await add('person', { person_given: "'Lost'", person_family: "'Quagga'" })
    const erased = await add('person', { person_given: "'Erased'", person_family: "'Quagga'", person_note: "'Quagga'" })
    await contact(erased, 'email', 'quagga@example.org')
    const there = async (more = '') =>
      (await ask('grace', `select name from find_records('quagga'${more}) order by 1`)).map(({ name }) => name)
    expect(await there()).toHaveLength(4)
    await stage.rows('update entity set entity_deleted = now() where entity_id = $1', [gone])
    await ask('grace', 'select begin_merge($1, $2)', [kept, lost])
    await stage.rows('update entity set entity_merged = $1, entity_deleted = now() where entity_id = $2', [kept, lost])
    await ask('grace', 'select erase_record($1)', [erased])
    expect(await there()).toEqual(['Kept Quagga'])
    expect(await there(', p_removed => true')).toEqual(['Kept Quagga', 'Removed Quagga'])
    expect(await ask('grace', "select name from find_records('erased', p_removed => true)")).toEqual([])
  })

  test('no private note, and nothing that only the office sees of a person', async () => {
    await stage.rows('insert into person_private (person_private_id, person_private_note) values ($1, $2)', [
      ids.okello,
      'Xylophone',
    ])
    await ask(
      'grace',
      `insert into activity (activity_kind, activity_entity, activity_subject, activity_body, activity_private) values (${kindOf('activity-kind', 'note')}, $1, 'Xylophone', 'Xylophone', true)`,
      [ids.okello],
    )
    expect(await find('grace', 'xylophone')).toEqual([])
    const { indexes } = await stage.one<{ indexes: string }>(
      "select string_agg(indexdef, E'\\n') as indexes from pg_indexes where indexname like '%search%'",
    )
    expect(indexes).not.toMatch(/ on public\.(person_private|activity) /i)
  })
})

test('facets count by type, owner, group and stage', async () => {
  expect(await ask('grace', "select facet, value, name, records::int from find_facets('maize')")).toEqual([
    { facet: 'type', value: 'deal', name: 'Deal', records: 2 },
    { facet: 'type', value: 'grp', name: 'Group', records: 1 },
    { facet: 'type', value: 'person', name: 'Person', records: 1 },
    { facet: 'type', value: 'product', name: 'Product', records: 1 },
    { facet: 'owner', value: 'anna', name: 'anna', records: 3 },
    { facet: 'owner', value: 'baraka', name: 'baraka', records: 1 },
    { facet: 'owner', value: null, name: null, records: 1 },
    { facet: 'group', value: `G${ids.hidden}`, name: 'Late payers', records: 1 },
    { facet: 'group', value: `G${ids.group}`, name: 'Maize growers', records: 1 },
    { facet: 'stage', value: 'lead-new', name: 'New', records: 1 },
  ])
})

test('ten words are looked for', async () => {
  expect(await find('grace', 'okello okello okello okello okello okello okello okello okello okello')).toEqual([
    'okello',
  ])
})

test('a name that is not there is answered with the nearest that is', async () => {
  for (const [text, message, hint] of [
    ["find_records('x', 'deel')", 'there is no type of record "deel"', 'did you mean "deal"?'],
    ["find_records('x', p_owner => 'bakara')", 'there is no colleague "bakara"', 'did you mean "baraka"?'],
    ["find_records('x', p_stage => 'lead-nwe')", 'there is no stage "lead-nwe"', 'did you mean "lead-new"?'],
    ["find_records('  ')", 'no words to look for', 'name one'],
    ["find_records('a b c d e f g h i j k')", 'a search has ten words at most', 'leave some out'],
  ] as const) {
    expect(await refusal('grace', `select * from ${text}`)).toMatchObject({ message, hint })
  }
})
