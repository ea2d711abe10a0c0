// satchel db psql: the system's psql on this database, as its owner.

import { spawn } from 'node:child_process'
import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { problem } from '../../problems/problems.ts'
import { action, openContext } from '../command.ts'

export function psqlCommand(db: Command, world: World): void {
  db.command('psql')
    .description("open the system's psql as the owner; more arguments go to psql")
    .argument('[arguments...]', 'arguments for psql')
    .allowUnknownOption()
    .addHelpText('after', '\nExamples:\n  satchel db psql\n  satchel db psql -- --tuples-only')
    .action(
      action(world, async (_io, command, args: readonly string[]) => {
        const { ownerEnvironment } = await import('../../installation/database-server.ts')
        const env = { ...world.env, ...(await ownerEnvironment(openContext(world, command), {})) }
        return new Promise<number>((resolve, reject) => {
          spawn('psql', args, { stdio: 'inherit', env })
            .on('error', cause =>
              reject(
                problem('usage/wrong', 'There is no psql on this system.', {
                  hint: 'on Debian: apt-get install postgresql-client',
                  cause,
                }),
              ),
            )
            .on('exit', code => resolve(code ?? 1))
        })
      }),
    )
}
