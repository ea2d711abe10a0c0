// docs/interfaces.md: its programs run as they stand there, with a salesperson's own login and nothing of ours but the database.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject } from 'vitest'
import { addressOf } from '../helpers/address.ts'
import { openStage, type Stage } from '../helpers/stage.ts'
import { systemTest } from '../helpers/system.ts'

let stage: Stage
let folder: string
let address: string
beforeAll(async () => {
  stage = await openStage()
  await stage.rows("update instance set instance_calling_code = '+255'")
  const { login } = await stage.one<{ login: string }>(
    "select staff_login as login from staff where staff_hid = 'anna'",
  )
  await stage.rows(`alter role ${login} password 'for-this-test'`)
  address = addressOf(inject('cluster').superUrl, login, 'for-this-test', stage.database.name)
  folder = mkdtempSync(join(tmpdir(), 'satchel-interfaces-'))
})
afterAll(async () => {
  await stage.close()
  rmSync(folder, { recursive: true, force: true })
})

const page = readFileSync(join(import.meta.dirname, '../../docs/interfaces.md'), 'utf8')
/** The one program of the page in this language. */
function program(language: string): string {
  const [, text = ''] = new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'm').exec(page) ?? []
  expect(text).not.toBe('')
  return text
}
function runs(command: string, args: readonly string[], file: string, text: string) {
  writeFileSync(join(folder, file), text)
  const { status, stdout, stderr } = spawnSync(command, [...args, join(folder, file)], {
    encoding: 'utf8',
    env: { ...process.env, DATABASE: address },
  })
  expect([status, stderr]).toEqual([0, expect.any(String)])
  return stdout
}
const names = async () =>
  (
    await stage.rows<{ name: string }>(
      "select entity_name as name from entity join person on person_id = entity_id where entity_creator like '%staff_anna' order by entity_id",
    )
  ).map(({ name }) => name)

systemTest(['sh', 'psql'], 'in shell: a record is added, and found by another spelling of its number', async () => {
  expect(runs('sh', ['-eu'], 'example.sh', program('sh'))).toContain('Amina Said')
  expect(await names()).toContain('Amina Said')
})

systemTest(['python3', 'psql'], 'in Python: values with quotes, lists in words, refusals as sentences', async () => {
  const said = runs('python3', [], 'example.py', program('python'))
  expect(said).toMatch(/^W-2 Juma O'Connor$/m)
  expect(said).toMatch(/refused: .*permission denied/)
  expect(await names()).toContain("Juma O'Connor")
})

systemTest(['emacs', 'psql'], 'in Emacs Lisp: a record is added and listed', async () => {
  expect(runs('emacs', ['--batch', '-Q', '-l'], 'example.el', program('elisp'))).toMatch(/^P\d+ Zawadi Mushi$/m)
  expect(await names()).toContain('Zawadi Mushi')
})
