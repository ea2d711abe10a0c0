// A definition to begin with: every field of a type of record as the catalog has it, or a copy of a form that is there.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDefinition } from '@satchel/forms/definition/read-definition'
import { printDefinition } from '@satchel/forms/definition/print-definition'
import { meant } from '@satchel/protocol/nearest'
import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { allForms, formListWords, formProcesses, formStages } from '../db/calls/forms.ts'
import { recordFields, recordTypes } from '../db/calls/records.ts'
import type { Database } from '../db/database.ts'
import { problem } from '../problems/problems.ts'
import { definitionOf, holdable, stageField } from './form-of-type.ts'
import { isTaken, shippedForms } from './publish-forms.ts'

const Wish = z.object({
  /** Of the new form and of its file. */
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,63}$/, 'The name of a form is small letters, digits and hyphens, such as stock-visit.'),
  /** Of the records that it is for, as people say it. */
  type: z.string().optional(),
  /** A form that it begins as. */
  from: z.string().optional(),
  /** A process: the form shows its stage, and an answer may move the record to another one. */
  stage: z.string().optional(),
})
type Wish = z.infer<typeof Wish>

const Written = z.object({
  file: z.string(),
  type: z.string(),
  version: z.number(),
  /** How many fields of the record it has. */
  fields: z.number(),
  /** Fields of the record that no form can hold, or that the acting colleague may not write. */
  leftOut: z.array(z.string()),
})

/** Writes the file into the folder of own forms. @throws Problem usage/wrong, form/not-known; nothing is written then. */
export const newForm = useCase(Wish, Written, async (context, wish) => {
  const made = await context.asStaff(async database => {
    const published = (await database.run(allForms, {})).filter(({ active }) => active)
    const versions = published.filter(({ name }) => name === wish.name)
    if (!versions.some(({ own }) => own) && isTaken(wish.name)) {
      throw problem('usage/wrong', `"${wish.name}" is the name of a form that comes with the program.`, {
        hint: `satchel form new NAME --from ${wish.name}`,
      })
    }
    // a published version never changes, so what is written goes on behind it
    const version = Math.max(0, ...versions.map(row => row.version)) + 1
    const begun =
      wish.from === undefined ? await fromCatalog(database, wish, version) : copied(published, wish, version, wish.from)
    return wish.stage === undefined ? begun : withStage(database, begun, wish.stage)
  })
  const file = join(context.home.forms, `${wish.name}.sexp`)
  mkdirSync(context.home.forms, { recursive: true, mode: 0o700 })
  try {
    writeFileSync(file, made.text, { mode: 0o600, flag: 'wx' })
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause
    throw problem('usage/wrong', `There is a file ${file} already, and nothing was written.`, {
      hint: `choose another name, or change that file and try it: satchel form check ${wish.name}`,
      cause,
    })
  }
  const { name: _, entity: type, version, fields } = parseDefinition(made.text)
  return { file, type, version, fields: fields.length, leftOut: made.leftOut }
})

/** The stages as they are called here, before the other fields. */
async function withStage(database: Database, made: Made, process: string): Promise<Made> {
  const form = parseDefinition(made.text)
  const stages = await database.run(formStages, { process })
  const [first] = stages
  if (first === undefined) {
    const known = (await database.run(formProcesses, {})).map(each => each.process)
    throw problem('usage/wrong', `There is no process "${process}" here.`, {
      hint: [meant(process, known), 'satchel process add takes one that comes with the program'],
    })
  }
  if (first.type !== null && first.type !== form.entity) {
    throw problem(
      'usage/wrong',
      `The process ${process} is for records of the type ${first.type}, not ${form.entity}.`,
      {
        hint: 'name a process of that type: --stage PROCESS',
      },
    )
  }
  const field = stageField(process, stages)
  return { ...made, text: printDefinition({ ...form, fields: [field, ...form.fields] }) }
}

interface Made {
  readonly text: string
  readonly leftOut: string[]
}

/** A copy with another name and number, line by line as it was. */
function copied(
  published: readonly { readonly name: string; readonly definition: string }[],
  { name, type }: Wish,
  version: number,
  from: string,
): Made {
  // by version: the last is the newest
  const source = published.findLast(row => row.name === from)?.definition
  if (source === undefined) {
    throw problem('form/not-known', `There is no form "${from}".`, {
      hint: [meant(from, [...new Set(published.map(row => row.name))]), 'satchel form list shows all forms'],
    })
  }
  const form = parseDefinition(source)
  if (form.collections.some(({ table }) => table === 'own_consent')) {
    throw problem(
      'usage/wrong',
      `The form ${from} is the one of people themselves: no other form can ask what it asks.`,
      {
        hint: `satchel form new ${name} --from call-report`,
      },
    )
  }
  if (type !== undefined && type !== form.entity) {
    throw problem('usage/wrong', `The form ${from} is for records of the type ${form.entity}, not ${type}.`, {
      hint: `satchel form new ${name} --from ${from}`,
    })
  }
  const text = source.replace(/\(name [^)]*\)/, `(name "${name}")`).replace(/\(version [^)]*\)/, `(version ${version})`)
  return { text, leftOut: [] }
}

async function fromCatalog(database: Database, { name, type }: Wish, version: number): Promise<Made> {
  const types = await database.run(recordTypes, {})
  if (type === undefined) {
    throw problem('usage/wrong', 'Say which records the form is for.', {
      hint: [`satchel form new ${name} --type deal`, `there is ${types.map(each => each.type).join(', ')}`],
    })
  }
  const fields = await database.run(recordFields, { type })
  const [first] = fields
  if (first === undefined) {
    throw problem('usage/wrong', `There is no type of record "${type}".`, {
      hint: meant(type, [...new Set(types.flatMap(each => [each.type, each.name.toLowerCase()]))]),
    })
  }
  if (!fields.some(holdable)) {
    throw problem('usage/wrong', `You may write no field of the type ${first.type}, so there is nothing to ask for.`, {
      hint: 'the office may write most records: satchel --as office form new NAME --type TYPE',
    })
  }
  const words = await database.run(formListWords, { domains: fields.flatMap(({ domain }) => domain ?? []) })
  const report = shippedForms().find(({ form }) => form.name === 'call-report')?.form
  if (report === undefined) throw new Error('the form call-report is not shipped')
  const form = definitionOf({ name, version, type: first.type, fields, words, report })
  // the number of a record is no field to change
  const asked = fields.filter(({ field }) => field !== 'id')
  return { text: printDefinition(form), leftOut: asked.filter(each => !holdable(each)).map(({ field }) => field) }
}
