// A text form in the editor of the one who sits here, and merged: for edits of a record, and for answers on paper.

import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { Problem } from '@satchel/protocol/problem'
import type { Context } from '../../context/context.ts'
import type { World } from '../../context/world.ts'
import { problem } from '../../problems/problems.ts'
import { typedName } from '../command.ts'
import type { Io } from '../io.ts'

/** @throws Problem edit/no-editor. */
export function editorOf(world: World, named: string | undefined, example: string): string {
  const editor = named ?? world.env.VISUAL ?? world.env.EDITOR
  if (editor === undefined || editor === '') {
    throw problem('edit/no-editor', 'There is no editor.', { hint: `set EDITOR, or satchel ${example} --editor nano` })
  }
  return editor
}

interface Editing {
  readonly context: Context
  readonly world: World
  readonly editor: string
  readonly editing: { readonly file: string; readonly text: string }
  /** The file was edited before: it is merged also where nothing more is changed. */
  readonly isAgain: boolean
  /** The command that goes on with the file. */
  readonly goOn: string
  /** The answer is another one's, who gets a letter, too. */
  readonly tellsSender?: boolean
}

/** @returns the exit code. @throws Problem edit/no-editor; usage/wrong for a fault in the text: the file stays. */
export async function editAndMerge(io: Io, how: Editing): Promise<number> {
  const { context, world, editor, editing, isAgain, tellsSender = false } = how
  const { checkEdit, mergeEdit } = await import('../../people/merge-edit.ts')
  const { status } = spawnSync('sh', ['-c', `${editor} "$0"`, editing.file], { stdio: 'inherit', env: world.env })
  const goOn = `${typedName(world)} ${how.goOn}`
  if (status !== 0)
    throw problem('edit/no-editor', 'The editor ended with a fault; nothing was changed.', { hint: goOn })
  const edited = readFileSync(editing.file, 'utf8')
  if (edited === editing.text && !isAgain) {
    rmSync(editing.file)
    io.data({ status: 'untouched', slots: [] })
    io.say('Nothing was changed.')
    return 0
  }
  // a fault in the text is told before anything is sent on: the file stays, and the editing can go on
  await checkEdit(context, { text: edited }).catch((error: unknown) => {
    if (!(error instanceof Problem)) throw error
    throw problem('usage/wrong', error.message, { hint: [...error.hints, goOn], cause: error })
  })
  const outcome = await mergeEdit(context, { text: edited, file: editing.file, tellsSender })
  const rows = outcome.slots
    .filter(slot => slot.outcome !== 'untouched')
    .map(({ slot, outcome: became, reason }) => ({ slot, became, why: reason ?? '' }))
  io.rows(rows, 'Nothing was changed.')
  return ['held', 'partly-held', 'refused'].includes(outcome.status) ? 3 : 0
}

/** A text that was begun before. */
export function readEditing(file: string): { readonly file: string; readonly text: string } {
  try {
    return { file, text: readFileSync(file, 'utf8') }
  } catch (cause) {
    throw problem('usage/wrong', `The file ${file} cannot be read.`, {
      hint: 'satchel edit said where it left the edit',
      cause,
    })
  }
}
