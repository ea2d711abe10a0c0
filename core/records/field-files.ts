// Files in fields of one's own: they are told apart from what is typed as text, put into their fields, and saved again.

import { readFile } from 'node:fs/promises'
import { limits } from '@satchel/protocol/limits'
import type { z } from 'zod'
import type { Context } from '../context/context.ts'
import { putFile } from '../db/calls/commands.ts'
import { recordFiles } from '../db/calls/records.ts'
import type { Database } from '../db/database.ts'
import { problem } from '../problems/problems.ts'
import { accepted, refusal } from '../problems/refusal.ts'
import { type GivenFile, givenFile, mustFit } from './files/given-file.ts'
import { type CatalogField, fieldNamed, mustBeWritable } from './read/catalog.ts'
import type { NamedRecord } from './read/named-record.ts'
import { isNewRow, isOfRow, rowNumber, rowOf } from './read/row-slots.ts'
import type { SaidField } from './read/said-fields.ts'
import type { FieldOutcome, Said, Slots } from './read/said-slots.ts'
import { badValue } from './read/typed-value.ts'
import { inWords } from './refused-write.ts'

/** A file that shall be in a field; null empties it. */
export interface FileWord {
  readonly said: SaidField
  readonly field: CatalogField
  readonly file: GivenFile | null
}

/** A file with its row, as far as that is there. */
export interface PlacedFile extends FileWord {
  /** Number of the row; null of the record itself; of a new row the name by which it was said. */
  readonly row: number | string | null
  /** Digest of the file that the writer saw. */
  readonly was: string | null
}

/** The words about files, and all others as text. @throws Problem record/no-field, record/bad-value, database/no-right, usage/wrong. */
export async function apartFromFiles(
  fields: readonly CatalogField[],
  set: readonly SaidField[],
  /** The value that the writer saw: of a file its digest. */
  isSeen = false,
): Promise<{ readonly texts: readonly SaidField[]; readonly files: readonly FileWord[] }> {
  const texts: SaidField[] = []
  const files: FileWord[] = []
  for (const said of set) {
    const field = fieldNamed(fields, said.name)
    if (field.kind !== 'file') texts.push(said.file === undefined ? said : await asText(said, said.file))
    else {
      mustBeWritable(field)
      if (said.how !== '=')
        throw problem('usage/wrong', `The field ${said.name} has one value.`, { hint: `write ${said.name}=@FILE` })
      const isDigest = isSeen && /^[0-9a-f]{64}$/.test(said.value)
      if (said.file === undefined && said.value !== '' && !isDigest) throw badValue(field, 'not-a-file')
      if (said.file !== undefined) await mustFit(said.file)
      files.push({ said, field, file: said.file === undefined ? null : await givenFile(said.file) })
    }
  }
  return { texts, files }
}

async function asText(said: SaidField, file: NonNullable<SaidField['file']>): Promise<SaidField> {
  const called = typeof file === 'string' ? file : file.name
  const bytes =
    typeof file !== 'string'
      ? file.data
      : await readFile(file).catch((cause: unknown) => {
          throw problem('usage/wrong', `${called} cannot be read.`, {
            hint: 'write @@ for a value that begins with @',
            cause,
          })
        })
  if (bytes.length > limits.replyBytes)
    throw problem('usage/wrong', `${called} has more than ${limits.replyBytes / 1024} KiB of text.`)
  const { file: _, ...rest } = said
  return { ...rest, value: new TextDecoder().decode(bytes).replace(/\r?\n$/, '') }
}

/** Finds the rows and what stands there now. @throws Problem record/several for a row that is not there. */
export async function placeFiles(
  database: Database,
  entity: number,
  files: readonly FileWord[],
  seen: { readonly shown: Slots; readonly was: readonly FileWord[] },
): Promise<readonly PlacedFile[]> {
  if (files.length === 0) return []
  const there = await database.run(recordFiles, { entity })
  return files.map(word => {
    const { said, field } = word
    if (isOfRow(field) && isNewRow(said)) return { ...word, row: rowOf(said), was: null }
    const row = isOfRow(field) ? rowNumber({ shown: { ...seen.shown } }, said, field) : null
    const before = seen.was.find(other => other.said.name === said.name)
    const was = before === undefined ? standing(there, field, row ?? entity)?.digest : before.said.value
    return { ...word, row, was: was === '' ? null : (was ?? null) }
  })
}

const standing = (there: readonly z.infer<typeof recordFiles.row>[], field: CatalogField, row: number | null) =>
  there.find(file => file.source === field.source && file.field === field.field && file.row_id === row)

/**
 * In the transaction under way, after the other fields.
 * @param said what was written before: the rows that it made. @throws Problem record/file-changed, record/refused, database/no-right.
 */
export async function putFiles(
  context: Context,
  database: Database,
  record: Pick<NamedRecord, 'hid'>,
  files: readonly PlacedFile[],
  made: ReadonlyMap<string, number>,
): Promise<readonly FieldOutcome[]> {
  const outcomes: FieldOutcome[] = []
  const rows = new Map(made)
  for (const { said, field, file, row, was } of files) {
    const { outcome } = await database
      .run(putFile, {
        staff: context.settings.operator,
        record: record.hid,
        source: field.source,
        field: field.field,
        // of a new row of which nothing else is said the database makes it
        row: typeof row === 'string' ? (rows.get(row) ?? null) : row,
        was,
        name: file?.name ?? null,
        type: file?.type ?? null,
        data: file?.data ?? null,
      })
      .catch((error: unknown) => Promise.reject(inWords(error, record)))
    const written = accepted(outcome, code => refusal(code))
    const [slot] = written.slots
    if (typeof row === 'string' && slot?.row != null) rows.set(row, slot.row)
    outcomes.push({
      field: said.name,
      change: file === null ? 'emptied' : 'set',
      outcome: slot?.outcome ?? 'untouched',
      reason: slot?.reason ?? null,
      was: written.was ?? null,
      now: file?.name ?? null,
    })
  }
  return outcomes
}

/** The rows that a command made, by the names by which they were said. */
export function madeRows(
  said: Said,
  slots: readonly { readonly slot: string; readonly row: number | null }[],
): ReadonlyMap<string, number> {
  return new Map(
    said.said.flatMap(({ slot, name, change }) => {
      const row = slots.find(other => other.slot === slot)?.row ?? null
      return change === 'added' && row !== null ? [[name, row] as const] : []
    }),
  )
}
