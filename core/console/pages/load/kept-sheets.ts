// Sheets that are being loaded: kept in the home folder under a random name, for the session that sent them alone, for a day at most.

import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { MendedCell } from '../../../files/mend-record.ts'
import { makeFolder } from '../../../home/home.ts'
import { problem } from '../../../problems/problems.ts'
import type { Visit } from '../../page/page.ts'

/** What its owner said of it. */
const Said = z.object({
  /** As the browser called the file. */
  name: z.string(),
  /** A type of files; person: a list of people. */
  type: z.string(),
  owner: z.string(),
  onConflict: z.enum(['hold', 'overwrite', 'keep']),
  /** Fields chosen for columns, by the place of the column, from 1. */
  fields: z.record(z.string(), z.string()),
  mended: z.array(MendedCell),
})
export type Said = z.infer<typeof Said>

export interface KeptSheet {
  readonly id: string
  readonly file: string
  readonly said: Said
}

const dayMs = 86_400_000
type Who = Pick<Visit, 'context' | 'visitor'>

/** The session is part of the name: no other one finds the sheet. */
const pathOf = ({ context, visitor }: Who, id: string) => join(context.home.sheets, `${visitor.session}-${id}`)

/** Sheets that wait in one session: they are on the disk of the database. */
const mostKept = 8

/** @throws Problem usage/wrong where too many wait. A sheet is kept whole or not at all. */
export function keepSheet(who: Who, bytes: Uint8Array, said: Said): KeptSheet {
  makeFolder(who.context.home.sheets)
  if (keptSheets(who).length >= mostKept)
    throw problem('usage/wrong', `${mostKept} sheets wait already: load or discard one of them first.`)
  const id = randomBytes(16).toString('hex')
  const file = pathOf(who, id)
  try {
    writeFileSync(file, bytes, { mode: 0o600, flag: 'wx' })
    return saySheet(who, id, said)
  } catch (error) {
    dropSheet({ id, file, said })
    throw error
  }
}

export function saySheet(who: Who, id: string, said: Said): KeptSheet {
  const file = pathOf(who, id)
  // written whole beside it, and then put in its place: a full disk leaves what was said before
  const next = `${file}.next`
  try {
    writeFileSync(next, JSON.stringify(said), { mode: 0o600 })
    renameSync(next, `${file}.json`)
  } catch (error) {
    rmSync(next, { force: true })
    throw error
  }
  return { id, file, said }
}

/** @throws Problem load/not-csv where there is none of this name for this session. */
export function keptSheet(who: Who, id: string): KeptSheet {
  const file = pathOf(who, id)
  if (!/^[0-9a-f]{32}$/.test(id) || !existsSync(`${file}.json`) || !existsSync(file))
    throw problem(
      'entity/not-seen',
      'There is no such sheet: it was loaded or discarded, or it is not of this session.',
    )
  return { id, file, said: Said.parse(JSON.parse(readFileSync(`${file}.json`, 'utf8'))) }
}

export function dropSheet({ file }: KeptSheet): void {
  for (const path of [file, `${file}.json`]) rmSync(path, { force: true })
}

/** The sheets of this session. Those of a day ago are removed, whoever sent them. */
export function keptSheets(who: Who): readonly KeptSheet[] {
  const folder = who.context.home.sheets
  if (!existsSync(folder)) return []
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const age = who.context.now().getTime() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)
    if (age > dayMs) rmSync(path, { force: true })
  }
  const own = `${who.visitor.session}-`
  return readdirSync(folder).flatMap(name => {
    const id = name.slice(own.length, -'.json'.length)
    return name.startsWith(own) && name.endsWith('.json') && existsSync(pathOf(who, id)) ? [keptSheet(who, id)] : []
  })
}
