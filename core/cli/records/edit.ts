// satchel edit: a record in the editor of the one who sits here.

import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { Problem } from '@satchel/protocol/problem'
import type { Command } from 'commander'
import { problem } from '../../problems/problems.ts'
import { action, openContext, typedName } from '../command.ts'
import type { World } from '../../context/world.ts'
import { summaries } from '../summaries.ts'

export function editCommand(program: Command, world: World): void {
  program
    .command('edit')
    .description(summaries.edit)
    .argument('[entity]', 'human id or uuid of the record')
    .option('--form <name>', 'form that shows the record; without it, the usual one of its type')
    .option('--editor <command>', 'editor command; without it, VISUAL or EDITOR')
    .option('--again <file>', 'continue an edit whose text had a fault')
    .addHelpText('after', '\nExamples:\n  satchel edit P12\n  satchel edit P12 --editor "emacs -nw"')
    .action(
      action(world, async (io, command, entity: string | undefined) => {
        const context = openContext(world, command)
        const options = command.opts<{ form?: string; editor?: string; again?: string }>()
        if ((entity === undefined) === (options.again === undefined)) {
          throw problem('usage/wrong', 'Name a record, or a file with --again.', { hint: 'satchel edit P12' })
        }
        const editor = options.editor ?? world.env.VISUAL ?? world.env.EDITOR
        if (editor === undefined || editor === '') {
          throw problem('edit/no-editor', 'There is no editor.', {
            hint: 'set EDITOR, or satchel edit P12 --editor nano',
          })
        }
        const { beginEdit } = await import('../../people/begin-edit.ts')
        const { checkEdit, mergeEdit } = await import('../../people/merge-edit.ts')
        const editing =
          options.again === undefined
            ? await beginEdit(context, { record: entity ?? '', form: options.form })
            : readEditing(options.again)
        const { status } = spawnSync('sh', ['-c', `${editor} "$0"`, editing.file], { stdio: 'inherit', env: world.env })
        const goOn = `${typedName(world)} edit --again ${editing.file}`
        if (status !== 0)
          throw problem('edit/no-editor', 'The editor ended with a fault; nothing was changed.', { hint: goOn })
        const edited = readFileSync(editing.file, 'utf8')
        if (edited === editing.text && options.again === undefined) {
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
        const outcome = await mergeEdit(context, { text: edited, file: editing.file })
        const rows = outcome.slots
          .filter(slot => slot.outcome !== 'untouched')
          .map(({ slot, outcome: became, reason }) => ({ slot, became, why: reason ?? '' }))
        io.rows(rows, 'Nothing was changed.')
        return ['held', 'partly-held', 'refused'].includes(outcome.status) ? 3 : 0
      }),
    )
}

/** An edit that was begun before. */
function readEditing(file: string): { readonly file: string; readonly text: string } {
  try {
    return { file, text: readFileSync(file, 'utf8') }
  } catch (cause) {
    throw problem('usage/wrong', `The file ${file} cannot be read.`, {
      hint: 'satchel edit said where it left the edit',
      cause,
    })
  }
}
