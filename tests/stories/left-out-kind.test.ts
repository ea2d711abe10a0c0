// A number and an address that somebody adds without saying of what kind they are: in a text form that came by mail, on the page,
// and at the keyboard of the office. None of it is lost.

import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { arrive, fillForm, mails, makeHome, sealedSubmission, type TestHome } from '../helpers/home.ts'
import { attachmentOf, packetOf } from '../helpers/letters.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  for (const hid of ['P1', 'P2', 'P3']) await home.person(hid)
  expect(await home.satchel(['dispatch', 'P1', 'P2', '--to', 'anna'])).toMatchObject({ code: 0 })
  expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
})
afterAll(() => home.close())

const answers = {
  'Phone or e-mail: number or address (new-1)': '0711 222 333',
  'Address: town or village (new-1)': 'Gulu',
}

function work(index: number) {
  const letter = home.letters(mails.anna).filter(one => packetOf(one) !== null)[index]
  const packet = letter === undefined ? null : packetOf(letter)
  if (letter === undefined || packet === null) throw new Error('no packet')
  return { form: attachmentOf(letter, '.txt'), packet }
}

const personOf = async (packet: string) =>
  (
    await home.rows<{ hid: string }>(
      'select person_hid as hid from person join packet on packet_entity = person_id where packet_hid = $1',
      [packet],
    )
  )[0]?.hid ?? ''

async function expectAdded(hid: string) {
  const rows = await home.rows<{ v: string }>(
    `select lookup_value(contact_point_kind) || ' ' || contact_point_value as v from contact_point where contact_point_entity = find_entity($1)
     union all select lookup_value(address_kind) || ' ' || address_city from address where address_entity = find_entity($1)`,
    [hid],
  )
  expect(rows.map(({ v }) => v).toSorted()).toEqual([
    'email jimmy@example.org',
    'home Gulu',
    'home Moshi',
    'phone +255 700 000 001',
    'phone 0711 222 333',
  ])
}

test('in a text form', async () => {
  const { form, packet } = work(0)
  home.drop('form.txt', fillForm(form, answers))
  expect(await home.satchel(['import'])).toMatchObject({ code: 0, err: '' })
  await expectAdded(await personOf(packet.id))
})

test('on the page, where the lists stand at "none"', async () => {
  const { packet } = work(1)
  const typed: readonly (readonly [string, string])[] = [
    ['row.contact-point.new-1.kind', ''],
    ['row.contact-point.new-1.value', '0711 222 333'],
    ['row.address.new-1.kind', ''],
    ['row.address.new-1.city', 'Gulu'],
  ]
  await arrive(
    home.home,
    await sealedSubmission(home.home, {
      kind: 'reply',
      fields: [
        ['form', `${packet.form.name} ${packet.form.version}`],
        ['packet', packet.id],
        ['token', packet.token],
        ['language', 'en'],
        ['shown', typed.map(([name]) => name).join(' ')],
        ...typed,
      ],
    }),
  )
  expect(await home.satchel(['import'])).toMatchObject({ code: 0, err: '' })
  await expectAdded(await personOf(packet.id))
})

test('in the editor of the office', async () => {
  const script = join(home.home.folder, 'editor.mjs')
  const lines = JSON.stringify(
    Object.entries(answers).map(([label, value]) => [`[${label}]\n`, `[${label}]\n${value}\n`]),
  )
  writeFileSync(
    script,
    `#!${process.execPath}
import { readFileSync, writeFileSync } from 'node:fs'
const file = process.argv[2]
writeFileSync(file, ${lines}.reduce((text, [from, to]) => text.replace(from, to), readFileSync(file, 'utf8')))
`,
  )
  chmodSync(script, 0o700)
  expect(await home.satchel(['--as', 'grace', 'edit', 'P3', '--editor', script])).toMatchObject({ code: 0, err: '' })
  await expectAdded('P3')
})
