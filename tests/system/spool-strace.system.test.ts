// What the operating system is really asked to do when an item or a letter is written: the order is the promise.

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import { systemTest } from '../helpers/system.ts'

const tests = join(import.meta.dirname, '..')

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'satchel-strace-'))
})

afterEach(() => rmSync(root, { recursive: true }))

const calls = 'openat,write,pwrite64,writev,fsync,fdatasync,link,linkat,unlink,unlinkat,rename,renameat,renameat2'

/** Successful calls of a script that touch a folder, in the order in which they ended: `fsync new/reply`. */
function traced(script: string, args: readonly string[], folder: string): readonly string[] {
  const log = join(root, 'log')
  const node = [process.execPath, '--conditions=satchel-source', join(tests, script), ...args]
  // -y: paths of descriptors; -yy is not needed
  execFileSync('strace', ['-f', '-qq', '-y', '-s', '0', '-o', log, '-e', `trace=${calls}`, ...node], { stdio: 'pipe' })
  const begun = new Map<string, string>()
  return readFileSync(log, 'utf8')
    .split('\n')
    .flatMap(line => {
      const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
      if (rest.endsWith('<unfinished ...>')) {
        begun.set(thread, rest.slice(0, -'<unfinished ...>'.length))
        return []
      }
      const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)
      const call = resumed === null ? rest : (begun.get(thread) ?? '') + resumed[1]
      return / = -1 /.test(call) ? [] : describeCall(call, folder)
    })
}

function describeCall(call: string, folder: string): readonly string[] {
  const name = /^\w+/.exec(call)?.[0] ?? ''
  // quoted paths of names, bracketed ones of descriptors; what was returned comes last
  const paths = [...call.matchAll(/["<](\/[^">]*)[">]/g)]
    .map(match => match[1] ?? '')
    .filter(path => path.startsWith(`${folder}/`))
    .map(path =>
      path
        .slice(folder.length + 1)
        .replace(/[0-9a-f]{64}/, 'NAME')
        .replace(/^tmp\/.*$/, 'tmp/GROWING'),
    )
  if (paths.length === 0) return []
  if (name === 'openat') return /O_CREAT/.test(call) && /O_EXCL/.test(call) ? [`create ${paths[0]}`] : []
  const short = name.replace(/^p?write(v|64)?$/, 'write').replace(/at2?$/, '')
  return [`${short} ${paths.join(' ')}`]
}

const isStep = (step: string) => /^(create|write|fsync|link|unlink|rename)/.test(step)

systemTest(
  ['strace'],
  'an item is written, made durable, linked, its growing file removed, the folder made durable, then told',
  () => {
    const folder = join(root, 'spool')
    const steps = traced('protocol/spool-process.ts', [folder, '(satchel-reply)'], folder).filter(isStep)
    expect(steps.filter(step => !/^fsync (new|\.)$/.test(step))).toEqual([
      'create tmp/GROWING',
      'write tmp/GROWING',
      'fsync tmp/GROWING',
      'link tmp/GROWING new/reply/NAME.raw',
      'unlink tmp/GROWING',
      'fsync new/reply',
    ])
  },
)

systemTest(
  ['strace'],
  'a letter is written, made durable, linked, its growing file removed, the folder made durable',
  () => {
    mkdirSync(join(root, 'mail'))
    const folder = join(root, 'mail', 'anna@kilimo.example')
    const args = [join(root, 'mail'), 'anna@kilimo.example', 'packet-7QK2', 'Habari']
    expect(traced('dispatcher/deliver-process.ts', args, folder).filter(isStep)).toEqual([
      'create tmp/GROWING',
      'write tmp/GROWING',
      'fsync tmp/GROWING',
      'link tmp/GROWING new/packet-7QK2',
      'unlink tmp/GROWING',
      'fsync new',
    ])
  },
)
