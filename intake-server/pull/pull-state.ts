// Remembers the core durably: the highest epoch and run that were seen, so that a copy or an old restore
// of the core is refused, and through when the core is backed up, so that done/ is kept until then.

import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { limits } from '@satchel/protocol/limits'
import { replaceFile } from '@satchel/protocol/pull/pull-place'
import { moment, notValid, Parts } from '@satchel/protocol/sexp/tagged-lists'
import { list } from '@satchel/protocol/sexp/sexp'
import { printSexp } from '@satchel/protocol/sexp/sexp-print'
import { parseSexp } from '@satchel/protocol/sexp/sexp-read'

interface State {
  readonly epoch: number
  readonly run: number
  readonly backedUpThrough: string | null
}

export interface PullState {
  /** @returns false when a higher epoch, or a higher run of this epoch, was seen. True only when that is durable. */
  raise(epoch: number, run: number): Promise<boolean>
  /** Whether an epoch is not below the highest. */
  isCurrent(epoch: number): boolean
  /** Moves the mark, never back. */
  mark(backedUpThrough: string): Promise<void>
  backedUpThrough(): string | null
}

/** @throws Problem record/not-valid for a damaged file: to begin at nothing would let an old copy in. */
function readState(path: string): State {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return { epoch: 0, run: 0, backedUpThrough: null }
    }
    throw error
  }
  const tree = parseSexp(text, { maxBytes: limits.paddedFloor })
  if (tree.tag !== 'satchel-pull-state') throw notValid(`${path} is not what the intake wrote`)
  const parts = new Parts(tree, ['version', 'epoch', 'run', 'backed-up-through'])
  parts.integer('version', 1, 1)
  const mark = parts.maybe('backed-up-through')
  return {
    epoch: parts.integer('epoch', 0, Number.MAX_SAFE_INTEGER),
    run: parts.integer('run', 0, Number.MAX_SAFE_INTEGER),
    backedUpThrough: mark === undefined ? null : moment(parts.string('backed-up-through'), 'backed-up-through'),
  }
}

function printState(state: State): string {
  const mark = state.backedUpThrough === null ? [] : [list('backed-up-through', state.backedUpThrough)]
  return printSexp(
    list('satchel-pull-state', list('version', 1), list('epoch', state.epoch), list('run', state.run), ...mark),
  )
}

/** @param home folder of the intake; the file is `pull-state` in it. @throws Problem record/not-valid. */
export function openPullState(home: string): PullState {
  const path = join(home, 'pull-state')
  mkdirSync(home, { recursive: true, mode: 0o700 })
  let state = readState(path)
  let durable = state
  // writes one after the other, each of what holds then
  let written: Promise<void> = Promise.resolve()
  const write = (): Promise<void> => {
    written = written
      .catch(() => undefined)
      .then(async () => {
        const now = state
        await replaceFile(path, printState(now))
        durable = now
      })
    return written
  }
  return {
    async raise(epoch, run) {
      if (epoch < state.epoch || (epoch === state.epoch && run < state.run)) return false
      state = { ...state, epoch, run }
      if (durable.epoch !== epoch || durable.run !== run) await write()
      return true
    },
    isCurrent: epoch => epoch >= state.epoch,
    async mark(backedUpThrough) {
      if (state.backedUpThrough !== null && backedUpThrough <= state.backedUpThrough) return
      state = { ...state, backedUpThrough }
      await write()
    },
    backedUpThrough: () => state.backedUpThrough,
  }
}
