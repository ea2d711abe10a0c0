// What npm test plays in small numbers, because its time is limited, and npm run test:system in the numbers that found faults: kills at more
// steps and at random moments, random histories, random worlds. Each is a setting that its test reads; one that is set already stays.

export const killFiles: readonly string[] = ['tests/stories/crash', 'tests/stories/many', 'tests/stories/server-killed']

/** Parts of the names of their tests, as vitest -t takes them. */
export const killNames = 'random moments|in the middle of imports|a long import that is killed at'

export const randomFiles: readonly string[] = ['tests/sql/histories', 'tests/sql/related-batches', 'tests/sql/batches']

export const thorough: Readonly<Record<string, string>> = {
  SATCHEL_CRASHES: '12',
  SATCHEL_HISTORIES: '300',
  SATCHEL_BATCHES: '25',
}
