// Rows that were there before the checks of money and days: they are told, travel with a backup, and are restored as they are.

import { copyFileSync, mkdtempSync, rmSync, writeFileSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHome, recoveryPassphrase, type TestHome } from '../helpers/home.ts'
import { runHere } from '../helpers/in-process.ts'

let home: TestHome
let above: string
beforeAll(async () => {
  above = mkdtempSync(join(tmpdir(), 'satchel-old-values-'))
  chmodSync(above, 0o711) // as root, the server's own user goes through it
  home = await makeHome()
})
afterAll(async () => {
  await runHere(['--home', join(above, 'restored'), 'db', 'stop'])
  await home.close()
  rmSync(above, { recursive: true, force: true })
})

test('verify names them, and a backup of them is restored', async () => {
  await home.rows(`begin; set local role satchel_owner; alter table deal disable trigger c_values;
    insert into deal (deal_hid, deal_name, deal_kind, deal_amount, deal_currency)
      values ('D-old', 'Sacks', lookup_find('deal-kind', 'order'), -5, 'QQQ');
    alter table deal enable trigger c_values; commit`)
  const said = 'D-old: "QQQ" is no currency of ISO 4217; D-old: an amount is not below 0'
  expect((await home.satchel(['verify'])).out).toContain(said)
  const file = join(above, 'old.backup')
  expect((await home.satchel(['db', 'backup', file])).code).toBe(0)
  writeFileSync(join(above, 'passphrase'), `${await recoveryPassphrase()}\n`)
  copyFileSync(join(home.home.keys, 'recovery-private.asc'), join(above, 'recovery.asc'))
  const keys = ['--recovery-key', join(above, 'recovery.asc'), '--passphrase-file', join(above, 'passphrase')]
  const restored = await runHere(['--home', join(above, 'restored'), 'db', 'restore', file, ...keys])
  expect([restored.code, restored.err]).toEqual([0, ''])
  expect((await runHere(['--home', join(above, 'restored'), 'verify'])).out).toContain(said)
})
