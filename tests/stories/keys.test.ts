// Keys change, and keys get lost: nothing that was sealed becomes unreadable, and the recovery key is tried before it is needed.

import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { arrive, mails, makeHome, recoveryPassphrase, replyTo, sealedReply, type TestHome } from '../helpers/home.ts'
import { attachmentOf } from '../helpers/letters.ts'
import { unlockPage } from '../helpers/unlock.ts'

let home: TestHome
beforeEach(async () => {
  home = await makeHome()
  await home.person('P1')
  await home.satchel(['dispatch', 'P1', '--to', 'anna'])
  await home.satchel(['send'])
})
afterEach(() => home.close())

const keyFile = (name: string) => join(home.home.keys, name)
const packet = () => {
  const [newest] = home.packets(mails.anna)
  if (newest === undefined) throw new Error('no packet')
  return newest
}
const sealed = (note: string) => sealedReply(home.home, replyTo(packet(), { set: { note } }))
const imported = async (...args: readonly string[]) => {
  const ended = await home.satchel(['import', '--json', ...args])
  return [ended.code, ended.json<{ imported: number; quarantined: number }>()] as const
}
const earlier = () => readdirSync(home.home.keys).filter(name => name.startsWith('core-private-earlier-'))

async function recoveryFiles(): Promise<readonly string[]> {
  const passphrase = join(home.home.folder, 'passphrase')
  writeFileSync(passphrase, `${await recoveryPassphrase()}\n`)
  return ['--recovery-key', keyFile('recovery-private.asc'), '--passphrase-file', passphrase]
}

test('K1: a core key that was changed goes on opening what was sealed to it, and new items are sealed to the new one', async () => {
  const before = await sealed('sealed to the first key')
  const first = readFileSync(keyFile('core-public.asc'), 'utf8')
  for (let turn = 0; turn < 2; turn++) {
    const rotated = await home.satchel(['keys', 'rotate'])
    expect([rotated.code, rotated.err]).toEqual([0, ''])
  }
  expect(readFileSync(keyFile('core-public.asc'), 'utf8')).not.toBe(first)
  expect(earlier()).toHaveLength(2)
  for (const name of earlier()) expect(statSync(keyFile(name)).mode & 0o777).toBe(0o600)

  // an intake that does not have the new key yet, and one that has
  await arrive(home.home, before)
  await arrive(home.home, await sealed('sealed to the newest key'))
  expect(await imported()).toMatchObject([0, { imported: 2, quarantined: 0 }])
  const listed = (await home.satchel(['keys', 'list', '--json'])).json<{ key: string }[]>()
  expect(listed.map(row => row.key)).toEqual(['core', 'core, earlier', 'core, earlier', 'recovery'])
  expect((await home.satchel(['verify'])).code).toBe(0)
  // packets are signed by the key that is there now
  await home.satchel(['dispatch', 'P1', '--to', 'grace'])
  await home.satchel(['send'])
  const fingerprints = (await home.satchel(['keys', 'list', '--json'])).json<{ key: string; fingerprint: string }[]>()
  expect(home.packets(mails.grace)[0]?.key).toBe(fingerprints[0]?.fingerprint)
})

test('K1: a change that was stopped between its two files leaves nothing sealed that does not open', async () => {
  copyFileSync(keyFile('core-public.asc'), keyFile('kept.asc'))
  await home.satchel(['keys', 'rotate'])
  copyFileSync(keyFile('kept.asc'), keyFile('core-public.asc'))
  await arrive(home.home, await sealed('sealed to a public half whose private one is an earlier key'))
  expect(await imported()).toMatchObject([0, { imported: 1 }])
})

test('K2: where the core key is lost the recovery key opens everything', async () => {
  await arrive(home.home, await sealed('sealed before the loss'))
  rmSync(keyFile('core-private.asc'))
  const lost = await home.satchel(['import'])
  expect([lost.code, lost.err]).toEqual([12, expect.stringContaining('key/missing')])
  // nothing was counted against the item
  expect((await home.satchel(['keys', 'rotate'])).code).toBe(0)
  expect(earlier()).toEqual([])
  expect(await imported(...(await recoveryFiles()))).toMatchObject([0, { imported: 1, quarantined: 0 }])
  await arrive(home.home, await sealed('sealed to the new key'))
  expect(await imported()).toMatchObject([0, { imported: 1 }])
})

test('K2: the drill proves that the recovery key opens what is sealed today, and that another passphrase does not', async () => {
  const files = await recoveryFiles()
  const drill = await home.satchel(['keys', 'drill', ...files])
  expect([drill.code, drill.err]).toEqual([0, ''])
  expect(drill.out).toContain('opens what is sealed today')
  writeFileSync(files[3] ?? '', 'AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-A\n')
  const wrong = await home.satchel(['keys', 'drill', ...files])
  expect([wrong.code, wrong.err]).toEqual([12, expect.stringContaining('key/unreadable')])
  // the core's own key is no recovery key
  const other = await home.satchel([
    'keys',
    'drill',
    '--recovery-key',
    join(home.home.folder, 'none'),
    ...files.slice(2),
  ])
  expect([other.code, other.err]).toEqual([12, expect.stringContaining('key/missing')])
})

test('a phrase goes on after the core key was changed, and where that key is lost the refusal says what to do', async () => {
  const chosen = await home.satchel(['staff', 'protection', 'anna', 'passphrase'])
  const phrase = /^ {2}((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})$/m.exec(chosen.out)?.[1] ?? ''
  const kept = () => home.rows<{ key: string }>("select encode(staff_phrase_key, 'hex') as key from staff_phrase")
  const before = await kept()
  for (let turn = 0; turn < 2; turn++) expect((await home.satchel(['keys', 'rotate'])).code).toBe(0)
  expect(await kept()).toEqual(before)
  expect(await home.satchel(['dispatch', 'P1', '--to', 'anna', '--again'])).toMatchObject({ code: 0 })
  await home.satchel(['send'])
  const letter = home.letters(mails.anna).at(-1)
  if (letter === undefined) throw new Error('no letter')
  expect(unlockPage(attachmentOf(letter, '.html'), phrase)).toContain('<h1><bdi>Jimmy Okello')
  // nothing leaves in the clear where the key is gone
  for (const name of [...earlier(), 'core-private.asc']) rmSync(keyFile(name))
  expect((await home.satchel(['keys', 'rotate'])).code).toBe(0)
  const refused = await home.satchel(['dispatch', 'P1', '--to', 'anna', '--again'])
  expect([refused.code, refused.err]).toEqual([expect.any(Number), expect.stringContaining('(staff/no-phrase)')])
  expect(refused.code).not.toBe(0)
  expect(refused.err).toContain('satchel staff phrase new')
  const renewed = await home.satchel(['staff', 'phrase', 'new', 'anna'])
  expect(renewed).toMatchObject({ code: 0, out: expect.stringContaining('An earlier phrase opens no new packets') })
  expect(await home.satchel(['dispatch', 'P1', '--to', 'anna', '--again'])).toMatchObject({ code: 0 })
})
