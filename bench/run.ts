// npm run bench NAME [-- OPTIONS]: one benchmark, or what there is.

const benches: Readonly<Record<string, () => Promise<unknown>>> = {
  import: () => import('./import.ts'),
  people: () => import('./people.ts'),
  lists: () => import('./lists.ts'),
  search: () => import('./search.ts'),
  duplicates: () => import('./duplicates.ts'),
  letters: () => import('./letters.ts'),
  dispatch: () => import('./dispatch.ts'),
  start: () => import('./start.ts'),
}

const bench = benches[process.argv[2] ?? '']
if (bench === undefined) {
  console.error(`npm run bench NAME: ${Object.keys(benches).join(', ')}`)
  process.exitCode = 2
} else await bench()
