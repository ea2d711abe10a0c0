// npm run breakages: each patch of this folder removes one protection; the tests that it names must be green without it and red with it.
// A test that stays green without the thing it protects is found here. Works on a copy: the project's own files are never touched.
// A word tries only the patches that have it in their names.
//
// A patch starts with lines that git ignores:
//   protects: what is gone without it
//   test: tests/sql/merge.test.ts: part of the test's name
// Several `test:` lines name several tests; each must turn red.

import { dirname } from 'node:path'
import { tryBreakages } from './breakages.ts'

let good = 0
let bad = 0
for (const { file, protects, fault } of tryBreakages(dirname(dirname(import.meta.dirname)), process.argv[2] ?? '')) {
  if (fault === null) good++
  else bad++
  process.stdout.write(`${fault === null ? 'red as it should be' : `WRONG: ${fault}`}  ${file}: ${protects}\n`)
}
process.stdout.write(`${good} passed, ${bad} failed\n`)
process.exitCode = bad > 0 || good === 0 ? 1 : 0
