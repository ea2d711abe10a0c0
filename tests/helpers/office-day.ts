// A day at the office, by commands alone: what a clerk types, and what comes back from colleagues outside. Shared by the days of a sales
// office and of a school.

import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Packet } from '@satchel/protocol/messages/packet'
import { expect } from 'vitest'
import type { Ended } from './command.ts'
import { makeHome, replyTo, type Said, type TestHome } from './home.ts'

/** The words of a command line: quotation marks keep spaces together. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/(?:[^\s"]|"[^"]*")+/g)].map(([word]) => word.replaceAll('"', ''))

export async function openDay() {
  const home = await makeHome()
  const run = async (line: string, code = 0): Promise<Ended> => {
    const ended = await home.satchel(wordsOf(line))
    expect([line, ended.code, code === 0 ? ended.err : '']).toEqual([line, code, code === 0 ? expect.any(String) : ''])
    return ended
  }
  const json = async <T>(line: string, code = 0) => (await run(`--json ${line}`, code)).json<T>()
  return {
    home,
    run,
    json,
    /** Adds a record; its human id. */
    add: async (line: string) => (await json<{ record: string }>(`add ${line}`)).record,
    /** The packets that wait for their letters leave. @returns the newest of a mailbox. */
    async packet(address: string): Promise<Packet> {
      await run('send')
      const [newest] = home.packets(address)
      if (newest === undefined) throw new Error(`no packet for ${address}`)
      return newest
    },
    /** A packet is answered, and the answer imported. */
    async answered(packet: Packet, said: Said) {
      home.drop(packet.id, replyTo(packet, said))
      return json<{ imported: number; held: number; refused: number; after: number }>('import')
    },
    /** Human ids that find or list tells. */
    ids: async (line: string) => (await json<{ records: { hid: string }[] }>(line)).records.map(({ hid }) => hid),
    close: () => home.close(),
  }
}
export type Day = Awaited<ReturnType<typeof openDay>>

const filesOf = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map(file => [file, readFileSync(join(folder, file), 'utf8')]))

/**
 * Everything is exported, loaded into an empty installation and exported again.
 * @param staff words of satchel staff add, for colleagues whom every installation adds itself.
 * @returns both exports, file by file.
 */
export async function movedElsewhere(home: TestHome, format: string, staff?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-day-'))
  const here = join(folder, 'here')
  const there = join(folder, 'there')
  expect(await home.satchel(['--as', 'grace', 'export', '--all', here, '--format', format])).toMatchObject({ code: 0 })
  const empty = await makeHome()
  try {
    if (staff !== undefined) expect(await empty.satchel(wordsOf(staff))).toMatchObject({ code: 0 })
    expect(await empty.satchel(['--as', 'grace', 'load', here])).toMatchObject({ code: 0 })
    expect(await empty.satchel(['--as', 'grace', 'export', '--all', there, '--format', format])).toMatchObject({
      code: 0,
    })
    return { here: filesOf(here), there: filesOf(there) }
  } finally {
    await empty.close()
  }
}
