// Which form a record goes out with: the usual one of its type, or one that is named and fits.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mails, makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
  for (const [type, name] of [
    ['ticket', 'Pump'],
    ['grp', 'Moshi'],
  ] as const) {
    const kind = type === 'grp' ? ", lookup_find('grp-kind', 'list')" : ''
    await home.rows(
      `insert into ${type} (${type}_hid, ${type}_name${kind === '' ? '' : ', grp_kind'}) values ('${type}-1', '${name}'${kind})`,
    )
  }
  await home.rows("update entity set entity_owner = (select staff_id from staff where staff_hid = 'anna')")
})
afterAll(() => home.close())

const own = (name: string, entity: string, column: string) =>
  writeFileSync(
    join(home.home.forms, `${name}.sexp`),
    `(satchel-form (name "${name}") (version 1) (entity ${entity}) (title (en "Own"))
  (field name (column "${column}") (type text) (required true) (label (en "Name"))))\n`,
  )
const dispatch = (...args: readonly string[]) => home.satchel(['dispatch', ...args, '--to', 'anna'])
const forms = () => home.packets(mails.anna).map(({ form }) => form.name)

test('people go out with the call report, and other records with the form of their type, also in one command', async () => {
  expect(await dispatch('P1', 'ticket-1', 'grp-1')).toMatchObject({ code: 0, err: '' })
  await home.satchel(['send'])
  expect(forms().toSorted()).toEqual(['call-report', 'group', 'ticket'])
  const again = await dispatch('ticket-1')
  expect(again.out).toContain('anna@kilimo.example has an open packet with the form ticket.')
})

test('a form of another type is refused, and those that fit are named', async () => {
  expect(await dispatch('ticket-1', '--form', 'call-report')).toMatchObject({
    code: 2,
    err: `satchel: The form call-report is made for another type of record: ticket-1 is of the type ticket. (form/other-type)
hint: these fit: ticket
`,
  })
  expect((await dispatch('P1', '--form', 'ticket')).err).toMatch(/hint: these fit: call-report(?!.*self-update)/)
})

test('an unknown form is answered by the one that is meant', async () => {
  const ended = await dispatch('P1', '--form', 'cal-report')
  expect([ended.code, ended.err.split('\n').slice(0, 2)]).toEqual([
    2,
    ['satchel: There is no active form "cal-report". (form/not-known)', 'hint: do you mean call-report?'],
  ])
})

test('where a type has forms of its own alone, one is taken, and of several one has to be named', async () => {
  own('colleague', 'staff', 'staff_name')
  expect((await dispatch('baraka')).err).toContain('There is no form for records of the type staff.')
  await home.satchel(['form', 'publish'])
  const one = await home.satchel(['dispatch', 'baraka', '--to', 'grace', '--dry-run', '--json'])
  expect(one.json()).toMatchObject([{ form: 'colleague', state: 'would-send' }])
  own('desk', 'staff', 'staff_name')
  await home.satchel(['form', 'publish'])
  const two = await home.satchel(['dispatch', 'baraka', '--to', 'grace'])
  expect(two.code).toBe(2)
  expect(two.err).toContain('Several forms are for records of the type staff: colleague, desk.')
  expect(two.err).toContain('hint: choose one: --form colleague')
})

test('an edit takes the usual form, too', async () => {
  const options = { env: { EDITOR: 'true' } }
  expect(await home.satchel(['edit', 'ticket-1'], options)).toMatchObject({ code: 0, out: 'Nothing was changed.\n' })
  expect((await home.satchel(['edit', 'ticket-1', '--form', 'tiket'], options)).err).toContain('do you mean ticket?')
  expect((await home.satchel(['edit', 'ticket-1', '--form', 'group'], options)).err).toContain('these fit: ticket')
})

test('all forms are listed with their newest version and whose they are, also what is not published yet', async () => {
  own('later', 'deal', 'deal_name')
  const listed = (await home.satchel(['form', 'list', '--json'])).json<{ name: string }[]>()
  expect(listed).toEqual(
    expect.arrayContaining([
      { name: 'call-report', version: 3, type: 'person', title: 'Call report', report: 'call', from: 'the program' },
      { name: 'colleague', version: 1, type: 'staff', title: 'Own', report: '', from: 'you' },
      { name: 'later', version: 1, type: 'deal', title: 'Own', report: '', from: 'you, not published' },
    ]),
  )
  expect(listed.filter(({ name }) => name === 'call-report')).toHaveLength(1)
})

test('a record goes out with the form of its stage, the one that it entered last, or with the one that is named', async () => {
  for (const process of ['farmer', 'pupil', 'support-case'])
    expect(await home.satchel(['process', 'add', process])).toMatchObject({ code: 0 })
  const enter = (stage: string, hid: string) => home.satchel(['process', 'enter', stage, hid])
  const formOf = async (...args: readonly string[]) =>
    (await home.satchel(['--json', 'dispatch', ...args, '--to', 'grace', '--dry-run'])).json<{ form: string }[]>()[0]
      ?.form
  await home.person('P2')
  await enter('farmer-land-report', 'P2')
  expect(await formOf('P2')).toBe('land-report')
  expect(await formOf('P2', '--form', 'visit')).toBe('visit')
  await enter('pupil-parents-visit', 'P2')
  expect(await formOf('P2')).toBe('parents-visit')
  // a stage without a form leaves it to the other process, and an ended stay says nothing
  await enter('pupil-activities', 'P2')
  expect(await formOf('P2')).toBe('land-report')
  await enter('farmer-exchange', 'P2')
  expect(await formOf('P2')).toBe('call-report')
  // a form that is not there, or of another type, is passed over
  for (const form of ['not-there', 'ticket', 'self-update']) {
    await home.rows(
      "update development_stage set development_stage_form = $1 where development_stage_hid = 'farmer-exchange'",
      [form],
    )
    expect(await formOf('P2')).toBe('call-report')
  }
  // for each record its own, in one command and by the owner of each
  await home.person('P3')
  await enter('farmer-land-report', 'P3')
  const many = await home.satchel(['--json', 'dispatch', 'P2', 'P3', 'ticket-1', '--to', 'grace', '--dry-run'])
  expect(many.json<{ form: string }[]>().map(({ form }) => form)).toEqual(['call-report', 'land-report', 'ticket'])
})
