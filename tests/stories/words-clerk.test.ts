// A clerk of the office at the command line: she edits records, loads a list, decides what is held, ends questions, and asks. Each
// word that she types is one that nobody else writes; in the end each is in the database, in the file that she goes on with, or the
// command told her which line was not taken.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { arrive, fillForm, mails, makeHome, replyTo, sealedSubmission, type TestHome } from '../helpers/home.ts'
import { attachmentOf } from '../helpers/letters.ts'
import { allThatIsKept, missingIn, newWord } from '../helpers/typed-words.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  for (const hid of ['P1', 'P2', 'P3', 'P4', 'P5', 'P6']) await home.person(hid)
  await home.satchel(['dispatch', 'P4', 'P5', 'P6', '--to', 'anna'])
  await home.satchel(['send'])
}, 120_000)
afterAll(() => home.close())

const clerk = (...args: readonly string[]) => home.satchel(['--as', 'grace', ...args])

/** An editor in which she writes values below labels, and words above the form. */
function edit(hid: string, answers: Readonly<Record<string, string>>, above = '') {
  const [program, script] = ['editor.mjs', 'editor.sh'].map(name => join(home.home.folder, name)) as [string, string]
  writeFileSync(
    program,
    `import fs from 'node:fs'
     ${fillForm.toString()}
     const [file] = process.argv.slice(2)
     fs.writeFileSync(file, ${JSON.stringify(above)} + fillForm(fs.readFileSync(file, 'utf8'), ${JSON.stringify(answers)}))`,
  )
  writeFileSync(script, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$1"\n`, { mode: 0o700 })
  return clerk('edit', hid, '--editor', script)
}

test('an edit: each word is on the record', async () => {
  const [given, note, city] = [newWord(), newWord(), newWord()]
  const ended = await edit('P1', {
    'Given name': given,
    'Note about the person': `Grows ${note}`,
    'Address: town or village (new-1)': city,
  })
  expect([ended.code, ended.err]).toEqual([0, ''])
  expect(missingIn(await allThatIsKept(home), [given, note, city])).toEqual([])
})

test('an edit with a value that does not fit: the rest is written, and she is told which one it is', async () => {
  const [note, odd, near] = [newWord(), newWord(), newWord()]
  const ended = await edit('P2', {
    'Note about the person': `Grows ${note}`,
    'Date of birth': `in ${odd}`,
    'Address: country (new-1)': `Tanzania near ${near}`,
  })
  expect(ended.code).toBe(3)
  expect(ended.out).toMatch(/born +(held|refused)/)
  expect(missingIn(await allThatIsKept(home), [note, odd, near])).toEqual([])
  const held = (await clerk('review', 'list', '--json')).json<{ id: string; wants: string }[]>()
  const born = held.find(({ wants }) => wants.includes(odd))?.id ?? ''
  expect((await clerk('review', 'show', born)).out).toContain(`in ${odd}`)
  expect((await clerk('review', 'accept', born, '--value', '31.05.1980')).code).toBe(0)
  expect(await home.rows("select person_born::text as born from person where person_hid = 'P2'")).toEqual([
    { born: '1980-05-31' },
  ])
})

test('words beside the form of an edit: kept, or she goes on with the file that has them', async () => {
  const [above, note] = [newWord(), newWord()]
  const ended = await edit('P3', { 'Note about the person': note }, `Remember ${above}\n\n`)
  const again = /edit --again (\S+)/.exec(ended.err)?.[1]
  const found = `${await allThatIsKept(home)}${again === undefined ? '' : readFileSync(again, 'utf8')}`
  expect(missingIn(found, [above, note])).toEqual([])
})

test('a list of people: each cell is on a record, waits for her decision, or has its line named', async () => {
  const words = Array.from({ length: 8 }, newWord)
  const [given, family, title, note, city, other, bad] = words
  const file = join(home.home.folder, 'people.csv')
  const lines = [
    'id,given name,family name,academic title,note,city,country,born,phone',
    `L1,${given},${family},${title},"Likes ${note}",${city},Tanzania,31.05.1980,0700 111 222`,
    `P3,Jimmy,Okello,,Rather ${other},,,,`,
  ]
  writeFileSync(file, [...lines, `L2,Juma,Musa,,,,,in the year of ${bad},`, ''].join('\n'))
  const faulty = await clerk('load', file)
  expect(faulty.code).toBe(3)
  expect(faulty.out).toMatch(/line 4, born: /)
  writeFileSync(file, [...lines, ''].join('\n'))
  expect((await clerk('load', file)).code).toBe(3)
  expect(missingIn(await allThatIsKept(home), [given, family, title, note, city, other])).toEqual([])
  const held = (await clerk('review', 'list', '--json')).json<{ wants: string }[]>()
  expect(held.map(({ wants }) => wants)).toContain(`Rather ${other}`)
})

test('decisions and their reasons, with what the sender wrote in sight', async () => {
  const [wished, why] = [newWord(), newWord()]
  const packet = home.packets(mails.anna).at(-1)
  if (packet === undefined) throw new Error('no packet')
  home.drop(
    'reply.sexp',
    replyTo(packet, { set: { born: '1971-02-03' }, report: { when: '2026-11-20', note: wished } }),
  )
  await home.satchel(['import'])
  const held = (await clerk('review', 'list', '--json')).json<{ id: string; wants: string }[]>()
  const one = held.find(({ wants }) => wants === '1971-02-03')
  expect((await clerk('review', 'refuse', one?.id ?? '', '--why', `She is ${why}`)).code).toBe(0)
  expect(missingIn(await allThatIsKept(home), [wished, why])).toEqual([])
})

test('questions from the public page, and what was done about them', async () => {
  const [message, done] = [newWord(), newWord()]
  const fields = [['message', `When does ${message} open?`]] as const
  await arrive(home.home, await sealedSubmission(home.home, { kind: 'inquiry', fields }), 'open')
  await home.satchel(['import'])
  const listed = (await clerk('inquiry', 'list', '--json')).json<{ inquiry: string }[]>()
  const asked = listed.at(0)
  expect((await clerk('inquiry', 'show', asked?.inquiry ?? '')).out).toContain(message)
  expect((await clerk('inquiry', 'done', asked?.inquiry ?? '', '--note', `Told ${done}`)).code).toBe(0)
  expect(missingIn(await allThatIsKept(home), [message, done])).toEqual([])
})

test('a file in the inbox that cannot be read is answered as a mail is', async () => {
  const letter = home.letters(mails.anna).find(({ file }) => file.startsWith('packet-'))
  if (letter === undefined) throw new Error('no letter')
  const form = fillForm(attachmentOf(letter, '.txt'), { 'Given name': newWord() })
  home.drop('from-a-stick.txt', form.slice(0, form.indexOf('[Next step]')))
  await home.satchel(['run', '--once'])
  const notices = home.letters(mails.anna).filter(({ file }) => file.startsWith('notice-'))
  expect(notices.map(({ text }) => /form is cut off/.test(text))).toEqual([true])
  expect((await clerk('quarantine', 'list')).out).toMatch(/text-form\/cut-off/)
})

test('she finds again what she wrote, with a query', async () => {
  const word = newWord()
  expect((await edit('P4', { 'Note about the person': `Knows ${word}` })).code).toBe(0)
  const found = await clerk('query', 'people/by-description', '--param', `words=${word}`, '--format', 'json')
  expect(found.out).toContain('"P4"')
})
