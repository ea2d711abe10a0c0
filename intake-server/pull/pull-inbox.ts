// Settling by folder: signed lists that rsync or a USB stick brought into the spool's folder settle/ are verified, applied once and
// put away. What is not signed by the core changes nothing.

import type { KeyObject } from 'node:crypto'
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '@satchel/protocol/problem'
import { type NameList, parseNameList } from '@satchel/protocol/pull/pull-files'
import { parseOutcomeList } from '@satchel/protocol/pull/pull-outcomes'
import { printAbout } from '@satchel/protocol/pull/pull-about'
import { aboutFile, settleFile, settleFolder } from '@satchel/protocol/pull/pull-folder'
import { pullLimits } from '@satchel/protocol/pull/pull-limits'
import { replaceFile } from '@satchel/protocol/pull/pull-place'
import { tokenHead } from '@satchel/protocol/pull/pull-tokens'
import { parsePurposes } from '@satchel/protocol/pull/purpose-list'
import { verifyPullFile } from '@satchel/protocol/pull/pull-signature'
import { syncFolder } from '@satchel/protocol/spool/spool'
import { notValid } from '@satchel/protocol/sexp/tagged-lists'
import { readBounded } from '@satchel/protocol/spool/spool-layout'
import { aboutIntake } from './intake-about.ts'
import { keepLimits, keepPurposes, keepTokensOf } from './pull-keep.ts'
import { applyNames, applyOutcomes, type SettleTools } from './pull-settle.ts'

interface InboxTools extends SettleTools {
  readonly home: string
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
  const most = path.includes('.tokens') ? keepLimits.tokenListBytes : pullLimits.fileBytes
  if (found?.isFile() !== true || found.size > most) return null
  return Buffer.from(await readBounded(path)).toString()
}

type Brought =
  | NameList
  | ({ readonly kind: 'outcomes' } & ReturnType<typeof parseOutcomeList>)
  | { readonly kind: 'purposes'; readonly epoch: number; readonly run: number; readonly text: string }
  | { readonly kind: 'tokens'; readonly epoch: number; readonly run: number; readonly list: Uint8Array }

function parseBrought(text: string): Brought {
  if (text.startsWith('(satchel-outcomes')) return { kind: 'outcomes', ...parseOutcomeList(text) }
  if (text.startsWith('(satchel-purposes')) {
    const { epoch, run } = parsePurposes(text)
    return { kind: 'purposes', epoch, run, text }
  }
  if (!text.startsWith('(satchel-tokens')) return parseNameList(text)
  const list = Buffer.from(text)
  const of = tokenHead(list)?.of ?? null
  if (of === null) throw notValid('The list of live tokens does not say of which run it is')
  return { kind: 'tokens', ...of, list }
}

async function applyBrought(tools: InboxTools, brought: Brought): Promise<void> {
  // outcomes for which there is no room are made good by the next list: the core begins behind what is kept
  if (brought.kind === 'outcomes') await applyOutcomes(tools, brought.outcomes)
  else if (brought.kind === 'purposes') await keepPurposes(tools.home, brought.text)
  else if (brought.kind === 'tokens') await keepTokensOf(tools.home, brought.list)
  else await applyNames(tools, brought)
}

/** Null: not to be applied, whoever brought it. */
function judge(tools: InboxTools, text: string, signature: string): Brought | null {
  try {
    verifyPullFile(text, signature, tools.pullKey)
    const list = parseBrought(text)
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
      await applyBrought(tools, list)
      count.applied++
    }
    await putAway(folder, file, list === null ? 'refused' : 'done')
  }
  if (count.applied + count.refused > 0) tools.log('pull-folder', count)
  // travels with the spool, so that the core knows where to go on
  await replaceFile(aboutFile(tools.spool), printAbout(await aboutIntake(tools.spool, tools.home, tools.outcomes)))
  return count
}
