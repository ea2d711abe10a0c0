// npm run histories [-- COUNT [SEED]]: the random histories of histories.test.ts, COUNT of each kind in memory (10,000 where none
// is given) and a twentieth of them on real tables. The seed is printed, so that a run can be repeated.

import { spawnSync } from 'node:child_process'

const [count = '10000', seed = String(Date.now() % 1_000_000)] = process.argv.slice(2)
if (!/^[1-9][0-9]{0,6}$/.test(count) || !/^[0-9]{1,9}$/.test(seed)) {
  console.error('npm run histories [-- COUNT [SEED]]: two whole numbers')
  process.exit(2)
}
console.log(`${count} histories of each kind, seed ${seed}`)
const { status } = spawnSync('vitest', ['run', '--project', 'database', 'tests/sql/histories.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, SATCHEL_HISTORIES: count, SATCHEL_HISTORY_SEED: seed },
})
process.exitCode = status ?? 1
