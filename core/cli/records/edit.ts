// satchel edit: a record in the editor of the one who sits here.

import type { Command } from 'commander'
import { problem } from '../../problems/problems.ts'
import { action, openContext } from '../command.ts'
import { editAndMerge, editorOf, readEditing } from '../exchange/edit-text.ts'
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
        const editor = editorOf(world, options.editor, 'edit P12')
        const { beginEdit } = await import('../../people/begin-edit.ts')
        const isAgain = options.again !== undefined
        const editing =
          options.again === undefined
            ? await beginEdit(context, { record: entity ?? '', form: options.form })
            : readEditing(options.again)
        const goOn = `edit --again ${editing.file}`
        return editAndMerge(io, { context, world, editor, editing, isAgain, goOn })
      }),
    )
}
