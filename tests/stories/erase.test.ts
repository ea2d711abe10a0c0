// A person is erased, and nothing of them is found afterwards: not in the database, not in a folder of ours, not in a backup that
// is restored. Who said no is still written to by nobody.

import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withClient } from '../helpers/database.ts'
import { makeHome, mails, recoveryPassphrase, replyTo, type TestHome } from '../helpers/home.ts'
import { runHere } from '../helpers/in-process.ts'

let home: TestHome
let above: string
let backup: string
const canary = {
  given: 'Canarina',
  family: 'Verschwunden',
  phone: '+255 700 987 654',
  email: 'canarina@gone.example',
  street: 'Kanarienweg 77',
  note: 'whistles at dawn',
  new: 'Nightingala',
}

beforeAll(async () => {
  above = mkdtempSync(join(tmpdir(), 'satchel-erase-'))
  chmodSync(above, 0o711)
  home = await makeHome()
  const sheet = join(above, 'people.csv')
  writeFileSync(
    sheet,
    `hid,given-name,family-name,phone,email,line1,note,owner,born\nC-1,${canary.given},${canary.family},${canary.phone},${canary.email},${canary.street},${canary.note},anna,1980-05-01\nC-2,Other,Person,0700 111 222,other@example.org,Elsewhere 1,stays,anna,\nC-3,${canary.given},${canary.family},0700 333 444,,,,anna,\n`,
  )
  const loaded = await home.satchel(['load', sheet])
  expect([loaded.code, loaded.err.slice(-600)]).toEqual([0, expect.anything()])
  rmSync(sheet)
  // what a person leaves behind: packets, letters, an answer that goes in and one that waits, an attachment, a merged double
  await home.satchel(['dispatch', 'C-1', 'C-2', '--to', 'anna'])
  await home.satchel(['form', 'C-1'])
  await home.satchel(['send'])
  const packet =
    home.packets(mails.anna).find(one => JSON.stringify([...one.record.fields]).includes(canary.given)) ??
    home.packets(mails.anna).at(-1)
  if (packet === undefined) throw new Error('no packet')
  home.drop(
    'a.sexp',
    replyTo(packet, {
      set: { 'given-name': canary.new, born: '1981-02-03' },
      report: { when: '2026-11-20', outcome: 'reached', note: canary.note },
    }),
  )
  home.drop('bad.sexp', '(satchel-reply (version 1)')
  await home.satchel(['import'])
  await home.rows(
    "insert into attachment (attachment_entity, attachment_filename, attachment_data) select person_id, 'portrait.txt', convert_to($1, 'UTF8') from person where person_hid = 'C-1'",
    [canary.street],
  )
  await home.rows(
    "insert into activity (activity_kind, activity_entity, activity_with, activity_subject) select lookup_find('activity-kind', 'note'), o.person_id, c.person_id, 'Knows somebody' from person o, person c where o.person_hid = 'C-2' and c.person_hid = 'C-1'",
  )
  expect(await home.satchel(['duplicate', 'merge', 'C-1', 'C-3'])).toMatchObject({ code: 0 })
  expect(await home.satchel(['duplicate', 'find'])).toMatchObject({ code: 0 })
  expect(await home.satchel(['verify'])).toMatchObject({ code: expect.any(Number) })
  backup = join(above, 'before.backup')
  expect(await home.satchel(['db', 'backup', backup])).toMatchObject({ code: 0 })
})
afterAll(async () => {
  await home?.close()
  rmSync(above, { recursive: true, force: true })
})

const words = Object.values(canary)
/** Places of a database where a word of theirs stands, in any table. */
const found = (in_: TestHome) =>
  withClient(in_.database.url('satchel'), async client => {
    const tables = await client.query<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'",
    )
    const hits: string[] = []
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ word: string }>(
        `select word from unnest($1::text[]) word where exists (select from ${name} t
           where t::text ilike '%' || word || '%' or t::text ilike '%' || replace(word, ' ', '') || '%'
             or encode(convert_to(t::text, 'UTF8'), 'escape') ilike '%' || encode(convert_to(word, 'UTF8'), 'hex') || '%')`,
        [words],
      )
      hits.push(...rows.map(({ word }) => `${name}: ${word}`))
    }
    return hits
  })
const filesBelow = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile())
        .map(entry => join(entry.parentPath, entry.name))
    : []
const foundInFiles = (folder: string) =>
  filesBelow(folder).filter(file => {
    const text = readFileSync(file).toString('latin1')
    return words.some(word => text.includes(word) || text.includes(Buffer.from(word).toString('base64').slice(0, 8)))
  })

describe('before', () => {
  test('they are everywhere that they should be', async () => {
    const hits = await found(home)
    expect(hits.length).toBeGreaterThan(10)
    for (const table of [
      'person',
      'contact_point',
      'audit_content',
      'packet',
      'change',
      'letter',
      'attachment',
      'duplicate_look',
    ]) {
      expect(hits.join('\n')).toContain(`${table}:`)
    }
    expect(foundInFiles(join(home.home.folder)).length).toBeGreaterThan(2)
  })

  test('my-data has all of it on one page and as data', async () => {
    const out = join(above, 'everything')
    expect(await home.satchel(['my-data', 'C-1', '--out', out])).toMatchObject({ code: 0, err: '' })
    for (const file of [`${out}.html`, `${out}.json`]) {
      const text = readFileSync(file, 'utf8')
      for (const word of [canary.family, canary.phone, canary.email, canary.street, canary.note, canary.new])
        expect(text, word).toContain(word)
    }
    expect(readFileSync(`${out}.html`, 'utf8')).not.toMatch(/<script|src=/)
    // never over a file that is there
    expect((await home.satchel(['my-data', 'C-1', '--out', out])).code).not.toBe(0)
    for (const file of [`${out}.html`, `${out}.json`]) rmSync(file)
  })

  test('sales erase nobody, and without --sure nobody does', async () => {
    expect(await home.satchel(['--as', 'anna', 'erase', 'C-1', '--sure'])).not.toMatchObject({ code: 0 })
    expect(await home.satchel(['erase', 'C-1'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('Nothing was done'),
    })
    expect((await found(home)).length).toBeGreaterThan(10)
  })
})

describe('erased', () => {
  beforeAll(async () => {
    // killed before it is certain: nothing is gone. Killed after: what is left of the files goes with the next
    const kill = (step: string) => home.process(['erase', 'C-1', '--sure'], { env: { SATCHEL_CRASH_AT: step } })
    expect(await kill('erase/noted')).toMatchObject({ signal: 'SIGKILL' })
    expect((await found(home)).length).toBeGreaterThan(10)
    expect(await kill('erase/committed')).toMatchObject({ signal: 'SIGKILL' })
    expect(foundInFiles(home.home.folder).length).toBeGreaterThan(0)
    expect(await home.satchel(['erase', '--again'])).toMatchObject({ code: 0 })
  })

  test('nothing of them stands in any table, nor of the record that was merged into theirs', async () => {
    expect(await found(home)).toEqual([])
  })

  test('nothing of them lies in a folder of ours', () => {
    expect(foundInFiles(home.home.folder)).toEqual([])
  })

  test('others lost nothing, and everything still adds up', async () => {
    expect((await home.satchel(['show', 'C-2'])).out).toContain('Knows somebody')
    const verified = (await home.satchel(['verify', '--json'])).json<readonly { state: string }[]>()
    expect(verified.filter(({ state }) => state !== 'ok' && state !== 'nag')).toEqual([])
    expect((await home.rows('select * from verify_audit()')).length).toBe(0)
    expect((await home.rows('select * from verify_states()')).length).toBe(0)
  })

  test('C4: a late answer is refused, and brings nobody back', async () => {
    const packets = home.packets(mails.anna)
    expect(packets.every(packet => !JSON.stringify([...packet.record.fields]).includes(canary.given))).toBe(true)
    expect(await found(home)).toEqual([])
  })

  test('the ledger has keyed marks and no name, and going on finds nothing more to do', async () => {
    const ledger = readFileSync(join(home.home.folder, 'erasures.log'), 'utf8')
    expect(ledger).toMatch(/^(\S+ [0-9a-f]{64}\n){4}$/)
    expect((await home.satchel(['erase', '--again', '--json'])).json()).toEqual({ records: 0, files: 0 })
  })

  test('R5: a restored backup forgets them again, with the list of the old home folder', async () => {
    const passphrase = join(above, 'passphrase')
    writeFileSync(passphrase, `${await recoveryPassphrase()}\n`)
    copyFileSync(join(home.home.keys, 'recovery-private.asc'), join(above, 'recovery.asc'))
    const there = join(above, 'restored')
    try {
      const ended = await runHere([
        '--home',
        there,
        'db',
        'restore',
        backup,
        '--recovery-key',
        join(above, 'recovery.asc'),
        '--passphrase-file',
        passphrase,
        '--erasures',
        join(home.home.folder, 'erasures.log'),
      ])
      expect([ended.code, ended.err]).toEqual([0, ''])
      expect(ended.out).toContain('Erased again: 2 records')
      expect(foundInFiles(join(there, 'spool')).concat(foundInFiles(join(there, 'mail')))).toEqual([])
      const export_ = await runHere(['--home', there, 'export', '-', '--format', 'json'])
      expect(export_.out).toContain('Elsewhere')
      for (const word of words) expect(export_.out).not.toContain(word)
      expect(
        (await runHere(['--home', there, 'query', 'people/history', '--param', 'entity=1', 'limit=1000', '--json']))
          .out,
      ).not.toContain(canary.note)
    } finally {
      await runHere(['--home', there, 'db', 'stop'])
    }
  })
})
