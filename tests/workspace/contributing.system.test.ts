// The ways to add something that CONTRIBUTING.md shows, each followed in a copy of the project: its files are written, its lines are put
// in, its commands are run.

import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { copyProject } from '../helpers/project-copy.ts'
import { read } from './sources.ts'

interface Block {
  readonly kind: string
  /** A path, or `fails` for commands that shall fail. */
  readonly about: string
  readonly text: string
}

const chapter =
  read('CONTRIBUTING.md')
    .split(/^## /m)
    .find(part => part.startsWith('How to add')) ?? ''
const ways = chapter
  .split(/^### /m)
  .slice(1)
  .map(way => ({
    name: way.split('\n')[0] ?? '',
    blocks: [...way.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
      ([, kind = '', about = '', text = '']): Block => ({ kind, about, text }),
    ),
  }))

/** Replaces the lines with a space or `-` before them by those with a space or `+`. @throws Error where the first are not in the file, or twice. */
function putIn(file: string, text: string): void {
  const before = readFileSync(file, 'utf8')
  const lines = text.trimEnd().split('\n')
  const side = (sign: string) =>
    lines
      .filter(line => line.startsWith(' ') || line.startsWith(sign))
      .map(line => `${line.slice(1)}\n`)
      .join('')
  if (before.split(side('-')).length !== 2) throw new Error(`${file} does not have this once: ${side('-')}`)
  writeFileSync(
    file,
    before.replace(side('-'), () => side('+')),
  )
}

/** @returns what a command said, where it ended otherwise than the page says. */
function faultOf(copy: string, line: string, fails: boolean): string | null {
  const ended = spawnSync('sh', ['-c', line], { cwd: copy, encoding: 'utf8' })
  if ((ended.status === 0) !== fails) return null
  return `${line} ended with ${ended.status}: ${ended.stdout.slice(-3000)}${ended.stderr.slice(-2000)}`
}

test('there is a way to add a query, a command, a form, a field, a page script and a language', () => {
  const names = ['A query', 'A command', 'A form', 'A field', 'A page script', 'A language']
  expect(ways.map(({ name }) => name)).toEqual(names)
  for (const { blocks } of ways) expect(blocks.some(({ kind }) => kind === 'sh')).toBe(true)
})

describe.each(ways)('$name', ({ blocks }) => {
  test('is added as the page says', () => {
    const copy = copyProject()
    try {
      for (const { kind, about, text } of blocks) {
        if (kind === 'sh') {
          for (const line of text.trim().split('\n')) expect(faultOf(copy, line, about === 'fails')).toBeNull()
        } else if (kind === 'diff') putIn(join(copy, about), text)
        else {
          mkdirSync(dirname(join(copy, about)), { recursive: true })
          writeFileSync(join(copy, about), text, { flag: 'wx' })
        }
      }
    } finally {
      rmSync(copy, { recursive: true, force: true })
    }
  }, 600_000)
})
