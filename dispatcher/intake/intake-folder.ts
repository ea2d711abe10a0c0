// An intake's spool that came as a folder: by rsync, on a USB stick, or mounted. Lists for the intake are signed and put into its
// folder settle/, to be taken back the same way.

import { constants, lstat, mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { findDone, listDone } from '@satchel/protocol/pull/pull-done'
import { parseAbout } from '@satchel/protocol/pull/pull-about'
import { type ListedItem, type NameList, printNameList } from '@satchel/protocol/pull/pull-files'
import {
  aboutFile,
  type FolderKind,
  settleFile,
  settleFileName,
  settleFolder,
} from '@satchel/protocol/pull/pull-folder'
import { pullLimits } from '@satchel/protocol/pull/pull-limits'
import { printOutcomeList } from '@satchel/protocol/pull/pull-outcomes'
import { findPlaces, forgetNames, replaceFile, settleNames } from '@satchel/protocol/pull/pull-place'
import { signPullFile } from '@satchel/protocol/pull/pull-signature'
import { printTokenList } from '@satchel/protocol/pull/pull-tokens'
import { printPurposes } from '@satchel/protocol/pull/purpose-list'
import { listItems, type Spool } from '@satchel/protocol/spool/spool'
import { pools } from '@satchel/protocol/spool/spool-layout'
import { momentOf, partsOf, slices } from './intake-parts.ts'
import type { IntakeOrder, IntakeSource } from './intake-source.ts'
import { problem } from '../problems.ts'

const partBytes = 64 * 1024

type Kind = FolderKind

const isOf = (file: string, kind: Kind) => settleFile.test(file.replace(/\.sig$/, '')) && file.includes(`.${kind}`)

const isFolder = async (path: string) => (await lstat(path).catch(() => null))?.isDirectory() === true

/** Errors that say something about the folder and not about the program. */
const folderFaults: readonly string[] = ['EACCES', 'EPERM', 'EROFS', 'EIO', 'ENOENT', 'ENOTDIR', 'ENXIO', 'ESTALE']

async function inFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    if (!folderFaults.includes(code)) throw cause
    throw problem('folder/not-readable', `The folder ${folder} cannot be read, or not be written.`, {
      hint: 'look whether the stick is there and may be written, and at owner and rights of the folder',
      details: { code },
      cause,
    })
  }
}

async function checkSpool(spool: Spool): Promise<void> {
  for (const pool of pools) {
    if (await isFolder(join(spool.folder, 'new', pool))) continue
    throw problem('pull/no-spool', `${spool.folder} is not the spool of an intake: it has no folder new/${pool}.`, {
      hint: 'name the folder that holds new/, copied whole, with its empty folders',
    })
  }
}

async function pathOf(spool: Spool, item: ListedItem): Promise<string> {
  const found =
    item.pool === 'done'
      ? await findDone(spool, item)
      : (await findPlaces(spool, item.name, [item.pool])).find(path => path.endsWith(item.extension))
  if (found === undefined || found === null) throw problem('pull/not-there', 'An item of the folder is gone.')
  return found
}

/** The report of an intake about itself, as it wrote it before the folder was copied; null: nothing that can be read. */
async function readAbout(spool: Spool) {
  const found = await lstat(aboutFile(spool)).catch(() => null)
  if (found?.isFile() !== true || found.size > pullLimits.fileBytes) return null
  const text = await readFile(aboutFile(spool), 'utf8')
  try {
    return parseAbout(text)
  } catch {
    return null
  }
}

/** Writes lists for the intake into the folder, signed, each whole. */
function makeWriter(spool: Spool, order: IntakeOrder) {
  let written = 0
  const { epoch, run } = order
  const put = async (text: string, kind: Kind = 'sexp') => {
    // a stick that was pulled out leaves an empty place, which must not be taken for it
    await checkSpool(spool)
    await mkdir(settleFolder(spool), { recursive: true, mode: 0o700 })
    written++
    const path = join(settleFolder(spool), settleFileName(order, written, kind))
    // the signature first: a list without one waits
    await replaceFile(`${path}.sig`, signPullFile(text, order.privateKey))
    await replaceFile(path, text)
  }
  /** In place of earlier ones that the folder has not taken back yet: a new list says all that they said. */
  const putInPlace = async (texts: readonly string[], kind: Kind) => {
    const earlier = (await readdir(settleFolder(spool)).catch(() => [])).filter(file => isOf(file, kind))
    for (const text of texts) await put(text, kind)
    for (const file of earlier) await rm(join(settleFolder(spool), file), { force: true })
  }
  const write = async (kind: NameList['kind'], names: readonly string[], mark: Pick<NameList, 'backedUpThrough'>) => {
    for (const part of partsOf(names)) await put(printNameList({ kind, epoch, run, names: part, ...mark }))
  }
  return { write, putInPlace }
}

/** @throws Problem pull/no-spool. */
export async function openIntakeFolder(folder: string, order: IntakeOrder): Promise<IntakeSource> {
  const spool: Spool = { folder }
  await checkSpool(spool)
  const { write, putInPlace } = makeWriter(spool, order)
  return {
    name: basename(folder),
    list: (after, limit, from = 'new') =>
      inFolder(folder, async () => {
        const page = { limit: Math.min(limit, pullLimits.page), ...(after === undefined ? {} : { after }) }
        const items = (await (from === 'done'
          ? listDone(spool, page)
          : listItems(spool, page))) as readonly ListedItem[]
        return { items, next: items.at(-1)?.name ?? null }
      }),
    async *read(item, offset) {
      if (offset >= item.size) return
      const path = await inFolder(folder, () => pathOf(spool, item))
      const handle = await inFolder(folder, () => open(path, constants.O_RDONLY | constants.O_NOFOLLOW))
      try {
        for (let at = offset; at < item.size; ) {
          const part = new Uint8Array(Math.min(partBytes, item.size - at))
          const { bytesRead } = await inFolder(folder, () => handle.read(part, 0, part.length, at))
          if (bytesRead === 0) return
          at += bytesRead
          yield part.subarray(0, bytesRead)
        }
      } finally {
        await handle.close()
      }
    },
    settle: (names, options = {}) =>
      inFolder(folder, async () => {
        const { backedUpThrough: time } = options
        await write('settle', names, time === undefined ? {} : { backedUpThrough: momentOf(time) })
        // so that the folder does not list them again; the intake itself moves them when the list comes back
        await settleNames(spool, names, order.now())
      }),
    forget: names =>
      inFolder(folder, async () => {
        await write('forget', names, {})
        await forgetNames(spool, names)
      }),
    pushPurposes: purposes => inFolder(folder, () => putInPlace([printPurposes({ ...order, purposes })], 'purposes')),
    pushTokens: hashes =>
      inFolder(folder, () => putInPlace([Buffer.from(printTokenList(hashes, order)).toString('latin1')], 'tokens')),
    pushOutcomes: outcomes =>
      inFolder(folder, () =>
        putInPlace(
          slices(outcomes, pullLimits.outcomes).map(part =>
            printOutcomeList({ epoch: order.epoch, run: order.run, outcomes: part }),
          ),
          'outcomes',
        ),
      ),
    about: () => inFolder(folder, () => readAbout(spool)),
    close: () => Promise.resolve(),
  }
}
