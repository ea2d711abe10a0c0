// The public doors on real processes, down to the row: a browser and scripts post to the intake, the core pulls, imports,
// settles and answers. Between them lie sealed files only.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seal } from '@satchel/protocol/envelope-seal'
import { readPublicKey } from '@satchel/protocol/keys'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withPage, withSavedFile, browserProgram } from '../browser/browser.ts'
import { fillForm, mails, makeHome, replyTo, type TestHome } from '../helpers/home.ts'
import { publicKeysOf, type RunningIntake, startIntake } from '../helpers/intake.ts'
import { attachmentOf, packetOf, type ReceivedLetter } from '../helpers/letters.ts'
import { systemTest } from '../helpers/system.ts'

const jimmy = 'jimmy@example.org'
/** Said through the doors; none of it may be found on the public host. */
const values = ['Jacaranda', 'Bougainvillea', 'Frangipani', 'Hibiscus-7781', 'neema.hibiscus@example.org', 'Oleander']

let home: TestHome
let intake: RunningIntake
let env: Record<string, string>

beforeAll(async () => {
  home = await makeHome()
  for (const hid of ['P1', 'P2']) await home.person(hid)
  const folder = join(mkdtempSync(join(tmpdir(), 'satchel-public-')), 'intake')
  const setup = await home.satchel(['intake', 'setup', folder], {
    env: { SATCHEL_INTAKE_URL: 'http://127.0.0.1:8080' },
  })
  expect([setup.code, setup.err]).toEqual([0, ''])
  expect(readdirSync(join(folder, 'keys')).sort()).toEqual(['core.asc', 'pull.pem', 'recovery.asc'])
  const pull = readFileSync(join(folder, 'keys/pull.pem'), 'utf8')
  intake = await startIntake({ home: folder, keys: { ...publicKeysOf(home.home.keys), pull } })
  env = { SATCHEL_INTAKE_URL: intake.url, SATCHEL_INTAKES: intake.pullUrl }
})
afterAll(async () => {
  await intake.close()
  rmSync(join(intake.home, '..'), { recursive: true, force: true })
  await home.close()
})

interface Facts {
  readonly pulled: number
  readonly settled: number
  readonly requests: number
  readonly balance: Record<string, number>
  readonly letters: { readonly sent: number }
}
async function round(): Promise<Facts> {
  const ended = await home.satchel(['run', '--once', '--json'], { env })
  if (ended.out === '') throw new Error(`nothing was done: ${ended.err}`)
  expect(ended.err).toBe('')
  return ended.json<Facts>()
}

const newest = (address: string, kind: string): ReceivedLetter => {
  const letter = home
    .letters(address)
    .filter(one => one.file.startsWith(kind))
    .at(-1)
  if (letter === undefined) throw new Error(`no letter ${kind}`)
  return letter
}
const person = async (hid: string) =>
  (
    await home.rows<{ given: string; family: string }>(
      'select person_given as given, person_family as family from person where person_hid = $1',
      [hid],
    )
  )[0]
const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => statSync(join(folder, file)).isFile())
const waiting = () => filesBelow(join(intake.spool, 'new'))
const ownForm = async (hid: string) => {
  await home.satchel(['form', hid], { env })
  await home.satchel(['send'], { env })
  return newest(jimmy, 'packet-')
}

describe('a form posted to the intake', () => {
  systemTest(
    [browserProgram],
    'from a saved page in a browser without JavaScript reaches the row, is settled, and is acknowledged',
    async () => {
      const page = attachmentOf(await ownForm('P1'), '.html')
      await withSavedFile('packet.html', page, url =>
        withPage({ javaScriptEnabled: false, locale: 'en', width: 320 }, async opened => {
          await opened.goto(url)
          await opened.getByLabel('Given name').fill('Jacaranda')
          await opened.getByRole('button').click()
          await opened.waitForURL(`${intake.url}/thanks**`)
        }),
      )
      expect(waiting()).toHaveLength(1)
      const facts = await round()
      expect(facts).toMatchObject({ pulled: 1, settled: 1, balance: { imported: 1 }, letters: { sent: 1 } })
      expect((await person('P1'))?.given).toBe('Jacaranda')
      expect(newest(jimmy, 'outcome-').headers.get('to')).toBe(jimmy)
      expect(waiting()).toEqual([])
      expect(filesBelow(join(intake.spool, 'done'))).toHaveLength(1)
    },
  )

  test('as a whole file, open or sealed, reaches the row; posted again it is no second reply', async () => {
    await home.satchel(['dispatch', 'P1', 'P2', '--to', 'anna'], { env })
    await home.satchel(['send'], { env })
    const [second, first] = home.packets(mails.anna)
    if (first === undefined || second === undefined) throw new Error('no packets')
    const post = (body: string | Uint8Array, type: string) =>
      fetch(`${intake.url}/reply`, { method: 'POST', body: body as BodyInit, headers: { 'content-type': type } })
    const open = replyTo(first, { set: { 'family-name': 'Bougainvillea' } })
    const keys = publicKeysOf(home.home.keys)
    const recipients = [await readPublicKey(keys.core), await readPublicKey(keys.recovery)] as const
    const sealed = await seal(replyTo(second, { set: { 'family-name': 'Frangipani' } }), recipients)
    const answers = [
      await post(open, 'text/plain'),
      await post(open, 'text/plain'),
      await post(sealed, 'application/octet-stream'),
    ]
    expect(answers.map(answer => answer.status)).toEqual([201, 201, 201])
    expect(await round()).toMatchObject({ balance: { imported: 2 } })
    const names = [(await person('P1'))?.family, (await person('P2'))?.family]
    expect(names.sort()).toEqual(['Bougainvillea', 'Frangipani'])
  })

  test('by three doors, in any order, counts once and is acknowledged once', async () => {
    const letter = await ownForm('P1')
    const packet = packetOf(letter)
    if (packet === null) throw new Error('no packet')
    const before = await home.rows('select 1 from reply')
    const file = replyTo(packet, { set: { 'given-name': 'Oleander' } })
    await fetch(`${intake.url}/reply`, { method: 'POST', body: file, headers: { 'content-type': 'text/plain' } })
    home.drop('reply.sexp', file)
    home.drop('reply.txt', fillForm(attachmentOf(letter, '.txt'), { 'Given name': 'Oleander' }))
    expect(await round()).toMatchObject({ balance: { pulled: 3, imported: 1, repeat: 2 }, letters: { sent: 1 } })
    expect((await person('P1'))?.given).toBe('Oleander')
    expect(await home.rows('select 1 from reply')).toHaveLength(before.length + 1)
    expect(
      await home.rows(
        "select 1 from change where change_slot = 'field/given-name' and change_new = '\"Oleander\"' and change_outcome = 'applied'",
      ),
    ).toHaveLength(1)
  })
})

describe('the pages', () => {
  test('a link scanner that opens every address in a letter changes nothing', async () => {
    const letter = newest(jimmy, 'packet-')
    const links = [letter.headers.get('list-unsubscribe') ?? '', letter.text, attachmentOf(letter, '.html')]
      .join('\n')
      .match(/https?:\/\/[^\s"'<>;)]+/g)
    expect(links?.some(link => link.includes('/unsubscribe/'))).toBe(true)
    const state = () =>
      home.rows('select (select count(*) from consent) as consents, (select count(*) from reply) as replies')
    const before = await state()
    for (const link of links ?? []) {
      for (const method of ['GET', 'HEAD']) {
        const answer = await fetch(link, { method, redirect: 'manual' })
        expect(answer.headers.get('set-cookie')).toBeNull()
      }
    }
    expect(waiting()).toEqual([])
    expect(await state()).toEqual(before)
  })

  test('"send me my form": the same answer for every address; the letter goes to the one on file', async () => {
    await home.rows(
      "update letter set letter_sent = letter_sent - interval '2 days', letter_queued = letter_queued - interval '2 days'",
    )
    const ask = async (email: string) => {
      const shown = String(Math.floor(Date.now() / 1000) - 30)
      const answer = await fetch(`${intake.url}/update`, {
        method: 'POST',
        body: new URLSearchParams({ email, shown, website: '' }),
        redirect: 'manual',
      })
      // the code of the receipt is random, and the same for both in form
      const location = answer.headers.get('location')?.replace(/[0-9A-Z]{26}/, 'CODE')
      return [answer.status, location, (await answer.text()).length]
    }
    const sent = home.letters(jimmy).length
    expect(await ask(jimmy)).toEqual(await ask('neema.hibiscus@example.org'))
    expect(await round()).toMatchObject({ requests: 2, balance: { noted: 2 } })
    expect(home.letters(jimmy).length).toBeGreaterThan(sent)
    expect(home.letters('neema.hibiscus@example.org')).toEqual([])
  })

  test('one click ends the letters: no cookie, no page before; again it is the same answer', async () => {
    const url = /<(http[^>]+)>/.exec(newest(jimmy, 'packet-').headers.get('list-unsubscribe') ?? '')?.[1] ?? ''
    const click = (to = url) =>
      fetch(to, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }), redirect: 'manual' })
    const answers = [await click(), await click()]
    expect(answers.map(answer => answer.status)).toEqual([200, 200])
    const invented = await click(`${intake.url}/unsubscribe/${'Z'.repeat(26)}`)
    expect([invented.status, await invented.text()]).toEqual([200, await answers[0]?.text()])
    const ended = await home.satchel(['run', '--once', '--json'], { env })
    expect(ended.err).toContain('token/not-known')
    expect(ended.json()).toMatchObject({ balance: { imported: 1, quarantined: 1 }, letters: { sent: 1 } })
    const { mayWrite } = (await home.satchel(['consent', 'show', jimmy, '--json'])).json<{ mayWrite: boolean }>()
    expect(mayWrite).toBe(false)
  })

  test('a question with files waits for a person, who gets the files byte by byte, under names of ours', async () => {
    const form = new FormData()
    const file = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 256))
    form.set('name', 'Neema')
    form.set('email', 'neema.hibiscus@example.org')
    form.set('message', 'Hibiscus-7781')
    form.set('shown', String(Math.floor(Date.now() / 1000) - 30))
    form.set('website', '')
    form.append('file', new Blob([file]), '../../etc/passwd.bin')
    const answer = await fetch(`${intake.url}/inquiry`, { method: 'POST', body: form, redirect: 'manual' })
    expect(answer.status).toBe(303)
    expect(await round()).toMatchObject({ balance: { noted: 1, attached: 1, after: 0 }, letters: { sent: 0 } })
    const [row] = (await home.satchel(['inquiry', 'list', '--json'])).json<{ inquiry: string; files: number }[]>()
    expect(row?.files).toBe(1)
    const saved = join(home.home.folder, 'saved')
    const shown = await home.satchel(['inquiry', 'show', row?.inquiry ?? '', '--save', saved])
    expect(shown.err).toBe('')
    expect(shown.out).toContain('Hibiscus-7781')
    expect(readdirSync(saved)).toEqual([`${row?.inquiry}-1.bin`])
    expect(readFileSync(join(saved, `${row?.inquiry}-1.bin`)).equals(file)).toBe(true)
  })
})

describe('without a network', () => {
  test("a stick carries the intake's items to the core, and the settling back", async () => {
    const [packet] = home.packets(mails.anna)
    if (packet === undefined) throw new Error('no packet')
    const body = replyTo(packet, { set: { note: 'brought on a stick' } })
    await fetch(`${intake.url}/reply`, { method: 'POST', body, headers: { 'content-type': 'text/plain' } })
    const stick = join(mkdtempSync(join(tmpdir(), 'satchel-stick-')), 'spool')
    try {
      cpSync(intake.spool, stick, { recursive: true })
      const pulled = await home.satchel(['pull', stick, '--json'])
      expect([pulled.code, pulled.json()]).toMatchObject([0, [{ fetched: 1 }]])
      expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ pulled: 1, imported: 1 })
      expect((await home.satchel(['pull', stick, '--json'])).json()).toMatchObject([{ settled: 1, fetched: 0 }])
      expect(readdirSync(join(stick, 'settle')).length).toBeGreaterThan(0)
      // back at the intake, which looks into the folder when it starts
      mkdirSync(join(intake.spool, 'settle'), { recursive: true })
      cpSync(join(stick, 'settle'), join(intake.spool, 'settle'), { recursive: true })
      const { home: folder } = intake
      await intake.stop()
      const pull = readFileSync(join(folder, 'keys/pull.pem'), 'utf8')
      intake = await startIntake({ home: folder, keys: { ...publicKeysOf(home.home.keys), pull } })
      env = { SATCHEL_INTAKE_URL: intake.url, SATCHEL_INTAKES: intake.pullUrl }
      await expect.poll(waiting, { timeout: 10_000 }).toEqual([])
    } finally {
      rmSync(join(stick, '..'), { recursive: true, force: true })
    }
  })
})

describe('the core and its intake', () => {
  test('a pull killed at any step is gone on with', async () => {
    const [packet] = home.packets(mails.anna)
    if (packet === undefined) throw new Error('no packet')
    for (const [index, step] of ['pull/written', 'pull/synced', 'pull/placed', 'pull/settled'].entries()) {
      const body = replyTo(packet, { set: { note: `killed ${index}` } })
      await fetch(`${intake.url}/reply`, { method: 'POST', body, headers: { 'content-type': 'text/plain' } })
      const killed = await home.satchel(['pull'], { env: { ...env, SATCHEL_CRASH_AT: step } })
      expect([step, killed.signal]).toEqual([step, 'SIGKILL'])
      const facts = await round()
      expect([step, facts.balance.imported, facts.settled]).toEqual([step, 1, 1])
      expect(waiting()).toEqual([])
    }
  })

  test('with the intake away the other doors go on, and it is said once', async () => {
    const gone = { ...env, SATCHEL_INTAKES: 'http://127.0.0.1:9' }
    const [packet] = home.packets(mails.anna)
    if (packet === undefined) throw new Error('no packet')
    home.drop('beside.sexp', replyTo(packet, { set: { note: 'beside' } }))
    const ended = await home.satchel(['run', '--once'], { env: gone })
    expect([ended.code, ended.err]).toEqual([3, expect.stringContaining('pull/unreachable')])
    expect(ended.out).toContain('1 imported')
    const again = await home.satchel(['run', '--once'], { env: gone })
    expect(again.err).not.toContain('pull/unreachable')
    expect((await home.satchel(['status'])).out).toMatch(/^AWAY .*intake at 127\.0\.0\.1:9/m)
    expect((await home.satchel(['run', '--once'], { env })).code).toBe(0)
  })

  test('an older copy of the core is turned away, and touches nothing', async () => {
    const { rows } = await import('pg').then(async ({ default: pg }) => {
      const client = new pg.Client({ connectionString: home.database.url('satchel') })
      await client.connect()
      try {
        return await client.query("select setval('pull_number', 1)")
      } finally {
        await client.end()
      }
    })
    expect(rows).toHaveLength(1)
    const copy = await home.satchel(['pull'], { env })
    expect([copy.code === 0, copy.err]).toEqual([false, expect.stringContaining('pull/newer-run')])
    await home.rows("select setval('pull_number', 100000)")
    expect((await home.satchel(['pull'], { env })).code).toBe(0)
  })
})

test("nothing that was said is found on the public host: not in its folders, its log, or its process's temp files", () => {
  for (const file of filesBelow(intake.home)) {
    const bytes = readFileSync(join(intake.home, file))
    for (const value of [...values, jimmy]) {
      for (const form of [
        value,
        Buffer.from(value).toString('base64').replace(/=+$/, '').slice(0, -2),
        encodeURIComponent(value),
      ]) {
        expect([file, value, bytes.includes(form)]).toEqual([file, value, false])
      }
    }
  }
  for (const value of [...values, jimmy]) expect(intake.log()).not.toContain(value)
})
