// The order in which tables are copied: each behind those that it points to. Pure.

export interface Table {
  readonly name: string
  readonly columns: string | null
  readonly copy_out: string | null
  readonly copy_in: string | null
  readonly needs: readonly string[] | null
}

/** @throws Error for tables that point to each other in a circle: such a schema needs another way. */
export function inOrder<T extends Pick<Table, 'name' | 'needs'>>(tables: readonly T[]): readonly T[] {
  const done: T[] = []
  let left = tables
  while (left.length > 0) {
    const ready = left.filter(table => (table.needs ?? []).every(name => !left.some(other => other.name === name)))
    if (ready.length === 0) throw new Error(`tables in a circle: ${left.map(table => table.name).join(', ')}`)
    done.push(...ready)
    left = left.filter(table => !ready.includes(table))
  }
  return done
}
