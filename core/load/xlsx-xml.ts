// The parts of a workbook: out of the archive, within bounds, and through as XML.

import { type UnzipFileInfo, unzipSync } from 'fflate'
import { Parser } from 'saxen'
import { Problem } from '@satchel/protocol/problem'
import { problem } from '../problems.ts'
import { loadLimits } from './limits.ts'

export const notWorkbook = (what: string) =>
  problem('load/not-csv', `The Excel file cannot be read: ${what}.`, {
    hint: 'open it in a spreadsheet program and save it again as .xlsx, without a password, or as CSV',
  })

/** @throws Problem load/not-csv for a file that is too large. */
export function checkSize(bytes: Uint8Array): void {
  if (bytes.length > loadLimits.fileBytes) {
    throw problem('load/not-csv', `The file is larger than ${loadLimits.fileBytes / 1024 / 1024} MiB.`, {
      hint: 'split it into several files; loading one after the other comes to the same',
    })
  }
}

/**
 * Parts of the archive by name. What a part says of its size is a bound, and not believed: the room is taken by it, and more does not fit.
 * @throws Problem load/not-csv.
 */
export function partsOf(bytes: Uint8Array, isWanted: (name: string) => boolean): ReadonlyMap<string, Uint8Array> {
  checkSize(bytes)
  let room = loadLimits.fileBytes
  const filter = ({ name, originalSize, compression }: UnzipFileInfo) => {
    if (!isWanted(name)) return false
    if (compression !== 0 && compression !== 8) throw notWorkbook('it is packed in a way that Excel does not use')
    room -= originalSize
    if (room < 0) throw notWorkbook('it is too large when unpacked; split the sheet into several files')
    return true
  }
  try {
    return new Map(Object.entries(unzipSync(bytes, { filter })))
  } catch (error) {
    if (error instanceof Problem) throw error
    throw notWorkbook('it is cut off or damaged')
  }
}

interface Walker {
  open?(name: string, attrs: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
}

/** Elements in order, their names without a prefix. @throws Problem load/not-csv. */
export function walk(part: Uint8Array | undefined, walker: Walker): void {
  if (part === undefined) return
  const parser = new Parser()
  let fault: Error | null = null
  const guarded =
    <T extends readonly unknown[]>(call: (...args: T) => void) =>
    (...args: T) => {
      if (fault !== null) return
      try {
        call(...args)
      } catch (error) {
        fault = error instanceof Error ? error : new Error(String(error))
        parser.stop()
      }
    }
  const bare = (name: string) => name.slice(name.indexOf(':') + 1)
  parser.on(
    'openTag',
    guarded((name: string, attrs: () => Record<string, string>, decode: (text: string) => string) =>
      walker.open?.(
        bare(name),
        Object.fromEntries(Object.entries(attrs()).map(([key, value]) => [key, decode(value)])),
      ),
    ),
  )
  parser.on(
    'closeTag',
    guarded((name: string) => walker.close?.(bare(name))),
  )
  parser.on(
    'text',
    guarded((text: string, decode: (text: string) => string) => walker.text?.(decode(text))),
  )
  parser.on(
    'cdata',
    guarded((text: string) => walker.text?.(text)),
  )
  // a document type could define entities; no spreadsheet program writes one
  parser.on(
    'attention',
    guarded(() => {
      throw notWorkbook('its XML has a document type')
    }),
  )
  parser.on(
    'error',
    guarded(() => {
      throw notWorkbook('its XML is damaged')
    }),
  )
  parser.parse(new TextDecoder().decode(part))
  if (fault !== null) throw fault
}
