// An import after one that was killed.

import type { Ended } from './command.ts'
import type { TestHome } from './home.ts'

/** Imports; the server may hold the lock of a killed import until it notices that nobody is there. */
export async function importAgain(home: TestHome): Promise<Ended> {
  for (let tries = 0; ; tries++) {
    const ended = await home.satchel(['import', '--json'])
    if (ended.code !== 11 || tries >= 60) return ended
    await new Promise(resolve => setTimeout(resolve, 500))
  }
}

/** Waits until the server has noticed that a killed import is gone. */
export async function importGone(home: TestHome): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const [row] = await home.rows<{ open: number }>(
      "select count(*)::int as open from pg_stat_activity where usename = 'satchel_import' and datname = current_database()",
    )
    if (row?.open === 0) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}
