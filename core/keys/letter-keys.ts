// The keys that letters are sealed with, each in a file of its own beside the core key and sealed to it, never in the database. The
// newest seals. One that is lost or damaged takes its own letters along and nothing else: a new one is made, and work goes on.

import { closeSync, fsyncSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { open } from '@satchel/protocol/envelope/envelope-open'
import { seal } from '@satchel/protocol/envelope/envelope-seal'
import { Problem } from '@satchel/protocol/problem'
import { z } from 'zod'
import { type Home, writePrivate } from '../home/home.ts'
import { openingKeys, sealingKeys } from './core-keys.ts'
import { problem } from '../problems/problems.ts'
import {
  type LetterKey,
  letterKeyOf,
  type LetterName,
  newLetterKey,
  openLetterBytes,
  sealedUnder,
  sealLetterBytes,
} from './seal-letter.ts'

/** letters-NUMBER-ID.key; the number rises, so the last name is the newest. */
const keyFile = /^letters-([0-9]{4,})-([0-9a-f]{16})\.key$/
const Content = z.strictObject({ letters: z.string().regex(/^[0-9a-f]{64}$/) })

/** Keys that this process has opened, by file name: a name holds its key's id, so what is under it never changes. */
const opened = new WeakMap<Home, Map<string, LetterKey>>()

export function letterKeyFiles(home: Home): readonly string[] {
  return readdirSync(home.keys)
    .filter(name => keyFile.test(name))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
}

function remember(home: Home, name: string, key: LetterKey): LetterKey {
  const known = opened.get(home) ?? new Map<string, LetterKey>()
  opened.set(home, known.set(name, key))
  return key
}

/** @returns null where neither the core key nor an earlier one opens the file, or it is damaged. */
export async function readLetterKey(home: Home, name: string): Promise<LetterKey | null> {
  const known = opened.get(home)?.get(name)
  if (known !== undefined) return known
  try {
    const sealed = Buffer.from(readFileSync(join(home.keys, name), 'utf8'), 'base64')
    const { text } = await open(sealed, { keys: await openingKeys(home) })
    const key = letterKeyOf(Buffer.from(Content.parse(JSON.parse(text)).letters, 'hex'))
    return name.includes(key.id) ? remember(home, name, key) : null
  } catch (error) {
    if (error instanceof Problem || error instanceof z.ZodError || error instanceof SyntaxError) return null
    throw error
  }
}

/** Makes a key that seals from now on. It is on the disk before anything is sealed with it. */
export async function makeLetterKey(home: Home, now: Date): Promise<LetterKey> {
  const key = newLetterKey()
  const sealed = await seal(JSON.stringify({ letters: key.secret.export().toString('hex') }), await sealingKeys(home), {
    now,
  })
  const newest = keyFile.exec(letterKeyFiles(home).at(-1) ?? '')?.[1] ?? '0'
  const name = `letters-${String(Number(newest) + 1).padStart(4, '0')}-${key.id}.key`
  writePrivate(join(home.keys, name), `${Buffer.from(sealed).toString('base64')}\n`)
  const folder = openSync(home.keys, 'r')
  fsyncSync(folder)
  closeSync(folder)
  return remember(home, name, key)
}

interface Sealing {
  readonly home: Home
  readonly now: () => Date
}

/** The newest key, for letters that are sealed together; it is made where there is none. */
export async function letterSealer({
  home,
  now,
}: Sealing): Promise<(letter: LetterName, bytes: Uint8Array) => Uint8Array> {
  const newest = letterKeyFiles(home).at(-1)
  const key = (newest === undefined ? null : await readLetterKey(home, newest)) ?? (await makeLetterKey(home, now()))
  return (letter, bytes) => sealLetterBytes(key, letter, bytes)
}

/** The bytes of a letter that go into the database. */
export const sealLetter = async (sealing: Sealing, letter: LetterName, bytes: Uint8Array): Promise<Uint8Array> =>
  (await letterSealer(sealing))(letter, bytes)

/** The mail that the database holds sealed. @throws Problem letter/no-key, letter/changed. */
export async function openLetter(home: Home, letter: LetterName, sealed: Uint8Array): Promise<Uint8Array> {
  const id = sealedUnder(sealed)
  const name = letterKeyFiles(home).find(file => id !== null && keyFile.exec(file)?.[2] === id)
  const key = name === undefined ? null : await readLetterKey(home, name)
  if (id !== null && key === null) {
    throw problem('letter/no-key', `The key that this letter is sealed with, letters-…-${id}.key, is not there.`, {
      hint: 'bring it back from your backup into the folder keys; or send these records and forms again (satchel dispatch --again, satchel form)',
    })
  }
  const bytes = key === null ? null : openLetterBytes(key, letter, sealed)
  if (bytes !== null) return bytes
  throw problem('letter/changed', 'The bytes of this letter are not those that were sealed for it.', {
    hint: 'it is never sent: send the record or the form again',
  })
}
