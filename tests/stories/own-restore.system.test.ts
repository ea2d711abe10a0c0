// Tables of one's own in a backup: restored as they were, also where a release came in between, and never more than ran.

import {
  chmodSync,
  copyFileSync,
  createReadStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGunzip, gzipSync } from 'node:zlib'
import { readArchive, writeArchive } from '@satchel/core/backup/archive'
import { digestOf } from '@satchel/core/db/added-files'
import { readServerState } from '@satchel/core/db/embedded-server'
import { homePaths } from '@satchel/core/home/home'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { withClient } from '../helpers/database.ts'
import { makeHome, recoveryPassphrase, type TestHome } from '../helpers/home.ts'
import { runHere } from '../helpers/in-process.ts'

const licence = join(import.meta.dirname, '../../LICENSE')

let home: TestHome
let above: string
let backup: string
const started: string[] = []

beforeAll(async () => {
  above = mkdtempSync(join(tmpdir(), 'satchel-own-restore-'))
  chmodSync(above, 0o711)
  home = await makeHome()
  for (const words of [
    ['new-type', 'parcel', 'area:text', 'crop:choice:maize,beans', '--stages', 'sown,cut'],
    ['new-field', 'organisation', 'floor:number'],
    ['add', 'parcel', 'name=North', 'area=4', 'crop=maize'],
    ['own', 'retype', 'parcel', 'area:number'],
    // types that name each other, and a shipped one that names a file, which names it
    ['new-type', 'plot', 'farmer:person'],
    ['new-field', 'person', 'main-plot:plot', 'scan:file', 'mentor:person'],
    ['add', 'person', 'given-name=Zawadi', 'id=Z-1'],
    ['add', 'plot', 'name=Low', 'farmer=Z-1', 'id=L-1'],
    ['set', 'Z-1', 'main-plot=L-1', `scan=@${licence}`, 'mentor=Z-1'],
  ])
    expect((await home.satchel(words)).err).not.toContain('satchel:')
  // a release that came after the field: its column is behind it here, and before it where all migrations run first
  await home.rows('alter table organization drop column organization_note cascade')
  await home.rows('alter table organization add column organization_note text')
  expect((await home.satchel(['db', 'migrate'])).code).toBe(0)
  backup = join(above, 'own.backup')
  writeFileSync(join(home.home.sql, '0009-came-later.sql'), 'alter table person add column person_own_beanie text;\n')
  expect(await home.satchel(['db', 'backup', backup])).toMatchObject({ code: 0, err: '' })
  writeFileSync(join(above, 'passphrase'), `${await recoveryPassphrase()}\n`)
  copyFileSync(join(home.home.keys, 'recovery-private.asc'), join(above, 'recovery.asc'))
}, 240_000)
afterEach(async () => {
  for (const name of started.splice(0)) {
    await runHere(['--home', join(above, name), 'db', 'stop'])
  }
})
afterAll(async () => {
  rmSync(above, { recursive: true, force: true })
  await home.close()
})

const restoring = (name: string, file: string, ...more: readonly string[]) =>
  runHere([
    '--home',
    join(above, name),
    'db',
    'restore',
    file,
    '--recovery-key',
    join(above, 'recovery.asc'),
    '--passphrase-file',
    join(above, 'passphrase'),
    ...more,
  ])

interface About {
  added: { name: string; digest: string; text: string; by: string }[]
}

/** The backup as somebody would change it who knows its form: every hash of it fits. */
async function changed(name: string, change: (about: About) => void): Promise<string> {
  const chunks: Uint8Array[] = []
  const archive = await writeArchive(bytes => {
    chunks.push(bytes)
    return Promise.resolve()
  })
  for await (const part of readArchive(createReadStream(backup).pipe(createGunzip()))) {
    const bytes: Uint8Array[] = []
    for await (const chunk of part.content) bytes.push(Buffer.from(chunk))
    if (part.name !== 'about') {
      await archive.part(part.name, bytes)
      continue
    }
    const about = JSON.parse(Buffer.concat(bytes).toString()) as About
    change(about)
    await archive.part('about', [Buffer.from(JSON.stringify(about))])
  }
  await archive.close()
  const file = join(above, name)
  await writeFile(file, gzipSync(Buffer.concat(chunks)))
  return file
}

test('comes back into an embedded server and into another one, with what was made, and no more', async () => {
  started.push('embedded')
  const made = await restoring('embedded', backup)
  expect([made.code, made.err]).toEqual([0, ''])
  const satchel = (...args: readonly string[]) => runHere(['--home', join(above, 'embedded'), ...args])
  expect((await satchel('list', 'parcels', 'area>3', '--columns', 'area,crop')).out).toMatch(/North.*4 +maize/)
  expect((await satchel('own', 'list')).out).toContain('0003-retype-parcel-area')
  const shown = (await satchel('show', 'Z-1')).out
  for (const part of ['Low', 'LICENSE']) expect(shown).toContain(part)
  expect((await satchel('file', 'Z-1', 'scan', '--to', join(above, 'scan'))).code).toBe(0)
  expect(readFileSync(join(above, 'scan'), 'utf8')).toBe(readFileSync(licence, 'utf8'))
  // a file that did not run before the backup does not run after it
  const files = readdirSync(join(above, 'embedded', 'sql'))
  expect(files).toContain('0009-came-later.sql.not-run')
  expect(files).not.toContain('0009-came-later.sql')
  expect((await satchel('db', 'migrate')).code).toBe(0)
  expect((await satchel('fields', 'person')).out).not.toContain('beanie')
  expect((await satchel('add', 'parcel', 'name=South', 'area=2', 'crop=beans')).code).toBe(0)
  const verified = (await satchel('--json', 'verify')).json<{ what: string; state: string }[]>()
  expect(verified.find(({ what }) => what === 'tables of your own')).toMatchObject({ state: 'ok' })

  const state = readServerState(homePaths(join(above, 'embedded')))
  if (state === null) throw new Error('no server')
  const at = `@localhost/postgres?host=${encodeURIComponent(state.socket)}`
  await withClient(`postgresql://postgres:${state.superPassword}${at}`, async client => {
    await client.query('create database elsewhere owner satchel')
  })
  const url = `postgresql://satchel:${state.ownerPassword}${at.replace('/postgres?', '/elsewhere?')}`
  const outside = await restoring('outside', backup, '--database-url', url)
  expect([outside.code, outside.err]).toEqual([0, ''])
  const there = await runHere(['--home', join(above, 'outside'), 'list', 'parcels', '--columns', 'area'])
  expect(there.out).toContain('North')
  // each reference holds at once again
  await withClient(url, async client => {
    const { rows } = await client.query(
      "select count(*)::int as n from pg_constraint where contype = 'f' and condeferrable",
    )
    expect(rows).toEqual([{ n: 0 }])
    await expect(client.query('update own_plot set own_plot_farmer = 999999')).rejects.toMatchObject({ code: '23503' })
  })
})

test.each([
  ['with another text than its digest', 'alter table person add column person_own_x text;\n', false, 'backup/damaged'],
  ['with a statement that makes no table', 'create role intruder superuser;\n', true, 'schema/added-refused'],
  [
    'that reads a file of the server',
    "insert into added_table (added_table_hid) values (pg_read_file('x'));\n",
    true,
    'schema/added-refused',
  ],
  [
    'that did not run where it comes from',
    'alter table person add column person_own_x text;\n',
    true,
    'backup/damaged',
  ],
])('a file %s is refused', async (what, text, withDigest, code) => {
  const name = `bad-${what.replaceAll(/[^a-z]/g, '')}`
  started.push(name)
  const file = await changed(`${name}.backup`, about => {
    const [first] = about.added
    if (first === undefined) throw new Error('nothing there')
    about.added.push({
      name: '0008-other',
      text,
      digest: withDigest ? digestOf(text) : first.digest,
      by: 'somebody',
    })
  })
  const ended = await restoring(name, file)
  expect(ended.err).toContain(code)
  expect(existsSync(join(above, name, 'instance.json'))).toBe(false)
})

test('verify tells where the home folder and the database differ', async () => {
  const finding = async () =>
    (await home.satchel(['--json', 'verify']))
      .json<{ what: string; state: string; says: string }[]>()
      .find(({ what }) => what === 'tables of your own')
  expect(await finding()).toMatchObject({
    state: 'wrong',
    says: expect.stringContaining('0009-came-later.sql did not run'),
  })
  rmSync(join(home.home.sql, '0009-came-later.sql'))
  writeFileSync(
    join(home.home.sql, '0002-new-field-organisation-floor.sql'),
    'alter table person add person_own_x text;\n',
  )
  rmSync(join(home.home.sql, '0001-new-type-parcel.sql'))
  const found = await finding()
  expect(found?.says).toContain('0001-new-type-parcel.sql is gone')
  expect(found?.says).toContain('0002-new-field-organisation-floor.sql ran with other text')
  rmSync(join(home.home.sql, '0002-new-field-organisation-floor.sql'))
  expect((await home.satchel(['db', 'migrate'])).code).toBe(0)
  expect(await finding()).toMatchObject({ state: 'ok' })
})
