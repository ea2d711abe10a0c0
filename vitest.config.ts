import { defineConfig } from 'vitest/config'

// Tests run on the sources (satchel-source condition), two files at a time: two cores are what is promised.
const conditions = ['satchel-source', 'node']
const shared = { resolve: { conditions }, ssr: { resolve: { conditions } } }
const limits = { testTimeout: 60_000, hookTimeout: 120_000 }

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        ...shared,
        test: {
          ...limits,
          name: 'pure',
          include: ['tests/{protocol,forms,dispatcher,intake-server,workspace,system,browser}/**/*.test.ts'],
        },
      },
      {
        ...shared,
        test: {
          ...limits,
          name: 'database',
          include: ['tests/{sql,core,stories}/**/*.test.ts'],
          globalSetup: ['tests/helpers/cluster.ts'],
        },
      },
    ],
  },
})
