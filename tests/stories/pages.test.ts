// Every command line of the README and of docs/ is run through the program's entry: on one home folder with an embedded database, in
// the order of the pages. What each shall end with stands here where it is not 0; a line that is new in a page runs, too.

import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { homePaths } from '@satchel/core/home/home'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pngOf } from '../forms/pictures.ts'
import { type Ended, run, start } from '../helpers/command.ts'
import { arrive, sealedSubmission } from '../helpers/home.ts'
import { runHere } from '../helpers/in-process.ts'
import { publicKeysOf, runIntake, startIntake } from '../helpers/intake.ts'
import { lackingCommands } from '../helpers/lacking-commands.ts'
import { textRow, workbook } from '../helpers/xlsx.ts'
import { commandLines, shellLines, triedBlock, words } from '../workspace/command-lines.ts'
import { filesBelow } from '../workspace/sources.ts'

const above = mkdtempSync(join(tmpdir(), 'satchel-pages-'))
chmodSync(above, 0o711) // as root, the server's own user goes through it
const home = join(above, 'home')
const docs = filesBelow('docs').filter(page => page.endsWith('.md') && !page.startsWith('docs/decisions/'))
const pages = ['README.md', 'SECURITY.md', ...docs]

/** As init showed it, once. */
let passphrase = ''

/** These go on until they are told to stop. */
const lasting = /^(run( --console)?|console( --listen 127\.\S+)?)$/

/** Processes of their own: they wait for a signal, or hand the terminal on. */
const own = /^(demo.*|db psql.*)$/

/** A line of a page in this test's folders; what lies in /srv lies below them. */
async function follow(line: string): Promise<Ended> {
  const args = words(line).map(word => word.replace(/^\/srv\//, `${above}/srv/`))
  const env = { SATCHEL_HOME: home }
  const isLasting = lasting.test(args.join(' '))
  if (!isLasting && !own.test(args.join(' '))) return runHere(args, { env })
  const options = { cwd: above, env }
  if (!isLasting) return run(args, options)
  const running = start(args, options)
  await running.until(/until it is stopped|Ctrl-C|stops it/i)
  running.child.kill('SIGTERM')
  return running.ended
}

/** @returns all that they said. */
async function followAll(lines: readonly string[], ends: Readonly<Record<string, number>> = {}): Promise<string> {
  let said = ''
  for (const line of lines) {
    const ended = await follow(line)
    expect([line, ended.code, ended.err.includes('a bug stopped')], `${line}\n${ended.out}\n${ended.err}`).toEqual([
      line,
      ends[line] ?? 0,
      false,
    ])
    said += ended.out
  }
  return said
}

/** The satchel lines of a page's shell blocks, but for those that tests/stories/readme.test.ts follows. */
const walked = new Set(
  ['out', 'back'].flatMap(name => triedBlock('README.md', name)).map(line => line.replace(/^satchel /, '')),
)
const linesOf = (page: string) =>
  commandLines(page)
    .filter(({ isNamed }) => !isNamed)
    .map(({ line }) => line)
    .filter(line => page !== 'README.md' || !(walked.has(line) || line.includes('1-fee2b8e5')))

const before = process.cwd()
beforeAll(async () => {
  process.chdir(above) // the pages name files beside the reader
  copyFileSync(join(import.meta.dirname, '../../docs/people.csv'), join(above, 'people.csv'))
  writeFileSync(join(above, 'members.csv'), 'Known as,Surname,Phone,Shoe size\nJim,Massawe,0700 000 977,43\n')
})
afterAll(async () => {
  process.chdir(before)
  for (const each of [home, join(above, 'restored')]) await runHere(['--home', each, 'db', 'stop'])
  rmSync(above, { recursive: true, force: true })
})

/** Rows of a sheet with a line of headings and one person. */
const sheetRows = (given: string) => textRow(1, 'First name', 'Last name') + textRow(2, given, 'Massawe')

test("README: with one's own people", async () => {
  const lines = triedBlock('README.md', 'own').map(line => line.replace(/^satchel ?/, ''))
  expect(lines.at(-1)).toBe('')
  passphrase = /\b(?:[0-9A-Z]{5}-){5}[0-9A-Z]\b/.exec(await followAll(lines.slice(0, -1)))?.[0] ?? ''
  const next = await follow('')
  expect(next).toMatchObject({ code: 0, err: '' })
  expect(next.out).toContain('recovery')
  expect((await follow('show K-001')).out).toContain('Jimmy Okello')
})

test('README: the public host', async () => {
  const rest = linesOf('README.md').filter(line => !triedBlock('README.md', 'own').includes(`satchel ${line}`))
  const [setup = '', ...others] = rest
  expect(setup).toContain('intake setup ./intake')
  // the last is about an outside database, which tests/stories/borders.test.ts has
  expect(others).toEqual(['run', 'init'])
  await followAll([setup])
  expect(shellLines('README.md', 'satchel-intake')).toEqual(['check --home ./intake', 'serve --home ./intake'])
  // the ports of the page may be taken on this machine
  const folder = join(above, 'intake')
  const settings = join(folder, 'intake.json')
  const loopback = { listen: '127.0.0.1:0', pullListen: '127.0.0.1:0' }
  writeFileSync(settings, JSON.stringify({ ...JSON.parse(readFileSync(settings, 'utf8')), ...loopback }))
  expect(await runIntake(['check', '--home', folder])).toMatchObject({ code: 0 })
  const pull = readFileSync(join(folder, 'keys/pull.pem'), 'utf8')
  const intake = await startIntake({ home: folder, keys: { ...publicKeysOf(join(home, 'keys')), pull } })
  expect(await intake.stop()).toBe(0)
  await followAll(['run'])
})

/** psql comes with the system, or the command says how to install it. */
const hasPsql = (process.env.PATH ?? '').split(':').some(folder => existsSync(join(folder, 'psql')))

describe('docs', () => {
  test('consent.md', async () => {
    const paths = homePaths(home)
    for (let count = 1; count <= 3; count++) {
      const bytes = await sealedSubmission(paths, {
        kind: 'inquiry',
        fields: [
          ['email', 'somebody@example.org'],
          ['message', `What does seed cost? ${count}`],
        ],
      })
      await arrive(paths, bytes, 'open')
    }
    writeFileSync(join(above, 'stopped.csv'), 'nobody@example.org\n')
    await followAll(['import', ...linesOf('docs/consent.md')])
    expect(existsSync(join(above, 'inquiry-3'))).toBe(true)
  })

  test('database.md', async () => {
    const lines = linesOf('docs/database.md')
    await followAll(lines, Object.fromEntries(lines.map(line => [line, hasPsql ? 0 : 2])))
  })

  test('processes.md', async () => {
    expect(await followAll(linesOf('docs/processes.md'))).toContain('Ask what they need')
  })

  test('carriers.md', async () => {
    mkdirSync(join(above, 'srv/stick'), { recursive: true })
    expect(await followAll(linesOf('docs/carriers.md'))).toContain('left out')
  })

  test('files.md', async () => {
    // the people are there from the README's page; these sheets are nobody's
    const phones = (names: readonly string[]) => names.map((name, index) => `${name};0700 000 98${index}\n`).join('')
    const sheets: Readonly<Record<string, string | Uint8Array>> = {
      'list.csv': `Name;Phone\n${phones(['Mary Ann Smith'])}`,
      'socios.csv': `Nombre completo;Teléfono\n${phones(['Gabriel García Márquez'])}`,
      'tagok.csv': `Name;Phone\n${phones(['Nagy Péter'])}`,
      'contacts.csv':
        'First Name,Last Name,Nickname,Labels,Phone 1 - Label,Phone 1 - Value\nAnn,Lee,Annie,,Mobile,0700 000 985\n',
      'old-list.csv': Buffer.from('Vorname;Nachname\nJ\u00fcrgen;M\u00fc\u00dfig\n', 'latin1'),
      'organizations.csv': 'id;name;Mitarbeiter\nO-931;Duka Jipya;4\n',
      'members.xlsx': workbook({ sheets: { Members: sheetRows('Jacinta'), Guests: sheetRows('Josphat') } }),
    }
    for (const [name, content] of Object.entries(sheets)) writeFileSync(join(above, name), content)
    const lines = [...linesOf('docs/files.md'), ...linesOf('docs/file-types.md')]
    await followAll(lines, { 'load --undo 12 --dry-run': 2, 'load --undo 12': 2 })
  })

  test.each(['records', 'phones', 'search'])('%s.md', async page => {
    await followAll(linesOf(`docs/${page}.md`))
  })

  test('pull.md', async () => {
    mkdirSync(join(above, 'srv'), { recursive: true })
    cpSync(join(above, 'intake/spool'), join(above, 'srv/intake-spool'), { recursive: true })
    await followAll(linesOf('docs/pull.md'), { pull: 2 })
  })

  test('console.md', async () => {
    // an address that this computer does not have, and nobody of that name
    const lines = linesOf('docs/console.md')
    await followAll(lines, {
      'console --listen 10.1.0.5:8443': 2,
      'staff certificate anna --as tina': 2,
      'console reset-code anna --as tina': 2,
    })
  })

  test('backup.md', async () => {
    mkdirSync(join(above, 'srv/backup'), { recursive: true })
    await followAll(['db backup satchel.backup'])
    copyFileSync(join(home, 'keys/recovery-private.asc'), join(above, 'recovery-private.asc'))
    writeFileSync(join(above, 'passphrase.txt'), passphrase)
    await followAll(linesOf('docs/backup.md'))
  })

  test('duplicates.md', async () => {
    // no pair waits among these people
    const said = await followAll(linesOf('docs/duplicates.md'), { 'duplicate different 12': 2 })
    expect(said).toContain('Two records again')
  })

  test('privacy.md', async () => {
    const [all = '', mailed = '', send = '', look = '', sure = '', again = '', restored = '', due = ''] =
      linesOf('docs/privacy.md')
    await followAll([all, mailed, send, look, sure])
    copyFileSync(join(home, 'erasures.log'), join(above, 'erasures.log'))
    expect(await followAll([again, restored, due])).toContain('Erased again: 1 records')
    await runHere(['--home', join(above, 'forgotten'), 'db', 'stop'])
  })

  test('forms.md', async () => {
    const [visit = ''] =
      /(?<=^```lisp form-definition\n)[^`]*/m.exec(
        readFileSync(join(import.meta.dirname, '../../docs/forms.md'), 'utf8'),
      ) ?? []
    writeFileSync(join(home, 'forms/field-visit.sexp'), visit)
    expect(await followAll(linesOf('docs/forms.md'))).toContain('field-visit')
  })

  test('own-tables.md', async () => {
    for (const name of ['scan.pdf', 'berta.jpg']) writeFileSync(join(above, name), `bytes of ${name}`)
    const said = await followAll(linesOf('docs/own-tables.md'))
    expect(readFileSync(join(above, 'saved.jpg'), 'utf8')).toBe('bytes of berta.jpg')
    expect(said).toContain('North field')
    expect(said).toContain('create table own_goat')
  })

  test('look.md', async () => {
    writeFileSync(join(above, 'logo.png'), pngOf(120, 40))
    expect(await followAll(linesOf('docs/look.md'))).toContain('Logo: 120 by 40 pixels')
  })

  test('no other page has shell lines that nobody runs', () => {
    const followed =
      'backup carriers consent console database duplicates file-types files forms look own-tables phones'.split(' ')
    followed.push(...'privacy processes pull records search'.split(' '))
    const run = ['README.md', ...followed.map(page => `docs/${page}.md`)]
    expect(pages.filter(page => !run.includes(page) && linesOf(page).length > 0)).toEqual([])
  })
})

test('commands named in running text do what the text says, or say what they lack', async () => {
  const named = new Set(
    pages.flatMap(page =>
      commandLines(page)
        .filter(({ isNamed }) => isNamed)
        .map(({ line }) => line),
    ),
  )
  const turns = (line: string) => Number(/^db (start|stop)$/.test(line)) // the database is started and stopped last
  const order = [...named].toSorted((a, b) => turns(a) - turns(b))
  rmSync(join(above, 'intake'), { recursive: true }) // it is set up anew
  await followAll(order, lackingCommands(hasPsql))
})
