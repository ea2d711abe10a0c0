// A table or column gets another name: the upgrade lists the queries that people stored with the earlier one.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  for (const [name, sql] of [
    ['own/channels', 'select item_door, count(*) from item group by item_door'],
    ['own/states', "select arrow_to from arrow where arrow_table = 'item'"],
    ['own/now', 'select item_channel, item_doors from state_transition, narrow'],
  ]) {
    await home.rows(
      "insert into query (query_hid, query_about, query_sql, query_params, query_columns, query_returns, query_use, query_shipped, query_owner) values ($1, 'a query', $2, '', '', 'many', 'people', false, current_user)",
      [name, sql],
    )
  }
})
afterAll(() => home.close())

test('db migrate names each stored query that says a table or column by its earlier name, and no other', async () => {
  const done = await home.satchel(['db', 'migrate'])
  expect([done.code, done.err]).toEqual([0, ''])
  const named = done.out.split('\n').filter(line => line.startsWith('The query '))
  expect(named.map(line => line.replace(/ of \S+ says/, ' says'))).toEqual([
    'The query own/channels says item_door, which is called item_channel now: change its text.',
    'The query own/states says arrow, which is called state_transition now: change its text.',
    'The query own/states says arrow_table, which is called state_transition_table now: change its text.',
    'The query own/states says arrow_to, which is called state_transition_to now: change its text.',
  ])
})
