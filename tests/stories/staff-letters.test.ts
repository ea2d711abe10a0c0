// What travels with a letter: the packet file for programs only where somebody asked for it; links that answer in the clear as the
// protection says, until somebody says otherwise. Read from delivered letters.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { mails, makeHome, type TestHome } from '../helpers/home.ts'
import { linksIn, replyAddressOf } from '../helpers/mailing.ts'

let home: TestHome
let next = 0
beforeAll(async () => {
  home = await makeHome()
  await home.rows('update staff set staff_packet_file = false')
  await home.rows("select staff_role_set('grace', 'admin')")
})
afterAll(() => home.close())

const as = (who: string, ...words: string[]) => home.satchel(['--as', who, 'staff', 'letters', ...words])

async function newLetter() {
  const hid = await home.person(`P${++next}`)
  await home.satchel(['dispatch', hid, '--to', 'anna'])
  await home.satchel(['send'])
  const letter = home.letters(mails.anna).at(-1)
  if (letter === undefined) throw new Error('no letter')
  return {
    files: [...letter.attachments.keys()].map(name => name.replace(/^packet-[0-9A-Z]{4}/, '')),
    links: linksIn(letter.html).filter(({ to }) => to === replyAddressOf(letter)).length,
  }
}
const usual = ['.html', '.txt', 'signature.asc']

test('without a word the packet file stays at home, and a plain letter has its links', async () => {
  expect(await newLetter()).toEqual({ files: usual, links: 6 })
})

test('the packet file travels where somebody asked for it, and the links are ended by whose letters they are', async () => {
  expect((await as('anna', 'anna', '--packet-file', 'on')).out).toBe(
    'Letters to anna ("anna"): packet file on, answers by link on.\n',
  )
  expect((await as('anna', 'anna', '--answer-links', 'off')).code).toBe(0)
  expect(await newLetter()).toEqual({ files: ['.html', '.txt', '.sexp', '.sexp.asc', 'signature.asc'], links: 0 })
  const shown = await as('baraka', 'anna', '--packet-file', 'off')
  expect(shown.err).toContain('Only an administrator')
  expect((await as('anna', 'anna')).out).toContain('packet file on, answers by link off')
})

test('links that answer in the clear are begun by an administrator alone, and a dry run changes nothing', async () => {
  const refused = await as('anna', 'anna', '--answer-links', 'on')
  expect(refused).toMatchObject({ code: 2 })
  expect(refused.err).toContain('Only an administrator')
  expect((await as('anna', 'anna', '--packet-file', 'off', '--dry-run')).out).toContain('Nothing was changed')
  expect(await newLetter()).toMatchObject({ links: 0 })
  expect((await as('grace', 'anna', '--answer-links', 'on', '--packet-file', 'off')).code).toBe(0)
  expect(await newLetter()).toEqual({ files: usual, links: 6 })
  await home.rows("update staff set staff_protection = null where staff_hid = 'baraka'")
  expect((await as('grace', 'baraka', '--answer-links', 'on')).err).toContain('travels in the clear')
})
