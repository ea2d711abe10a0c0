// Failed attempts to get into the console, and the waits that follow: kept over a restart, told, ended by an administrator; nobody outside
// can make everybody wait.

import { mkdtempSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countedAddress } from '@satchel/core/console/server/attempts'
import { digestOf, newWord } from '@satchel/core/console/server/session'
import { scramVerifier } from '@satchel/core/staff/scram'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

const password = 'gutes-Pferd-7-klammer'
let home: TestHome
let served: TestConsole
beforeAll(async () => {
  home = await makeHome()
  await home.rows("select add_staff('tina', 'tina', 'tina@kilimo.example', 'admin', 'en', 'plain')")
  for (const hid of ['anna', 'baraka'])
    await home.rows('select staff_password_set($1, $2)', [hid, scramVerifier(password)])
  served = await openTestConsole(home)
})
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await home.close()
})

const run = (browser: Browser, typed: string) => browser.post('/queries/sql', { sql: 'select 1', password: typed })
const countOf = async (hid: string) =>
  (
    await home.rows<{ n: number }>(
      "select console_attempt_count as n from console_attempt join staff on staff_id = console_attempt_staff where staff_hid = $1 and console_attempt_kind = 'sql'",
      [hid],
    )
  )[0]?.n ?? 0
const passTime = () => home.rows("update console_attempt set console_attempt_until = now() - interval '1 second'")

describe('the password for own SQL', () => {
  test('five wrong ones make their colleague wait, with the right one, too, and nobody else; it is told until when', async () => {
    const anna = await served.as('anna')
    for (let times = 0; times < 5; times++)
      expect((await run(anna, 'wrong-password-1')).words).toContain('does not open')
    const right = await run(anna, password)
    expect([right.status, right.words]).toEqual([422, expect.stringContaining('Too many attempts failed.')])
    expect(right.words).toMatch(/wait 1 min\./)
    // a new session has the same colleague
    expect((await run(await served.as('anna'), password)).words).toContain('Too many attempts failed.')
    expect((await run(await served.as('baraka'), password)).status).toBe(200)
    // everything else goes on
    expect((await anna.get('/')).status).toBe(200)
  })

  test('a restart forgets nothing', async () => {
    const other = await openTestConsole(home)
    expect((await run(await other.as('anna'), password)).words).toContain('Too many attempts failed.')
    await other.close()
  })

  test('waits grow to an hour; the right one ends them', async () => {
    const anna = await served.as('anna')
    for (const minutes of [2, 4, 8, 16, 32, 60, 60]) {
      await passTime()
      await run(anna, 'wrong-password-1')
      expect((await run(anna, password)).words).toContain(`wait ${minutes} min.`)
    }
    await passTime()
    expect((await run(anna, password)).status).toBe(200)
    expect(await countOf('anna')).toBe(0)
  })

  test('many at once are counted each', async () => {
    const browser = await served.as('anna')
    const answers = Array.from({ length: 30 }, () => run(browser, 'wrong-password-1'))
    while ((await countOf('anna')) < 5) await browser.get('/keys')
    // the right one among many guesses is not found
    expect((await run(browser, password)).status).toBe(422)
    expect((await Promise.all(answers)).filter(({ words }) => words.includes('does not open'))).toHaveLength(5)
  })

  test('is forgotten after a day without another', async () => {
    await home.rows(
      "update console_attempt set console_attempt_last = now() - interval '25 hours', console_attempt_until = now() - interval '24 hours'",
    )
    const anna = await served.as('anna')
    await run(anna, 'wrong-password-1')
    expect(await countOf('anna')).toBe(1)
  })
})

describe('an administrator', () => {
  const lock = () =>
    home.rows(
      "insert into console_attempt (console_attempt_kind, console_attempt_staff, console_attempt_count, console_attempt_last, console_attempt_until) select 'sql', staff_id, 9, now(), now() + interval '1 hour' from staff where staff_hid = 'anna' on conflict on constraint console_attempt_key do update set console_attempt_until = excluded.console_attempt_until, console_attempt_count = 9",
    )

  test('sees who waits, and ends it by a command', async () => {
    await lock()
    const listed = await home.satchel(['--as', 'tina', 'console', 'waits'])
    expect(listed.out).toMatch(/password of own SQL +anna +9/)
    expect((await home.satchel(['--as', 'tina', 'console', 'unlock', 'anna'])).out).toContain('are forgotten')
    expect(await countOf('anna')).toBe(0)
    const none = await home.satchel(['--as', 'tina', 'console', 'unlock', 'anna'])
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('satchel console waits')])
  })

  test('does so on the page of colleagues', async () => {
    await lock()
    const tina = await served.as('tina')
    const page = await tina.get('/staff')
    expect(page.words).toMatch(/Failed attempts of the last day.*waits until/)
    expect((await tina.press('/staff/waits', { whom: 'anna' })).words).toContain('the wait is over')
    expect((await run(await served.as('anna'), password)).status).toBe(200)
  })

  test('is the only one who does', async () => {
    await lock()
    const anna = await served.as('anna')
    expect((await anna.get('/staff')).words).not.toContain('Failed attempts')
    await anna.post('/staff/waits', { whom: 'anna' })
    const refused = await home.satchel(['--as', 'anna', 'console', 'unlock', 'anna'])
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('(staff/admin-only)')])
    expect((await home.satchel(['--as', 'anna', '--json', 'console', 'waits'])).json()).toEqual([])
    expect(await countOf('anna')).toBe(9)
  })
})

describe('a link', () => {
  const wrong = { word: 'A'.repeat(43) }

  test('wrong ones at this computer make nobody wait: all programs on it share one address', async () => {
    const stranger = served.browser('')
    for (let times = 0; times < 40; times++) expect((await stranger.post('/enter', wrong)).status).toBe(403)
    expect((await (await served.as('baraka')).get('/')).status).toBe(200)
    expect(await home.rows("select from console_attempt where console_attempt_kind = 'link'")).toEqual([])
  })

  test.each([
    ['127.0.0.1', null],
    ['127.8.8.8', null],
    ['::1', null],
    ['::ffff:127.0.0.1', null],
    [undefined, null],
    ['', null],
    ['unknown', null],
    ['10.1.0.9', '10.1.0.9'],
    [' ::ffff:10.1.0.9', '10.1.0.9'],
    ['FD00::9', 'fd00::9'],
  ])('the address %s counts as %s', (shown, counted) => {
    expect(countedAddress(shown)).toBe(counted)
  })

  test('behind a proxy twenty wrong ones make their address wait, and no other one', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'satchel-attempts-')), 'console.sock')
    const proxied = await openTestConsole(home, `unix:${path}`, { consoleUrl: 'https://console.kilimo.internal' })
    const post = (word: string, forwarded: string) =>
      new Promise<number>((resolve, reject) => {
        const headers = {
          Host: 'console.kilimo.internal',
          Origin: 'https://console.kilimo.internal',
          'Content-Type': 'application/x-www-form-urlencoded',
          'X-Forwarded-For': forwarded,
        }
        http
          .request({ socketPath: path, path: '/enter', method: 'POST', headers, agent: false }, response => {
            response.resume()
            response.on('end', () => resolve(response.statusCode ?? 0))
          })
          .on('error', reject)
          .end(`word=${word}`)
      })
    const word = async () => {
      const made = newWord()
      await home.rows(
        "insert into console_session (console_session_staff, console_session_kind, console_session_digest, console_session_until) select staff_id, 'link', $1, now() + interval '1 minute' from staff where staff_hid = 'anna'",
        [digestOf(made)],
      )
      return made
    }
    try {
      // a browser may claim other addresses before the one that the proxy adds
      for (let times = 0; times < 20; times++) expect(await post(wrong.word, `10.9.9.${times}, 10.1.0.9`)).toBe(403)
      const good = await word()
      expect([await post(good, '10.1.0.9'), await post(good, '10.1.0.8')]).toEqual([429, 303])
      // right ones are no attempts that failed
      for (let times = 0; times < 25; times++) expect(await post(await word(), '10.1.0.8')).toBe(303)
    } finally {
      await proxied.close()
    }
  })
})

test('nobody counts, forgives or reads attempts in SQL', async () => {
  const browser = await served.as('baraka')
  for (const sql of [
    "select attempt_right('sql', 1, null)",
    "select attempt_begin('sql', 1, null)",
    'select * from console_attempt',
    "select console_unlock('anna')",
  ])
    expect([sql, (await browser.post('/queries/sql', { sql, password })).words]).toEqual([
      sql,
      expect.stringMatching(/permission denied|an administrator ends/),
    ])
})
