// The demo, as a newcomer runs it: on its own database, with its own intake, told to the end; and kept running for a person.

import { existsSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { fillAndSend } from '@satchel/core/demo/browser'
import { type Running, start } from '../helpers/command.ts'
import { outcomeIn, lettersOf } from '../helpers/letters.ts'

let running: Running | undefined
let folder: string | undefined
afterEach(async () => {
  running?.child.kill('SIGTERM')
  await running?.ended
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
})

const homeIn = (out: string) => /Made the home folder (\S+)\./.exec(out)?.[1] ?? ''
/** Headings and commands, without what differs from run to run. */
const outline = (text: string) =>
  text
    .split('\n')
    .filter(line => /^(\$|\d+\.|In all) /.test(line))
    .map(line => line.replace(/\/tmp\/satchel-demo[^/ ]*/g, 'DEMO').replace(/\b\d+-[0-9a-f]{8}\b/g, 'CHANGE'))

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('tells the whole story, ends with a line that adds up, and leaves no process behind', async () => {
  running = start(['demo'])
  const ended = await running.ended
  const home = homeIn(ended.out)
  folder = dirname(home)
  expect(ended.code, ended.err).toBe(0)
  expect(ended.out).toMatch(/^In all: (\d+) items pulled = \1 ended \+ 0 waiting\. It adds up\.$/m)
  for (const part of ['imported', 'partly held', 'repeat', 'quarantined', 'noted', 'consent/withdrawn', '1 accepted']) {
    expect(ended.out + ended.err).toContain(part)
  }
  // what it names is there
  for (const [path] of ended.out.slice(ended.out.indexOf('Look for yourself')).matchAll(/\/\S+satchel-demo-[^\s)]+/g)) {
    expect([path, existsSync(path)]).toEqual([path, true])
  }
  // the README shows what it says: the same headings and commands, whatever ids and folders they name
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
  const shown = /<!-- transcript -->\n```text\n([\s\S]*?)\n```/.exec(readme)?.[1] ?? ''
  expect(outline(shown)).toEqual(outline(ended.out))
  const intake = Number(/process (\d+)\./.exec(ended.out)?.[1])
  expect(isAlive(intake)).toBe(false)
})

test('with --serve it goes on: a packet is answered over the public host, its sender is told, and Ctrl-C ends everything', async () => {
  running = start(['demo', '--serve'])
  await running.until(/acknowledgements/)
  const { out } = running.said
  const home = homeIn(out)
  folder = dirname(home)
  const page = readFileSync(join(folder, 'yours/packet.html'), 'utf8')
  const before = running.said.out.length
  expect(await fillAndSend(page, { 'set.given-name': 'Jacaranda', 'report.when': '2026-11-20' })).toBe(303)
  const { said } = running
  await expect.poll(() => said.out.slice(before), { timeout: 60_000 }).toMatch(/1 item settled, 1 letter sent/)
  running.child.kill('SIGINT')
  const ended = await running.ended
  expect(ended.code).toBe(0)
  const told = lettersOf(join(home, 'mail'), 'anna@kilimo.example').filter(letter => letter.file.startsWith('outcome-'))
  expect(told.map(letter => outcomeIn(letter).slots['field/given-name'])).toContain('applied')
  expect(isAlive(Number(/process (\d+)\./.exec(out)?.[1]))).toBe(false)
})
