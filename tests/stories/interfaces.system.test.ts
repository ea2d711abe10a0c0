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
function runs(command: string, args: readonly string[], file: string, text: string, database = address) {
  writeFileSync(join(folder, file), text)
  const { status, stdout, stderr } = spawnSync(command, [...args, join(folder, file)], {
    encoding: 'utf8',
    env: { ...process.env, DATABASE: database },
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

systemTest(
  ['sh', 'psql'],
  'a day at the office: what the commands do, as statements of a colleague of the office',
  async () => {
    await stage.one("select add_staff('ida', 'Ida', 'ida@kilimo.example', 'office', 'en', 'plain')")
    const { login } = await stage.one<{ login: string }>(
      "select staff_login as login from staff where staff_hid = 'ida'",
    )
    await stage.rows(`alter role ${login} password 'for-this-test'`)
    const office = addressOf(inject('cluster').superUrl, login, 'for-this-test', stage.database.name)
    const statements = join(folder, 'day.sql')
    const [, day = ''] = /^```sql\n(\\set[\s\S]*?)^```/m.exec(page) ?? []
    writeFileSync(statements, day)
    const said = runs('sh', ['-eu'], 'day.sh', `psql "$DATABASE" --no-psqlrc --file ${statements}`, office)
    expect(said).toMatch(/^ AO +\| Amina Otieno +\| person/m)
    expect(said).toMatch(/^ D-1 +\| Maize +\| 24000/m)
    expect(said.match(/^UPDATE 1$/gm)).toHaveLength(4)
    expect(
      await stage.one(
        "select staff_hid as owner, activity_due = current_date as today from activity join staff on staff_id = activity_staff where activity_subject = 'Bring the offer'",
      ),
    ).toEqual({ owner: 'ida', today: true })
  },
)
