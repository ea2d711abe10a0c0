// A form is looked at before it is sent: as its recipient would get it, from here to nowhere.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadForms } from '@satchel/forms/loader'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attributeOf, visible } from '../forms/posted.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
const folder = mkdtempSync(join(tmpdir(), 'satchel-preview-'))
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
  await home.person('P2', 'baraka')
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await home.close()
})

const out = (name: string) => join(folder, `${name}.html`)
const read = (name: string) => ({
  page: readFileSync(out(name), 'utf8'),
  text: readFileSync(join(folder, `${name}.txt`), 'utf8'),
})
const preview = (form: string, ...more: readonly string[]) => home.satchel(['form', 'preview', form, ...more])
const counts = () =>
  home.rows(
    'select (select count(*)::int from form) as forms, (select count(*)::int from packet) as packets, (select count(*)::int from audit) as audit',
  )

test.each(loadForms().definitions.map(({ name }) => name))(
  '%s is shown with invented values in every language, and nothing can be sent from it',
  async name => {
    for (const language of ['en', 'sw', 'fr', 'de', 'ar', 'hi']) {
      expect(await preview(name, '--language', language, '--out', out(name))).toMatchObject({ code: 0, err: '' })
      const { page, text } = read(name)
      const mark = loadForms().words.get(language)?.texts.get('preview-mark') ?? ''
      expect(visible(page)).toContain(mark.replace(/\s/g, ' '))
      expect(text.split('\n')[0]).toContain(mark)
      expect(text).toContain('[end]')
      expect(page).not.toMatch(/<form[^>]* action=/)
      // the script knows no intake, no receipt key and no keys to seal to, and may send nothing unsealed
      if (name !== 'self-update')
        expect(attributeOf(page, 'data-packet').split('\n').slice(6, 11)).toEqual(['', '', '', '', ''])
      const title =
        loadForms()
          .definitions.find(form => form.name === name)
          ?.title.get(language) ?? ''
      expect(text).toContain(title)
    }
  },
)

test('a record is shown as the acting colleague sees it, and nothing of it is written', async () => {
  const before = await counts()
  expect(await preview('visit', '--record', 'P1', '--out', out('p1'))).toMatchObject({ code: 0, err: '' })
  const { page, text } = read('p1')
  expect(visible(page)).toContain('Jimmy Okello')
  expect(text).toMatch(/\[Given name\]\nJimmy/)
  expect(text).toContain('+255 700 000 001')
  const unseen = await home.satchel(['--as', 'anna', 'form', 'preview', 'visit', '--record', 'P2', '--out', out('p2')])
  expect([unseen.code, unseen.err, existsSync(out('p2'))]).toEqual([
    2,
    expect.stringContaining('entity/not-seen'),
    false,
  ])
  const other = await preview('deal', '--record', 'P1', '--out', out('p2'))
  expect([other.code, other.err]).toEqual([
    2,
    expect.stringContaining('is for records of the type deal, which P1 is not'),
  ])
  expect(await counts()).toEqual(before)
})

test('a definition that is not published is shown with a record, and is not published by that', async () => {
  await home.satchel(['form', 'new', 'our-visit', '--from', 'visit'])
  const before = await counts()
  expect(await preview('our-visit', '--record', 'P1', '--out', out('own'))).toMatchObject({ code: 0, err: '' })
  expect(read('own').text).toContain('[form]\nour-visit 1 ')
  expect(await counts()).toEqual(before)
  const file = join(home.home.forms, 'our-visit.sexp')
  writeFileSync(file, readFileSync(file, 'utf8').replace('person_given', 'person_givn'))
  const wrong = await preview('our-visit', '--record', 'P1', '--out', out('own'))
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('do you mean (column "person_given")?')])
})

test('a text form of a preview that arrives all the same changes nothing', async () => {
  await preview('visit', '--record', 'P1', '--out', out('sent'))
  home.drop('sent.txt', read('sent').text.replace('[Given name]\nJimmy', '[Given name]\nChanged'))
  expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ imported: 0, quarantined: 1 })
  expect(await home.rows("select person_given as given from person where person_hid = 'P1'")).toEqual([
    { given: 'Jimmy' },
  ])
})

test('it writes over an earlier preview, and over no other file', async () => {
  expect(await preview('visit', '--out', out('again'))).toMatchObject({ code: 0 })
  expect(await preview('visit', '--out', out('again'))).toMatchObject({ code: 0 })
  writeFileSync(out('mine'), 'my words')
  const refused = await preview('visit', '--out', out('mine'))
  expect([refused.code, refused.err]).toEqual([
    2,
    expect.stringContaining('that is no preview, and nothing was written'),
  ])
  expect(readFileSync(out('mine'), 'utf8')).toBe('my words')
  expect(existsSync(join(folder, 'mine.txt'))).toBe(false)
})

test('an unknown form or language is answered by the one that is meant', async () => {
  expect((await preview('vist', '--out', out('none'))).err).toContain('hint: do you mean visit?')
  const language = await preview('visit', '--language', 'xx', '--out', out('none'))
  expect([language.code, language.err]).toEqual([2, expect.stringContaining('hint: there is am (አማርኛ)')])
  expect(existsSync(out('none'))).toBe(false)
})
