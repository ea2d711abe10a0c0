// The places that have the bytes of a file in a field of one's own, and those that have not: packets, two people that are merged, my-data, an erasure.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withClient } from '../helpers/database.ts'
import { mails, makeHome, replyTo, type TestHome } from '../helpers/home.ts'

let folder: string
let home: TestHome
const at = (name: string) => join(folder, name)
const put = async (hid: string, name: string, data: string) => {
  writeFileSync(at(name), data)
  expect(await home.satchel(['set', hid, `contract=@${at(name)}`])).toMatchObject({ code: 0 })
}
const contract = async (hid: string) =>
  (
    await home.rows(
      "select attachment_filename as name, convert_from(attachment_data, 'UTF8') as data from person left join attachment on attachment_id = person_own_contract where person_hid = $1",
      [hid],
    )
  )[0]
const undo = async (merged: { json: <T>() => T }) =>
  expect(await home.satchel(['duplicate', 'undo', String(merged.json<{ merge: number }>().merge)])).toMatchObject({
    code: 0,
  })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-leaves-'))
  home = await makeHome()
  expect(await home.satchel(['new-field', 'person', 'contract:file'])).toMatchObject({ code: 0 })
  // also with a word that is no name of a file
  expect(await home.satchel(['new-field', 'contact_point', 'told:text'])).toMatchObject({ code: 0 })
  for (const hid of ['P-81', 'P-82', 'P-83', 'P-84']) await home.person(hid, 'anna')
  await put('P-82', 'lost.txt', 'of the one that goes')
  await put('P-83', 'kept.txt', 'canarykeptbytes')
  await put('P-84', 'other.txt', 'canaryotherbytes')
}, 60_000)
afterAll(async () => {
  await home?.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a packet shows name and size, and its bytes are nowhere in the letter', async () => {
  // a file of the folder goes along, so the letter has room for one
  writeFileSync(at('folder.txt'), 'folderbytes in the packet')
  expect(await home.satchel(['attach', 'P-83', at('folder.txt')])).toMatchObject({ code: 0 })
  expect(await home.satchel(['form', 'new', 'with-contract', '--type', 'person'])).toMatchObject({ code: 0 })
  expect(await home.satchel(['form', 'publish'])).toMatchObject({ code: 0 })
  expect(await home.satchel(['dispatch', 'P-83', '--to', 'anna', '--form', 'with-contract'])).toMatchObject({ code: 0 })
  expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
  const [packet] = home.packets(mails.anna)
  expect(packet?.record.fields.get('contract')).toBe('kept.txt (15 B)')
  const letters = home.letters(mails.anna).map(({ text, attachments }) => [text, ...attachments.values()].join('\n'))
  const has = (word: string) =>
    letters.some(letter =>
      [word, Buffer.from(word).toString('base64').slice(0, 12)].some(form => letter.includes(form)),
    )
  expect([has('folderbytes in the packet'), has('canarykeptbytes')]).toEqual([true, false])
  // nor does an answer change the field
  if (packet === undefined) throw new Error('no packet')
  home.drop('answer.sexp', replyTo(packet, { set: { contract: 'other.txt (1 KB)', title: 'Farmer' } }))
  await home.satchel(['import'])
  expect(await contract('P-83')).toEqual({ name: 'kept.txt', data: 'canarykeptbytes' })
  expect((await home.satchel(['review', 'list', '--refused'])).out).toMatch(/field\/contract .*not-in-form/)
})

describe('two people are merged', () => {
  test('an empty field takes the file of the one that goes, and an undo gives it back', async () => {
    const merged = await home.satchel(['--json', 'duplicate', 'merge', 'P-81', 'P-82'])
    expect(merged.code).toBe(0)
    expect(await contract('P-81')).toEqual({ name: 'lost.txt', data: 'of the one that goes' })
    expect(await home.satchel(['file', 'P-81', 'contract', '--to', at('merged.txt')])).toMatchObject({ code: 0 })
    await undo(merged)
    expect([await contract('P-81'), await contract('P-82')]).toEqual([
      { name: null, data: null },
      { name: 'lost.txt', data: 'of the one that goes' },
    ])
    expect(await home.satchel(['file', 'P-82', 'contract', '--to', at('undone.txt')])).toMatchObject({ code: 0 })
  })

  test('of two files the one that stays is kept, or the other where it is wanted; both are there for an undo', async () => {
    const merged = await home.satchel(['--json', 'duplicate', 'merge', 'P-83', 'P-84'])
    expect(await contract('P-83')).toEqual({ name: 'kept.txt', data: 'canarykeptbytes' })
    await undo(merged)
    const taken = await home.satchel(['--json', 'duplicate', 'merge', 'P-83', 'P-84', '--take', 'contract'])
    expect(await contract('P-83')).toEqual({ name: 'other.txt', data: 'canaryotherbytes' })
    await undo(taken)
    expect([await contract('P-83'), await contract('P-84')]).toEqual([
      { name: 'kept.txt', data: 'canarykeptbytes' },
      { name: 'other.txt', data: 'canaryotherbytes' },
    ])
  })
})

test('a file that is taken away after a merge is gone, and not kept by the row of the record that was merged away', async () => {
  for (const hid of ['P-85', 'P-86']) await home.person(hid, 'anna')
  await put('P-86', 'taken.txt', 'canarytakenbytes')
  const merged = await home.satchel(['--json', 'duplicate', 'merge', 'P-85', 'P-86'])
  expect((await contract('P-85'))?.name).toBe('taken.txt')
  expect((await home.satchel(['set', 'P-85', 'contract='])).out).toContain('contract: emptied')
  expect(await holding('canarytakenbytes')).toEqual([])
  await undo(merged)
  expect([await contract('P-85'), await contract('P-86')]).toEqual([
    { name: null, data: null },
    { name: null, data: null },
  ])
})

/** Tables with a word, also as bytes, and files of the home folder. */
async function holding(word: string): Promise<readonly string[]> {
  const tables = await withClient(home.database.url('satchel'), async client => {
    const hits: string[] = []
    const { rows } = await client.query<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'",
    )
    for (const { name } of rows) {
      const found = await client.query(
        `select from ${name} t where t::text ilike '%' || $1 || '%' or position($2 in t::text) > 0`,
        [word, Buffer.from(word).toString('hex')],
      )
      if (found.rows.length > 0) hits.push(name)
    }
    return hits
  })
  const files = readdirSync(home.home.folder, { recursive: true, withFileTypes: true })
    .filter(
      entry => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).toString('latin1').includes(word),
    )
    .map(({ name }) => name)
  return [...tables, ...files]
}

test('my-data names the file, and an erasure leaves the bytes of no file, also of one that a merge replaced', async () => {
  const out = at('data')
  expect(await home.satchel(['my-data', 'P-83', '--out', out])).toMatchObject({ code: 0 })
  for (const end of ['html', 'json'])
    expect(readFileSync(`${out}.${end}`, 'utf8')).toMatch(/kept\.txt, SHA-256 [0-9a-f]{64}/)
  expect(await home.satchel(['duplicate', 'merge', 'P-83', 'P-84', '--take', 'contract'])).toMatchObject({ code: 0 })
  for (const word of ['canarykeptbytes', 'canaryotherbytes']) expect(await holding(word)).toEqual(['attachment'])
  expect(await holding('kept.txt')).toContain('audit_content')
  expect(await home.satchel(['erase', 'P-83', '--sure'])).toMatchObject({ code: 0 })
  for (const word of ['canarykeptbytes', 'canaryotherbytes', 'kept.txt', 'other.txt'])
    expect(await holding(word)).toEqual([])
  expect(await contract('P-82')).toEqual({ name: 'lost.txt', data: 'of the one that goes' })
})
