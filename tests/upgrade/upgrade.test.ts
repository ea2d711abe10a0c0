// An installation of an earlier version, in the middle of its work, goes on with this one: what waited is done, and what people answer
// to forms that they got from the old one is read and merged. It says what a user sees, and nothing of how it is kept.
// Each test begins where the one before it ended; alone, it first does what those before it did.

import { shortId } from '@satchel/forms/letters/letter-parts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTestConsole } from '../helpers/console.ts'
import { replyTo } from '../helpers/home.ts'
import { outcomeIn, packetOf } from '../helpers/letters.ts'
import { answerFiles, earlierLetters, type Restored, restoreFixture } from './restored.ts'

// each is some commands, one after the other
vi.setConfig({ testTimeout: 240_000, hookTimeout: 300_000 })

let old: Restored
beforeAll(async () => {
  old = await restoreFixture()
})
afterAll(() => old.close())

/** A step of the story: done once, after the one before it. */
function step<T>(before: () => Promise<unknown>, work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined
  return () => (done ??= before().then(work))
}
const waited = step(
  () => Promise.resolve(),
  () => old.round(),
)
const answered = step(waited, async () => {
  for (const name of ['anna', 'baraka', 'chloe', 'dieter'])
    expect((await old.satchel('--as', 'ada', 'staff', 'protection', name, 'plain')).code).toBe(0)
  for (const file of answerFiles.filter(name => name.endsWith('.eml'))) old.mail(file)
  const statuses = []
  for (const file of answerFiles.filter(name => name.endsWith('.json'))) statuses.push(await old.post(file))
  old.drop('reply-d-01.sexp')
  old.drop('sealed-a-05.sexp.pgp')
  return { statuses, round: await old.round() }
})
const accepted = step(answered, async () => {
  const held = await waiting()
  for (const { id } of held) expect((await old.satchel('--as', 'grace', 'review', 'accept', id)).code).toBe(0)
  expect((await old.satchel('send')).code).toBe(0)
  return held
})

const mailOf = (staff: string) => `${staff}@kilimo.example`
const json = async <T>(...args: readonly string[]) => (await old.satchel('--json', ...args)).json<T>()

/** All people as the office sees them, by their human id. */
async function people(): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const ended = await old.satchel('--as', 'grace', 'export', '-', '--format', 'json')
  return new Map(ended.json<Readonly<Record<string, string>>[]>().map(row => [row.hid ?? '', row]))
}
const person = async (hid: string) => (await people()).get(hid)
const said = async (hid: string) => (await old.satchel('--as', 'grace', 'show', hid)).out
const waiting = () => json<{ id: string; record: string; slot: string; wants: string }[]>('review', 'list')
const queues = async () => {
  const { queues: rows } = await json<{ queues: { queue: string; count: number }[] }>('status')
  return Object.fromEntries(rows.map(row => [row.queue, row.count]))
}

/** What a sender was told of their newest answer to a packet, without the fields that they left alone. */
function told(address: string, packet: string | undefined) {
  const outcomes = old
    .letters(address)
    .filter(letter => letter.file.startsWith('outcome-') && letter.attachments.size > 0)
  const outcome = outcomes.map(outcomeIn).findLast(one => one.packet === packet)
  return Object.fromEntries(Object.entries(outcome?.slots ?? {}).filter(([, became]) => became !== 'untouched'))
}
/** The packet about somebody of this family, from the mailbox that the old program delivered into. */
const packetAbout = (staff: string, family: string) =>
  earlierLetters(old, mailOf(staff))
    .flatMap(letter => packetOf(letter) ?? [])
    .find(packet => packet.record.fields.get('family-name') === family)?.id

test('it is restored, brought up to this program, and holds what it held', async () => {
  // a date of birth of A-01, and A-09's new address
  expect(await queues()).toMatchObject({ 'held changes': 2, 'letters to send': 0, 'letters parked': 2 })
  expect((await json<{ hid: string; role: string }[]>('staff', 'list')).map(row => `${row.hid} ${row.role}`)).toEqual([
    'ada admin',
    'anna sales',
    'audrey auditor',
    'baraka sales',
    'chloe sales',
    'dieter sales',
    'grace office',
    'maria manager',
    'mark marketing',
    'nina analyst',
    'office office',
    'sam support',
  ])
  const found = await people()
  expect([...found.keys()].filter(hid => !hid.startsWith('A'))).toHaveLength(9)
  expect(found.get('A-01')).toMatchObject({ born: '1980-05-31', phone: '0700 000 101', owner: 'anna' })
  expect(found.get('A-02')).toMatchObject({ born: '1981-06-30' })
  expect(found.get('A-03')).toMatchObject({ born: '1982-05-31' })
  expect(found.get('B-03')).toMatchObject({ 'given-name': 'Jumaa' })
  expect(found.get('A-10')).toMatchObject({ phone: ['0700 000 110', '0700 000 111'] })
  expect(found.has('A-11')).toBe(false)
  expect(await said('A-01')).toContain('Farmer')
  expect(await said('B-03')).toContain('Anataka mbegu')
  expect((await old.satchel('verify')).out).not.toContain('WRONG')
})

test('nobody is chosen a protection for: a packet is refused with the command that chooses', async () => {
  const staff = await json<{ hid: string; protection: string | null }[]>('staff', 'list')
  expect(staff.filter(({ protection }) => protection !== null)).toEqual([])
  const refused = await old.satchel('dispatch', 'A-10', '--to', 'anna', '--dry-run')
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('satchel staff protection anna passphrase')])
  expect((await old.satchel('next')).out).toContain('staff protection ada passphrase')
})

test('what waited in spool, inbox and mailbox is imported: sealed items, a text form in a file and one in a mail', async () => {
  expect(await waited()).toMatchObject({
    isRestoring: false,
    balance: { imported: 4, noted: 1, quarantined: 0, after: 0 },
    requests: 1,
  })
  const found = await people()
  expect(found.get('A-06')).toMatchObject({ 'given-name': 'Joyce Waited', 'family-name': 'Mutua' })
  expect(found.get('A-07')).toMatchObject({ 'given-name': 'Simon Waited', born: '1986-05-31' })
  expect(found.get('B-02')).toMatchObject({ 'given-name': 'Neema Amesubiri' })
  // the wish for a form is answered, with a form of today
  expect(old.letters('a05@machame.example').map(letter => packetOf(letter)?.kind)).toEqual(['self-update'])
})

test('acknowledgements tell numbers alone while nobody has chosen, and everybody is told', async () => {
  await waited()
  for (const [name, family] of [
    ['anna', 'Mutua'],
    ['anna', 'Lyimo'],
    ['baraka', 'Massawe'],
  ] as const) {
    const id = packetAbout(name, family) ?? ''
    const about = old
      .letters(mailOf(name))
      .filter(({ text, file }) => file.startsWith('outcome-') && text.includes(shortId(id)))
    expect([about.length, about[0]?.attachments.size, about[0]?.html]).toEqual([1, 0, ''])
    expect(about[0]?.text).toMatch(/^- [A-Za-z ]+: 1\s/m)
    for (const word of ['Given', 'given', 'Jina', family]) expect(about[0]?.text).not.toContain(word)
  }
})

test('a no and a yes of before still hold', async () => {
  await waited()
  const mayWrite = async (address: string) => (await json<{ mayWrite: boolean }>('consent', 'show', address)).mayWrite
  expect(await mayWrite('b02@rombo.example')).toBe(false)
  expect(await mayWrite('c02@bukavu.example')).toBe(false)
  expect(await mayWrite('d03@moshi.example')).toBe(false)
  expect(await mayWrite('a04@machame.example')).toBe(true)
  for (const hid of ['B-02', 'C-02', 'D-03'])
    expect((await old.satchel('form', hid)).err).toContain('consent/withdrawn')
})

test('letters that waited are sent, whole, and their packets can be answered', async () => {
  await waited()
  const packets = () => old.letters(mailOf('anna')).flatMap(letter => packetOf(letter) ?? [])
  expect(packets()).toEqual([])
  expect((await old.satchel('db', 'release', '--letters')).out).toContain('2 letters wait')
  expect((await old.satchel('--json', 'send')).json()).toMatchObject({ failed: 0, later: 0 })
  // hers was made in the clear: it waits until somebody says that it may leave so
  expect(packets()).toEqual([])
  expect((await old.satchel('--as', 'ada', 'staff', 'protection', 'anna', 'plain')).code).toBe(0)
  expect((await old.satchel('--json', 'send')).json()).toMatchObject({ failed: 0, later: 0 })
  const [packet] = packets()
  expect(packet?.record.fields.get('family-name')).toBe('Shayo')
  expect(old.letters('b01@rombo.example').map(letter => packetOf(letter)?.language)).toEqual(['sw'])
  if (packet === undefined) return
  old.dropText('new.sexp', replyTo(packet, { set: { 'given-name': 'Halima H.' } }))
  await old.round()
  expect(await person('A-08')).toMatchObject({ 'given-name': 'Halima H.' })
})

test('answers to forms of before come by every channel: mails in four languages, posts, a file, a sealed item', async () => {
  const { statuses, round } = await answered()
  expect(statuses).toEqual([303, 303, 303])
  expect(round).toMatchObject({ mails: 4, pulled: 3, balance: { pulled: 9, quarantined: 0, refused: 0, after: 0 } })
})

test.each([
  ['anna', 'Kamau', 'A-04', { 'given-name': 'Esther E.', note: 'Sells eggs' }, 'Comes on Friday'],
  ['baraka', 'Mwangi', 'B-01', { 'given-name': 'Baraka B.', note: 'Anauza mayai' }, 'Atakuja Ijumaa'],
  ['chloe', 'Wanjiru', 'C-02', { 'given-name': 'Zoé Z.', note: 'Vend des œufs' }, 'Vient vendredi'],
  ['dieter', 'Odhiambo', 'D-02', { 'given-name': 'Käthe K.', note: 'Verkauft Eier' }, 'Kommt am Freitag'],
] as const)(
  'a text form of %s about %s changes what it says, and nothing else',
  async (staff, family, hid, fields, report) => {
    await answered()
    expect(told(mailOf(staff), packetAbout(staff, family))).toEqual({
      'field/given-name': 'applied',
      'field/note': 'applied',
      report: 'applied',
    })
    expect(await person(hid)).toMatchObject({
      ...fields,
      owner: staff,
      country: 'TZ',
      line1: `Plot ${Number(hid.slice(2))}`,
    })
    expect(await said(hid)).toContain(report)
  },
)

test('a post of a page changes what it says; what needs a person is held', async () => {
  await answered()
  expect(told(mailOf('chloe'), packetAbout('chloe', 'Njeri'))).toEqual({
    'field/given-name': 'applied',
    'field/born': 'held needs-review',
    report: 'applied',
  })
  expect(await person('C-01')).toMatchObject({ 'given-name': 'Amélie A.', born: '1980-05-31', 'family-name': 'Njeri' })
  expect(await said('C-01')).toContain('Vient vendredi')
  // a person's own form, and the word of an address on file that another one may take its place
  expect(await person('D-02')).toMatchObject({ 'family-name': 'Odhiambo-Groß', email: 'd02@moshi.example' })
  expect(await person('A-09')).toMatchObject({ email: 'mary@machame.example' })
})

test('a reply file and a sealed item change what they say', async () => {
  await answered()
  expect(told(mailOf('dieter'), packetAbout('dieter', 'Müßig'))).toMatchObject({
    'field/title': 'applied',
    report: 'applied',
  })
  expect(await person('D-01')).toMatchObject({ title: 'Dr.', phone: ['0700 000 401', '0700 000 777'] })
  expect(told(mailOf('anna'), packetAbout('anna', 'Temba'))).toEqual({
    'field/given-name': 'applied',
    report: 'applied',
  })
  expect(await person('A-05')).toMatchObject({ 'given-name': 'Moses M.' })
  expect(await said('A-05')).toContain('Comes on Friday')
})

test('the same answers once more are repeats and change nothing', async () => {
  await answered()
  const before = await people()
  for (const file of answerFiles.filter(name => name.endsWith('.json'))) await old.post(file)
  old.drop('reply-d-01.sexp')
  await old.round()
  expect(await people()).toEqual(before)
})

test('what was held before is accepted, and the one who answered is told', async () => {
  const held = await accepted()
  expect(held.map(({ record, slot, wants }) => `${record} ${slot} ${wants}`).sort()).toEqual([
    'Amélie A. Njeri field/born 1980-06-30',
    'Jimmy Okello field/born 1980-06-30',
  ])
  expect(await person('A-01')).toMatchObject({ born: '1980-06-30' })
  expect(await person('C-01')).toMatchObject({ born: '1980-06-30' })
  expect(told(mailOf('anna'), packetAbout('anna', 'Okello'))).toMatchObject({
    'field/born': 'applied accepted-by-office',
  })
})

test('a merge of before is taken back', async () => {
  const [merge] = await json<{ merge: number; lost: string }[]>('query', 'duplicates/merges', '--param', 'limit=5')
  expect(merge).toMatchObject({ lost: 'A-11' })
  expect((await old.satchel('--as', 'grace', 'duplicate', 'undo', String(merge?.merge))).code).toBe(0)
  expect(await person('A-10')).toMatchObject({ phone: '0700 000 110', note: 'Keeps goats' })
  expect(await person('A-11')).toMatchObject({ phone: '0700 000 111', 'given-name': 'Elias' })
})

test('colleagues of before open the console, each under their own role', async () => {
  const served = await openTestConsole(old.home)
  try {
    for (const [staff, sees] of [
      ['grace', true],
      ['anna', true],
      ['baraka', false],
    ] as const) {
      const found = await (await served.as(staff)).get('/find?q=A-01')
      expect([staff, found.status, found.text.includes('/records/A-01')]).toEqual([staff, 200, sees])
    }
    expect(served.bugs).toEqual([])
  } finally {
    await served.close()
  }
})

test('everything is as it should be at the end', async () => {
  await accepted()
  expect(await queues()).toMatchObject({
    'waiting items': 0,
    'quarantined items': 0,
    'held changes': 0,
    'letters failed': 0,
  })
  const verified = await old.satchel('verify')
  expect([verified.code, verified.out]).toEqual([0, expect.not.stringContaining('WRONG')])
})
