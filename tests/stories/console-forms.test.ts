// Forms in the console: their fields, a preview that can do nothing, the faults of a file by line, and publishing.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withClient } from '../helpers/database.ts'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
let served: TestConsole
let tina: Browser
let anna: Browser
beforeAll(async () => {
  home = await makeHome()
  await home.rows("select add_staff('tina', 'tina', 'tina@kilimo.example', 'admin', 'en', 'plain')")
  mkdirSync(home.home.forms, { recursive: true })
  served = await openTestConsole(home)
  tina = await served.as('tina')
  anna = await served.as('anna')
})
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await home.close()
})

test('a form shows its fields, and its page and letter in frames where nothing runs', async () => {
  expect((await anna.get('/forms')).text).toContain('href="/forms/call-report"')
  const { text, words } = await anna.get('/forms/call-report?language=sw')
  expect(words).toContain('The values are invented.')
  const frames = [...text.matchAll(/<iframe class="preview" sandbox title="[^"]+" src="([^"]+)"/g)].map(
    ([, src]) => src,
  )
  expect(frames).toEqual(['/forms/call-report/page?language=sw', '/forms/call-report/letter?language=sw'])
  for (const frame of frames) {
    const shown = await anna.get(frame ?? '')
    expect(shown.status).toBe(200)
    expect(shown.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
    expect(shown.text.length).toBeGreaterThan(500)
    expect(shown.text).not.toContain('BEGIN PGP')
  }
  expect(await home.rows('select from packet')).toEqual([])
})

test('a name that leads to another file shows nothing of it', async () => {
  writeFileSync(join(home.home.folder, 'secret.sexp'), '(secret "Not for a page")')
  for (const name of ['..%2Fsecret', '%2Fetc%2Fpasswd', 'package.json', '..%2Fsettings.json', 'no-such-form']) {
    for (const path of [`/forms/${name}`, `/forms/${name}/page`, `/forms/${name}/letter`]) {
      const { status, text } = await tina.get(path)
      expect([path, status]).toEqual([path, 422])
      expect(text).not.toContain('Not for a page')
    }
  }
  expect((await tina.get('/forms/call-report/script')).status).toBe(404)
})

test('faults of a file are told by line; a file without faults is published, by an administrator alone', async () => {
  expect(await home.satchel(['form', 'new', 'our-check', '--type', 'product'])).toMatchObject({ code: 0 })
  writeFileSync(join(home.home.forms, 'broken.sexp'), '(form\n  (name broken)\n  (version one))\n')
  const list = await tina.get('/forms')
  expect(list.words).toContain('has faults')
  expect(list.words).toContain('not published')
  const broken = await tina.get('/forms/broken')
  expect(broken.words).toContain('Faults of the file')
  expect(broken.text).toMatch(/<td class="num">\d+<\/td>/)
  expect((await tina.get('/forms/our-check')).text).toContain('/forms/our-check/page')
  const published = async () => home.rows("select from form where form_name = 'our-check' and form_own")
  expect((await anna.get('/forms')).text).not.toContain('method="post" action="/forms"')
  for (const browser of [anna, await served.as('grace')]) {
    const forced = await browser.post('/forms')
    expect([forced.status, forced.words]).toEqual([
      422,
      expect.stringContaining('Only an administrator publishes forms.'),
    ])
  }
  expect(await published()).toEqual([])
  const said = await tina.post('/forms')
  expect([said.status, said.words]).toEqual([422, expect.stringContaining('Those without a fault are published.')])
  expect(await published()).toHaveLength(1)
  const by = await home.rows<{ by: string }>(
    "select audit_by as by from audit where audit_table = 'form' and audit_row = (select form_id from form where form_name = 'our-check')",
  )
  expect(by).toEqual([{ by: expect.stringMatching(/_staff_tina$/) }])
})

test('the database publishes for an administrator alone, and as a form of this installation', async () => {
  const publish = (hid: string, name: string, own: boolean) =>
    withClient(home.database.url('satchel'), async client => {
      const { rows } = await client.query<{ login: string }>(
        'select staff_login as login from staff where staff_hid = $1',
        [hid],
      )
      await client.query(`set role "${rows[0]?.login}"`)
      const form = { name, version: 9, entity: 'person', definition: '', digest: name, own, fields: [] }
      const made = await client.query<{ result: string }>('select publish_form($1) as result', [form])
      return made.rows[0]?.result
    })
  for (const hid of ['grace', 'anna'])
    await expect(publish(hid, 'forced', true)).rejects.toMatchObject({ code: '42501' })
  expect(await publish('tina', 'self-update', false)).toBe('taken')
  expect(await publish('tina', 'record-person', true)).toBe('taken')
  expect(await publish('tina', 'said-ours', false)).toBe('new')
  expect(await home.rows("select form_own as own from form where form_name in ('forced', 'said-ours')")).toEqual([
    { own: true },
  ])
})
