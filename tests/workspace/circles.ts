// Finds circles in a graph: sets of nodes each of which leads to each other. Tarjan's algorithm.

export type Graph = ReadonlyMap<string, ReadonlySet<string>>

/** @returns each circle of two nodes or more, in the order of their names. */
export function circles(graph: Graph): readonly (readonly string[])[] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const found: (readonly string[])[] = []
  const visit = (node: string): void => {
    order.set(node, order.size)
    lowest.set(node, order.get(node) ?? 0)
    open.push(node)
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) visit(next)
      if (open.includes(next)) lowest.set(node, Math.min(lowest.get(node) ?? 0, lowest.get(next) ?? 0))
    }
    if (lowest.get(node) !== order.get(node)) return
    const circle = open.splice(open.indexOf(node))
    if (circle.length > 1) found.push(circle.sort())
  }
  for (const node of graph.keys()) if (!order.has(node)) visit(node)
  return found.sort((a, b) => (a[0] ?? '').localeCompare(b[0] ?? ''))
}

/** The same arrows between what the nodes belong to. */
export function grouped(graph: Graph, groupOf: (node: string) => string): Graph {
  const groups = new Map<string, Set<string>>()
  for (const [node, nexts] of graph) {
    const own = groups.get(groupOf(node)) ?? new Set()
    for (const next of nexts) if (groupOf(next) !== groupOf(node)) own.add(groupOf(next))
    groups.set(groupOf(node), own)
  }
  return groups
}
