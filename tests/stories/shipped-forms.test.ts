// Each shipped form goes out to those who work with it, and comes back as a text form, from its page and as a file: merged, acknowledged,
// and with a report of its own kind.

import { readFileSync, writeFileSync } from 'node:fs'
import { loadForms } from '@satchel/forms/loader'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { submit } from '../forms/posted.ts'
import { arrive, fillForm, makeHome, replyTo, sealedSubmission, type TestHome } from '../helpers/home.ts'
import { attachmentOf, packetOf, type ReceivedLetter } from '../helpers/letters.ts'

interface Answered {
  readonly form: string
  /** Short name of the recipient. */
  readonly to: string
  /** Makes a record with this human id. */
  readonly insert: string
  /** A field of the record that is changed: name, English label, new value; absent where all is for reading. */
  readonly change?: readonly [string, string, string]
  /** The value of that field afterwards. */
  readonly after: string
  /** Fields of the report by name, each with its English label; absent where the form asks for none. */
  readonly report?: Readonly<Record<string, readonly [string, string]>>
}

const person = "insert into person (person_hid, person_given, person_family) values ($1, 'Neema', 'Mushi')"
const family = {
  insert: person,
  change: ['family-name', 'Family name', 'Mushi-Okello'],
  after: 'select person_family as value from person where person_hid = $1',
} as const
const place = ['Place of the visit', '-3.3673, 37.3423 (12 m)'] as const

const answered: readonly Answered[] = [
  {
    form: 'organization',
    to: 'anna',
    insert: "insert into organization (organization_hid, organization_name) values ($1, 'Soko Kuu')",
    change: ['industry', 'Industry', 'trade'],
    after: 'select lookup_value(organization_industry) as value from organization where organization_hid = $1',
    report: {
      when: ['Date of the meeting', '2026-11-20'],
      outcome: ['How it went', 'reached'],
      note: ['What was discussed', 'They buy beans.'],
      place: ['Place of the meeting', '-3.3, 37.3'],
    },
  },
  {
    form: 'group',
    to: 'anna',
    insert: "insert into grp (grp_hid, grp_name, grp_kind) values ($1, 'Moshi', lookup_find('grp-kind', 'team'))",
    change: ['start', 'First day', '2026-01-05'],
    after: 'select grp_start::text as value from grp where grp_hid = $1',
    report: { when: ['Date of the meeting', '2026-11-20'], note: ['What was decided', 'They plant trees.'] },
  },
  {
    form: 'ticket',
    to: 'tom',
    insert: "insert into ticket (ticket_hid, ticket_name) values ($1, 'Pump')",
    change: ['resolution', 'How it was solved', 'A new seal'],
    after: 'select ticket_resolution as value from ticket where ticket_hid = $1',
    report: { when: ['Date of the work', '2026-11-20'], note: ['What was done', 'Changed the seal.'] },
  },
  {
    form: 'deal',
    to: 'anna',
    insert:
      "insert into deal (deal_hid, deal_name, deal_kind) values ($1, 'Ten bags', lookup_find('deal-kind', 'quote'))",
    change: ['kind', 'Kind of deal', 'order'],
    after: 'select lookup_value(deal_kind) as value from deal where deal_hid = $1',
    report: { when: ['Date of the contact', '2026-11-20'], note: ['What was said', 'They want more.'] },
  },
  {
    form: 'product',
    to: 'grace',
    insert: "insert into product (product_hid, product_name) values ($1, 'Maize seed')",
    change: ['unit', 'Unit', 'bag'],
    after: 'select product_unit as value from product where product_hid = $1',
  },
  {
    form: 'goods',
    to: 'anna',
    insert: "insert into product (product_hid, product_name) values ($1, 'Bean seed')",
    after: 'select product_name as value from product where product_hid = $1',
    report: {
      when: ['Date of the count', '2026-11-20'],
      count: ['How many there are', '14 bags'],
      note: ['What is said of them', 'Too dear.'],
    },
  },
  {
    form: 'visit',
    to: 'anna',
    ...family,
    report: { when: ['Date of the visit', '2026-11-20'], note: ['What was said', 'All is well.'], place },
  },
  {
    form: 'land-report',
    to: 'anna',
    ...family,
    report: {
      when: ['Date of the visit', '2026-11-20'],
      crop: ['What grows there, on how much land', 'Maize, 2 acres'],
      note: ['State of the land', 'Dry.'],
      place: ['Place of the plot', '-3.3673, 37.3423'],
    },
  },
  {
    form: 'parents-visit',
    to: 'anna',
    ...family,
    report: {
      when: ['Date of the visit', '2026-11-20'],
      'spoke-with': ['Whom you spoke with', 'Her mother'],
      note: ['What was agreed', 'She comes every day.'],
    },
  },
  {
    form: 'patient-intake',
    to: 'anna',
    ...family,
    report: {
      when: ['Date of the intake', '2026-11-20'],
      complaint: ['Why they come', 'A cough'],
      urgency: ['How urgent it is', 'low'],
      note: ['What was found', 'No fever.'],
    },
  },
]

/** One record for each way of answering. */
const ways = ['text', 'page', 'file'] as const
const recordOf = (form: string, way: string) => `${form}-${way}`
const shipped = loadForms().definitions
let home: TestHome

/** Packets and letters by the human id of their record. */
const packets = new Map<string, string>()
const letterOf = new Map<string, ReceivedLetter>()

beforeAll(async () => {
  home = await makeHome()
  const settings: unknown = JSON.parse(readFileSync(home.home.settingsFile, 'utf8'))
  // a page that has somewhere to go holds what it posts
  const intake = { intakeUrl: 'https://forms.kilimo.example', intakeReceiptKey: 'key' }
  writeFileSync(home.home.settingsFile, JSON.stringify(Object.assign({}, settings, intake)))
  await home.rows("select add_staff('tom', 'Tom', 'tom@kilimo.example', 'support', 'en', 'plain')")
  await home.rows('update staff set staff_packet_file = true')
  for (const { form, to, insert } of answered) {
    for (const way of ways) await home.rows(insert, [recordOf(form, way)])
    for (const way of ways) await relate(form, way)
    await home.rows(
      `update entity set entity_owner = (select staff_id from staff where staff_hid = 'anna')
       where entity_owner is null and entity_type in (select entity_type_id from entity_type where entity_type_hid in ('person', 'organization', 'grp', 'deal'))`,
    )
    const records = ways.map(way => recordOf(form, way))
    const sent = await home.satchel(['dispatch', ...records, '--to', to, '--form', form, '--json'])
    expect(sent.code, sent.err).toBe(0)
    for (const { record, packet } of sent.json<{ record: string; packet: string }[]>()) packets.set(record, packet)
  }
  await home.satchel(['send'])
  for (const mail of ['anna', 'tom', 'grace'])
    for (const letter of home.letters(`${mail}@kilimo.example`)) {
      const id = packetOf(letter)?.id
      const record = [...packets].find(([, packet]) => packet === id)?.[0]
      if (record !== undefined) letterOf.set(record, letter)
    }
  for (const each of answered) {
    dropText(each)
    await arrivePage(each)
    dropFile(each)
  }
  expect((await home.satchel(['import', '--json'])).json()).toMatchObject({
    imported: answered.length * ways.length,
    quarantined: 0,
  })
  await home.satchel(['send'])
})
afterAll(() => home.close())

/** Another record that comes with the packet of a form, as a row of this collection. */
const related: Readonly<Record<string, string>> = { 'parents-visit': 'parents', group: 'members' }

async function relate(form: string, way: string): Promise<void> {
  if (related[form] === undefined) return
  const [record, other] = [recordOf(form, way), `with-${recordOf(form, way)}`]
  await home.rows(person, [other])
  if (form === 'group')
    await home.rows('insert into member (member_grp, member_entity) values (find_entity($1), find_entity($2))', [
      record,
      other,
    ])
  else
    await home.rows(
      `insert into relationship (relationship_left, relationship_right, relationship_kind)
       select find_entity($2), find_entity($1), relationship_type_id from relationship_type where relationship_type_hid = 'parent-of'`,
      [record, other],
    )
}

function letter(form: string, way: string): ReceivedLetter {
  const found = letterOf.get(recordOf(form, way))
  if (found === undefined) throw new Error(`no letter of ${recordOf(form, way)}`)
  return found
}

/** The row of the other record, and what is written into it. */
const relatedName = 'Rehema'
const relatedRow = (form: string, way: string) =>
  packetOf(letter(form, way))?.record.rows.get(related[form] ?? '')?.[0]?.id ?? ''
const relatedLabel = { parents: 'Parent: given name', members: 'Member: given name' }

function dropText({ form, change, report = {} }: Answered): void {
  const changed = change === undefined ? [] : [change.slice(1)]
  const collection = related[form]
  if (collection !== undefined)
    changed.push([`${relatedLabel[collection as 'parents']} (${relatedRow(form, 'text')})`, relatedName])
  const values = Object.fromEntries([...changed, ...Object.values(report)]) as Record<string, string>
  home.drop(`${form}.txt`, fillForm(attachmentOf(letter(form, 'text'), '.txt'), values))
}

async function arrivePage({ form, change, report = {} }: Answered): Promise<void> {
  const shown = new Map(submit(attachmentOf(letter(form, 'page'), '.html')))
  const put = (name: string, value: string) => {
    if (!shown.has(name) && !/outcome/.test(name)) throw new Error(`the page has no ${name}`)
    shown.set(name, value)
  }
  if (change !== undefined) put(`set.${change[0]}`, change[2])
  if (related[form] !== undefined) put(`row.${related[form]}.${relatedRow(form, 'page')}.given-name`, relatedName)
  for (const [name, [, value]] of Object.entries(report)) put(`report.${name}`, value)
  await arrive(home.home, await sealedSubmission(home.home, { kind: 'reply', fields: [...shown] }))
}

function dropFile({ form, change, report }: Answered): void {
  const packet = packetOf(letter(form, 'file'))
  if (packet === null) throw new Error('no packet')
  const said = report && Object.fromEntries(Object.entries(report).map(([name, [, value]]) => [name, value]))
  home.drop(
    `${form}.sexp`,
    replyTo(packet, {
      set: change === undefined ? {} : { [change[0]]: change[2] },
      rows:
        related[form] === undefined
          ? []
          : [{ collection: related[form], row: relatedRow(form, 'file'), fields: { 'given-name': relatedName } }],
      ...(said === undefined ? {} : { report: said }),
    }),
  )
}

test('every shipped form is tried here, but for those that have stories of their own', () => {
  const others = ['call-report', 'self-update']
  expect(shipped.map(({ name }) => name).filter(name => !others.includes(name))).toEqual(
    answered.map(({ form }) => form).toSorted(),
  )
})

test.each(answered.flatMap(each => ways.map(way => ({ ...each, way, name: `${each.form} by ${way}` }))))(
  '$name is merged, and its report is of the kind of the form',
  async ({ form, way, change, after, report }) => {
    const record = recordOf(form, way)
    if (change !== undefined) expect(await home.rows(after, [record])).toEqual([{ value: change[2] }])
    const activities = await home.rows<Record<string, string>>(
      `select lookup_value(activity_kind) as kind, activity_body as note, activity_start::date::text as when, activity_place as place,
         activity_subject as subject, lookup_value(activity_priority) as urgency, activity_status as status
       from activity where activity_entity = find_entity($1)`,
      [record],
    )
    if (report === undefined) {
      expect(activities).toEqual([])
      return
    }
    const kind = shipped.find(({ name }) => name === form)?.reportKind
    const { outcome: _, crop, count, complaint, 'spoke-with': who, ...same } = report
    const subject = (crop ?? count ?? complaint ?? who)?.[1]
    expect(activities).toMatchObject([
      {
        kind,
        status: 'done',
        ...Object.fromEntries(Object.entries(same).map(([name, [, value]]) => [name, value])),
        ...(subject === undefined ? {} : { subject }),
      },
    ])
  },
)

test.each(Object.keys(related).flatMap(form => ways.map(way => `${form}-${way}`)))(
  'what is said of another record that came with %s is a change of that one',
  async record => {
    expect(
      await home.rows('select person_given as given from person where person_hid = $1', [`with-${record}`]),
    ).toEqual([{ given: relatedName }])
  },
)

test('each is acknowledged to the one who answered', async () => {
  const rows = await home.rows<{ letters: number }>(
    "select count(*)::int as letters from letter where letter_kind = 'acknowledgement' and letter_status = 'sent'",
  )
  expect(rows).toEqual([{ letters: answered.length * ways.length }])
})
