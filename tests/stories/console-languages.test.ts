// The console in another language: pages and problems say no English sentence to a colleague whose letters are in German.

import { consoleWords } from '@satchel/core/console/page/words'
import { sentenceTexts } from '@satchel/core/problems/sentences'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
let served: TestConsole
let grace: Browser
let anna: Browser
beforeAll(async () => {
  home = await makeHome()
  await home.person('A1', 'anna')
  await home.person('A2', 'anna')
  await home.person('B1', 'baraka')
  for (const command of [
    ['process', 'add', 'farmer'],
    ['process', 'enter', 'farmer-education', 'A1', 'A2'],
    ['add', 'deal', 'id=D-1', 'name=Maize', 'kind=quote', 'party=A1', '--owner', 'anna'],
  ])
    expect(await home.satchel(command)).toMatchObject({ code: 0 })
  await home.rows("update staff set staff_language = 'de' where staff_hid in ('anna', 'grace') returning staff_hid")
  served = await openTestConsole(home)
  grace = await served.as('grace')
  anna = await served.as('anna')
})
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await home.close()
})

/** English texts that are other words in German, from three words on: shorter ones may be names. */
const english = (): readonly string[] => {
  const books = [
    [consoleWords().get('en')?.texts, consoleWords().get('de')?.texts],
    [sentenceTexts().get('en'), sentenceTexts().get('de')],
  ]
  return books.flatMap(([own, other]) =>
    [...(own ?? [])].flatMap(([key, text]) => {
      const parts = text.split(/\{[a-z]+\}/).map(part => part.trim())
      return other?.get(key) === text ? [] : parts.filter(part => part.split(' ').length > 2)
    }),
  )
}

const englishIn = (words: string) => english().filter(text => words.includes(text))

describe('a colleague with German', () => {
  const pages = [
    '/',
    '/find',
    '/find?q=a1',
    '/add',
    '/add/person',
    '/add/deal',
    '/list/person',
    '/list/deal',
    '/list/person?f=born%3Dx',
    '/records/A1',
    '/records/A1/edit',
    '/records/A1/history',
    '/records/D-1',
    '/due',
    '/board/farmer-education',
    '/review',
    '/review/refused',
    '/imports',
    '/imports/quarantine',
    '/inquiries',
    '/dispatch',
    '/packets',
    '/letters',
    '/load',
    '/duplicates',
    '/forms',
    '/forms/call-report',
    '/processes',
    '/processes/farmer-education',
    '/lookups',
    '/lookups/source',
    '/staff',
    '/staff/anna',
    '/reports',

    '/queries/people/find',
    '/me',
    '/nothing',
  ]
  test.each(pages)('reads no English sentence on %s', async path => {
    const { words, text } = await grace.get(path)
    expect(text).toContain('<html lang="de"')
    expect(englishIn(words)).toEqual([])
  })

  test('reads what is wrong, and what to do, in German', async () => {
    const said = async (browser: Browser, path: string, fields: Readonly<Record<string, string>>) => {
      const { words } = await browser.post(path, fields)
      expect([path, englishIn(words)]).toEqual([path, []])
      return words
    }
    expect(await said(grace, '/processes', { process: 'made-up' })).toContain(
      'Mit dem Programm kommt kein Prozess „made-up“.',
    )
    expect(await said(grace, '/records/A1', { form: 'field', 'f.born': 'soon', 'was.born': '' })).toContain(
      'Das Feld born (eine Person) ist ein Tag. Schreiben Sie ihn wie 2026-11-30.',
    )
    expect(
      await said(grace, '/records/A1', { form: 'field', 'f.born': '2190-01-01', 'was.born': '1980-05-01' }),
    ).toContain('niemand ist in der Zukunft geboren')
    expect(await said(grace, '/records/D-1', { form: 'field', 'f.amount': '12', 'was.amount': '' })).toContain(
      'D-1: ein Betrag braucht seine Währung.',
    )
    expect(await said(grace, '/records/A1', { form: 'parent', 'f.parent': 'D-1', 'was.parent': '' })).toContain(
      'keine Regel lässt',
    )
    expect((await anna.get('/records/B1')).words).toContain('Es gibt keinen')
    expect((await anna.get('/imports')).words).toContain('Dies ist für das Büro und die Verwaltung.')
  })
})
