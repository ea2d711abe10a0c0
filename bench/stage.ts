// The place of the import benchmark: an installation of its own with people, made by the command line as users make it.

import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSettings, type Settings } from '@satchel/core/home/settings'
import { homePaths } from '@satchel/core/home/home'
import { corePrivateKey } from '@satchel/core/keys/core-keys'
import { type Context, makeContext } from '@satchel/core/context/context'

const program = join(import.meta.dirname, '../core/cli/satchel.mjs')

/** Runs the command line on a home folder. @returns what it printed. @throws Error when it ends with another code than 0. */
export function satchel(folder: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=satchel-source', program, '--home', folder, ...args],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  )
  if (status !== 0) throw new Error(`satchel ${args.join(' ')} ended with ${status}:\n${stderr}`)
  return stdout
}

/** What an import says in its last line, and the seconds of processor time that its program used. */
export interface Imported {
  readonly counts: Readonly<Record<string, number>>
  readonly seconds: number
}

/** Starts satchel import, with more arguments for Node. */
export function startImport(folder: string, ...more: readonly string[]) {
  // the program prints what it used when it ends, which ps can no longer say then
  const hook =
    'process.on("exit", () => console.error(`used ${(process.cpuUsage().user + process.cpuUsage().system) / 1e6}`))'
  const child = spawn(
    process.execPath,
    [
      '--conditions=satchel-source',
      ...more,
      '--import',
      `data:text/javascript,${encodeURIComponent(hook)}`,
      program,
      '--home',
      folder,
      '--json',
      'import',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const said = { out: '', err: '' }
  child.stdout.on('data', (bytes: Buffer) => (said.out += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => (said.err += bytes.toString()))
  const ended = new Promise<Imported>((resolve, reject) => {
    child.once('close', code => {
      // 3: something waits for a person, as it shall in a mixed set
      if (code !== 0 && code !== 3) reject(new Error(`satchel import ended with ${code}:\n${said.err}`))
      else
        resolve({
          counts: JSON.parse(said.out) as Record<string, number>,
          seconds: Number(/used ([0-9.]+)/.exec(said.err)?.[1] ?? 0),
        })
    })
  })
  return { pid: child.pid ?? 0, ended }
}

/** How the n-th person is named, and what is known of them; counted from 0. */
export function personAt(index: number) {
  const number = String(index + 1).padStart(6, '0')
  return {
    hid: `B-${number}`,
    given: `Person${number}`,
    phone: `+25570${number.padStart(7, '0')}`,
    email: `p${number}@people.example`,
  }
}

/** A new installation with `count` people of one salesperson's. */
export function furnish(folder: string, count: number): Context {
  satchel(folder, 'init', '--protection', 'plain')
  for (const [staff, name] of [
    ['anna', 'Anna'],
    ['baraka', 'Baraka'],
  ] as const) {
    const known = ['--name', name, '--email', `${staff}@kilimo.example`, '--role', 'sales', '--protection', 'plain']
    satchel(folder, 'staff', 'add', staff, ...known)
  }
  const rows = Array.from({ length: count }, (_, index) => {
    const { hid, given, phone, email } = personAt(index)
    return `${hid},${given},Benchmark,${phone},${email},Plot ${index + 1},Moshi,TZ`
  })
  mkdirSync(join(folder, 'bench'))
  const sheet = join(folder, 'bench', 'people.csv')
  writeFileSync(sheet, ['hid,given-name,family-name,phone,email,line1,city,country', ...rows, ''].join('\n'))
  satchel(folder, 'load', sheet, '--owner', 'anna')
  return openContext(folder, {})
}

/** A context on an installation, with settings of one's own such as who acts. */
export function openContext(folder: string, settings: Partial<Settings>): Context {
  return makeContext({
    readCoreKey: corePrivateKey,
    home: homePaths(folder),
    settings: { ...readSettings(folder, process.env), ...settings },
    env: process.env,
    now: () => new Date(),
    failpoint: () => undefined,
    stop: AbortSignal.any([]),
  })
}
