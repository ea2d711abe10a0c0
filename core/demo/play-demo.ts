// The demo as a whole: a throw-away home folder, the story, and the end of its database.

import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { World } from '../context/world.ts'
import { quietly, type Stage } from './stage.ts'
import { serveOn } from './stay-open.ts'
import { tellStory } from './story.ts'

export interface DemoOrder {
  readonly world: World
  /** The command line, which the story is told with. */
  readonly main: Stage['main']
  readonly tell: Stage['tell']
  /** Then keeps everything running until the process is stopped. */
  readonly serves: boolean
}

/** @returns whether everything adds up. */
export async function playDemo({ world, main, tell, serves }: DemoOrder): Promise<boolean> {
  // its own folder, whatever SATCHEL_HOME says: a demo must never touch real records
  const folder = mkdtempSync(join(tmpdir(), 'satchel-demo-'))
  chmodSync(folder, 0o711)
  const env = Object.fromEntries(
    Object.entries(world.env).filter(([name]) => !name.startsWith('SATCHEL_') && name !== 'DATABASE_URL'),
  )
  const stage: Stage = { world: { ...world, env }, main, home: join(folder, 'home'), tell }
  try {
    return await tellStory(stage, serves ? (host, sent) => serveOn(stage, host, sent) : undefined)
  } finally {
    await quietly(stage, ['db', 'stop'], world.streams.err, [0, 1, 2, 10])
  }
}
