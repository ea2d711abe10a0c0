// Two rows of a file that nothing tells apart and that say two things: which of them is meant by the name, nobody can say.

import type { TableFile } from '../tables/read-table.ts'

/** The fault by line. A person may have the name of another; of all else a name without an id is one record. */
export function findTwins({ type, fields, rows }: TableFile): ReadonlyMap<number, string> {
  const twins = new Map<number, string>()
  if (type.part !== 'subtype' || type.source === 'person') return twins
  const first = new Map<string, { readonly line: number; readonly says: string }>()
  const keys = fields.filter(({ is_key, field }) => is_key === true || field === 'name').map(({ field }) => field)
  for (const { line, said, reach, uid } of rows) {
    if (said['id'] !== undefined || said['uuid'] !== undefined || uid !== undefined) continue
    const key = JSON.stringify([...keys.map(field => said[field] ?? null), reach['city'] ?? null])
    const says = JSON.stringify([said, reach])
    const before = first.get(key)
    if (before === undefined) first.set(key, { line, says })
    else if (before.says !== says)
      twins.set(line, `has the name of line ${before.line} and says something else: a column "id" tells the two apart`)
  }
  return twins
}
