// The faults of a definition before it is published: every fault of the file and of the database, by line. Writes nothing.

import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { withLines } from '@satchel/forms/definition/definition-lines'
import { parseDefinition } from '@satchel/forms/definition/read-definition'
import { Problem } from '@satchel/protocol/problem'
import { sha256 } from '@satchel/protocol/sha256'
import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { allForms } from '../db/calls/forms.ts'
import { useCase } from '../context/use-case.ts'
import type { Home } from '../home/home.ts'
import { problem } from '../problems/problems.ts'
import { databaseFaults, isTaken, takenName } from './publish-forms.ts'

const CheckedForm = z.object({
  /** Where it is. */
  file: z.string(),
  /** Null where the file cannot be read as a definition. */
  name: z.string().nullable(),
  version: z.number().nullable(),
  type: z.string().nullable(),
  /** Each with what to write instead, in the order of the lines. */
  faults: z.array(z.object({ line: z.number(), fault: z.string() })),
})

/** @throws Problem usage/wrong where there is no such file. */
export const checkForm = useCase(z.object({ file: z.string() }), CheckedForm, async (context, typed) => {
  const file = fileOf(context.home, typed.file)
  const text = readDefinitionFile(file)
  const unread = { file, name: null, version: null, type: null }
  const parsed = tryParse(text)
  if ('faults' in parsed) return { ...unread, faults: inOrder(parsed.faults) }
  const { name, version, entity: type } = parsed.form
  const faults = await context.asOwner(async database => [
    ...(await nameFaults(database, name, version, text)),
    ...(await databaseFaults(database, parsed.form, text)),
  ])
  return { file, name, version, type, faults: inOrder(withLines(text, faults)) }
})

/** @param typed a path, or the name of a form in the folder of own forms. */
export function fileOf(home: Home, typed: string): string {
  const own = join(home.forms, `${typed.replace(/\.sexp$/, '')}.sexp`)
  return existsSync(typed) || typed.includes('/') || !existsSync(own) ? typed : own
}

/** A definition has some hundred lines; a file that is larger is none. */
const mostBytes = 1024 * 1024

export function readDefinitionFile(file: string): string {
  try {
    const bytes = readFileSync(file)
    if (bytes.length <= mostBytes) return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    if (cause instanceof TypeError)
      throw problem('usage/wrong', `The file ${basename(file)} is no text in UTF-8.`, { cause })
    throw problem('usage/wrong', `The file ${file} cannot be read.`, {
      hint: 'satchel form new NAME --type TYPE writes one into the folder forms of the home folder',
      cause,
    })
  }
  throw problem('usage/wrong', `The file ${basename(file)} is larger than 1 MiB: it is no definition.`)
}

/** The definition, or its faults with their lines. */
function tryParse(text: string) {
  try {
    return { form: parseDefinition(text) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.code === 'form/not-valid') return { faults: withLines(text, error.hints) }
    // it is no list, and says where itself
    return { faults: [error.message.replace(/^Line/, 'line')] }
  }
}

/** A name that is taken, and a number that is. */
async function nameFaults(database: Database, name: string, version: number, text: string) {
  const published = await database.run(allForms, {})
  const isOurs = published.some(row => row.name === name && row.own)
  if (!isOurs && isTaken(name)) return [takenName]
  const known = published.find(row => row.name === name && row.version === version)
  if (known === undefined || sha256(known.definition) === sha256(text)) return []
  const next = Math.max(...published.filter(row => row.name === name).map(row => row.version)) + 1
  return [`the form: (version ...) was published with another content: write (version ${next})`]
}

/** "line 12: field born: ..." as number and sentence. */
const inOrder = (lines: readonly string[]) =>
  lines
    .map(each => {
      const [, line = '1', fault = each] = /^line (\d+)(?:, column \d+)?: ([^]*)$/.exec(each) ?? []
      return { line: Number(line), fault }
    })
    .sort((a, b) => a.line - b.line)
