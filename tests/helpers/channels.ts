// A core with a real intake beside it, set up by the commands that an operator runs.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Ended } from './command.ts'
import { makeHome, type TestHome } from './home.ts'
import { publicKeysOf, type RunningIntake, startIntake } from './intake.ts'

interface Facts {
  readonly pulled: number
  readonly settled: number
  readonly requests: number
  readonly balance: Record<string, number>
  readonly letters: { readonly sent: number }
}

export interface Channels {
  readonly home: TestHome
  intake(): RunningIntake
  /** Settings that lead the core to the intake. */
  env(): Readonly<Record<string, string>>
  satchel(...args: readonly string[]): Promise<Ended>
  /** One round of everything, without a complaint; what it did. */
  round(): Promise<Facts>
  /** Files that wait at the intake. */
  waiting(): readonly string[]
  /** Stops the intake and starts it on the same folder. */
  restart(): Promise<void>
  close(): Promise<void>
}

export const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => statSync(join(folder, file)).isFile())

export async function openChannels(people: readonly string[]): Promise<Channels> {
  const home = await makeHome()
  for (const hid of people) await home.person(hid)
  const folder = join(mkdtempSync(join(tmpdir(), 'satchel-public-')), 'intake')
  const setup = await home.satchel(['intake', 'setup', folder, '--url', 'http://127.0.0.1:8080'])
  expect([setup.code, setup.err]).toEqual([0, ''])
  expect(new Set(readdirSync(join(folder, 'keys')))).toEqual(new Set(['core.asc', 'pull.pem', 'recovery.asc']))
  const pull = readFileSync(join(folder, 'keys/pull.pem'), 'utf8')
  // on free ports, which the folder cannot know
  const begin = () => startIntake({ home: folder, keys: { ...publicKeysOf(home.home.keys), pull } })
  let intake = await begin()
  const env = () => ({ SATCHEL_INTAKE_URL: intake.url, SATCHEL_INTAKES: intake.pullUrl })
  const satchel = (...args: readonly string[]) => home.satchel(args, { env: env() })
  return {
    home,
    intake: () => intake,
    env,
    satchel,
    async round() {
      const ended = await satchel('run', '--once', '--json')
      if (ended.out === '') throw new Error(`nothing was done: ${ended.err}`)
      expect(ended.err).toBe('')
      return ended.json<Facts>()
    },
    waiting: () => filesBelow(join(intake.spool, 'new')),
    async restart() {
      await intake.stop()
      intake = await begin()
    },
    async close() {
      await intake.close()
      rmSync(join(folder, '..'), { recursive: true, force: true })
      await home.close()
    },
  }
}
