// Runs the real command in a process of its own, as an operator does: for tests of processes, signals, crashes and users. Other tests
// take in-process.ts, which needs no start.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'

const entry = join(import.meta.dirname, '../../core/cli/start.ts')
/** Stripped and compiled sources, kept between processes: a command then starts in half the time. */
const compiled = join(import.meta.dirname, '../../node_modules/.cache/satchel-tests')

/** Whether a user without rights can run the command at all: a clone below root's home folder is closed to them. */
export const othersMayRun: boolean =
  process.getuid?.() === 0 &&
  spawnSync(process.execPath, ['-e', 'require("node:fs").accessSync(process.argv[1])', entry], {
    uid: 65_534,
    gid: 65_534,
  }).status === 0

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
  /** What was printed with --json. @throws SyntaxError where it is none. */
  json<T>(): T
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  readonly uid?: number
  readonly gid?: number
  readonly cwd?: string
  /** The largest file that it may write, in blocks of the shell, as `ulimit -f` sets it. */
  readonly fileBlocks?: number
}

export interface Running {
  readonly child: ChildProcess
  /** What it said so far. */
  readonly said: { out: string; err: string }
  /** Resolves when it has said this on either stream. @throws when it ends, or after a minute, without having said it. */
  until(pattern: RegExp): Promise<void>
  readonly ended: Promise<Ended>
}

/** The surrounding environment without what would reach a command as a setting. */
export function plainEnv(): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(SATCHEL_|DATABASE_URL$|PG|NODE_OPTIONS$|VITEST|FORCE_COLOR$|npm_command$)/.test(name),
    ),
  )
}

/** Starts a command and does not wait. Settings of the surrounding environment do not reach it. */
export function start(args: readonly string[], options: CommandOptions = {}): Running {
  const words = [process.execPath, '--conditions=satchel-source', entry, ...args]
  const limited = ['sh', '-c', `ulimit -f ${options.fileBlocks} && exec "$@"`, 'sh', ...words]
  const [program = '', ...rest] = options.fileBlocks === undefined ? words : limited
  const child = spawn(program, rest, {
    cwd: options.cwd ?? '/',
    env: { ...plainEnv(), NODE_COMPILE_CACHE: compiled, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
  })
  const said = { out: '', err: '' }
  const listeners = new Set<() => void>()
  for (const stream of ['out', 'err'] as const) {
    const source = stream === 'out' ? child.stdout : child.stderr
    source.setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text
      for (const listener of listeners) listener()
    })
  }
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input ?? '')
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, ...said, json: <T>() => JSON.parse(said.out) as T }))
  })
  return {
    child,
    said,
    ended,
    until: pattern =>
      new Promise((resolve, reject) => {
        const fail = (why: string) => reject(new Error(`${why} before ${pattern}:\n${said.out}\n${said.err}`))
        const deadline = setTimeout(() => fail('five minutes passed'), 300_000)
        const look = () => {
          if (!pattern.test(said.out) && !pattern.test(said.err)) return
          listeners.delete(look)
          clearTimeout(deadline)
          resolve()
        }
        listeners.add(look)
        void ended.then(() => {
          look()
          clearTimeout(deadline)
          fail('the command ended')
        })
        look()
      }),
  }
}

/** Runs a command to its end. */
export function run(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  return start(args, options).ended
}
