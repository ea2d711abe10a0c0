// Cells that somebody corrected while a file is loaded: the file as it was sent stays as it is.

import { z } from 'zod'
import type { FileRecord, MendedCell as Mended } from './file-record.ts'

export const MendedCell = z.object({ line: z.number(), column: z.string(), value: z.string() })

/** The record with its corrected cells; a fault of such a cell is gone. */
export function mendRecord(
  record: FileRecord,
  columns: readonly { readonly heading: string }[],
  mended: readonly Mended[] = [],
): FileRecord {
  const own = mended.filter(({ line }) => line === record.line)
  if (own.length === 0) return record
  const cells = [...record.cells]
  const places = new Set<number | undefined>()
  for (const { column, value } of own) {
    const place = columns.findIndex(({ heading }) => heading === column)
    if (place < 0) continue
    cells[place] = value
    places.add(place)
  }
  const { faulty } = record
  return {
    ...record,
    cells,
    ...(faulty === undefined ? {} : { faulty: faulty.filter(({ column }) => !places.has(column)) }),
  }
}
