// Completion in real shells, and manual pages as groff sets them.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commandPages } from '@satchel/core/cli/help/command-pages'
import { makeProgram } from '@satchel/core/cli/main'
import { manualPage } from '@satchel/core/cli/help/manual'
import { afterAll, describe, expect } from 'vitest'
import { run } from '../helpers/command.ts'
import { systemTest } from '../helpers/system.ts'

const silent = { write: () => true } as unknown as NodeJS.WritableStream
const pages = commandPages(
  await makeProgram({
    streams: { out: silent, err: silent },
    env: {},
    now: () => new Date(),
    stop: new AbortController().signal,
    setExitCode: () => undefined,
  }),
)

const folder = mkdtempSync(join(tmpdir(), 'satchel-help-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('completion', () => {
  const script = async (shell: string) => {
    const ended = await run(['completion', shell])
    expect([ended.code, ended.err]).toEqual([0, ''])
    const file = join(folder, `satchel.${shell}`)
    writeFileSync(file, ended.out)
    return file
  }

  /** What bash offers for the last word of a line. */
  const offered = (file: string, line: readonly string[]) => {
    const ended = spawnSync(
      'bash',
      [
        '-c',
        'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _satchel; printf "%s\\n" "${COMPREPLY[@]}"',
        'test',
        file,
        ...line,
      ],
      { encoding: 'utf8' },
    )
    expect(ended.stderr).toBe('')
    return ended.stdout.split('\n').filter(word => word !== '')
  }

  systemTest(['bash'], 'in bash offers commands, subcommands and options', async () => {
    const file = await script('bash')
    expect(offered(file, ['satchel', 'dis'])).toEqual(['dispatch'])
    expect(offered(file, ['satchel', 'db', ''])).toEqual(expect.arrayContaining(['start', 'stop', 'migrate', 'psql']))
    expect(offered(file, ['satchel', '--home', 'db', 'sta'])).toEqual(['staff', 'status'])
    expect(offered(file, ['satchel', 'dispatch', 'P12', '--d'])).toEqual(['--days', '--dry-run'])
    expect(offered(file, ['satchel', 'load', 'people.csv', '--owner', ''])).toEqual([])
    for (const page of pages) expect(offered(file, ['satchel', ...page.path, '--he'])).toEqual(['--help'])
  })

  systemTest(['zsh'], 'in zsh is a script that zsh reads', async () => {
    const ended = spawnSync('zsh', ['-n', await script('zsh')], { encoding: 'utf8' })
    expect([ended.status, ended.stderr]).toEqual([0, ''])
  })

  systemTest(['fish'], 'in fish offers commands and subcommands', async () => {
    const file = await script('fish')
    const offers = (line: string) =>
      spawnSync('fish', ['--no-config', '-c', `source ${file}; complete -C '${line}'`], { encoding: 'utf8' }).stdout
    expect(offers('satchel dis')).toMatch(/^dispatch\t/m)
    expect(offers('satchel db sta')).toMatch(/^start\t/m)
    expect(offers('satchel db sta')).toMatch(/^status\t/m)
    expect(offers('satchel load --dr')).toMatch(/^--dry-run\t/m)
  })
})

describe('manual pages', () => {
  systemTest(['groff'], 'are set by groff without a complaint', () => {
    for (const page of pages) {
      const ended = spawnSync('groff', ['-man', '-ww', '-Tutf8', '-z'], {
        input: manualPage(page, pages, '0'),
        encoding: 'utf8',
      })
      expect([ended.status, ended.stderr], page.path.join(' ')).toEqual([0, ''])
    }
  })
})
