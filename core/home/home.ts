// The home folder: where everything of an installation lies. The only file that knows the paths.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { problem } from '../problems/problems.ts'

export interface Home {
  readonly folder: string
  readonly settingsFile: string
  /** Installation id and epoch, kept outside backups; must equal the database's. */
  readonly instanceFile: string
  readonly keys: string
  readonly database: string
  /** Holds a spool for each channel. */
  readonly spool: string
  /** Files that came with submissions, sealed. */
  readonly attachments: string
  /** How each channel did last, for `status`. */
  readonly channelsFile: string
  readonly mail: string
  /** Definitions of forms of its own. */
  readonly forms: string
  /** Tables and fields of its own. */
  readonly sql: string
  /** Sheets that are being loaded in the console, for a day at most. */
  readonly sheets: string
}

export function homePaths(folder: string): Home {
  return {
    folder,
    settingsFile: join(folder, 'satchel.json'),
    instanceFile: join(folder, 'instance.json'),
    keys: join(folder, 'keys'),
    database: join(folder, 'database'),
    spool: join(folder, 'spool'),
    attachments: join(folder, 'attachments'),
    channelsFile: join(folder, 'doors.json'),
    mail: join(folder, 'mail'),
    forms: join(folder, 'forms'),
    sql: join(folder, 'sql'),
    sheets: join(folder, 'sheets'),
  }
}

/** Makes the folders, readable by their owner only. */
export function makeHome(home: Home): void {
  try {
    mkdirSync(home.folder, { recursive: true, mode: 0o700 })
    for (const folder of [home.keys, home.spool, home.mail, home.forms])
      mkdirSync(folder, { recursive: true, mode: 0o700 })
    mkdirSync(home.database, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw problem('home/not-writable', `The home folder ${home.folder} cannot be made.`, {
      hint: 'choose another with --home FOLDER',
      cause: error,
    })
  }
}

/** Makes a folder that only its owner can enter. */
export function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
}

/** Writes a small file whole: readers see the old or the new one, never half. Mode 0600. */
export function writePrivate(file: string, content: string | Uint8Array): void {
  writeFileSync(`${file}.part`, content, { mode: 0o600, flush: true })
  renameSync(`${file}.part`, file)
}

const Instance = z.strictObject({ instance: z.string().min(1), epoch: z.number().int().positive() })
export type Instance = z.infer<typeof Instance>

/** @returns what the home folder says of the installation; null before init has finished. */
export function readInstance(home: Home): Instance | null {
  let text: string
  try {
    text = readFileSync(home.instanceFile, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  try {
    return Instance.parse(JSON.parse(text))
  } catch (cause) {
    throw problem('config/wrong', `${home.instanceFile} is not what satchel init wrote.`, {
      hint: 'bring it back from your backup',
      cause,
    })
  }
}

/** Compares the home folder with the database. @throws Problem home/other-instance. */
export function checkInstance(home: Home, database: Instance | null): Instance {
  const here = readInstance(home)
  if (here !== null && database !== null && here.instance === database.instance && here.epoch === database.epoch) {
    return here
  }
  throw problem(
    'home/other-instance',
    here === null
      ? `The home folder ${home.folder} was not finished by satchel init.`
      : 'This home folder and this database do not belong together: one of them was copied or restored.',
    {
      hint: here === null ? 'run satchel init again' : 'nothing was changed; use the home folder of this database',
    },
  )
}
