// The README's walk from nothing to an answered packet, run as it stands there: real commands, an embedded database of its own.

import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type Ended, run } from '../helpers/command.ts'
import { fillForm } from '../helpers/home.ts'
import { lettersOf } from '../helpers/letters.ts'
import { commandLines, triedBlock, words } from '../workspace/command-lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'satchel-readme-'))
chmodSync(folder, 0o711) // as root, the server's own user goes through it
const home = join(folder, 'home')
const recipient = 'neema@kilimo.example'

afterAll(async () => {
  await run(['--home', home, 'db', 'stop'])
  rmSync(folder, { recursive: true, force: true })
})

/** A line of the README, on this test's home folder. */
async function follow(line: string): Promise<Ended> {
  const [program, ...args] = words(line)
  expect(program).toBe('satchel')
  return run(args, { cwd: folder, env: { SATCHEL_HOME: home } })
}

test('from nothing to an answered packet', async () => {
  for (const line of triedBlock('README.md', 'out')) {
    expect(await follow(line), line).toMatchObject({ code: 0, err: '' })
  }
  const [letter] = lettersOf(join(home, 'mail'), recipient)
  const form = [...(letter?.attachments ?? [])].find(([name]) => /^packet-.*\.txt$/.test(name))?.[1]
  if (form === undefined) throw new Error('the letter has no text form')
  const answer = fillForm(form, { 'Given name': 'Maria', 'Date of birth': '1984-03-12', 'How it went': 'reached' })
  writeFileSync(join(home, 'inbox/answer.txt.part'), answer)
  renameSync(join(home, 'inbox/answer.txt.part'), join(home, 'inbox/answer.txt'))

  const said = new Map<string, string>()
  for (const line of triedBlock('README.md', 'back')) {
    const ended = await follow(line)
    expect(ended.code, `${line}\n${ended.err}`).toBe(line === 'satchel import' ? 3 : 0)
    said.set(line, ended.out)
  }
  expect(said.get('satchel import')).toContain('1 pulled = 1 partly held')
  expect(said.get('satchel show P045')).toContain('Maria')
  expect(said.get('satchel history P045')).toMatch(/satchel_staff_neema .* -> Maria/)
  const [id = ''] = /\b1-[0-9a-f]{8}\b/.exec(said.get('satchel review list') ?? '') ?? []
  expect(id).not.toBe('')

  // the README's own id is an example: the one that was listed takes its place
  const example = '1-fee2b8e5'
  const settle = commandLines('README.md').filter(({ line }) => line.includes(example))
  expect(settle.map(({ line }) => line.split(' ')[1])).toEqual(['show', 'accept'])
  for (const { line } of settle) expect((await follow(`satchel ${line.replace(example, id)}`)).code, line).toBe(0)
  expect((await follow('satchel send')).code).toBe(0)
  expect(lettersOf(join(home, 'mail'), recipient)).toHaveLength(3)
})
