// Held and refused changes in the console: decided by the office one by one and together, never over what another has changed, and not there for
// anybody else.

import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { seal } from '@satchel/protocol/envelope/envelope-seal'
import { readPublicKey } from '@satchel/protocol/envelope/pgp-keys'
import type { Packet } from '@satchel/protocol/messages/packet'
import { printUpload } from '@satchel/protocol/messages/upload'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { mails, makeHome, replyTo, type Said, type TestHome } from '../helpers/home.ts'

let home: TestHome
let served: TestConsole
let grace: Browser
const packets = new Map<string, Packet>()
const people = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8', 'P9']
/** Values that break careless pages. */
const hostile = `<script>alert(1)</script>"'&\u202Egnp.exe \u05E9\u05DC\u05D5\u05DD`

beforeAll(async () => {
  home = await makeHome()
  for (const hid of people) await home.person(hid)
  const sent = await home.satchel(['dispatch', ...people, '--to', 'anna', '--json'])
  expect((await home.satchel(['send'])).code).toBe(0)
  const found = home.packets(mails.anna)
  for (const [index, { packet }] of sent.json<{ packet: string }[]>().entries()) {
    const one = found.find(each => each.id === packet)
    if (one !== undefined) packets.set(people[index] ?? '', one)
  }
  served = await openTestConsole(home)
  grace = await served.as('grace')
})
afterAll(async () => {
  await served.close()
  await home.close()
  expect(served.bugs).toEqual([])
})

/** Anna answers, and it is imported. */
async function answered(hid: string, said: Said): Promise<void> {
  const packet = packets.get(hid)
  if (packet === undefined) throw new Error(`no packet of ${hid}`)
  home.drop(`${hid}-${Math.random()}.sexp`, replyTo(packet, said))
  await home.satchel(['import'])
}

const heldOf = async (hid: string) => {
  const [row] = await home.rows<{ change: string }>(
    "select change_id as change from change where change_outcome = 'held' and change_entity = find_entity($1) order by change_id",
    [hid],
  )
  return row?.change ?? ''
}
const idIn = (text: string) =>
  /name="id" value="(\d+-[0-9a-f]{8})">\n?<input type="hidden" name="shown"/.exec(text)?.[1] ??
  /<form class="decide[^]*?name="id" value="([^"]+)"/.exec(text)?.[1] ??
  ''
const person = async (hid: string) =>
  (
    await home.rows<{ born: string; note: string }>(
      'select person_born::text as born, person_note as note from person where person_hid = $1',
      [hid],
    )
  )[0]

describe('one change', () => {
  test('is shown as a slip with its evidence, accepted, and the audit names who decided', async () => {
    await answered('P1', { set: { born: '1971-01-01', note: 'Grows coffee' } })
    const page = await grace.get('/review')
    expect(page.words).toContain('Review: 1 to decide')
    expect(page.words).toMatch(/Jimmy Okello P1 : Date of birth/)
    expect(page.words).toMatch(/anna saw 1980-05-01 packet .* Now in the record 1980-05-01 anna wants 19 71-01 -01/)
    expect(page.words).toContain('the form asks for a look')
    expect(page.words).toContain('It came as a file into the inbox folder.')
    expect(page.words).toMatch(/The rest of the answer Note about the person Grows coffee went in/)
    const done = await grace.press('/review', { id: idIn(page.text), why: 'saw the passport', decision: 'accepted' })
    expect(done.words).toContain('Accepted. A letter tells who sent it.')
    expect(done.words).toContain('Nothing is held.')
    expect(await person('P1')).toEqual({ born: '1971-01-01', note: 'Grows coffee' })
    expect(
      await home.rows(
        "select change_note as note, change_decider = staff_role_of('grace') as grace, (select bool_and(audit_by = staff_role_of('grace')) from audit where audit_table = 'person' and audit_row = change_row and audit_verb = 'update' and audit_fields like '%person_born%') as audited from change where change_decision = 'accepted'",
      ),
    ).toEqual([{ note: 'saw the passport', grace: true, audited: true }])
    await home.satchel(['send'])
    expect(home.letters(mails.anna).filter(({ file }) => file.includes('outcome'))).toHaveLength(2)
  })

  test('is refused with a reason, and the record stays as it was', async () => {
    await answered('P2', { set: { born: '1972-02-02' } })
    const change = await heldOf('P2')
    const page = await grace.get(`/review?change=${change}`)
    expect(
      (await grace.press('/review', { id: idIn(page.text), why: 'a slip of the pen', decision: 'refused' })).words,
    ).toContain('Refused.')
    expect((await person('P2'))?.born).toBe('1980-05-01')
    expect(await home.rows('select change_note as note from change where change_id = $1', [change])).toEqual([
      { note: 'a slip of the pen' },
    ])
  })

  test('takes another value; one that does not fit is said at its field, and nothing typed is lost', async () => {
    await answered('P3', { set: { born: '31/12/73 or so' } })
    const change = await heldOf('P3')
    const page = await grace.get(`/review?change=${change}`)
    expect(page.words).toMatch(/It cannot go in as it was written: /)
    const id = idIn(page.text)
    const wrong = await grace.post('/review', {
      id,
      shown: change,
      'value.born': 'in spring',
      why: '<b>"asked"',
      decision: 'other',
    })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('value="in spring"')
    expect(wrong.text).toContain('value="&lt;b&gt;&quot;asked&quot;"')
    expect(wrong.words).toContain('Nothing was decided.')
    const plain = await grace.post('/review', { id, shown: change, why: '', decision: 'accepted' })
    expect([plain.status, plain.words]).toEqual([422, expect.stringContaining('Give another value, or refuse it.')])
    const done = await grace.press('/review', {
      id,
      shown: change,
      'value.born': '1973-12-31',
      why: 'asked',
      decision: 'other',
    })
    expect(done.words).toContain('Accepted with the other value.')
    expect((await person('P3'))?.born).toBe('1973-12-31')
  })

  test('of a row takes each of its fields', async () => {
    await answered('P4', {
      rows: [{ collection: 'contact-point', row: 'new-1', fields: { kind: 'phone', value: 'call me 07000' } }],
    })
    const page = await grace.get(`/review?change=${await heldOf('P4')}`)
    const fields = { 'value.kind': 'phone', 'value.value': '+255 700 000 444', row: 'yes' }
    expect(
      (await grace.press('/review', { id: idIn(page.text), ...fields, why: '', decision: 'other' })).words,
    ).toContain('Accepted with the other value.')
    expect(
      await home.rows(
        "select contact_point_value as value from contact_point where contact_point_entity = find_entity('P4') and contact_point_value like '%444'",
      ),
    ).toHaveLength(1)
  })

  test('that is stale says so, shows what stands now, and decides nothing', async () => {
    await answered('P5', { set: { born: '1975-05-05' } })
    const change = await heldOf('P5')
    const page = await grace.get(`/review?change=${change}`)
    await home.rows("update person set person_born = '1999-09-09' where person_hid = 'P5'")
    const stale = await grace.post('/review', {
      id: idIn(page.text),
      shown: change,
      why: 'looked',
      decision: 'accepted',
    })
    expect(stale.status).toBe(422)
    expect(stale.words).toContain('The record changed after this page was shown. Nothing was decided.')
    expect(stale.words).toContain('Now in the record 1999-09-09')
    expect(stale.words).toContain('Somebody else has changed it since.')
    expect(stale.text).toContain('value="looked"')
    expect([await heldOf('P5'), (await person('P5'))?.born]).toEqual([change, '1999-09-09'])
    // with the new stamp it goes in, and again it is held no more
    const id = idIn(stale.text)
    expect((await grace.press('/review', { id, why: '', decision: 'accepted' })).words).toContain('Accepted.')
    const again = await grace.post('/review', { id, shown: change, why: '', decision: 'refused' })
    expect([again.status, again.words]).toEqual([422, expect.stringContaining('This change is held no more.')])
    expect((await person('P5'))?.born).toBe('1975-05-05')
  })
})

describe('several', () => {
  test('of one reason are chosen and decided together; one that is stale leaves all as they are', async () => {
    for (const hid of ['P6', 'P7']) await answered(hid, { set: { born: '1976-06-06' } })
    const page = await grace.get('/review?reason=needs-review&all=yes')
    const chosen = [...page.text.matchAll(/form="together" name="id" value="([^"]+)" checked/g)].map(
      ([, id]) => id ?? '',
    )
    expect(chosen).toHaveLength(2)
    expect((await grace.post('/review', { reason: 'needs-review', decision: 'accepted' })).words).toContain(
      'No change is chosen.',
    )
    await home.rows("update person set person_born = '1990-01-01' where person_hid = 'P7'")
    const stale = await grace.post('/review', {
      id: chosen,
      why: 'by post',
      decision: 'accepted',
      reason: 'needs-review',
    })
    expect([stale.status, (await person('P6'))?.born]).toEqual([422, '1980-05-01'])
    const fresh = await grace.get('/review?reason=needs-review&all=yes')
    const ids = [...fresh.text.matchAll(/form="together" name="id" value="([^"]+)" checked/g)].map(([, id]) => id ?? '')
    expect(
      (await grace.press('/review', { id: ids, why: 'by post', decision: 'accepted', reason: 'needs-review' })).words,
    ).toContain('Accepted.')
    expect([(await person('P6'))?.born, (await person('P7'))?.born]).toEqual(['1976-06-06', '1976-06-06'])
  })
})

test('what people write is text, whatever it is, and a bad address is a page', async () => {
  const long = 'ä'.repeat(3_900)
  await home.rows("update person set person_given = $1, person_family = 'x' where person_hid = 'P8'", [hostile])
  await home.rows(
    "update packet set packet_issued = now() - interval '3 days', packet_expires = now() - interval '1 day' where packet_hid = $1",
    [packets.get('P8')?.id],
  )
  await answered('P8', { set: { note: `${hostile}${long}` } })
  const page = await grace.get(`/review?change=${await heldOf('P8')}`)
  expect(page.status).toBe(200)
  expect(page.text).not.toContain('<script>alert')
  // a field keeps what it holds as it is
  expect(page.text.replace(/<textarea[^]*?<\/textarea>/g, '')).not.toContain('\u202E')
  expect(page.words).toContain(`<script>alert(1)</script>"'&\\u202Egnp.exe \u05E9\u05DC\u05D5\u05DD`)
  expect(page.text.length).toBeLessThan(60_000)
  expect(page.words).toContain('this came later')
  for (const path of [
    '/review?change=99999999',
    '/review?change=x&after=-1',
    '/review?reason=%27%22%3Cb%3E',
    '/review?after=99999999999999',
  ])
    expect([path, (await grace.get(path)).status]).toEqual([path, 200])
  expect((await grace.get('/review?change=99999999')).words).toContain('This change is held no more.')
  expect((await grace.get('/review/1/files/0')).status).toBe(422)
})

test('files of a report that waits are saved, never shown', async () => {
  await home.rows(
    "update packet set packet_issued = now() - interval '3 days', packet_expires = now() - interval '1 day' where packet_hid = $1",
    [packets.get('P9')?.id],
  )
  await answered('P9', { report: { when: '2026-11-20', note: 'With a photo' } })
  const keys = ['core-public.asc', 'recovery-public.asc'].map(file => readFileSync(join(home.home.keys, file), 'utf8'))
  const upload = {
    version: 1 as const,
    name: 'a"<b>.html',
    type: 'text/html',
    bytes: Buffer.from('<script>1</script>'),
  }
  const sealed = await seal(printUpload(upload), await Promise.all(keys.map(key => readPublicKey(key))))
  const item = createHash('sha256').update(sealed).digest('hex')
  mkdirSync(home.home.attachments, { recursive: true })
  writeFileSync(join(home.home.attachments, `${item}.sexp.pgp`), sealed)
  await home.rows(
    `with made as (insert into item (item_hid, item_channel, item_trust, item_size, item_received, item_pulled_run)
       select $1, 'web', 'none', $2, now(), max(import_run_id) from import_run returning item_id)
     insert into item_file (item_file_item, item_file_upload, item_file_name, item_file_type, item_file_reply)
     select reply_item, item_id, $3, $4, reply_id from made, reply where reply_packet = (select packet_id from packet where packet_hid = $5)`,
    [item, sealed.length, upload.name, upload.type, packets.get('P9')?.id],
  )
  const change = await heldOf('P9')
  const page = await grace.get(`/review?change=${change}`)
  expect(page.words).toContain('Files a"<b>.html')
  const file = await grace.get(`/review/${change}/files/0`)
  expect([file.status, file.text]).toEqual([200, '<script>1</script>'])
  expect(file.headers.get('content-type')).toBe('application/octet-stream')
  expect(file.headers.get('content-disposition')).toMatch(/^attachment;/)
  const anna = await served.as('anna')
  expect((await anna.get(`/review/${change}/files/0`)).text).not.toContain('script>1')
})

test('refused changes are listed once, and noted as seen', async () => {
  await home.rows("update packet set packet_status = 'revoked' where packet_hid = $1", [packets.get('P1')?.id])
  await answered('P1', { sequence: 2, set: { note: hostile } })
  const page = await grace.get('/review/refused')
  expect(page.words).toContain('the packet was revoked')
  expect(page.words).toContain('Note about the person')
  expect(page.text).not.toContain('<script>alert')
  const changes = [...page.text.matchAll(/name="change" value="(\d+)"/g)].map(([, change]) => change ?? '')
  expect((await grace.post('/review/refused')).status).toBe(422)
  expect((await grace.press('/review/refused', { change: changes })).words).toContain(
    'Nothing was refused that nobody has seen.',
  )
  expect(
    await home.rows("select 1 from change where change_outcome = 'refused' and change_seer = staff_role_of('grace')"),
  ).toHaveLength(changes.length)
})

test.each(['anna', 'baraka'])('%s, who sells, neither sees nor decides what is held', async staff => {
  const change = await heldOf('P8')
  const seen = await grace.get(`/review?change=${change}`)
  const browser = await served.as(staff)
  expect((await browser.get('/')).text).not.toContain('href="/review"')
  for (const path of ['/review', `/review?change=${change}`, '/review/refused', '/review?reason=late']) {
    const page = await browser.get(path)
    expect([path, page.status]).toEqual([path, 403])
    expect(page.words).not.toMatch(/alert|Okello|held|1980/)
  }
  const posted = await browser.post('/review', { id: idIn(seen.text), why: '', decision: 'refused' })
  expect(posted.status).toBe(403)
  expect((await browser.post('/review/refused', { change })).status).toBe(403)
  expect(await heldOf('P8')).toBe(change)
})
