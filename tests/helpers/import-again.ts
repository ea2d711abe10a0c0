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
