// The real intake in a process of its own, on a free port of this machine, as the public host runs it.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const entry = join(import.meta.dirname, '../../intake-server/bin/cli.ts')
const compiled = join(import.meta.dirname, '../../node_modules/.cache/satchel-tests')

export interface IntakeOptions {
  /** Public halves: armoured core and recovery key; PEM of the core's Ed25519 key, with which the pull listener is opened. */
  readonly keys: { readonly core: string; readonly recovery: string; readonly pull?: string }
  /** In place of, or beside, the settings that are given. */
  readonly settings?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
  /** An earlier intake's home folder, as a restart finds it; it is kept at the end. */
  readonly home?: string
}

export interface RunningIntake {
  /** http://127.0.0.1:PORT */
  readonly url: string
  /** The pull listener's, where a pull key was given; else empty. */
  readonly pullUrl: string
  readonly home: string
  /** Folder of its spool. */
  readonly spool: string
  readonly child: ChildProcess
  /** All that it wrote to its log. */
  log(): string
  /** Stops it by SIGTERM and waits. @returns its exit code. */
  stop(): Promise<number | null>
  /** Resolves with how it ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>
  /** Stops it where it runs, and removes its home folder. */
  close(): Promise<void>
}

/** Writes a home folder without starting anything. @returns its path. */
export function writeIntakeHome(options: IntakeOptions): string {
  const home = options.home ?? join(mkdtempSync(join(tmpdir(), 'satchel-intake-')), 'intake')
  const { keys } = options
  mkdirSync(join(home, 'keys'), { recursive: true, mode: 0o700 })
  for (const [file, text] of Object.entries({
    'core.asc': keys.core,
    'recovery.asc': keys.recovery,
    'pull.pem': keys.pull,
  })) {
    if (text !== undefined) writeFileSync(join(home, 'keys', file), text)
  }
  const settings = {
    organisation: 'Kilimo',
    publicUrl: 'http://127.0.0.1',
    listen: '127.0.0.1:0',
    diskReserveBytes: 0,
    ...(keys.pull === undefined ? {} : { pullListen: '127.0.0.1:0' }),
    ...options.settings,
  }
  writeFileSync(join(home, 'intake.json'), JSON.stringify(settings))
  return home
}

/** Runs `satchel-intake` with any arguments; the surrounding settings do not reach it. */
function spawnIntake(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  const clean = Object.entries(process.env).filter(
    ([name]) => !/^(SATCHEL_|NODE_OPTIONS$|VITEST|FORCE_COLOR$)/.test(name),
  )
  return spawn(process.execPath, ['--conditions=satchel-source', entry, ...args], {
    cwd: '/',
    env: { ...Object.fromEntries(clean), NODE_COMPILE_CACHE: compiled, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Runs a command of it to its end. */
export function runIntake(args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawnIntake(args)
  const said = { out: '', err: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said.out += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said.err += text))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => resolve({ code, ...said }))
  })
}

/** Starts it and waits until it says that it is ready. @throws with its log when it ends before. */
export async function startIntake(options: IntakeOptions): Promise<RunningIntake> {
  const home = writeIntakeHome(options)
  const child = spawnIntake(['serve', '--home', home], options.env)
  let log = ''
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  const ready = await new Promise<{ listen: string; pullListen?: string }>((resolve, reject) => {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text
      const line = log.split('\n').find(each => each.includes('"event":"ready"'))
      if (line !== undefined && log.endsWith('\n')) resolve(JSON.parse(line) as { listen: string })
    })
    void ended.then(() => reject(new Error(`the intake ended before it was ready:\n${log}`)))
  })
  const stop = async () => {
    child.kill('SIGTERM')
    return (await ended).code
  }
  return {
    url: `http://${ready.listen}`,
    pullUrl: ready.pullListen === undefined ? '' : `http://${ready.pullListen}`,
    home,
    spool: join(home, 'spool'),
    child,
    log: () => log,
    stop,
    ended,
    async close() {
      await stop()
      if (options.home === undefined) rmSync(join(home, '..'), { recursive: true, force: true })
    },
  }
}

/** The log's events of one name. */
export function eventsOf(log: string, event: string): readonly Readonly<Record<string, unknown>>[] {
  return log
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Readonly<Record<string, unknown>>)
    .filter(each => each.event === event)
}

/** Public halves out of a core's home folder. */
export function publicKeysOf(folder: string): { readonly core: string; readonly recovery: string } {
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  return { core: read('core-public.asc'), recovery: read('recovery-public.asc') }
}
