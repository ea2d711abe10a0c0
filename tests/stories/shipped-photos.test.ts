// Photos that a shipped form asks for: a page sends them with its report, and they are attached to the activity; beside a text form in a
// mail they are kept with the answer, and the office finds them.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadForms } from '@satchel/forms/loader'
import { inLanguage } from '@satchel/forms/words/form-words'
import { seal } from '@satchel/protocol/envelope/envelope-seal'
import { readPublicKey } from '@satchel/protocol/envelope/pgp-keys'
import { itemName } from '@satchel/protocol/spool/item-name'
import { printUpload } from '@satchel/protocol/messages/upload'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { arrive, fillForm, mails, makeHome, replyTo, sealedSubmission, type TestHome } from '../helpers/home.ts'
import { attachmentOf, packetOf, type ReceivedLetter } from '../helpers/letters.ts'
import { deliverTo, mailOf, replyAddressOf } from '../helpers/mailing.ts'

const inserts: Readonly<Record<string, string>> = {
  person: "insert into person (person_hid, person_given, person_family) values ($1, 'Neema', 'Mushi')",
  organization: "insert into organization (organization_hid, organization_name) values ($1, 'Soko Kuu')",
  grp: "insert into grp (grp_hid, grp_name, grp_kind) values ($1, 'Moshi', lookup_find('grp-kind', 'team'))",
  deal: "insert into deal (deal_hid, deal_name, deal_kind) values ($1, 'Ten bags', lookup_find('deal-kind', 'quote'))",
  ticket: "insert into ticket (ticket_hid, ticket_name) values ($1, 'Pump')",
  product: "insert into product (product_hid, product_name) values ($1, 'Bean seed')",
}
const asking = loadForms().definitions.filter(({ report }) => report.some(({ type }) => type === 'photo'))
const ways = ['page', 'mail'] as const

let home: TestHome
const letterOf = new Map<string, ReceivedLetter>()
const photoOf = (form: string, way: string) =>
  Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from(`${form} ${way}`)])
const place = '-3.3673, 37.3423 (12 m)'
const when = '2026-11-20'

function letter(form: string, way: string): ReceivedLetter {
  const found = letterOf.get(`${form}-${way}`)
  if (found === undefined) throw new Error(`no letter of ${form}-${way}`)
  return found
}
const reportOf = (form: string) => asking.find(({ name }) => name === form)?.report ?? []
/** The field of a report that is stored in a column of its activity. */
const fieldOf = (form: string, column: string) => reportOf(form).find(field => field.column === `activity_${column}`)
const asksPlace = (form: string) => fieldOf(form, 'place') !== undefined
/** What is reported, by column. */
const saidOf = (form: string) => ({ start: when, body: `Seen by ${form}`, ...(asksPlace(form) ? { place } : {}) })
const byField = (form: string, called: 'name' | 'label') =>
  Object.fromEntries(
    Object.entries(saidOf(form)).map(([column, value]) => {
      const field = fieldOf(form, column)
      return [(called === 'name' ? field?.name : inLanguage(field?.label ?? new Map(), 'en')) ?? '', value]
    }),
  )

/** What the page of a packet posts: the sealed reply, which announces its photo, and the photo as a file of its own. */
async function postFromPage(form: string): Promise<void> {
  const packet = packetOf(letter(form, 'page'))
  if (packet === null) throw new Error('no packet')
  const keys = await Promise.all(
    ['core-public.asc', 'recovery-public.asc'].map(file =>
      readPublicKey(readFileSync(join(home.home.keys, file), 'utf8')),
    ),
  )
  const bytes = photoOf(form, 'page')
  const [name, type] = [`${form}.jpg`, 'image/jpeg']
  const upload = await seal(printUpload({ version: 1, name, type, bytes }), keys, { now: new Date() })
  const reply = replyTo(packet, {
    report: byField(form, 'name'),
    files: [{ name, type, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }],
  })
  const sealed = Buffer.from(await seal(reply, keys)).toString('base64')
  await arrive(home.home, upload, 'open')
  await arrive(
    home.home,
    await sealedSubmission(home.home, {
      kind: 'reply',
      fields: [['sealed', sealed]],
      files: [{ name, type, sha256: itemName(upload) }],
    }),
  )
}

/** The text form, filled in, with the photo as a file of the same mail. */
async function answerByMail(form: string): Promise<void> {
  const of = letter(form, 'mail')
  const text = fillForm(attachmentOf(of, '.txt'), byField(form, 'label'))
  const attachments = [{ filename: `${form}.jpg`, content: photoOf(form, 'mail') }]
  deliverTo(home, await mailOf({ from: mails.anna, to: replyAddressOf(of), text, attachments }))
}

beforeAll(async () => {
  home = await makeHome()
  await home.rows('update staff set staff_packet_file = true')
  for (const { name, entity } of asking) {
    for (const way of ways) await home.rows(inserts[entity] ?? '', [`${name}-${way}`])
    await home.rows(
      "update entity set entity_owner = (select staff_id from staff where staff_hid = 'anna') where entity_owner is null and entity_type in (select entity_type_id from entity_type where entity_type_hid <> 'staff')",
    )
    const records = ways.map(way => `${name}-${way}`)
    const sent = await home.satchel(['--json', 'dispatch', ...records, '--to', 'anna', '--form', name])
    expect(sent.code, sent.err).toBe(0)
    await home.satchel(['send'])
    for (const { record, packet } of sent.json<{ record: string; packet: string }[]>())
      for (const one of home.letters(mails.anna)) if (packetOf(one)?.id === packet) letterOf.set(record, one)
  }
  for (const { name } of asking) {
    await postFromPage(name)
    await answerByMail(name)
  }
  const ended = await home.satchel(['run', '--once', '--json'])
  expect(ended.json()).toMatchObject({
    balance: { imported: 2 * asking.length, attached: asking.length, quarantined: 0 },
  })
})
afterAll(() => home.close())

test('most shipped forms with a report ask for photos', () => {
  expect(asking.map(({ name }) => name).toSorted()).toEqual(
    ['call-report', 'deal', 'goods', 'group', 'land-report', 'organization', 'ticket', 'visit'].toSorted(),
  )
})

test.each(asking.flatMap(({ name, reportKind }) => ways.map(way => ({ form: name, way, kind: reportKind }))))(
  '$form by $way: its report is of the kind of the form, with its place, and the photo is where it belongs',
  async ({ form, way, kind }) => {
    const photo = photoOf(form, way)
    const attached = await home.rows(
      `select lookup_value(activity_kind) as kind, activity_body as note, activity_start::date::text as when, activity_place as place,
         (select jsonb_agg(jsonb_build_array(attachment_filename, attachment_type, encode(attachment_data, 'hex')))
          from attachment where attachment_activity = activity_id and attachment_entity = activity_entity) as photos
       from activity where activity_entity = find_entity($1)`,
      [`${form}-${way}`],
    )
    const photos = [[`${form}.jpg`, 'image/jpeg', photo.toString('hex')]]
    expect(attached).toEqual([
      {
        kind,
        note: `Seen by ${form}`,
        when,
        place: asksPlace(form) ? place : null,
        photos: way === 'page' ? photos : null,
      },
    ])
    if (way === 'page') return
    const waiting = (await home.satchel(['--json', 'inquiry', 'list'])).json<
      { inquiry: string; packet: string | null; files: number }[]
    >()
    expect(waiting.filter(({ packet }) => packet === packetOf(letter(form, 'mail'))?.id)).toMatchObject([{ files: 1 }])
  },
)
