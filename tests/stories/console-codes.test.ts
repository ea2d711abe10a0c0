// Codes of the telephone in the console: turned on with a first code, asked for before any page, used once, and ended by an administrator.

import { createHmac } from 'node:crypto'
import { scramVerifier } from '@satchel/core/staff/scram'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
let served: TestConsole
let secret = ''
let recovery: readonly string[] = []
beforeAll(async () => {
  home = await makeHome({ samples: true })
  await home.rows("select add_staff('tina', 'tina', 'tina@kilimo.example', 'admin', 'en', 'plain')")
  served = await openTestConsole(home)
})
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await home.close()
})

/** As a telephone makes it (RFC 6238), without the library that the console reads it with. */
function code(halfMinutes = 0): string {
  const bits = [...secret].map(sign => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
  const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map(octet => Number.parseInt(octet, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + halfMinutes))
  const digest = createHmac('sha1', key).update(counter).digest()
  const number = digest.readUInt32BE((digest.at(-1) ?? 0) & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}
/** As if the codes that were used were of long ago. */
const passTime = () => home.rows('update staff_code set staff_code_step = 0')
const cookieOf = (headers: Headers) => headers.get('set-cookie')?.split(';')[0] ?? ''

/** A link was used; what follows is a code. */
async function entered(staff: string): Promise<Browser> {
  return served.as(staff)
}

describe('codes', () => {
  test('are turned on with a first code; the secret and the recovery codes are shown once', async () => {
    const anna = await served.as('anna')
    const other = await served.as('anna')
    const begun = await anna.post('/me/code', { do: 'begin' })
    secret = (/class="mono strong">([A-Z2-7 ]+)</.exec(begun.text)?.[1] ?? '').replaceAll(' ', '')
    expect([secret.length, begun.text.includes('<svg')]).toEqual([32, true])
    // not in use before a code
    expect((await (await served.as('anna')).get('/')).status).toBe(200)
    const wrong = await anna.post('/me/code', { do: 'confirm', code: '000000' })
    expect([wrong.status, wrong.text.includes(secret)]).toEqual([422, false])
    const confirmed = await anna.post('/me/code', { do: 'confirm', code: code() })
    recovery = [...confirmed.text.matchAll(/<li>([a-z2-7-]{19})<\/li>/g)].map(([, one]) => one ?? '')
    expect([recovery.length, new Set(recovery).size]).toEqual([10, 10])
    const later = await anna.get('/me/code')
    expect(later.words).toContain('10 recovery codes are left')
    expect([later.text.includes(secret), later.text.includes(recovery[0] ?? 'none')]).toEqual([false, false])
    // a session that was opened without a code is over
    expect((await other.get('/')).status).toBe(401)
    // and nobody exchanges the telephone in a browser that was left open
    expect((await anna.press('/me/code', { do: 'begin' })).words).toContain('Turn them off with a code first.')
  })

  test('recovery codes are kept as digests, and no colleague reads secrets', async () => {
    const [row] = await home.rows<{ text: string }>('select staff_code::text as text from staff_code')
    for (const one of recovery) {
      expect(row?.text).not.toContain(one)
      expect(row?.text).not.toContain(Buffer.from(one).toString('hex'))
    }
    await home.rows('select staff_password_set($1, $2)', ['tina', scramVerifier('gutes-Pferd-7-klammer')])
    const tina = await served.as('tina')
    for (const sql of ['select * from staff_code', 'select * from code_of(1)', 'select code_end(1)'])
      expect((await tina.post('/queries/sql', { sql, password: 'gutes-Pferd-7-klammer' })).words).toContain(
        'permission denied',
      )
  })
})

describe('a session that awaits a code', () => {
  test('opens no page, changes nothing and is no open session', async () => {
    const anna = await entered('anna')
    for (const path of ['/', '/find?q=a', '/records/P1', '/me', '/me/code', '/live/P1?version=1', '/queries/sql']) {
      const { status, words } = await anna.get(path)
      expect([path, status, words]).toEqual([path, 401, expect.stringContaining('A code of your telephone')])
      expect(words).not.toMatch(/Agnes|Kilimanjaro/)
    }
    for (const path of ['/me', '/add/person', '/me/code']) {
      const posted = await anna.post(path, { do: 'begin', session: '1' })
      expect([path, posted.status]).toEqual([path, 401])
    }
    const listed = await home.satchel(['--as', 'anna', '--json', 'console', 'sessions'])
    expect(JSON.stringify(listed.json())).not.toContain('"staff":"baraka"')
    const [row] = await home.rows<{ n: number }>(
      'select count(*)::int as n from console_session where console_session_awaits and console_session_ended is null',
    )
    expect(row?.n).toBeGreaterThan(0)
  })

  test('is opened by a code, under another cookie, and led to the page that was asked for', async () => {
    await passTime()
    const anna = await entered('anna')
    expect((await anna.get('/find?q=agnes')).text).toContain('name="to" value="/find?q=agnes"')
    const opened = await anna.post('/code', { code: ` ${code()} `, to: '/find?q=agnes' })
    expect([opened.status, opened.location]).toEqual([303, '/find?q=agnes'])
    expect(cookieOf(opened.headers)).not.toBe(anna.cookie)
    expect((await anna.get('/')).status).toBe(401)
    expect((await served.browser(cookieOf(opened.headers)).get('/')).status).toBe(200)
  })

  test('is led nowhere else', async () => {
    for (const to of ['https://evil.example', '//evil.example', '/\\evil.example', '']) {
      await passTime()
      expect([to, (await (await entered('anna')).post('/code', { code: code(), to })).location]).toEqual([to, '/'])
    }
  })

  test('no code opens twice, and none that is older than one that opened', async () => {
    await passTime()
    const used = code(1)
    expect((await (await entered('anna')).post('/code', { code: used })).status).toBe(303)
    for (const again of [used, code(0), code(-1)])
      expect((await (await entered('anna')).post('/code', { code: again })).status).toBe(401)
    // two at once open one
    await passTime()
    const both = [await entered('anna'), await entered('anna')]
    const one = code()
    const answers = await Promise.all(both.map(browser => browser.post('/code', { code: one })))
    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([303, 401])
  })

  test('a recovery code opens once, however it is typed', async () => {
    const [first = ''] = recovery
    expect(
      (await (await entered('anna')).post('/code', { code: first.toUpperCase().replaceAll('-', ' ') })).status,
    ).toBe(303)
    expect((await (await entered('anna')).post('/code', { code: first })).status).toBe(401)
  })

  test('wrong codes make their colleague wait, in each session', async () => {
    await home.rows('delete from console_attempt')
    await passTime()
    const anna = await entered('anna')
    for (const wrong of ['', '12345', 'abc', '000000 ', 'x'.repeat(5000)])
      expect((await anna.post('/code', { code: wrong })).status).toBe(401)
    const right = await (await entered('anna')).post('/code', { code: code() })
    expect([right.status, right.words]).toEqual([429, expect.stringContaining('wait 1 min.')])
    expect((await (await served.as('baraka')).get('/')).status).toBe(200)
    await home.satchel(['--as', 'tina', 'console', 'unlock', 'anna'])
    expect((await (await entered('anna')).post('/code', { code: code() })).status).toBe(303)
  })

  test('is over after ten minutes, and by logging out', async () => {
    await passTime()
    const late = await entered('anna')
    await home.rows('update console_session set console_session_until = now() where console_session_awaits')
    expect((await late.post('/code', { code: code() })).words).toContain('satchel console link')
    const left = await entered('anna')
    await left.post('/leave')
    expect((await left.post('/code', { code: code() })).words).toContain('satchel console link')
    const [row] = await home.rows<{ ok: boolean }>(
      "select bool_and(console_session_until <= console_session_begun + interval '10 minutes 1 second') as ok from console_session where console_session_awaits",
    )
    expect(row?.ok).toBe(true)
  })
})

describe('the end of codes', () => {
  test('is a matter of a code, or of an administrator', async () => {
    await passTime()
    const opened = await (await entered('anna')).post('/code', { code: code() })
    const anna = served.browser(cookieOf(opened.headers))
    expect((await anna.post('/me/code', { do: 'off', code: '123456' })).status).toBe(422)
    const refused = await home.satchel(['--as', 'baraka', 'console', 'reset-code', 'anna'])
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('(staff/admin-only)')])
    expect((await home.satchel(['--as', 'tina', 'console', 'codes'])).out).toMatch(/anna .*9/)
    expect((await home.satchel(['--as', 'tina', 'console', 'reset-code', 'anna'])).code).toBe(0)
    expect((await (await served.as('anna')).get('/')).status).toBe(200)
    expect((await home.satchel(['--as', 'tina', 'console', 'reset-code', 'anna'])).err).toContain('console codes')
  })

  test('by oneself takes a code', async () => {
    const anna = await served.as('anna')
    const begun = await anna.post('/me/code', { do: 'begin' })
    secret = (/class="mono strong">([A-Z2-7 ]+)</.exec(begun.text)?.[1] ?? '').replaceAll(' ', '')
    await anna.post('/me/code', { do: 'confirm', code: code() })
    expect((await anna.press('/me/code', { do: 'off', code: code(1) })).words).toContain('Codes are off')
    expect(await home.rows('select from staff_code')).toEqual([])
  })
})
