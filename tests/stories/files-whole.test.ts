// Files of every type in and out, killed and on a full disk: nothing is half there, and the next run does all of it.

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { canMount } from '../helpers/small-disk.ts'
import { tablesOf } from '../helpers/state.ts'
import { organizationSheet, otherSheets } from '../helpers/table-sheets.ts'

let home: TestHome
const above = mkdtempSync(join(tmpdir(), 'satchel-whole-'))
const folder = (name: string) => {
  const made = join(above, name)
  mkdirSync(made, { recursive: true })
  return made
}
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
})
afterAll(async () => {
  await home?.close()
  rmSync(above, { recursive: true, force: true })
})

describe('killed before its end', () => {
  test.each([
    ['load/tables-written', 'load'],
    ['consent/list-noted', 'consent'],
  ] as const)('at %s, nothing was done, and the next run does all of it', async (step, command) => {
    const [killed, whole] = [await makeHome({ from: home }), await makeHome({ from: home })]
    try {
      const given = folder('given')
      writeFileSync(join(given, 'organization.csv'), organizationSheet(40))
      for (const [type, { text }] of otherSheets(40)) writeFileSync(join(given, `${type}.csv`), text)
      const list = join(above, 'stopped.txt')
      writeFileSync(list, 'stranger@example.org\nP1\n')
      const words = command === 'load' ? ['load', given] : ['consent', 'no', '--file', list, '--why', 'old list']
      const args = ['--as', 'grace', ...words]
      const before = await tablesOf(killed)
      expect((await killed.process(args, { env: { SATCHEL_CRASH_AT: step } })).signal).toBe('SIGKILL')
      expect(await tablesOf(killed)).toEqual(before)
      expect(await killed.satchel(args)).toMatchObject({ code: 0 })
      expect(await whole.satchel(args)).toMatchObject({ code: 0 })
      // uuids are drawn by lot, so rows are counted
      const rows = (tables: Readonly<Record<string, readonly string[]>>) =>
        Object.entries(tables).map(([table, all]) => [table, all.length])
      const after = rows(await tablesOf(whole))
      expect(after).not.toEqual(rows(before))
      expect(rows(await tablesOf(killed))).toEqual(after)
    } finally {
      await killed.close()
      await whole.close()
    }
  })
})

/** Runs a command that shall write into a place with too little room. */
type Cramped = (args: (place: string) => readonly string[]) => Promise<{
  readonly code: number | null
  readonly err: string
  readonly files: readonly string[]
}>
const listed = (place: string) => readdirSync(place, { recursive: true, encoding: 'utf8' })

const onSmallDisk: Cramped = async args => {
  const place = folder('disk')
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', place])
  try {
    const { code, err } = await home.satchel(args(place))
    return { code, err, files: listed(place) }
  } finally {
    execFileSync('umount', [place])
  }
}
const withFileLimit: Cramped = async args => {
  const place = folder('limit')
  rmSync(place, { recursive: true })
  mkdirSync(place)
  // 16 or 32 KiB, as the shell counts
  const { code, err } = await home.process(args(place), { fileBlocks: 32 })
  return { code, err, files: listed(place) }
}

describe.each([
  ['a disk without room', canMount, onSmallDisk, 10, /^satchel: The disk is full.*\(disk\/full\)\nhint: make room/],
  [
    'a limit for the size of files',
    true,
    withFileLimit,
    2,
    /^satchel: .* cannot be used: the file system, or a limit for this user, takes no larger file\. \(home\/not-writable\)\nhint: /,
  ],
] as const)('%s', (_, isPossible, cramped, code, said) => {
  beforeAll(async () => {
    if ((await home.rows('select from organization')).length > 0) return
    const sheet = join(above, 'organizations.csv')
    writeFileSync(sheet, organizationSheet(800))
    expect(await home.satchel(['--as', 'grace', 'load', sheet, '--type', 'organization'])).toMatchObject({ code: 0 })
  })

  test.skipIf(!isPossible).each(['csv', 'xlsx', 'json', 'sx1'])(
    'leaves nothing of an export of everything as %s, and says why',
    async format => {
      const full = await cramped(place => ['--as', 'grace', 'export', '--all', join(place, 'all'), '--format', format])
      expect([full.code, full.files]).toEqual([code, []])
      expect(full.err).toMatch(said)
    },
  )

  test.skipIf(!isPossible)('leaves no file of an export of one type', async () => {
    for (const file of ['some.csv', 'some.xlsx']) {
      const full = await cramped(place => ['--as', 'grace', 'export', '--type', 'organization', join(place, file)])
      expect([full.code, full.files]).toEqual([code, []])
      expect(full.err).toMatch(said)
    }
  })

  test.skipIf(!isPossible)('leaves no packet and no file of a dispatch into a folder', async () => {
    const full = await cramped(place => ['--as', 'grace', 'dispatch', 'P1', '--to', 'anna', '--out', place])
    expect([full.code, full.files]).toEqual([code, []])
    expect(full.err).toMatch(said)
    expect(await home.rows('select from packet')).toEqual([])
  })
})
