// npm run bench NAME [-- OPTIONS]: one benchmark, or what there is.

const benches: Readonly<Record<string, () => Promise<unknown>>> = {
  import: () => import('./import/import.ts'),
  files: () => import('./files/tables.ts'),
  people: () => import('./files/people.ts'),
  lists: () => import('./files/lists.ts'),
  search: () => import('./search.ts'),
  console: () => import('./console.ts'),
  duplicates: () => import('./duplicates.ts'),
  letters: () => import('./letters.ts'),
  dispatch: () => import('./dispatch.ts'),
  start: () => import('./start.ts'),
  own: () => import('./own.ts'),
}

const bench = benches[process.argv[2] ?? '']
if (bench === undefined) {
  console.error(`npm run bench NAME: ${Object.keys(benches).join(', ')}`)
  process.exitCode = 2
} else await bench()
