// Settling by folder: signed lists that rsync or a USB stick brought into the spool's folder settle/ are verified, applied once and
// put away. What is not signed by the core changes nothing.

import type { KeyObject } from 'node:crypto'
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '@satchel/protocol/problem'
import { type NameList, parseNameList } from '@satchel/protocol/pull/pull-files'
import { settleFile, settleFolder } from '@satchel/protocol/pull/pull-folder'
import { pullLimits } from '@satchel/protocol/pull/pull-limits'
import { verifyPullFile } from '@satchel/protocol/pull/pull-signature'
import { syncFolder } from '@satchel/protocol/spool/spool'
import { readBounded } from '@satchel/protocol/spool/spool-layout'
import { applyNames, type SettleTools } from './pull-settle.ts'

interface InboxTools extends SettleTools {
  /** The core's public key, Ed25519. */
  readonly pullKey: KeyObject
}

export interface InboxCounts {
  readonly applied: number
  /** Applied before and brought again: removed. */
  readonly again: number
  /** Wrong signature, damaged, or of an older epoch: moved to settle/refused. */
  readonly refused: number
}

/** Files that are looked at in one call; the rest waits for the next. */
const mostFiles = 1000

/** Null: it is not whole yet, or no plain file. */
async function readText(path: string): Promise<string | null> {
  const found = await lstat(path).catch(() => null)
  if (found?.isFile() !== true || found.size > pullLimits.fileBytes) return null
  return Buffer.from(await readBounded(path)).toString()
}

/** Null: not to be applied, whoever brought it. */
function judge(tools: InboxTools, text: string, signature: string): NameList | null {
  try {
    verifyPullFile(text, signature, tools.pullKey)
    const list = parseNameList(text)
    // an older run of this epoch may come later than newer ones: a stick is slow. An older epoch is a restored core's past.
    return tools.state.isCurrent(list.epoch) ? list : null
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}

async function putAway(folder: string, file: string, where: 'done' | 'refused'): Promise<void> {
  await mkdir(join(folder, where), { recursive: true, mode: 0o700 })
  // the list goes last: without it, its signature is looked at by nobody
  for (const each of [`${file}.sig`, file]) await rename(join(folder, each), join(folder, where, each))
  await syncFolder(join(folder, where))
  await syncFolder(folder)
}

/**
 * Applies every whole list of settle/; a file without its signature waits. Killed anywhere, the next call goes on.
 * @throws Problem disk/full.
 */
export async function applySettleFiles(tools: InboxTools): Promise<InboxCounts> {
  const folder = settleFolder(tools.spool)
  const count = { applied: 0, again: 0, refused: 0 }
  const files = (await readdir(folder).catch(() => [])).filter(file => settleFile.test(file)).sort()
  for (const file of files.slice(0, mostFiles)) {
    const [text, signature] = [await readText(join(folder, file)), await readText(join(folder, `${file}.sig`))]
    if (text === null || signature === null) continue
    if ((await readText(join(folder, 'done', file))) === text) {
      for (const each of [file, `${file}.sig`]) await rm(join(folder, each), { force: true })
      count.again++
      continue
    }
    const list = judge(tools, text, signature)
    if (list === null) count.refused++
    else {
      await applyNames(tools, list)
      count.applied++
    }
    await putAway(folder, file, list === null ? 'refused' : 'done')
  }
  if (count.applied + count.refused > 0) tools.log('pull-folder', count)
  return count
}
