// npm run crash [-- COUNT [SEED]]: the random kills of crash.test.ts, many.test.ts and crash-channels.test.ts, COUNT each, and some of the
// database server (server-killed.test.ts) (50 where none is given). The seed is printed, so that a run can be repeated; the moments
// themselves depend on the machine.

import { spawnSync } from 'node:child_process'
import { killFiles, killNames } from '../thorough.ts'

const [count = '50', seed = String(Date.now() % 1_000_000)] = process.argv.slice(2)
if (!/^[1-9][0-9]{0,5}$/.test(count) || !/^[0-9]{1,9}$/.test(seed)) {
  console.error('npm run crash [-- COUNT [SEED]]: two whole numbers')
  process.exit(2)
}
console.log(`${count} kills, seed ${seed}`)
const { status } = spawnSync('vitest', ['run', '--project', 'database', ...killFiles, '-t', killNames], {
  stdio: 'inherit',
  env: { ...process.env, SATCHEL_CRASHES: count, SATCHEL_CRASH_SEED: seed },
})
process.exitCode = status ?? 1
