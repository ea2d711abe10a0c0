// What to do next in a home folder. Gathers the facts that next-steps.ts decides from; never fails where a part is away: it says that.

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { limits } from '@satchel/protocol/limits'
import { Problem } from '@satchel/protocol/problem'
import { pools } from '@satchel/protocol/spool/spool-layout'
import type { z } from 'zod'
import type { Context } from '../context/context.ts'
import { lastBackup, restoreOpen } from '../db/calls/backup.ts'
import { forgottenWaits, queues } from '../db/calls/intake.ts'
import { begun } from '../db/calls/installation.ts'
import { staffProtections } from '../db/calls/staff.ts'
import type { Home } from '../home/home.ts'
import { spoolChannels } from '../home/item-spools.ts'
import { findLogo } from '../home/organization.ts'
import { inboxFolder } from '../import/receive-files.ts'
import { listKeys } from '../keys/list-keys.ts'
import { readOwnDue } from '../processes/list-due.ts'
import { kindOfFault, readChannelStates } from '../run/channel-states.ts'
import { type Facts, nextSteps, type Step } from './next-steps.ts'

const nothing: Facts = {
  away: null,
  isEmbedded: true,
  isOffice: true,
  due: { total: 0, late: 0, first: [] },
  queues: {},
  unprotected: [],
  unconfirmed: [],
  begun: { staff: true, people: true, packets: true },
  inboxFiles: 0,
  mails: 0,
  inboxRefused: 0,
  isRecoveryHere: false,
  backupDays: 0,
  isRestoring: false,
  keysMissing: [],
  logoFault: null,
  channelsAway: [],
  channelsRefused: [],
  unforgetful: [],
  dishonest: [],
}

type Protections = z.output<typeof staffProtections.row>

export interface Advice {
  readonly home: string
  readonly away: Facts['away']
  readonly steps: readonly Step[]
}

/** @param open makes the context of the home folder; it is not called before the folder is whole. */
export async function adviseNext(home: Home, open: () => Context): Promise<Advice> {
  const facts = await gather(home, open)
  return { home: home.folder, away: facts.away, steps: nextSteps(facts) }
}

async function gather(home: Home, open: () => Context): Promise<Facts> {
  if (!existsSync(home.settingsFile)) return { ...nothing, away: 'no-home' }
  if (!existsSync(home.instanceFile)) return { ...nothing, away: 'half-made' }
  const context = open()
  const isEmbedded = context.settings.databaseUrl === undefined
  try {
    // what is wrong with the keys is said first
    const files = await fromFiles(context)
    const due = await readOwnDue(context, 3)
    const waiting = await fromDatabase(context).catch((error: unknown) => {
      if (error instanceof Problem && error.code === 'database/no-right') return { isOffice: false }
      throw error
    })
    return { ...nothing, ...files, ...waiting, isEmbedded, due }
  } catch (error) {
    if (error instanceof Problem && error.code === 'database/unreachable')
      return { ...nothing, away: 'stopped', isEmbedded }
    if (error instanceof Problem && error.code === 'schema/older')
      return { ...nothing, away: 'not-migrated', isEmbedded }
    throw error
  }
}

async function fromFiles({ home, settings }: Context) {
  const keys = await listKeys(home)
  const states = Object.entries(readChannelStates(home))
  const channels = states.filter(([, state]) => state.since !== null)
  const isRefused = ([, { problem }]: (typeof channels)[number]) => kindOfFault(problem) === 'refused'
  return {
    isRecoveryHere: keys.some(key => key.note.includes('still on this host')),
    keysMissing: keys.filter(key => key.note.includes('MISSING')).map(({ key }) => key),
    logoFault: findLogo({ home, settings }).fault,
    channelsAway: channels.filter(channel => !isRefused(channel)).map(([name]) => name),
    dishonest: states.filter(([, { notes = [] }]) => notes.length > 0).map(([name]) => name),
    channelsRefused: channels
      .filter(isRefused)
      .map(([name, { message, hints = [] }]) => `${name}: ${[message, ...hints].join(' ')}`),
  }
}

async function fromDatabase(context: Context) {
  const { waits, far, backup, isRestoring, protections, forgets } = await context.asStaff(async database => ({
    waits: await database.run(queues, {}),
    far: await database.run(begun, {}),
    protections: await database.run(staffProtections, {}),
    backup: (await database.run(lastBackup, {}))?.at ?? null,
    forgets: await database.run(forgottenWaits, { addresses: [...context.settings.intakes] }),
    isRestoring: (await database.run(restoreOpen, {})).open === true,
  }))
  // what waits has its file there, too
  const waiting = ['waiting items', 'waiting for files']
  const known = waits.reduce((sum, { queue, count }) => sum + (waiting.includes(queue) ? count : 0), 0)
  const inbox = await scanInbox(context)
  return {
    away: null,
    queues: Object.fromEntries(waits.map(({ queue, count }) => [queue, count])),
    unprotected: unchosen(protections, false),
    unconfirmed: unchosen(protections, true),
    begun: { staff: far.staff === true, people: far.people === true, packets: far.packets === true },
    inboxFiles: inbox.files.length + Math.max(0, spooledFiles(context.home) - known),
    mails: await waitingMails(context),
    inboxRefused: inbox.passedOver.length,
    backupDays: backup === null ? null : Math.floor((context.now().getTime() - backup.getTime()) / 86_400_000),
    isRestoring,
    unforgetful: forgets.map(({ address }) => address),
  }
}

const unchosen = (protections: readonly Protections[], isRestored: boolean) =>
  protections.find(each => each.protection === null && each.restored === isRestored)?.staff.split(' ') ?? []

/** The watcher of folders and the ways of mail are loaded here alone: most commands look into none. */
async function scanInbox(context: Context) {
  const { scanFolder } = await import('@satchel/dispatcher/watched-folder')
  return scanFolder(inboxFolder(context), { maxBytes: limits.itemBytes, now: context.now(), quietMs: 0 })
}

/** Files that a pull, a round or a killed import left for the next import. */
function spooledFiles(home: Home): number {
  return spoolChannels
    .flatMap(channel => pools.map(pool => join(home.spool, channel, 'new', pool)))
    .filter(folder => existsSync(folder))
    .reduce((sum, folder) => sum + readdirSync(folder).length, 0)
}

/** What a round would take from the mailbox on this disk. */
async function waitingMails(context: Context): Promise<number> {
  const { mailFolder } = await import('../letters/mail-accounts.ts')
  const folder = mailFolder(context)
  if (folder === null) return 0
  return ['new', 'cur']
    .map(part => join(folder, part))
    .filter(part => existsSync(part))
    .reduce((sum, part) => sum + readdirSync(part).filter(name => !name.startsWith('.')).length, 0)
}
