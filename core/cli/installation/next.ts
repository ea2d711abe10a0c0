// satchel next, and satchel alone: what to do next in this home folder. Never fails where something is away; it says that.

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { scanFolder } from '@satchel/dispatcher/watched-folder'
import { limits } from '@satchel/protocol/limits'
import { pools } from '@satchel/protocol/spool/spool-layout'
import type { Command } from 'commander'
import { Problem } from '@satchel/protocol/problem'
import { homeFolder } from '../../home/settings.ts'
import { type Home, homePaths } from '../../home/home.ts'
import { spoolDoors } from '../../home/item-spools.ts'
import { inboxFolder } from '../../import/receive-files.ts'
import { listKeys } from '../../keys/list-keys.ts'
import { type Facts, nextSteps } from '../../installation/next-steps.ts'
import { kindOfFault, readDoorStates } from '../../run/channel-states.ts'
import type { Context } from '../../context/context.ts'
import { lastBackup, restoreOpen } from '../../db/calls/backup.ts'
import { queues } from '../../db/calls/import.ts'
import { begun } from '../../db/calls/installation.ts'
import { action, openContext, typedName } from '../command.ts'
import type { GlobalOptions } from '../io.ts'
import type { World } from '../../context/world.ts'
import { summaries } from '../summaries.ts'

const nothing: Facts = {
  away: null,
  isEmbedded: true,
  queues: {},
  begun: { staff: true, people: true, packets: true },
  inboxFiles: 0,
  inboxRefused: 0,
  isRecoveryHere: false,
  backupDays: 0,
  isRestoring: false,
  keysMissing: [],
  doorsAway: [],
  doorsRefused: [],
}

export function nextCommand(program: Command, world: World): void {
  program
    .command('next')
    .description(summaries.next)
    .addHelpText('after', '\nExample:\n  satchel next')
    .action(
      action(world, async (io, command) => {
        const { home } = command.optsWithGlobals<GlobalOptions>()
        const folder = homeFolder(home, world.env)
        const facts = await gather(folder, () => openContext(world, command))
        // typed as they stand, they are about the same folder
        const named = `${typedName(world)}${home === undefined ? '' : ` --home ${/^[\w./-]+$/.test(home) ? home : JSON.stringify(home)}`}`
        const steps = nextSteps(facts).map(step => ({ ...step, command: step.command.replace(/^satchel/, named) }))
        io.data({ home: folder, away: facts.away, steps })
        io.say(facts.away === 'no-home' ? `There is no home folder at ${folder} yet.` : `Home folder: ${folder}`)
        io.say('')
        if (steps.length === 0) io.say('Nothing is left to do.')
        for (const step of steps) io.say(`  ${step.command}\n      ${step.why}`)
        io.say(`\n${typedName(world)} --help lists all commands.`)
        return 0
      }),
    )
}

async function gather(folder: string, open: () => Context): Promise<Facts> {
  const home = homePaths(folder)
  if (!existsSync(home.settingsFile)) return { ...nothing, away: 'no-home' }
  if (!existsSync(home.instanceFile)) return { ...nothing, away: 'half-made' }
  const context = open()
  const isEmbedded = context.settings.databaseUrl === undefined
  try {
    const keys = await listKeys(home)
    const inbox = await scanFolder(inboxFolder(context), { maxBytes: limits.itemBytes, now: context.now(), quietMs: 0 })
    const spooled = spooledFiles(home)
    const doors = Object.entries(readDoorStates(home)).filter(([, state]) => state.since !== null)
    const { waits, far, backup, isRestoring } = await context.asStaff(async database => ({
      waits: await database.run(queues, {}),
      far: await database.run(begun, {}),
      backup: (await database.run(lastBackup, {}))?.at ?? null,
      isRestoring: (await database.run(restoreOpen, {})).open === true,
    }))
    // what waits has its file there, too
    const waiting = ['waiting items', 'waiting for files']
    const known = waits.reduce((sum, { queue, count }) => sum + (waiting.includes(queue) ? count : 0), 0)
    return {
      away: null,
      isEmbedded,
      queues: Object.fromEntries(waits.map(({ queue, count }) => [queue, count])),
      begun: { staff: far.staff === true, people: far.people === true, packets: far.packets === true },
      inboxFiles: inbox.files.length + Math.max(0, spooled - known),
      inboxRefused: inbox.passedOver.length,
      isRecoveryHere: keys.some(key => key.note.includes('still on this host')),
      backupDays: backup === null ? null : Math.floor((context.now().getTime() - backup.getTime()) / 86_400_000),
      isRestoring,
      keysMissing: keys.filter(key => key.note.includes('MISSING')).map(({ key }) => key),
      doorsAway: doors.filter(([, { problem }]) => kindOfFault(problem) !== 'refused').map(([name]) => name),
      doorsRefused: doors
        .filter(([, { problem }]) => kindOfFault(problem) === 'refused')
        .map(([name, { message, hints = [] }]) => `${name}: ${[message, ...hints].join(' ')}`),
    }
  } catch (error) {
    if (error instanceof Problem && error.code === 'database/unreachable')
      return { ...nothing, away: 'stopped', isEmbedded }
    if (error instanceof Problem && error.code === 'schema/older')
      return { ...nothing, away: 'not-migrated', isEmbedded }
    throw error
  }
}

/** Files that a pull, a round or a killed import left for the next import. */
function spooledFiles(home: Home): number {
  return spoolDoors
    .flatMap(door => pools.map(pool => join(home.spool, door, 'new', pool)))
    .filter(folder => existsSync(folder))
    .reduce((sum, folder) => sum + readdirSync(folder).length, 0)
}
