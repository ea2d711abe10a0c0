// The use cases that look after an installation, called by a program: without a command line.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { backUp, lookIntoBackup } from '@satchel/core/backup/back-up'
import { adviseNext } from '@satchel/core/installation/advise-next'
import { databaseStatus, startDatabase } from '@satchel/core/installation/database-server'
import { readStatus } from '@satchel/core/installation/read-status'
import { verifyInstallation } from '@satchel/core/installation/verify'
import { drillRecovery } from '@satchel/core/keys/drill-recovery'
import { exportPublicKey, showKeys } from '@satchel/core/keys/show-keys'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contextOf, reported } from '../helpers/context.ts'
import { makeHome, recoveryPassphrase, type TestHome } from '../helpers/home.ts'

let home: TestHome
let office: ReturnType<typeof contextOf>
const refused = (code: string) => expect.objectContaining({ name: 'Problem', code })
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
  office = contextOf(home)
})
afterAll(async () => {
  await office.close()
  await home.close()
})

test('status tells the queues, the keys and that there is no backup, until there is one; a backup can be looked into', async () => {
  const before = await readStatus(office, {})
  expect(before).toMatchObject({ home: home.home.folder, lastRun: null, lastBackup: null, isRestoring: false })
  expect(before.keys.map(({ key }) => key)).toEqual(['core', 'recovery'])
  expect(before.queues.map(({ queue }) => queue)).toContain('held changes')

  const folder = mkdtempSync(join(tmpdir(), 'satchel-backup-'))
  const progress = reported()
  const done = await backUp(office, { file: folder }, progress)
  expect(done.file.startsWith(`${folder}/satchel-`)).toBe(true)
  expect(progress.steps).toContain('writing person')
  expect((await readStatus(office, {})).lastBackup).not.toBeNull()
  const found = await lookIntoBackup(done.file, () => undefined)
  expect(found.rows.person).toBe(1)
  await expect(backUp(office, { file: done.file })).rejects.toEqual(refused('usage/wrong'))
})

test('the advice is about the facts, and opens nothing where there is no home folder', async () => {
  const advice = await adviseNext(home.home, () => office)
  expect(advice).toMatchObject({ home: home.home.folder, away: null })
  expect(advice.steps.map(({ command }) => command)).toContain('satchel keys list')
  const nowhere = { ...home.home, settingsFile: join(home.home.folder, 'none.json') }
  const never = () => {
    throw new Error('opened')
  }
  expect((await adviseNext(nowhere, never)).away).toBe('no-home')
})

test('every check of verify is told, also while it works', async () => {
  const progress = reported()
  const findings = await verifyInstallation(office, {}, progress)
  expect(findings.filter(({ state }) => state === 'wrong')).toEqual([])
  expect(findings.map(({ what }) => what)).toContain('audit')
  expect(progress.steps).toContain('audit')
})

test('keys are listed and given out by name; a drill needs the passphrase', async () => {
  const rows = await showKeys(office, {})
  expect(rows.map(({ note }) => note)).toEqual([
    'private half here',
    'private half still on this host: move it to a safe place',
  ])
  expect((await exportPublicKey(office, { key: 'core' })).armored).toContain('BEGIN PGP PUBLIC KEY')
  await expect(exportPublicKey(office, { key: 'private' })).rejects.toEqual(refused('usage/wrong'))
  const recoveryKey = join(home.home.keys, 'recovery-private.asc')
  const passphraseFile = join(home.home.folder, 'passphrase.txt')
  writeFileSync(passphraseFile, `${await recoveryPassphrase()}\n`)
  expect(await drillRecovery(office, { recoveryKey, passphraseFile })).toMatchObject({ opens: true })
  writeFileSync(passphraseFile, 'another')
  await expect(drillRecovery(office, { recoveryKey, passphraseFile })).rejects.toEqual(refused('key/unreadable'))
})

test('an outside database tells its migrations, and is not started from here', async () => {
  const { migrations, pid } = await databaseStatus(office, {})
  expect(migrations.length).toBeGreaterThan(30)
  expect(pid).toBeNull()
  await expect(startDatabase(office, {})).rejects.toEqual(refused('server/not-embedded'))
})
