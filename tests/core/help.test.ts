// Help that helps: what to do next, examples for every command, manual pages, codes explained.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commandPages } from '@satchel/core/cli/help/command-pages'
import { makeProgram } from '@satchel/core/cli/main'
import { manualPage } from '@satchel/core/cli/help/manual'
import { type Facts, maxSteps, nextSteps } from '@satchel/core/installation/next-steps'
import { coreProblems } from '@satchel/core/problems/problems'
import { afterAll, describe, expect, test } from 'vitest'
import { run } from '../helpers/command.ts'
import { runHere } from '../helpers/in-process.ts'
import { words } from '../workspace/command-lines.ts'

const silent = { write: () => true } as unknown as NodeJS.WritableStream
const program = () =>
  makeProgram({
    streams: { out: silent, err: silent },
    env: {},
    now: () => new Date(),
    stop: new AbortController().signal,
    setExitCode: () => undefined,
  })
const pages = commandPages(await program())
const leaves = pages.filter(page => page.commands.length === 0)

const folder = mkdtempSync(join(tmpdir(), 'satchel-help-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('every command', () => {
  test.each(leaves.map(page => ({ name: page.path.join(' '), page })))(
    '$name has an example of itself',
    ({ name, page }) => {
      const lines = page.more.split('\n').filter(line => line.startsWith('  satchel '))
      expect(page.more).toMatch(/^Examples?:/m)
      expect(
        lines.some(line => ` ${words(line).join(' ')} `.includes(` ${name} `)),
        page.more,
      ).toBe(true)
    },
  )

  test.each(pages.map(page => ({ name: page.path.join(' ') || '(none)', page })))(
    '$name says what it is',
    ({ page }) => {
      expect(page.about.length).toBeGreaterThan(10)
      for (const { term, about } of [...page.args, ...page.options]) expect(about.length, term).toBeGreaterThan(3)
    },
  )

  test('there are as many as the README lists', () => {
    const page = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
    const table = page.slice(page.indexOf('## Commands'), page.indexOf('`satchel COMMAND --help` documents each'))
    const listed = [...table.matchAll(/^\| `([a-z-]+)|(?:ENTITY|PERSON)`, `([a-z]+)/gm)].map(
      match => match[1] ?? match[2],
    )
    expect(new Set(listed)).toEqual(new Set(pages.flatMap(({ path }) => (path.length === 1 ? path : []))))
  })
})

describe('a mistyped word', () => {
  test.each([
    [['dispatsh', 'P1'], '(Did you mean dispatch?)'],
    [['db', 'strat'], '(Did you mean start?)'],
    [['load', '--dryrun', 'x.csv'], '(Did you mean --dry-run?)'],
    [['--hom', '/tmp', 'status'], '(Did you mean --home?)'],
  ])('%j gets a suggestion', async (args, suggestion) => {
    const ended = await runHere(args)
    expect([ended.code, ended.out]).toEqual([2, ''])
    expect(ended.err).toContain(suggestion)
    expect((await runHere(['--json', ...args])).json()).toMatchObject({
      problem: { code: 'usage/wrong', message: expect.stringContaining(suggestion) },
    })
  })
})

describe('what to do next', () => {
  const calm: Facts = {
    away: null,
    isEmbedded: true,
    isOffice: true,
    due: { total: 0, late: 0, first: [] },
    queues: {},
    unprotected: [],
    unconfirmed: [],
    begun: { staff: true, people: true, packets: true },
    inboxFiles: 0,
    mails: 0,
    inboxRefused: 0,
    isRecoveryHere: false,
    backupDays: 0,
    isRestoring: false,
    keysMissing: [],
    logoFault: null,
    channelsAway: [],
    channelsRefused: [],
    unforgetful: [],
    dishonest: [],
  }
  const commands = (facts: Partial<Facts>) => nextSteps({ ...calm, ...facts }).map(step => step.command)

  test('where nothing waits, is to let it run', () => {
    expect(commands({})).toEqual(['satchel run'])
  })

  test.each<readonly [string, Partial<Facts>, RegExp]>([
    ['no home folder', { away: 'no-home' }, /^satchel demo/],
    ['a half-made one', { away: 'half-made' }, /^satchel init$/],
    ['a stopped database', { away: 'stopped' }, /^satchel db start$/],
    ['an outside one that is away', { away: 'stopped', isEmbedded: false }, /^satchel db status$/],
    ['an older schema', { away: 'not-migrated' }, /^satchel db migrate$/],
    ['a missing key', { keysMissing: ['core'] }, /^satchel keys list$/],
    ['a logo that cannot be read', { logoFault: 'The file of the logo cannot be read.' }, /^satchel look$/],
    ['a channel that refuses us', { channelsRefused: ['intake at x: refuses us'] }, /^satchel status$/],
    ['a channel away', { channelsAway: ['mail out'] }, /^satchel run --once$/],
    ['a restore that is not done', { isRestoring: true }, /^satchel run$/],
    ['letters of before the restore', { queues: { 'letters parked': 1 } }, /^satchel db release --letters$/],
    [
      'colleagues for whom nobody has chosen',
      { unprotected: ['anna', 'mona'] },
      /^satchel staff protection anna passphrase$/,
    ],
    ['no backup', { backupDays: null }, /^satchel db backup/],
    ['a backup of last week', { backupDays: 7 }, /^satchel db backup/],
    ['a backup of this week', { backupDays: 6 }, /^satchel run$/],
    ['letters that failed', { queues: { 'letters failed': 1 } }, /^satchel letter list$/],
    ['held changes', { queues: { 'held changes': 2 } }, /^satchel review list$/],
    ['quarantined items', { queues: { 'quarantined items': 2 } }, /^satchel quarantine list$/],
    ['questions', { queues: { inquiries: 1 } }, /^satchel inquiry list$/],
    ['files in the inbox', { inboxFiles: 1 }, /^satchel import$/],
    ['mails in the mailbox', { mails: 2, inboxFiles: 1 }, /^satchel run --once$/],
    ['a file that no import takes', { inboxRefused: 1 }, /^satchel import$/],
    [
      'what waits for its files, or for its time',
      { queues: { 'waiting for files': 1, 'letters put off': 2 } },
      /^satchel run$/,
    ],
    ['letters to send after a restore', { isRestoring: true, queues: { 'letters to send': 1 } }, /^satchel run$/],
    ['items that wait', { queues: { 'waiting items': 1 } }, /^satchel import$/],
    ['letters to send', { queues: { 'letters to send': 1 } }, /^satchel send$/],
    ['wishes for forms', { queues: { 'wishes for forms': 1 } }, /^satchel send$/],
    ['nobody who works here', { begun: { staff: false, people: true, packets: false } }, /^satchel staff add/],
    ['no people', { begun: { staff: true, people: false, packets: false } }, /^satchel load people\.csv/],
    ['no packet yet', { begun: { staff: true, people: true, packets: false } }, /^satchel --as anna dispatch/],
    ['a recovery key on this host', { isRecoveryHere: true }, /^satchel keys list$/],
  ])('with %s', (_what, facts, first) => {
    expect(commands(facts)[0]).toMatch(first)
  })

  test('is never more than a person takes in, the most urgent first', () => {
    const all = nextSteps({
      ...calm,
      keysMissing: ['core'],
      channelsAway: ['mail out'],
      inboxFiles: 3,
      queues: { 'held changes': 1, 'quarantined items': 4, inquiries: 2, 'letters to send': 9 },
    })
    expect(all).toHaveLength(maxSteps)
    expect(all.map(step => step.why)).toEqual([
      'the core key is missing: bring it back from a backup',
      'away in the last round: mail out; satchel status says why, and another round tries again',
      '1 change waits for you',
      '4 items could not be imported',
      '2 questions from outside',
    ])
  })

  test('is a command line that the program knows', async () => {
    const steps = [{ away: 'no-home' }, { begun: { staff: false, people: false, packets: false } }, calm] as const
    for (const step of steps.flatMap(facts => nextSteps({ ...calm, ...facts }))) {
      const idle = await program()
      const reached: string[] = []
      const still = (command: Awaited<ReturnType<typeof program>>) => {
        command.exitOverride()
        if (command.commands.length === 0) command.action(() => void reached.push(command.name()))
        for (const child of command.commands) still(child)
      }
      still(idle)
      await idle.parseAsync(words(step.command).slice(1), { from: 'user' })
      expect(reached, step.command).toHaveLength(1)
    }
  })

  test('is told by satchel alone, and names the folder that was asked about', async () => {
    const nowhere = join(folder, 'nowhere')
    const bare = await runHere(['--home', nowhere])
    expect([bare.code, bare.err]).toEqual([0, ''])
    expect(bare.out).toContain(`There is no home folder at ${nowhere} yet.`)
    expect(bare.out).toContain(`satchel --home ${nowhere} init`)
    expect((await run([], { cwd: folder })).out).toContain('  satchel demo\n')
    expect((await runHere([`--home=${nowhere}`, '--json'])).json()).toMatchObject({ away: 'no-home', home: nowhere })
    expect((await runHere(['--home'])).code).toBe(2)
  })
})

describe('completion', () => {
  test('for another shell is refused', async () => {
    expect((await runHere(['completion', 'cmd'])).code).toBe(2)
  })
})

describe('manual pages', () => {
  test('are written for every command', async () => {
    const target = join(folder, 'man1')
    const ended = await runHere(['manual', target])
    expect([ended.code, ended.err]).toEqual([0, ''])
    expect(readdirSync(target).toSorted()).toEqual(
      pages.map(page => `${['satchel', ...page.path].join('-')}.1`).toSorted(),
    )
  })

  test.each(pages.map(page => ({ name: page.path.join(' ') || '(none)', page })))(
    '$name: nothing is taken for a macro',
    ({ page }) => {
      const text = manualPage(page, pages, '0')
      expect(text).toMatch(/^\.TH SATCHEL/)
      const macros = [...text.matchAll(/^[.'](\S+)/gm)].map(match => match[1] ?? '')
      expect(macros.filter(macro => !['TH', 'SH', 'TP', 'B', 'BR', 'nf', 'fi'].includes(macro))).toEqual([])
      expect(text.replaceAll(/\\(-|e|&|f[BR])/g, '')).not.toContain('\\')
    },
  )
})

describe('a code', () => {
  test('is explained by the page that ships with the program', async () => {
    const told = await runHere(['problem', '(token/used-up)'])
    expect(told).toMatchObject({ code: 0, err: '' })
    expect(told.out).toContain(coreProblems['token/used-up'].about)
    expect((await runHere(['problem', '--json'])).json<{ code: string }[]>().map(({ code }) => code)).toEqual(
      expect.arrayContaining(Object.keys(coreProblems)),
    )
  })

  test('that is mistyped gets suggestions', async () => {
    const told = await runHere(['problem', 'token/used'])
    expect(told.code).toBe(2)
    expect(told.err).toContain('did you mean token/used-up')
  })
})
