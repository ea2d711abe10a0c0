// C4: forms change while packets are out. What was sent with an older version is read and merged by that version, also after a
// newer one is in use; nothing that it says is dropped without a word.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fieldRows } from '@satchel/core/forms/field-rows'
import { parseDefinition } from '@satchel/forms/definition/read-definition'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillForm, mails, makeHome, replyTo, type TestHome } from '../helpers/home.ts'
import { attachmentOf } from '../helpers/letters.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
  await home.person('P2')
})
afterAll(() => home.close())

const shipped = readFileSync(join(import.meta.dirname, '../../forms/definitions/call-report.sexp'), 'utf8')
const shippedVersion = parseDefinition(shipped).version

/** As an administrator publishes a next version: another name for one field, one less, and one under review. */
async function publishNext(version: number): Promise<void> {
  const definition = shipped
    .replace(/\(version [0-9]+\)/, `(version ${version})`)
    .replace('(field given-name', '(field first-name')
    .replace('(column "person_note") (type long-text)', '(column "person_note") (type long-text) (policy review)')
    .replace(/ {2}\(field preferred [\s\S]*?(?= {2}\(field note)/, '')
  const form = parseDefinition(definition)
  expect([form.version, form.fields.some(field => field.name === 'preferred')]).toEqual([version, false])
  await home.rows('select publish_form($1)', [
    JSON.stringify({
      name: form.name,
      version,
      entity: form.entity,
      definition,
      digest: createHash('sha256').update(definition).digest('hex'),
      fields: fieldRows(form),
    }),
  ])
}

const letterAt = (index: number) => {
  const letter = home.letters(mails.anna).filter(one => one.file.startsWith('packet-'))[index]
  if (letter === undefined) throw new Error('no letter')
  return letter
}

test('C4: an answer of one version that comes after the next one was published is merged by its own', async () => {
  await home.satchel(['dispatch', 'P1', '--to', 'anna'])
  await home.satchel(['send'])
  const first = attachmentOf(letterAt(0), '.txt')
  await publishNext(shippedVersion)
  await publishNext(shippedVersion + 1)
  await home.satchel(['dispatch', 'P2', '--to', 'anna'])
  await home.satchel(['send'])
  expect(home.packets(mails.anna).map(packet => packet.form.version)).toEqual([shippedVersion + 1, shippedVersion])

  const third = attachmentOf(letterAt(1), '.txt')
  home.drop('third.txt', fillForm(third, { 'Given name': 'Third', 'Note about the person': 'for review' }))
  expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ 'partly-held': 1 })
  home.drop(
    'first.txt',
    fillForm(first, { 'Given name': 'First', 'Note about the person': 'at once', 'Best way to reach': 'visit' }),
  )
  const late = await home.satchel(['import', '--json'])
  expect(late.json()).toMatchObject({ imported: 1, quarantined: 0 })
  expect(
    await home.rows(
      'select person_given as given, person_note as note, person_prefers as prefers from person order by person_hid',
    ),
  ).toEqual([
    { given: 'First', note: 'at once', prefers: 'visit' },
    { given: 'Third', note: 'Grows maize', prefers: null },
  ])
})

test('C4: what the version of its packet does not hold is refused by name, and the rest is taken', async () => {
  const packet = home.packets(mails.anna).find(each => each.form.version === shippedVersion + 1)
  if (packet === undefined) throw new Error('no packet')
  home.drop('old-words.sexp', replyTo(packet, { set: { 'given-name': 'Old', 'first-name': 'New', preferred: 'post' } }))
  await home.satchel(['import'])
  expect(
    await home.rows(
      "select change_slot as slot, change_outcome as outcome, change_reason as reason from change where change_slot in ('field/given-name', 'field/first-name', 'field/preferred') and change_packet = (select packet_id from packet where packet_hid = $1) and change_reply = (select max(reply_id) from reply) order by 1",
      [packet.id],
    ),
  ).toEqual([
    { slot: 'field/first-name', outcome: 'applied', reason: null },
    { slot: 'field/given-name', outcome: 'refused', reason: 'not-in-form' },
    { slot: 'field/preferred', outcome: 'refused', reason: 'not-in-form' },
  ])
})
