// What an acknowledgement tells of the reply that it is about: whom, what the report says, and each entry by what it is, as far as the
// protection of its reader allows. In the language that the reply chose.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Packet } from '@satchel/protocol/messages/packet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mails, makeHome, replyTo, type TestHome } from '../helpers/home.ts'
import { ownForms } from '../helpers/own-forms.ts'

let home: TestHome
const { answer, fresh, newest, said } = ownForms(() => home)
beforeAll(async () => {
  home = await makeHome()
  for (const hid of ['P1', 'P2']) await home.person(hid)
})
afterAll(() => home.close())

/** The letter about a reply of anna's with a report, a new number and another name. */
async function answered(hid: string) {
  expect((await home.satchel(['dispatch', hid, '--to', 'anna'])).code).toBe(0)
  await home.satchel(['send'])
  const packet = home.packets(mails.anna).at(-1) as Packet
  const report = {
    when: '2026-11-20',
    outcome: 'not-reached',
    note: 'Nobody at home',
    'next-step': 'call again',
    'next-date': '2026-11-30',
  }
  const rows = [{ collection: 'contact-point', row: 'new-1', fields: { kind: 'phone', value: '+255 700 000 077' } }]
  home.drop(`${hid}.sexp`, replyTo(packet, { set: { 'given-name': 'Zebedayo' }, rows, report }))
  await home.satchel(['import'])
  await home.satchel(['send'])
  const letter = home.letters(mails.anna).at(-1)
  if (letter === undefined) throw new Error('no letter')
  return letter
}

test('a colleague who chose plain letters reads whom it is about, what was reported, and each entry by what it is', async () => {
  const letter = await answered('P1')
  const text = said(letter)
  expect(text).toMatch(/^Jimmy Okello Thank you\. We have processed your reply\. - How it went: not reached/)
  expect(text).toContain('- Next step: call again, by 30 November')
  expect(text).toContain('- Given name: changed')
  expect(text).toContain('- Phone +255 700 000 077: added')
  expect(letter.html).toContain('Jimmy Okello')
  // what was said and what a name became is not told
  expect(text).not.toMatch(/Zebedayo|Nobody at home/)
  expect(letter.headers.get('subject')).not.toContain('Jimmy')
})

test('where nobody chose how a colleague gets letters, it tells numbers alone', async () => {
  expect((await home.satchel(['dispatch', 'P2', '--to', 'anna'])).code).toBe(0)
  await home.satchel(['send'])
  const packet = home.packets(mails.anna).at(-1) as Packet
  await home.rows("update staff set staff_protection = null where staff_hid = 'anna' returning 1")
  const rows = [{ collection: 'contact-point', row: 'new-1', fields: { kind: 'phone', value: '+255 700 000 078' } }]
  home.drop('unchosen.sexp', replyTo(packet, { rows, report: { when: '2026-11-20', outcome: 'reached' } }))
  await home.satchel(['import'])
  await home.satchel(['send'])
  const text = said(home.letters(mails.anna).at(-1) ?? newest('none'))
  expect(text).toMatch(/Saved: [1-9]/)
  expect(text).not.toMatch(/Okello|700 000 078|How it went/)
})

test('a customer who changes their language is answered in it; a language without letters changes nothing', async () => {
  await answer(await fresh(), { 'set.language': 'de' })
  expect(said(newest('outcome-'))).toContain('Diese Änderungen haben wir gespeichert: - Sprache: geändert')
  // Luganda has no letters yet
  await answer(await fresh(), { 'set.language': 'lg' })
  expect(said(newest('outcome-'))).toContain('Sprache: geändert')
  // the page of all that is kept speaks it, too
  await home.rows("update person set person_language = 'de' where person_hid = 'P1' returning 1")
  const out = join(home.home.folder, 'jimmy')
  expect((await home.satchel(['--as', 'grace', 'my-data', 'P1', '--out', out])).code).toBe(0)
  const page = readFileSync(`${out}.html`, 'utf8')
  expect(page).toMatch(/<html lang="de"[^]*Das ist alles, was über Sie aufbewahrt wird[^]*So erreichen wir Sie/)
  expect(page).toMatch(/<dt>Vorname<\/dt><dd dir="auto">Zebedayo<\/dd>/)
  expect(page).toContain('jimmy.json')
  // nothing is left out: every field stands below, as the database names it
  expect(page.slice(page.indexOf('<details>'))).toMatch(/Zebedayo[^]*History: who did what/)
})
