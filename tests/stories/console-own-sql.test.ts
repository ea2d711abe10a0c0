// SQL of one's own in the console: over one's own login, whose password is asked for once a session and kept in memory alone.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeOwnLogins } from '@satchel/core/console/server/own-logins'
import { loginUrl } from '@satchel/core/db/logins'
import { makePool } from '@satchel/core/db/pool'
import { runOwnSql } from '@satchel/core/queries/own-sql'
import { scramVerifier } from '@satchel/core/staff/scram'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { withClient } from '../helpers/database.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

const password = 'gutes-Pferd-7-klammer'
let home: TestHome
let served: TestConsole
let anna: Browser
let olga: Browser
beforeAll(async () => {
  home = await makeHome()
  await home.rows("select add_staff('olga', 'olga', 'olga@kilimo.example', 'office', 'en', 'plain')")
  for (const number of [1, 2, 3]) await home.person(`A${number}`, 'anna')
  for (const number of [1, 2]) await home.person(`B${number}`, 'baraka')
  for (const hid of ['anna', 'olga']) await setPassword(hid, password)
  served = await openTestConsole(home)
  anna = await served.as('anna')
  olga = await served.as('olga')
})
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await home.close()
})

const setPassword = (hid: string, secret: string) =>
  home.rows('select staff_password_set($1, $2)', [hid, scramVerifier(secret)])
const loginOf = async (hid: string) =>
  (await home.rows<{ login: string }>('select staff_role_of($1) as login', [hid]))[0]?.login ?? ''
const run = (browser: Browser, sql: string, more: Readonly<Record<string, string>> = {}) =>
  browser.post('/queries/sql', { sql, act: 'run', ...more })

describe('the password of one’s own login', () => {
  test('is asked for once a session; the page says who gives one', async () => {
    const browser = await served.as('anna')
    const asked = await browser.get('/queries/sql')
    expect(asked.words).toContain('satchel staff login anna')
    const without = await run(browser, 'select 1 as one')
    expect([without.status, without.words]).toEqual([422, expect.stringContaining('Type the password')])
    const wrong = await run(browser, 'select 1 as one', { password: 'another-password-1' })
    expect([wrong.status, wrong.words]).toEqual([422, expect.stringContaining('satchel staff login anna')])
    // what was typed stays, and the password does not
    expect([wrong.text.includes('select 1 as one'), wrong.text.includes('another-password-1')]).toEqual([true, false])
    expect((await run(browser, 'select 41 + 1 as one', { password })).text).toContain('<td class="num">42</td>')
    const again = await run(browser, 'select 42 + 1 as one')
    expect([again.status, again.text.includes('43'), again.text.includes('name="password"')]).toEqual([
      200,
      true,
      false,
    ])
  })

  test('of somebody without one opens nothing', async () => {
    const browser = await served.as('baraka')
    expect((await run(browser, 'select 1', { password })).words).toContain('satchel staff login baraka')
  })

  test('is known to its session alone, until that ends, however it ends', async () => {
    const first = await served.as('anna')
    const second = await served.as('anna')
    await run(first, 'select 1', { password })
    expect((await run(second, 'select 1')).status).toBe(422)
    await run(first, 'select 1', { act: 'forget' })
    expect((await run(first, 'select 1')).status).toBe(422)
    await run(first, 'select 1', { password })
    await first.post('/leave')
    expect((await run(first, 'select 1')).status).toBe(401)
  })

  test('is dropped when an administrator or its time ends the session', async () => {
    const pool = makePool(loginUrl(served.context.home, served.context.settings, 'console'), { isWatched: false })
    const logins = makeOwnLogins(pool)
    const sessions: number[] = []
    for (const hid of ['anna', 'olga', 'grace', 'baraka']) {
      await served.as(hid)
      const [made] = await home.rows<{ id: number }>('select max(console_session_id)::int as id from console_session')
      const session = made?.id ?? 0
      sessions.push(session)
      const visitor = { session, login: hid, hid, name: hid, staff: 1, role: 'sales', language: 'en', own: [] }
      logins.of(visitor).keep(password)
      // the number of a session with another login knows nothing
      expect(logins.of({ ...visitor, login: 'tina' }).password()).toBeNull()
    }
    await logins.sweep()
    expect(logins.count()).toBe(4)
    await home.satchel(['console', 'end', String(sessions[0])])
    await home.rows('update console_session set console_session_until = now() where console_session_id = $1', [
      sessions[1],
    ])
    await home.satchel(['staff', 'off', 'baraka'])
    await logins.sweep()
    expect(logins.count()).toBe(1)
    await home.satchel(['staff', 'on', 'baraka'])
    logins.close()
    expect(logins.count()).toBe(0)
    await pool.close()
  })

  test('stands in no table and no file', async () => {
    await run(anna, 'select 1', { password })
    const tables = await home.rows<{ name: string }>(
      "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
    )
    for (const { name } of tables)
      expect([name, await home.rows(`select from ${name} t where t::text like $1`, [`%${password}%`])]).toEqual([
        name,
        [],
      ])
    for (const file of readdirSync(home.home.folder, { recursive: true, withFileTypes: true }))
      if (file.isFile())
        expect([file.name, readFileSync(join(file.parentPath, file.name)).includes(password)]).toEqual([
          file.name,
          false,
        ])
  })
})

describe('a statement', () => {
  beforeAll(async () => {
    await run(anna, 'select 1', { password })
    await run(olga, 'select 1', { password })
  })

  test('runs as the colleague, who became nobody and can become nobody', async () => {
    const login = await loginOf('anna')
    const who = await run(anna, 'select session_user::text as s, current_user::text as c')
    expect(who.text.split(`<td>${login}</td>`)).toHaveLength(3)
    for (const role of ['satchel_owner', 'satchel_console', await loginOf('olga'), 'satchel_office']) {
      const refused = await run(anna, `select set_config('role', '${role}', true)`)
      expect([role, refused.status]).toEqual([role, 422])
    }
  })

  test('sees what its role sees: the names of other salespeople’s records are nowhere', async () => {
    const mine = await run(anna, 'select person_hid from person order by 1')
    expect([...mine.text.matchAll(/<td>([AB]\d)<\/td>/g)].map(([, hid]) => hid)).toEqual(['A1', 'A2', 'A3'])
    expect((await run(olga, 'select count(*) as n from person')).text).toContain('<td class="num">5</td>')
    expect((await run(anna, 'select * from person_private')).words).toContain(
      'permission denied for table person_private',
    )
  })

  test.each([
    ["update person set person_given = 'X' returning 1"],
    ["with w as (update person set person_given = 'X' returning 1) select * from w"],
    ["select 1; update person set person_given = 'X'"],
    ["select 1; commit; update person set person_given = 'X'"],
    ["select set_config('transaction_read_only', 'off', true), save_search('x', '{\"words\": \"a\"}')"],
    ['select save_search(\'x\', \'{"words": "a"}\')'],
    ['commit'],
    ["copy person to program 'true'"],
    ['select 1 into temp t'],
  ])('changes nothing: %s', async sql => {
    const refused = await run(olga, sql)
    expect(refused.status).toBe(422)
    expect(await home.rows("select from person where person_given = 'X'")).toEqual([])
    expect(await home.rows("select from query where query_hid = 'user/x'")).toEqual([])
    expect(await home.rows('select from person')).toHaveLength(5)
  })

  test('that is wrong is shown with PostgreSQL’s words and the place', async () => {
    const { status, words, text } = await run(anna, "select 'ä😀',\n  nosuch from person")
    expect([status, words]).toEqual([422, expect.stringContaining('column "nosuch" does not exist 42703')])
    expect(words).toContain('Line 2, sign 3:')
    expect(text).toContain('<pre dir="ltr">  <mark>n</mark>osuch from person</pre>')
    expect((await run(anna, 'select 1/0')).words).toContain('division by zero')
    expect((await run(anna, '<script>alert(1)</script>')).text).not.toContain('<script>alert')
  })

  test('shows a hundred rows, and its CSV has the others, in which no cell is a formula', async () => {
    const sql = "select n, case n when 2 then '=1+1' end as f, '<i>' || n as i from generate_series(1, 250) n"
    const { text, words } = await run(anna, sql)
    expect([text.match(/<tr data-row>/g)?.length, words.includes('The first 100 rows'), text.includes('<i>')]).toEqual([
      100,
      true,
      false,
    ])
    const csv = await anna.post('/queries/sql', { sql, act: 'csv' })
    const lines = csv.text.trimEnd().split('\r\n')
    expect([lines.length, lines[0], lines[2], lines[250]]).toEqual([251, 'n,f,i', "2,'=1+1,<i>2", '250,,<i>250'])
  })

  test('is stopped after its time, all rows together, whatever it sets', async () => {
    const ask = async (text: string) =>
      runOwnSql(served.context, { login: await loginOf('anna'), password, text, values: null, most: 10_000, ms: 400 })
    const off = "select set_config('statement_timeout', '0', false)"
    for (const text of [
      'select pg_sleep(60)',
      `${off}, pg_sleep(60)`,
      `${off}, case when n > 600 then pg_sleep(60) end from generate_series(1, 1000) n`,
      'select pg_sleep(0.001) from generate_series(1, 100000)',
    ])
      expect([text, await ask(text)]).toEqual([text, { ended: 'stopped' }])
  })

  test('that gives more octets than are read is ended, and said', async () => {
    const login = await loginOf('anna')
    const ask = (octets: number) =>
      runOwnSql(served.context, {
        login,
        password,
        text: "select repeat('x', 1000000)",
        values: null,
        most: 10,
        octets,
      })
    expect([await ask(900_000), await ask(1_100_000)]).toEqual([{ ended: 'large' }, { rows: expect.anything() }])
  })

  test('that the database stops is told as such, and another one of the same colleague waits for it', async () => {
    await withClient(inject('cluster').superUrl, superuser =>
      withClient(home.database.url('satchel'), async holder => {
        await holder.query('begin; lock table development_tracking in access exclusive mode')
        const slow = run(anna, 'select count(*) from development_tracking')
        const waits = "from pg_stat_activity where datname = $1 and wait_event_type = 'Lock'"
        for (let waiting = 0; waiting === 0; )
          waiting = (await superuser.query(`select pid ${waits}`, [home.database.name])).rowCount ?? 0
        const second = await run(anna, 'select 1')
        expect([second.status, second.words]).toEqual([422, expect.stringContaining('is still running')])
        expect((await run(olga, 'select 1')).status).toBe(200)
        await superuser.query(`select pg_cancel_backend(pid) ${waits}`, [home.database.name])
        expect((await slow).words).toContain('it took longer than 30 seconds')
        await holder.query('rollback')
      }),
    )
  })

  test('leaves no connection open', async () => {
    await run(anna, 'select 1')
    const open = await home.rows(
      "select from pg_stat_activity where usename = staff_role_of('anna') and datname = current_database()",
    )
    expect(open).toEqual([])
  })
})

describe('a statement that is kept', () => {
  test('is its owner’s alone, takes values, and can be removed', async () => {
    const sql = 'select person_hid from person where person_hid like $1[1] || $1[2]'
    const kept = await olga.press('/queries/sql', {
      sql: `${sql};\n`,
      act: 'keep',
      name: 'by-start',
      about: 'By start',
    })
    expect(kept.words).toContain('The query is kept.')
    expect((await olga.get('/queries')).words).toContain('user/by-start SQL: By start')
    const opened = await olga.get('/queries/sql?query=user/by-start')
    expect([opened.text.includes(sql), opened.text.match(/name="v\d"/g)]).toEqual([true, ['name="v1"', 'name="v2"']])
    const ran = await run(olga, sql, { v1: 'B', v2: '2' })
    expect([...ran.text.matchAll(/<td>([AB]\d)<\/td>/g)].map(([, hid]) => hid)).toEqual(['B2'])
    for (const browser of [anna, await served.as('grace')])
      expect((await browser.get('/queries/sql?query=user/by-start')).text).not.toContain('person_hid like')
    const taken = await olga.post('/queries/sql', { sql, act: 'keep', name: 'By start' })
    expect([taken.status, taken.text.includes(sql)]).toEqual([422, true])
    expect((await olga.press('/queries/sql', { act: 'drop', name: 'user/by-start' })).words).toContain('is removed')
    expect(await home.rows("select from query where query_hid = 'user/by-start'")).toEqual([])
  })

  test('is for the office and administrators to keep', async () => {
    expect((await anna.get('/queries/sql')).text).not.toContain('value="keep"')
    const refused = await anna.post('/queries/sql', { sql: 'select 1', act: 'keep', name: 'mine' })
    expect([refused.status, await home.rows("select from query where query_hid = 'user/mine'")]).toEqual([422, []])
  })
})
