// Colleagues in the console: an administrator adds, changes and ends them in their own name; everybody else sees the list, and their own
// certificates.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { keyOf } from '../helpers/pgp.ts'

const hostile = `<script>alert("x")</script> O'Brien "שלום"`

let home: TestHome
let served: TestConsole
let tina: Browser
let grace: Browser
let anna: Browser
beforeAll(async () => {
  home = await makeHome()
  for (const [hid, role] of [
    ['tina', 'admin'],
    ['sam', 'support'],
    ['mark', 'marketing'],
    ['mona', 'manager'],
  ])
    await home.rows("select add_staff($1::text, $1, $1 || '@kilimo.example', $2, 'en', 'plain')", [hid, role])
  served = await openTestConsole(home)
  tina = await served.as('tina')
  grace = await served.as('grace')
  anna = await served.as('anna')
})
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await home.close()
})

const staff = async (hid: string) =>
  (
    await home.rows<Record<string, unknown>>(
      "select staff_name as name, lookup_value(staff_role) as role, staff_active as active, staff_protection as protection, (select m.staff_hid from entity join staff m on m.staff_id = entity_parent where entity_id = staff.staff_id) as manager, (select audit_by from audit where audit_table = 'staff' and audit_row = staff_id order by audit_id desc limit 1) as by from staff where staff_hid = $1",
      [hid],
    )
  )[0]
const audits = async () => (await home.rows<{ n: string }>('select count(*) as n from audit'))[0]?.n
const byTina: unknown = expect.stringMatching(/_staff_tina$/)
const given = (fields: Readonly<Record<string, string>>) => ({
  do: 'add',
  hid: 'juma',
  name: 'Juma Said',
  email: 'juma@kilimo.example',
  role: 'sales',
  manager: '',
  language: 'sw',
  protection: 'plain',
  ...fields,
})

describe('an administrator', () => {
  test('adds a colleague in their own name, who can log in', async () => {
    const { words } = await tina.press('/staff', given({ manager: 'mona' }))
    expect(words).toContain('The colleague is added.')
    expect(await staff('juma')).toEqual({
      name: 'Juma Said',
      role: 'sales',
      active: true,
      protection: 'plain',
      manager: 'mona',
      by: byTina,
    })
    expect((await (await served.as('juma')).get('/')).status).toBe(200)
  })

  test('is shown the phrase of a new colleague once', async () => {
    const { status, text, words } = await tina.post(
      '/staff',
      given({ hid: 'pili', name: hostile, protection: 'passphrase' }),
    )
    expect([status, words]).toEqual([200, expect.stringContaining('is shown this once')])
    const phrase = /class="mono strong">([^<]+)</.exec(text)?.[1] ?? ''
    expect(phrase.length).toBeGreaterThan(10)
    expect((await staff('pili'))?.protection).toBe('passphrase')
    const again = await tina.get('/staff')
    expect(again.text).not.toContain(phrase)
    expect(again.words).toContain(hostile)
    expect(again.text).not.toContain('<script>alert')
  })

  test('keeps what was typed where something is wrong with it', async () => {
    for (const [wrong, said] of [
      [{ hid: 'Anna B' }, 'A short name has lower-case letters'],
      [{ hid: 'anna' }, 'There is a staff member already: "anna".'],
      [{ email: 'nowhere' }, 'The e-mail address is not one plain address.'],
      [{ hid: 'newone', manager: 'nobody' }, 'There is no staff member "nobody".'],
      [{ hid: 'newone', role: 'king' }, 'There is no role "king"'],
    ] as const) {
      const { status, words, text } = await tina.post('/staff', given({ name: 'Kept Name', ...wrong }))
      expect([status, words]).toEqual([422, expect.stringContaining(said)])
      expect(text).toContain('value="Kept Name"')
    }
    expect(await staff('newone')).toBeUndefined()
  })

  test('changes role and manager, and ends and begins their work here', async () => {
    await tina.press('/staff/juma', { do: 'role', role: 'support' })
    await tina.press('/staff/juma', { do: 'manager', manager: '' })
    expect(await staff('juma')).toMatchObject({ role: 'support', manager: null, by: byTina })
    const juma = await served.as('juma')
    expect((await tina.get('/staff/juma')).words).toContain('Open sessions')
    expect((await tina.press('/staff/juma', { do: 'off' })).words).toContain('Their login and sessions are over.')
    expect([(await staff('juma'))?.active, (await juma.get('/')).status]).toEqual([false, 401])
    await tina.press('/staff/juma', { do: 'on' })
    expect((await staff('juma'))?.active).toBe(true)
    const self = await tina.post('/staff/tina', { do: 'off' })
    expect([self.status, self.words]).toEqual([422, expect.stringContaining('There would be no administrator left')])
  })

  test('ends a session of a colleague', async () => {
    const sam = await served.as('sam')
    const session = /name="session" value="(\d+)"/.exec((await tina.get('/staff/sam')).text)?.[1] ?? ''
    await tina.press('/staff/sam', { do: 'session', session })
    expect((await sam.get('/')).status).toBe(401)
  })

  test('makes a certificate, whose file and password are in one page and nowhere else, and revokes it', async () => {
    const { text, headers } = await tina.post('/staff/anna', { do: 'certificate', days: '30' })
    const file = /download="anna\.p12" href="data:application\/x-pkcs12;base64,([A-Za-z0-9+/=]+)"/.exec(text)?.[1] ?? ''
    expect(Buffer.from(file, 'base64').length).toBeGreaterThan(1000)
    const password = /id="password">([^<]+)</.exec(text)?.[1] ?? 'none'
    expect(password).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/)
    expect(headers.get('cache-control')).toBe('no-store')
    const again = await tina.get('/staff/anna')
    expect(again.text).not.toContain('base64')
    expect(again.text).not.toContain(password)
    const fingerprint = /name="fingerprint" value="([0-9a-f]{64})"/.exec(again.text)?.[1] ?? ''
    expect((await anna.get('/staff')).text).toContain(fingerprint)
    await tina.press('/staff/anna', { do: 'revoke', fingerprint })
    expect((await anna.get('/staff')).words).toContain('revoked')
    const wrong = await tina.post('/staff/anna', { do: 'certificate', days: '9999' })
    expect([wrong.status, wrong.words]).toEqual([422, expect.stringContaining('825 days at the most')])
  })
})

describe('letters of a colleague', () => {
  const kept = async () =>
    (
      await home.rows<Record<string, unknown>>(
        "select staff_protection as protection, staff_pgp_fingerprint as fingerprint, staff_packet_file as file, staff_phrase_made is not null as phrase, (select audit_by from audit where audit_table = 'staff' and audit_row = staff_id order by audit_id desc limit 1) as by from staff where staff_hid = 'sam'",
      )
    )[0]

  test('get another protection, and the phrase for it is shown once', async () => {
    const chosen = await tina.post('/staff/sam', { do: 'protection', protection: 'passphrase' })
    const phrase = /id="phrase">([^<]+)</.exec(chosen.text)?.[1] ?? 'none'
    expect(phrase.length).toBeGreaterThan(10)
    expect(await kept()).toMatchObject({ protection: 'passphrase', phrase: true, by: byTina })
    expect((await tina.get('/staff/sam')).text).not.toContain(phrase)
    const renewed = await tina.post('/staff/sam', { do: 'phrase' })
    expect(renewed.words).toContain('It is shown this once')
    expect(renewed.text).not.toContain(phrase)
  })

  test('are encrypted to a key whose fingerprint was compared, and to no other', async () => {
    const early = await tina.post('/staff/sam', { do: 'protection', protection: 'pgp' })
    expect([early.status, early.words]).toEqual([422, expect.stringContaining('fingerprint was compared')])
    const { publicKey, fingerprint: whole } = await keyOf('sam@kilimo.example')
    const send = async (fingerprint: string) => {
      const body = new FormData()
      body.append('do', 'key')
      body.append('fingerprint', fingerprint)
      body.append('key', new Blob([publicKey.armor()]), 'sam.asc')
      return fetch(new URL('/staff/sam', served.url), {
        method: 'POST',
        body,
        redirect: 'manual',
        headers: { Cookie: tina.cookie, Origin: served.url, 'Sec-Fetch-Site': 'same-origin' },
      })
    }
    expect((await send('0000000000000000')).status).toBe(422)
    expect((await kept())?.fingerprint).toBeNull()
    expect((await send(whole.slice(-16))).status).toBe(303)
    await tina.press('/staff/sam', { do: 'protection', protection: 'pgp' })
    expect(await kept()).toMatchObject({ protection: 'pgp', fingerprint: whole, by: byTina })
    expect((await tina.get('/staff/sam')).words).toContain(whole.slice(0, 4))
  })

  test('bring a packet file where that is chosen', async () => {
    await tina.press('/staff/sam', { do: 'letters', 'packet-file': 'on', 'answer-links': 'off' })
    expect(await kept()).toMatchObject({ file: true })
    expect((await tina.get('/staff/sam')).text).toMatch(/name="packet-file"[^>]*><option value="on" selected/)
  })

  test('of a restore wait until an administrator says that the choice is still right', async () => {
    await home.rows(
      "update staff set staff_protection_restored = staff_protection, staff_protection = null where staff_hid = 'mark'",
    )
    expect((await tina.get('/staff/mark')).words).toContain('A restore brought this choice back.')
    await tina.press('/staff/mark', { do: 'confirm' })
    expect((await tina.get('/staff/mark')).words).not.toContain('A restore brought')
    expect(await home.rows('select from staff where staff_protection_restored is not null')).toEqual([])
  })
})

describe('everybody else', () => {
  test('sees the list and their own certificates, and revokes these alone', async () => {
    await tina.post('/staff/anna', { do: 'certificate', days: '30' })
    await tina.post('/staff/baraka', { do: 'certificate', days: '30' })
    const certificates = await home.rows<{ hid: string; fingerprint: string }>(
      'select staff_hid as hid, staff_certificate_fingerprint as fingerprint from staff_certificate join staff on staff_id = staff_certificate_staff where staff_certificate_revoked is null',
    )
    const of = (hid: string) => certificates.find(each => each.hid === hid)?.fingerprint ?? ''
    const { text, words } = await anna.get('/staff')
    // the office sees all of them, a salesperson those whom they may see
    expect((await grace.get('/staff')).words).toContain('baraka@kilimo.example')
    expect(words).toContain('anna@kilimo.example')
    expect(text).not.toContain('baraka')
    expect(text).toContain(of('anna'))
    expect(text).not.toContain(of('baraka').slice(0, 16))
    expect(text).not.toContain('name="hid"')
    expect(text).not.toContain('href="/staff/')
    expect((await anna.post('/staff', { do: 'revoke', fingerprint: of('baraka') })).status).toBe(422)
    expect((await anna.press('/staff', { do: 'revoke', fingerprint: of('anna') })).words).toContain(
      'The certificate opens no session any more.',
    )
  })

  test('adds and changes nobody, by whatever post', async () => {
    const before = await audits()
    const made = await home.rows('select from staff_certificate')
    for (const hid of ['grace', 'anna', 'mona', 'sam', 'mark']) {
      const browser = hid === 'grace' ? grace : await served.as(hid)
      const added = await browser.post('/staff', given({ hid: 'forced' }))
      expect([hid, added.status, added.words]).toEqual([
        hid,
        422,
        expect.stringContaining('Only an administrator changes what staff may do'),
      ])
      expect((await browser.get('/staff/baraka')).status).toBe(404)
      for (const fields of [
        { do: 'role', role: 'admin' },
        { do: 'off' },
        { do: 'certificate', days: '30' },
        { do: 'phrase' },
        { do: 'protection', protection: 'plain' },
      ])
        for (const whom of ['baraka', hid]) expect((await browser.post(`/staff/${whom}`, fields)).status).toBe(404)
    }
    expect(await audits()).toBe(before)
    expect(await home.rows('select from staff_certificate')).toHaveLength(made.length)
    expect(await home.rows("select from pg_roles where rolname like '%\\_staff\\_forced'")).toEqual([])
  })
})
