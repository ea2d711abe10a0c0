// docs/interfaces.md: its programs run as they stand there, with a salesperson's own login and nothing of ours but the database.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject } from 'vitest'
import { addressOf } from '../helpers/address.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { systemTest } from '../helpers/system.ts'

let home: TestHome
let folder: string
let address: string
beforeAll(async () => {
  home = await makeHome()
  await home.rows("update instance set instance_calling_code = '+255'")
  // the page's own line
  const [, type = ''] = /`satchel (new-type parcel [^`]+)`/.exec(page) ?? []
  const made = await home.satchel(type.split(' '))
  expect([made.code, made.err]).toEqual([0, expect.any(String)])
  address = await addressAs('anna')
  folder = mkdtempSync(join(tmpdir(), 'satchel-interfaces-'))
})
afterAll(async () => {
  await home.close()
  rmSync(folder, { recursive: true, force: true })
})

async function addressAs(hid: string): Promise<string> {
  const [{ login } = { login: '' }] = await home.rows<{ login: string }>(
    'select staff_login as login from staff where staff_hid = $1',
    [hid],
  )
  await home.rows(`alter role ${login} password 'for-this-test'`)
  return addressOf(inject('cluster').superUrl, login, 'for-this-test', home.database.name)
}

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
const parcels = () =>
  home.rows<{ name: string; area: string | null; crop: string | null; farmer: string | null }>(
    "select own_parcel_name as name, own_parcel_area::text as area, lookup_value as crop, farmer.entity_name as farmer from own_parcel join entity own on own.entity_id = own_parcel_id left join lookup on lookup_id = own_parcel_crop left join entity farmer on farmer.entity_id = own_parcel_farmer where own.entity_creator like '%staff_anna' order by own_parcel_id",
  )
const names = async () =>
  (
    await home.rows<{ name: string }>(
      "select entity_name as name from entity join person on person_id = entity_id where entity_creator like '%staff_anna' order by entity_id",
    )
  ).map(({ name }) => name)

systemTest(['sh', 'psql'], 'in shell: a record is added, and found by another spelling of its number', async () => {
  const said = runs('sh', ['-eu'], 'example.sh', program('sh'))
  expect(said).toContain('Amina Said')
  expect(said).toMatch(/^River field,Beans,Amina Said$/m)
  expect(await names()).toContain('Amina Said')
  expect(await parcels()).toContainEqual({ name: 'River field', area: '2', crop: 'beans', farmer: 'Amina Said' })
})

systemTest(['python3', 'psql'], 'in Python: values with quotes, lists in words, refusals as sentences', async () => {
  const said = runs('python3', [], 'example.py', program('python'))
  expect(said).toMatch(/^W-2 Juma O'Connor$/m)
  expect(said).toMatch(/^South field 1.5 Juma O'Connor$/m)
  expect(said).toMatch(/refused: .*permission denied/)
  expect(await names()).toContain("Juma O'Connor")
  expect(await parcels()).toContainEqual({ name: 'South field', area: '1.5', crop: null, farmer: "Juma O'Connor" })
})

systemTest(['emacs', 'psql'], 'in Emacs Lisp: a record is added and listed', async () => {
  const said = runs('emacs', ['--batch', '-Q', '-l'], 'example.el', program('elisp'))
  expect(said).toMatch(/^P\d+ Zawadi Mushi$/m)
  expect(said).toMatch(/^PA\d+ Zawadi's field$/m)
  expect(await names()).toContain('Zawadi Mushi')
  expect(await parcels()).toContainEqual({ name: "Zawadi's field", area: null, crop: 'maize', farmer: null })
})

systemTest(
  ['sh', 'psql'],
  'a day at the office: what the commands do, as statements of a colleague of the office',
  async () => {
    await home.rows("select add_staff('ida', 'Ida', 'ida@kilimo.example', 'office', 'en', 'plain')")
    const office = await addressAs('ida')
    const statements = join(folder, 'day.sql')
    const [, day = ''] = /^```sql\n(\\set[\s\S]*?)^```/m.exec(page) ?? []
    writeFileSync(statements, day)
    const said = runs('sh', ['-eu'], 'day.sh', `psql "$DATABASE" --no-psqlrc --file ${statements}`, office)
    expect(said).toMatch(/^ AO +\| Amina Otieno +\| person/m)
    expect(said).toMatch(/^ D-1 +\| Maize +\| 24000/m)
    expect(said).toMatch(/^ F-1 +\| North field +\| 3.5$/m)
    expect(said.match(/^UPDATE 1$/gm)).toHaveLength(5)
    expect(
      await home.rows(
        "select staff_hid as owner, activity_due = current_date as today from activity join staff on staff_id = activity_staff where activity_subject = 'Bring the offer'",
      ),
    ).toEqual([{ owner: 'ida', today: true }])
  },
)
