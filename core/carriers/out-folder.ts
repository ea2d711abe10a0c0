// A folder that packets are carried away from: a stick, a folder that a modem sends. Files get their final names once the packets in them are
// committed. Until then they wait, whole, in a hidden folder that is named after the packet; when the program was killed in between, the
// next dispatch to the folder ends what was begun.

import { mkdir, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { syncFolder } from '@satchel/protocol/spool/spool'
import type { Context } from '../context/context.ts'
import type { Database } from '../db/database.ts'
import { packetsGone } from '../db/calls/packets.ts'
import { withPath } from '../problems/file-problem.ts'
import { problem } from '../problems/problems.ts'

export interface NamedFile {
  /** Below the folder; with one folder of its own at most. */
  readonly name: string
  readonly content: string | Uint8Array
}

const waiting = /^\.satchel-([0-9A-Z]{4}(?:-[0-9A-Z]{4}){2})$/
/** A packet that is not committed after this time never will be. */
const abandonedMs = 24 * 3_600_000

/**
 * Checks the folder before anything is made. One that is not there is not made either: where a stick is not mounted, its files would be
 * written beside it. @returns its real path. @throws Problem usage/wrong; errors of node:fs.
 */
export async function checkFolder(context: Context, folder: string): Promise<string> {
  const real = await realpath(folder).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    throw problem('usage/wrong', `There is no folder ${folder}.`, { hint: 'make it, or plug the stick in' })
  })
  if (!(await stat(real)).isDirectory())
    throw problem('usage/wrong', `${folder} is a file, not a folder.`, {
      hint: 'name the folder that the files go into',
    })
  const home = await realpath(context.home.folder)
  const inbox = await realpath(join(home, context.settings.inbox)).catch(() => home)
  if (isWithin(real, home) || isWithin(real, inbox))
    throw problem(
      'usage/wrong',
      `${folder} belongs to the home folder: the program would read the files as answers, or mix them with its own.`,
      {
        hint: 'name a folder outside of it',
      },
    )
  await tryWriting(real, folder)
  return real
}

/** A file system that is mounted read-only says so only when something is written. */
async function tryWriting(real: string, folder: string): Promise<void> {
  const probe = join(real, `.satchel-probe-${process.pid}`)
  try {
    await writeFile(probe, 'x', { flag: 'wx', mode: 0o600, flush: true })
    await rm(probe)
  } catch (cause) {
    await rm(probe, { force: true }).catch(() => undefined)
    throw problem('usage/wrong', `Nothing can be written into ${folder}.`, {
      hint: 'make room there, or let this user write there; or name another folder',
      cause,
    })
  }
}

const isWithin = (path: string, folder: string) => {
  const way = relative(folder, path)
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || way.startsWith(sep))
}

/** Writes files whole and durable into the hidden folder of a packet. On a fault nothing of it stays. */
export async function stageFiles(folder: string, packet: string, files: readonly NamedFile[]): Promise<void> {
  const stage = join(folder, `.satchel-${packet}`)
  try {
    await mkdir(stage, { mode: 0o700 })
    for (const { name, content } of files) {
      const file = join(stage, name)
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      await writeFile(file, content, { flag: 'wx', mode: 0o600, flush: true }).catch((error: unknown) => {
        throw withPath(error, file)
      })
      if (dirname(file) !== stage) await syncFolder(dirname(file))
    }
    await syncFolder(stage)
    await syncFolder(folder)
  } catch (error) {
    await rm(stage, { recursive: true, force: true })
    throw error
  }
}

/** Gives the files of a committed packet their final names. Done twice, it does nothing more. */
export async function placeFiles(folder: string, packet: string, failpoint: Context['failpoint']): Promise<void> {
  const stage = join(folder, `.satchel-${packet}`)
  const found = await readdir(stage, { recursive: true, withFileTypes: true }).catch(isGone)
  for (const entry of found ?? []) {
    if (!entry.isFile()) continue
    const from = join(entry.parentPath, entry.name)
    const to = join(folder, relative(stage, from))
    await mkdir(dirname(to), { recursive: true, mode: 0o700 })
    // another dispatch may end what this one began
    await rename(from, to).catch(isGone)
    failpoint('out/placed')
    if (dirname(to) !== folder) await syncFolder(dirname(to))
  }
  await syncFolder(folder)
  await rm(stage, { recursive: true, force: true })
}

function isGone(error: unknown): undefined {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
}

/** Ends what a dispatch began that was killed: files of packets that are committed get their names, others go. @returns their packets. */
export async function finishFolder(context: Context, database: Database, folder: string): Promise<readonly string[]> {
  const stages = (await readdir(folder)).flatMap(name => waiting.exec(name)?.[1] ?? [])
  if (stages.length === 0) return []
  const gone = new Set((await database.run(packetsGone, { packets: stages })).map(({ packet }) => packet))
  for (const packet of stages) {
    if (gone.has(packet)) await placeFiles(folder, packet, context.failpoint)
    else await dropOld(join(folder, `.satchel-${packet}`), context.now())
  }
  return stages.filter(packet => gone.has(packet))
}

/** A dispatch to the same folder may be under way. */
async function dropOld(stage: string, now: Date): Promise<void> {
  const found = await stat(stage).catch(isGone)
  if (found !== undefined && now.getTime() - found.mtimeMs > abandonedMs)
    await rm(stage, { recursive: true, force: true })
}

/** A part of a file name that every file system takes; nothing in it ends a name or begins another folder. */
export const safePart = (text: string): string =>
  basename(text)
    .replace(/[^A-Za-z0-9-]+/g, '-')
    .slice(0, 60) || 'record'
