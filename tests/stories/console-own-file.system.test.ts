// Files in fields of one's own in the office console: put in with the record and on its page, saved by the browser, taken away, and told where
// somebody else was faster.

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from '../helpers/console.ts'
import { openRecordWorld, type RecordWorld } from '../helpers/record-world.ts'

let world: RecordWorld
let anna: Browser
let baraka: Browser
let hid: string
beforeAll(async () => {
  world = await openRecordWorld()
  ;({ anna, baraka } = world)
  const made = await world.home.satchel(['new-field', 'person', 'contract:file'])
  if (made.code !== 0) throw new Error(made.err)
  hid = await world.added('person', 'given-name=Filed')
}, 120_000)
afterAll(() => world.close())

/** A form as a browser sends it, with a file in a control or none. */
async function posted(by: Browser, path: string, values: Readonly<Record<string, string | File>>): Promise<Response> {
  const data = new FormData()
  for (const [name, value] of Object.entries(values)) data.append(name, value)
  return fetch(new URL(path, world.served.url), {
    method: 'POST',
    body: data,
    redirect: 'manual',
    headers: { Cookie: by.cookie, Origin: world.served.url },
  })
}
const page = async () => (await anna.get(`/records/${hid}`)).text
const seen = (text: string) => /name="was\.contract" value="([0-9a-f]*)"/.exec(text)?.[1]
const linkIn = (text: string) => /href="(\/records\/[^"]+\/files\/[0-9]+)"/.exec(text)?.[1] ?? ''
const evil = new File(['<svg onload="alert(1)">'], 'pa"ge.svg', { type: 'image/svg+xml' })

test('a file is put into the field, and the browser saves it whatever it is', async () => {
  const empty = await page()
  expect(empty).toContain('enctype="multipart/form-data"')
  expect(empty).toMatch(/<input[^>]* name="f\.contract"[^>]* type="file">/)
  expect([seen(empty), linkIn(empty)]).toEqual(['', ''])
  const saved = await posted(anna, `/records/${hid}`, { 'was.contract': '', 'f.contract': evil })
  expect(saved.headers.get('location')).toContain('done=rec-saved')
  const text = await page()
  expect(seen(text)).toMatch(/^[0-9a-f]{64}$/)
  const link = linkIn(text)
  const file = await anna.get(link)
  expect(file.text).toBe('<svg onload="alert(1)">')
  expect(
    Object.fromEntries(
      ['content-type', 'content-disposition', 'x-content-type-options'].map(name => [name, file.headers.get(name)]),
    ),
  ).toEqual({
    'content-type': 'application/octet-stream',
    'content-disposition': "attachment; filename*=UTF-8''pa%22ge.svg",
    'x-content-type-options': 'nosniff',
  })
  expect(file.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
  // not by its number: for a colleague who does not see the record, or as a file of another one
  expect((await baraka.get(link)).status).toBe(404)
  const other = await world.added('person', 'given-name=Other')
  expect((await anna.get(link.replace(hid, other))).status).toBe(404)
})

test('a form that somebody opened before another file came is told, and nothing is dropped', async () => {
  const before = seen(await page()) ?? ''
  const next = new File(['second'], 'second.txt')
  expect(
    (await posted(anna, `/records/${hid}`, { 'was.contract': before, 'f.contract': next })).headers.get('location'),
  ).toContain('done=rec-saved')
  const late = await posted(anna, `/records/${hid}`, {
    'was.contract': before,
    'f.contract': new File(['third'], 'third.txt'),
  })
  expect([late.status, await late.text()]).toEqual([
    422,
    expect.stringContaining('Somebody changed the file of this field meanwhile'),
  ])
  expect((await anna.get(linkIn(await page()))).text).toBe('second')
})

test('a form without a file changes none, and one that says so takes it away', async () => {
  const was = seen(await page()) ?? ''
  const listed = await anna.get('/list/person?column=contract&filter=contract~second')
  expect(listed.words).toContain('second.txt')
  expect((await posted(anna, `/records/${hid}`, { 'was.contract': was })).headers.get('location')).toContain(
    'done=rec-nothing',
  )
  const whole = (await anna.get(`/records/${hid}/edit`)).text
  expect([seen(whole), whole.includes('name="empty.contract"')]).toEqual([was, true])
  expect(
    (await posted(anna, `/records/${hid}`, { all: '1', 'was.contract': was, 'empty.contract': '1' })).headers.get(
      'location',
    ),
  ).toContain('done=rec-saved')
  expect([seen(await page()), linkIn(await page())]).toEqual(['', ''])
  expect(await world.home.rows("select from attachment where attachment_field = 'person.person_own_contract'")).toEqual(
    [],
  )
})

test('a new record is added with its file, and one that is too large is refused', async () => {
  const form = (await anna.get('/add/person')).text
  expect(form).toContain('enctype="multipart/form-data"')
  const added = await posted(anna, '/add/person', {
    'f.given-name': 'Added',
    'f.contract': new File(['mine'], 'mine.txt'),
  })
  const record = /\/records\/([^?]+)/.exec(added.headers.get('location') ?? '')?.[1] ?? ''
  expect((await anna.get(linkIn((await anna.get(`/records/${record}`)).text))).text).toBe('mine')
  const large = new File([Buffer.alloc(25 * 1024 * 1024 + 1)], 'large.bin')
  const refused = await posted(anna, `/records/${hid}`, { 'was.contract': '', 'f.contract': large })
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('has over 25 MiB')])
})

test('a form that comes back names the file that is to be chosen again, and keeps what was to be taken away', async () => {
  const again = 'Choose the file mine.txt again: it is not saved yet.'
  const mine = new File(['mine'], 'mine.txt')
  // somebody may be there already: beside the control, and beside the button that adds it all the same
  const doubles = await posted(anna, '/add/person', { 'f.given-name': 'Added', 'f.contract': mine })
  const told = await doubles.text()
  expect([doubles.status, told.split(again).length]).toEqual([409, 3])
  expect(told).toMatch(/<input[^>]* name="f\.contract" aria-describedby="again-f-contract"[^>]* type="file"><p/)
  const wrong = await posted(anna, '/add/person', { 'f.given-name': 'New', 'f.born': 'never', 'f.contract': mine })
  expect([wrong.status, (await wrong.text()).split(again).length]).toEqual([422, 2])
  // on the record: in all fields, and in the one field
  const whole = { all: '1', 'was.born': '', 'f.born': 'never', 'was.contract': '', 'f.contract': mine }
  expect((await (await posted(anna, `/records/${hid}`, whole)).text()).split(again).length).toBe(2)
  const late = { 'was.contract': 'a'.repeat(64), 'f.contract': mine }
  const one = await (await posted(anna, `/records/${hid}`, late)).text()
  expect(one).toMatch(/<details class="fld" id="field-contract" open>/)
  expect([one.split(again).length, one.includes('name="empty.contract"')]).toEqual([2, false])
  // the box that takes it away is ticked again
  await posted(anna, `/records/${hid}`, { 'was.contract': '', 'f.contract': mine })
  const was = seen(await page()) ?? ''
  const emptied = { all: '1', 'was.born': '', 'f.born': 'never', 'was.contract': was, 'empty.contract': '1' }
  expect(await (await posted(anna, `/records/${hid}`, emptied)).text()).toContain(
    'name="empty.contract" value="1" checked',
  )
  expect(await page()).not.toContain('name="empty.contract" value="1" checked')
})
