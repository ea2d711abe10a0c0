import { defineConfig } from 'vitest/config'

// Tests run on the sources (satchel-source condition), three files at a time: two cores are what is promised, and much of a story is
// waiting for a process, a server or a lock.
const conditions = ['satchel-source', 'node']
const shared = { resolve: { conditions }, ssr: { resolve: { conditions } } }
const limits = {
  testTimeout: 240_000,
  hookTimeout: 300_000,
  // files of one worker share the loaded modules, which keep no state but caches: half of a small file's time was loading them
  isolate: false,
}

/** What needs more than Node and the npm packages: browsers, other programs. npm run test:system runs it. */
const system = 'tests/**/*.system.test.ts'

export default defineConfig({
  test: {
    maxWorkers: 3,
    projects: [
      {
        ...shared,
        test: {
          ...limits,
          name: 'pure',
          include: ['tests/{protocol,forms,dispatcher,intake-server,workspace,upgrade}/**/*.test.ts'],
          exclude: [system],
        },
      },
      {
        ...shared,
        test: {
          ...limits,
          name: 'database',
          include: ['tests/{sql,core,stories,probe}/**/*.test.ts'],
          exclude: [system],
          globalSetup: ['tests/helpers/cluster.ts'],
        },
      },
      { ...shared, test: { ...limits, name: 'system', include: [system], globalSetup: ['tests/helpers/cluster.ts'] } },
    ],
  },
})
