// npm run openings [-- COUNT [SEED]]: the wrong files of two-openers.test.ts, 100,000 where no number is given. The seed is printed,
// so that a run can be repeated.

import { spawnSync } from 'node:child_process'

const [count = '100000', seed = String(Date.now() % 1_000_000)] = process.argv.slice(2)
if (!/^[1-9][0-9]{0,6}$/.test(count) || !/^[0-9]{1,9}$/.test(seed)) {
  console.error('npm run openings [-- COUNT [SEED]]: two whole numbers')
  process.exit(2)
}
console.log(`${count} wrong files, seed ${seed}`)
const { status } = spawnSync('vitest', ['run', '--project', 'pure', 'tests/protocol/two-openers.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, SATCHEL_OPENINGS: count, SATCHEL_OPENING_SEED: seed },
})
process.exitCode = status ?? 1
