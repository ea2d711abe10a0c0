// The types that files hold and their fields, as the database tells them to the acting staff member. No list of columns stands here.

import { nearest } from '@satchel/protocol/nearest'
import type { z } from 'zod'
import { fileFields, fileTypes } from '../../db/calls/files.ts'
import type { Database } from '../../db/database.ts'
import { problem } from '../../problems/problems.ts'

export type FileType = z.infer<typeof fileTypes.row>
export type FileField = z.infer<typeof fileFields.row>

/** How a record is reached, in columns of its own row; each becomes a row of another table. */
export const reachFields = ['phone', 'email', 'web', 'line1', 'line2', 'postcode', 'city', 'region', 'country'] as const
/** Counts the rows of a file whose rows name each other, and have no id of their own. */
export const numberField = 'number'

/** In the order in which they are loaded. */
export const typesOf = (database: Database): Promise<readonly FileType[]> => database.run(fileTypes, {})

/** As people say it: organisations, deal-lines. @throws Problem load/type. */
export async function typeNamed(database: Database, word: string): Promise<FileType> {
  const types = await typesOf(database)
  const wanted = word.trim().toLowerCase().replaceAll('_', '-')
  const found = types.find(({ type, source }) => [type, source].some(name => spellings(name).includes(wanted)))
  if (found === undefined)
    throw problem('load/type', `"${word}" is no type of record that files hold.`, { hint: typeHints(word, types) })
  return found
}

/** The type that a word may mean, and all there are. */
function typeHints(word: string, types: readonly FileType[]): readonly string[] {
  const near = nearest(
    word,
    types.flatMap(({ type }) => spellings(type)),
  )
  const meant = types.find(({ type }) => near !== null && spellings(type).includes(near))
  return [
    ...(meant === undefined ? [] : [`do you mean ${meant.type}?`]),
    `types: ${types.map(({ type }) => type).join(', ')}`,
  ]
}

const others: Readonly<Record<string, string>> = {
  organization: 'organisation',
  person: 'people',
  relationship: 'relation',
}
const plurals = (word: string) => [word, `${word}s`, `${word}es`, word.replace(/y$/, 'ies')]
const spellings = (type: string) => [type.replaceAll('_', '-'), others[type] ?? type].flatMap(plurals)

export async function fieldsOf(database: Database, type: FileType): Promise<readonly FileField[]> {
  return database.run(fileFields, { type: type.type })
}

/** Rows of a table whose rows name each other by their place in the file. */
export const isNumbered = (fields: readonly FileField[], { source }: FileType) =>
  fields.some(({ refers }) => refers === source)
