// npm run waiting [-- COUNT]: the import of COUNT items that wait (100,000 where none is given), as waiting.test.ts does it for some
// hundred. Takes a minute for each few thousand, most of it to make the items.

import { spawnSync } from 'node:child_process'

const [count = '100000'] = process.argv.slice(2)
if (!/^[1-9][0-9]{2,6}0$/.test(count)) {
  console.error('npm run waiting [-- COUNT]: a number of tens, from 1000')
  process.exit(2)
}
const { status } = spawnSync('vitest', ['run', '--project', 'database', 'tests/stories/waiting.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, SATCHEL_WAITING: count },
})
process.exitCode = status ?? 1
