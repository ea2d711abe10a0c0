// satchel form list, new, check, preview: definitions, before anything of them is sent.

import { typedType } from '../../records/read/type-words.ts'
import { basename } from 'node:path'
import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'

export function formFileCommands(form: Command, world: World): void {
  listCommand(form, world)
  newCommand(form, world)
  checkCommand(form, world)
  previewCommand(form, world)
}

function previewCommand(form: Command, world: World): void {
  form
    .command('preview')
    .description(
      'write the page and the text form that a recipient would get, with invented values or a record; nothing can be sent from them',
    )
    .argument('<form>', 'name of a form, or a definition file')
    .option('--record <entity>', 'show this record, with your rights')
    .option('--language <tag>', 'language of the recipient', 'en')
    .option('--out <file>', 'the page; the text form goes beside it')
    .addHelpText(
      'after',
      '\nExamples:\n  satchel form preview stock-check\n  satchel form preview visit --record P12 --language sw --out /tmp/visit.html',
    )
    .action(
      call(
        world,
        async () => (await import('../../packets/preview-form.ts')).previewForm,
        (command, name: string) => ({
          form: name,
          ...command.opts<{ record?: string; language?: string; out?: string }>(),
        }),
        (io, { name, version, page, text }) =>
          io.say(
            `Wrote the form ${name} ${version} as a page, ${page}, and as a text form, ${text}. Nothing can be sent from them.`,
          ),
      ),
    )
}

function newCommand(form: Command, world: World): void {
  form
    .command('new')
    .description('write a definition to begin with into the folder forms of the home folder')
    .argument('<name>', 'name of the form: small letters, digits and hyphens')
    .option('--type <type>', 'type of the records that it is for: its definition has each field of them')
    .option('--from <form>', 'begin with a copy of this form')
    .option('--stage <process>', 'also show the stage in this process, so that an answer may move the record')
    .addHelpText(
      'after',
      '\nExamples:\n  satchel form new stock-check --type product\n  satchel form new our-visit --from visit',
    )
    .action(
      call(
        world,
        async () => (await import('../../forms/new-form.ts')).newForm,
        (command, name: string) => ({ name, ...command.opts<{ type?: string; from?: string; stage?: string }>() }),
        (io, { file, type, fields, leftOut }) => {
          io.say(`Wrote ${file}: ${fields} fields of the type ${typedType(type)}.`)
          if (leftOut.length > 0)
            io.say(`Left out, since no form can hold them or you may not write them: ${leftOut.join(', ')}.`)
          io.say(
            `Change it with a text editor. satchel form check ${basename(file, '.sexp')} tells what is wrong with it.`,
          )
        },
      ),
    )
}

function checkCommand(form: Command, world: World): void {
  form
    .command('check')
    .description('tell every fault of a definition by line, and what to write instead; nothing is published')
    .argument('<file>', 'a file, or the name of a form in the folder forms of the home folder')
    .addHelpText(
      'after',
      '\nIt exits with 3 where there are faults.\n\nExamples:\n  satchel form check stock-check\n  satchel form check ./visit.sexp',
    )
    .action(
      call(
        world,
        async () => (await import('../../forms/check-form.ts')).checkForm,
        (_command, file: string) => ({ file }),
        (io, { file, name, version, faults }) => {
          for (const { line, fault } of faults) io.say(`${basename(file)}, line ${line}: ${fault}`)
          if (faults.length === 0)
            io.say(`The form ${name} ${version} has no fault. satchel form publish puts it into use.`)
          return faults.length === 0 ? 0 : 3
        },
      ),
    )
}

function listCommand(form: Command, world: World): void {
  form
    .command('list')
    .description('list the forms: name, newest version, type of record, title, kind of report, and whose they are')
    .addHelpText('after', '\nExample:\n  satchel form list')
    .action(
      call(
        world,
        async () => (await import('../../forms/list-forms.ts')).listForms,
        () => ({}),
        (io, rows) =>
          io.table(rows, 'There are no forms yet: satchel db migrate publishes those that come with the program.'),
      ),
    )
}
