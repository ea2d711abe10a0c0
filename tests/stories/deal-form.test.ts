// A form for deals or tickets, through the whole loop, and what no form can hold, refused by line.

import { publish } from '@satchel/core/forms/publish-forms'
import { withDatabase } from '@satchel/core/db/database'
import { Problem } from '@satchel/protocol/problem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mails, makeHome, replyTo, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
})
afterAll(() => home.close())

const published = (file: string, text: string) =>
  withDatabase(home.database.url('satchel'), async database => {
    await database.client.query('set role satchel_owner')
    return publish(database, file, text)
  })
const faultsOf = async (text: string) => {
  const error: unknown = await published('mine.sexp', text).then(
    () => null,
    (failed: unknown) => failed,
  )
  if (error instanceof Problem && error.code === 'form/not-valid') return error.hints
  throw error ?? new Error('it was taken')
}

const deal = `(satchel-form (name "deal-visit") (version 1) (entity deal)
  (title (en "Deal"))
  (intro (en "Please say how this deal goes."))
  (field name (column "deal_name") (type text) (required true) (label (en "What it is about")))
  (field kind (column "deal_kind") (type choice) (label (en "Kind"))
    (choice opportunity (en "opportunity")) (choice order (en "order")))
  (field amount (column "deal_amount") (type integer) (label (en "Amount")))
  (field likely (column "deal_probability") (type integer) (label (en "Per cent")))
  (field expected (column "deal_expected") (type date) (label (en "Expected on")))
  (report (kind visit)
    (field when (column "activity_start") (type date) (required true) (label (en "Date of the visit")))
    (field said (column "activity_body") (type long-text) (label (en "What was said")))))`

const ticket = `(satchel-form (name "ticket-work") (version 1) (entity ticket)
  (title (en "Support case"))
  (intro (en "Please look after this case."))
  (field priority (column "ticket_priority") (type choice) (label (en "Priority"))
    (choice high (en "high")) (choice normal (en "normal")) (choice low (en "low")))
  (field resolution (column "ticket_resolution") (type long-text) (label (en "How it was solved"))))`

describe('a form of one’s own', () => {
  test.each([
    [
      'deals',
      deal,
      "insert into deal (deal_hid, deal_name, deal_kind, deal_amount, deal_currency) values ('D-1', 'Ten bags', lookup_find('deal-kind', 'opportunity'), 500, 'TZS') returning deal_id as id",
      'D-1',
      'deal-visit',
      { name: 'Ten bags', kind: 'opportunity', amount: '500' },
      { amount: '650', likely: '40', expected: '2027-01-15', kind: 'order' },
      { when: '2026-11-20', said: 'They want more.' },
      "select deal_amount::int::text as amount, deal_probability::text as likely, deal_expected::text as expected, lookup_value(deal_kind) as kind from deal where deal_hid = 'D-1'",
    ],
    [
      'tickets',
      ticket,
      "insert into ticket (ticket_hid, ticket_name, ticket_priority) values ('T-1', 'Pump', lookup_find('priority', 'low')) returning ticket_id as id",
      'T-1',
      'ticket-work',
      { priority: 'low' },
      { priority: 'high', resolution: 'A new seal' },
      null,
      "select lookup_value(ticket_priority) as priority, ticket_resolution as resolution from ticket where ticket_hid = 'T-1'",
    ],
  ])('for %s goes out, comes back and is merged', async (_, text, insert, hid, form, shows, answers, report, after) => {
    await published('mine.sexp', text)
    const [made] = await home.rows<{ id: string }>(insert)
    await home.rows(
      "update entity set entity_owner = (select staff_id from staff where staff_hid = 'anna') where entity_id = $1",
      [made?.id],
    )
    expect(await home.satchel(['dispatch', hid, '--to', 'anna', '--form', form])).toMatchObject({ code: 0, err: '' })
    expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
    const [packet] = home.packets(mails.anna)
    if (packet === undefined) throw new Error('no packet')
    expect(packet.form).toMatchObject({ name: form })
    expect(Object.fromEntries(packet.record.fields)).toMatchObject(shows)
    home.drop(hid, replyTo(packet, report === null ? { set: answers } : { set: answers, report }))
    expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ imported: 1, quarantined: 0, after: 0 })
    expect(await home.rows(after)).toEqual([answers])
    const kinds = await home.rows<{ kind: string }>(
      'select lookup_value(activity_kind) as kind from activity where activity_entity = $1',
      [made?.id],
    )
    expect(kinds).toEqual(report === null ? [] : [{ kind: 'visit' }])
  })

  test('that asks for what no form can hold is refused with file, line and reason, each at once', async () => {
    expect(
      await faultsOf(`(satchel-form (name "wrong") (version 1) (entity deal)
  (title (en "Deal"))
  (field party (column "deal_party") (type text) (label (en "With")))
  (field nothing (column "deal_colour") (type text) (label (en "Colour")))
  (field closed (column "deal_closed") (type text) (label (en "Closed")))
  (field born (column "person_born") (type date) (label (en "Born")))
  (field kind (column "deal_kind") (type choice) (label (en "Kind"))
    (choice gift (en "gift")))
  (collection lines (table "activity") (label (en "Line"))
    (field text (column "activity_body") (type text) (label (en "text"))))
  (report (kind chat)
    (field when (column "activity_start") (type date) (required true) (label (en "Date")))))`),
    ).toEqual([
      expect.stringMatching(
        /^mine\.sexp, line 11: the report: \(kind \.\.\.\) is not one of the list activity-kind: call, letter/,
      ),
      'mine.sexp, line 3: field party: the column deal_party names another record, so its type is record: write (type record)',
      expect.stringMatching(
        /^mine\.sexp, line 4: field nothing: there is no column deal_colour in the table deal: there is deal_name/,
      ),
      'mine.sexp, line 5: field closed: the column deal_closed holds date, which the type text cannot: write (type date)',
      expect.stringMatching(
        /^mine\.sexp, line 6: field born: there is no column person_born in the table deal: there is deal_name/,
      ),
      expect.stringMatching(
        /^mine\.sexp, line 7: field kind: the choice gift is not in the list deal-kind: there is opportunity, quote, /,
      ),
      'mine.sexp, line 9: collection lines: the table activity holds no rows that a form for deal can list; these do: address, contact_point, deal_line, member, relationship',
    ])
    expect(await home.rows("select from form where form_name = 'wrong'")).toEqual([])
  })

  test('of no type of record, or with a fault of its own, is refused by line, too', async () => {
    const next = deal.replace('(version 1)', '(version 2)')
    expect(await faultsOf(next.replace('(entity deal)', '(entity dealer)'))).toEqual([
      expect.stringMatching(/^mine\.sexp, line 1: the form: \(entity \.\.\.\) is not one of .*deal/),
    ])
    expect(await faultsOf(next.replace('(type date) (label (en "Expected on"))', '(type day)'))).toEqual([
      expect.stringMatching(/^mine\.sexp, line 9: field expected: \(type \.\.\.\) is not one of /),
    ])
    expect(await faultsOf(`${next})`)).toEqual([expect.stringMatching(/^mine\.sexp, Line 12, column \d+: /)])
  })
})
