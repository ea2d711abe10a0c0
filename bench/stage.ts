// The material of the import benchmark: an installation of its own with people, open packets, and one sealed reply to each.
// Everything goes the way that users go (init, load, open_packet, seal, spool); only the letters that nobody reads are left out.

import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSettings } from '@satchel/core/home/settings'
import { type Home, homePaths } from '@satchel/core/home/home'
import { corePrivateKey, sealingKeys } from '@satchel/core/keys/core-keys'
import { type Context, makeContext } from '@satchel/core/context/context'
import { openPacket } from '@satchel/core/db/calls/packets'
import { PacketOpened } from '@satchel/core/db/shapes/packets'
import { seal } from '@satchel/protocol/envelope/envelope-seal'
import { printReply } from '@satchel/protocol/messages/reply'
import { openSpool, writeItem } from '@satchel/protocol/spool/spool'
import { newPacketId, newReplyId, newToken, tokenHash } from '@satchel/protocol/messages/token'

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

/** Starts satchel import. @returns its process, how many it imported and the seconds of processor time that it used. */
export function startImport(folder: string) {
  // the program prints what it used when it ends, which ps can no longer say then
  const hook =
    'process.on("exit", () => console.error(`used ${(process.cpuUsage().user + process.cpuUsage().system) / 1e6}`))'
  const child = spawn(
    process.execPath,
    [
      '--conditions=satchel-source',
      '--import',
      `data:text/javascript,${encodeURIComponent(hook)}`,
      join(import.meta.dirname, '../core/cli/start.ts'),
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
  const ended = new Promise<{ readonly imported: number; readonly seconds: number }>((resolve, reject) => {
    child.once('close', code => {
      if (code !== 0) reject(new Error(`satchel import ended with ${code}:\n${said.err}`))
      else
        resolve({
          imported: (JSON.parse(said.out) as { imported: number }).imported,
          seconds: Number(/used ([0-9.]+)/.exec(said.err)?.[1] ?? 0),
        })
    })
  })
  return { pid: child.pid ?? 0, ended }
}

/** A new installation with `count` people of one salesperson's. */
export function furnish(folder: string, count: number): Context {
  satchel(folder, 'init', '--protection', 'plain')
  const anna = ['--name', 'Anna', '--email', 'anna@kilimo.example', '--role', 'sales', '--protection', 'plain']
  satchel(folder, 'staff', 'add', 'anna', ...anna)
  const rows = Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(6, '0')
    return `B-${number},Person${number},Benchmark,+25570${number.padStart(7, '0')},p${number}@people.example,Plot ${index + 1},Moshi,TZ`
  })
  mkdirSync(join(folder, 'bench'))
  const sheet = join(folder, 'bench', 'people.csv')
  writeFileSync(sheet, ['hid,given-name,family-name,phone,email,line1,city,country', ...rows, ''].join('\n'))
  satchel(folder, 'load', sheet, '--owner', 'anna')
  const settings = readSettings(folder, process.env)
  return makeContext({
    readCoreKey: corePrivateKey,
    home: homePaths(folder),
    settings,
    env: process.env,
    now: () => new Date(),
    failpoint: () => undefined,
    stop: AbortSignal.any([]),
  })
}

interface Sent {
  readonly packet: PacketOpened
  readonly id: string
  readonly token: string
}

/** Opens a packet for each of the people from `first` on, as dispatch does, 500 a transaction. */
export async function openPackets(context: Context, first: number, count: number): Promise<readonly Sent[]> {
  const sent: Sent[] = []
  await context.asDispatch(async database => {
    for (let from = 0; from < count; from += 500) {
      await database.inTransaction(async () => {
        for (let index = from; index < Math.min(count, from + 500); index++) {
          const [id, token] = [newPacketId(), newToken()]
          const { opened } = await database.run(openPacket, {
            entity: `B-${String(first + index + 1).padStart(6, '0')}`,
            staff: 'anna',
            form: 'call-report',
            packet: id,
            reply_token: tokenHash(token),
            address_token: tokenHash(newToken()),
            bounce_token: tokenHash(newToken()),
            days: 30,
            kind: 'work',
            again: true,
            operator: 'office',
            zone: 'UTC',
            files: 0,
          })
          sent.push({ packet: PacketOpened.parse(opened), id, token })
        }
      })
    }
  })
  return sent
}

/** One reply: a changed name, a changed telephone number, a report; 2 KB of text. */
export function replyOf({ packet, id, token }: Sent, index: number): string {
  const phone = Object.keys(packet.slots).find(
    slot => slot.startsWith('row/phones/') || slot.startsWith('row/contact-point/'),
  )
  const [, collection = '', row = ''] = phone?.split('/') ?? []
  const text = (length: number) =>
    printReply({
      version: 1,
      id: newReplyId(),
      draft: newReplyId(),
      sequence: 1,
      packet: id,
      epoch: packet.epoch,
      token,
      set: new Map([['given-name', `Renamed${index}`]]),
      rows: [{ collection, row, fields: new Map([['value', `+25571${String(index).padStart(7, '0')}`]]) }],
      drops: [],
      files: [],
      report: new Map([
        ['when', '2026-11-22'],
        ['outcome', 'reached'],
        ['note', 'Asked for the price of maize seed. '.repeat(60).slice(0, length)],
      ]),
    })
  return text(1 + 2048 - Buffer.byteLength(text(1)))
}

/** Seals a reply to each packet into the core's spool, as a pull leaves them. */
export async function sealReplies(context: Context, sent: readonly Sent[]): Promise<void> {
  const keys = await sealingKeys(context.home)
  const spool = await openSpool(join(context.home.spool, 'folder'))
  for (const [index, packet] of sent.entries()) {
    const bytes = await seal(replyOf(packet, index), keys)
    await writeItem(spool, 'reply', 'raw', bytes, () => undefined, new Date(Date.now() - sent.length + index))
  }
}

export const spooled = (home: Home) => join(home.spool, 'folder', 'new', 'reply')
