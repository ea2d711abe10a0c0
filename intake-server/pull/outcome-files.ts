// The files of outcomes: a line each, appended, read where it is, and taken out.
//
//   line = RECEIPT SP ITEM SP EPOCH SP NUMBER SP SIGNATURE SP TEXT LF     (TEXT as a JSON string)

import { mkdir, open, readFile, truncate } from 'node:fs/promises'
import { isNewer } from '@satchel/protocol/messages/receipt-state'
import type { ReadOutcome } from '@satchel/protocol/pull/pull-outcomes'
import { replaceFile } from '@satchel/protocol/pull/pull-place'
import { diskProblem, syncFolder } from '@satchel/protocol/spool/spool'

export interface Newest {
  readonly epoch: number
  readonly number: number
}

/** The place of a receipt's line. */
export interface Place extends Newest {
  readonly day: string
  readonly at: number
  readonly size: number
}

/** Half of a hash tells a million apart, and takes half of the memory. */
export const keyOf = (receipt: string) => receipt.slice(0, 32)

export const printLine = ({ told, text, signature }: ReadOutcome): string =>
  `${told.receipt} ${told.item} ${told.epoch} ${told.number} ${signature} ${JSON.stringify(text)}\n`

/** Durably. @returns where each line begins, and how long it is. */
export async function append(
  folder: string,
  home: string,
  file: string,
  added: readonly string[],
): Promise<readonly (readonly [at: number, size: number])[]> {
  try {
    if ((await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined) await syncFolder(home)
    const handle = await open(file, 'a', 0o600)
    try {
      let { size: at } = await handle.stat()
      const isNew = at === 0
      await handle.writeFile(added.join(''))
      await handle.sync()
      if (isNew) await syncFolder(folder)
      return added.map(line => {
        const size = Buffer.byteLength(line)
        at += size
        return [at - size, size] as const
      })
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw diskProblem(error)
  }
}

/** @returns how many lines a day has. What a killed process left behind the last line end is cut off. */
export async function readDay(file: string, day: string, places: Map<string, Place>): Promise<number> {
  const bytes = await readFile(file)
  const end = bytes.lastIndexOf(0x0a) + 1
  if (end < bytes.length) await truncate(file, end)
  let count = 0
  for (let at = 0; at < end; ) {
    const next = bytes.indexOf(0x0a, at) + 1
    // only what comes before the text
    const [receipt = '', , epoch, number] = bytes.toString('latin1', at, Math.min(next, at + 180)).split(' ', 4)
    const place = { day, at, size: next - at, epoch: Number(epoch), number: Number(number) }
    const before = places.get(keyOf(receipt))
    if (before === undefined || isNewer(place, before)) places.set(keyOf(receipt), place)
    count++
    at = next
  }
  return count
}

/** Null: its day was removed meanwhile. */
export async function readLine(
  file: string,
  { at, size }: Place,
): Promise<{ readonly receipt: string; readonly text: string; readonly signature: string } | null> {
  const handle = await open(file, 'r').catch(() => null)
  if (handle === null) return null
  try {
    const bytes = Buffer.alloc(size)
    await handle.read(bytes, 0, size, at)
    const [receipt = '', , , , signature = ''] = bytes.toString('latin1').split(' ', 5)
    const text: unknown = JSON.parse(bytes.toString('utf8', bytes.indexOf(0x22)))
    return typeof text === 'string' ? { receipt, text, signature } : null
  } catch {
    // rewritten meanwhile, so that other octets are there: as good as gone
    return null
  } finally {
    await handle.close()
  }
}

/** @returns how many lines of these items a file had. */
export async function removeLines(file: string, items: ReadonlySet<string>): Promise<number> {
  const before = (await readFile(file, 'utf8')).split('\n').slice(0, -1)
  const left = before.filter(line => !items.has(line.split(' ', 2)[1] ?? ''))
  if (left.length < before.length) await replaceFile(file, left.map(line => `${line}\n`).join(''))
  return before.length - left.length
}
