// satchel demo: the whole loop with sample people, in a home folder of its own.

import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { serveOn } from '../../demo/stay-open.ts'
import { quietly } from '../../demo/stage.ts'
import { tellStory } from '../../demo/story.ts'
import { problem } from '../../problems/problems.ts'
import { main } from '../main.ts'
import { action } from '../command.ts'
import type { GlobalOptions } from '../io.ts'
import type { World } from '../../context/world.ts'
import { summaries } from '../summaries.ts'

export function demoCommand(program: Command, world: World): void {
  program
    .command('demo')
    .description(summaries.demo)
    .option('--serve', 'then keep everything running until Ctrl-C, so that you can answer packets yourself')
    .addHelpText('after', '\nExamples:\n  satchel demo\n  satchel demo --serve')
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
        const stage = { world: { ...world, env }, main, home, tell: (line: string) => io.say(line) }
        const serves = command.opts<{ serve?: boolean }>().serve === true
        try {
          const balanced = await tellStory(stage, serves ? (host, sent) => serveOn(stage, host, sent) : undefined)
          if (!balanced) return 1
          return serves ? 'stopped' : 0
        } finally {
          await quietly(stage, ['db', 'stop'], world.streams.err, [0, 1, 2, 10])
        }
      }),
    )
}
