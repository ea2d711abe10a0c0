// satchel demo: the whole loop with sample people, in a home folder of its own.

import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { tellStory } from '../demo/story.ts'
import { problem } from '../problems.ts'
import { action, type GlobalOptions, type World } from './command.ts'

export function demoCommand(program: Command, world: World): void {
  program
    .command('demo')
    .description('show the whole loop with invented people, on an embedded database, in a throw-away folder')
    .action(
      action(world, async (io, command) => {
        if (command.optsWithGlobals<GlobalOptions>().json === true) {
          throw problem('usage/wrong', 'The demo tells a story; it has no --json.', { hint: 'leave --json out' })
        }
        // its own folder, whatever SATCHEL_HOME says: a demo must never touch real records
        const folder = mkdtempSync(join(tmpdir(), 'satchel-demo-'))
        chmodSync(folder, 0o711)
        const home = join(folder, 'home')
        const env = Object.fromEntries(
          Object.entries(world.env).filter(([name]) => !name.startsWith('SATCHEL_') && name !== 'DATABASE_URL'),
        )
        const balanced = await tellStory({
          world: { ...world, env },
          home,
          inbox: join(home, 'inbox'),
          tell: line => io.say(line),
        })
        return balanced ? 0 : 1
      }),
    )
}
