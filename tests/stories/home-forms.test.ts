// Forms of an installation's own, out of the folder of its home: taken, sent, answered, refused by line, and kept by a backup.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileOfPart, filesToKeep, partOfFile } from '@satchel/core/backup/home-files'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mails, makeHome, replyTo, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
})
afterAll(() => home.close())

const visit = (
  name: string,
  version = 1,
  more = '',
) => `(satchel-form (name "${name}") (version ${version}) (entity person)
  (title (en "Visit"))
  (intro (en "Please visit this person."))
  (field given-name (column "person_given") (type text) (required true) (label (en "Given name")))${more}
  (report (kind visit)
    (field when (column "activity_start") (type date) (required true) (label (en "Date of the visit")))
    (field said (column "activity_body") (type long-text) (label (en "What was said")))))
`
const write = (file: string, text: string) => writeFileSync(join(home.home.forms, file), text)
const publish = () => home.satchel(['form', 'publish', '--json'])
const versions = () => home.rows<{ form: string }>('select form_hid as form from form where form_own order by form_hid')

describe('a form of one’s own', () => {
  test('is published, sent and answered, and an upgrade leaves it as it is', async () => {
    write('visit.sexp', visit('kilimo-visit'))
    write('notes.txt', 'for later')
    expect((await publish()).json()).toEqual({
      added: ['kilimo-visit/1'],
      known: [],
      faults: [],
      passedOver: ['notes.txt'],
      kept: [],
    })
    expect(await home.satchel(['dispatch', 'P1', '--to', 'anna', '--form', 'kilimo-visit'])).toMatchObject({ code: 0 })
    expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
    const [packet] = home.packets(mails.anna)
    if (packet === undefined) throw new Error('no packet')
    home.drop('answer', replyTo(packet, { set: {}, report: { when: '2026-11-20', said: 'Maize is high.' } }))
    expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ imported: 1 })
    expect(await home.rows('select lookup_value(activity_kind) as kind, activity_body as body from activity')).toEqual([
      { kind: 'visit', body: 'Maize is high.' },
    ])
    rmSync(join(home.home.forms, 'notes.txt'))
    expect(await home.satchel(['db', 'migrate'])).toMatchObject({ code: 0, err: '' })
    expect((await publish()).json()).toMatchObject({ added: [], known: ['kilimo-visit/1'] })
  })

  test('that was changed needs the next number, and then both are there', async () => {
    const more = '\n  (field born (column "person_born") (type date) (label (en "Born")))'
    write('visit.sexp', visit('kilimo-visit', 1, more))
    const refused = await publish()
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('hint: give visit.sexp the next version')])
    write('visit.sexp', visit('kilimo-visit', 2, more))
    expect((await publish()).json()).toMatchObject({ added: ['kilimo-visit/2'] })
    expect(await versions()).toEqual([{ form: 'kilimo-visit/1' }, { form: 'kilimo-visit/2' }])
  })

  test('of the program’s own name is refused by line, as is one with a fault; the others are published, and nothing stops as a bug', async () => {
    write('a-shipped.sexp', visit('call-report', 9))
    write('b-wrong.sexp', visit('kilimo-wrong').replace('person_given', 'deal_name'))
    write('c-broken.sexp', visit('kilimo-broken').replace('(title (en "Visit"))', '(title (en "Visit)'))
    write('d-good.sexp', visit('kilimo-good'))
    for (const args of [
      ['db', 'migrate'],
      ['form', 'publish'],
    ]) {
      const ended = await home.satchel(args)
      expect(ended.code, ended.err).toBe(2)
      expect(ended.err.split('\n').slice(1, -1)).toEqual([
        'hint: a-shipped.sexp, line 1: the form: (name ...) is that of a form that comes with the program: choose another',
        expect.stringMatching(
          /^hint: b-wrong\.sexp, line 4: field given-name: there is no column deal_name in the table person: there is person_prefix, /,
        ),
        expect.stringMatching(/^hint: c-broken\.sexp, Line \d+, column \d+: /),
      ])
    }
    expect((await versions()).map(({ form }) => form)).toEqual(['kilimo-good/1', 'kilimo-visit/1', 'kilimo-visit/2'])
    expect(await home.rows("select from form where form_name = 'call-report' and form_version = 9")).toEqual([])
    for (const file of ['a-shipped.sexp', 'b-wrong.sexp', 'c-broken.sexp']) rmSync(join(home.home.forms, file))
  })

  test('keeps its name where a form of that name comes with the program later, and gets its next version', async () => {
    // as if it had been made here before the program had one
    const [digest] = await home.rows<{ of: string }>(
      "select form_digest as of from form where form_name = 'call-report'",
    )
    await home.rows("update form set form_own = true, form_digest = 'own' where form_name = 'call-report'")
    write('call-report.sexp', visit('call-report', 9))
    const ended = await home.satchel(['db', 'migrate'])
    expect([ended.code, ended.err]).toEqual([0, ''])
    expect(ended.out).toContain('Your form call-report keeps its name')
    expect((await publish()).json()).toMatchObject({ known: expect.arrayContaining(['call-report/9']), faults: [] })
    const listed = (await home.satchel(['form', 'list', '--json'])).json<{ name: string }[]>()
    expect(listed.find(({ name }) => name === 'call-report')).toMatchObject({ version: 9, from: 'you' })
    await home.rows('delete from form_field using form where form_id = form_field_form and form_version = 9')
    await home.rows('delete from form where form_version = 9')
    await home.rows("update form set form_own = false, form_digest = $1 where form_name = 'call-report'", [digest?.of])
    rmSync(join(home.home.forms, 'call-report.sexp'))
  })

  test('is part of the backup', async () => {
    const kept = []
    for await (const file of filesToKeep(home.home.folder)) if (file.path.startsWith('forms/')) kept.push(file)
    expect(kept.map(({ path }) => path).sort()).toEqual(['forms/d-good.sexp', 'forms/visit.sexp'])
    expect(kept.map(file => fileOfPart(partOfFile(file)).path)).toEqual(kept.map(({ path }) => path))
  })

  test('is none where the folder is not there, and none where it is empty', async () => {
    rmSync(home.home.forms, { recursive: true })
    expect((await home.satchel(['form', 'publish'])).out).toBe(`There are no definitions in ${home.home.forms}.\n`)
    mkdirSync(home.home.forms)
    expect(await home.satchel(['form', 'publish'])).toMatchObject({ code: 0 })
    expect(await home.satchel(['form', 'P1', '--dry-run'])).toMatchObject({ code: 0 })
  })
})
