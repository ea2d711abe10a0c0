// satchel status: show what waits, since when, and what needs a decision.

import type { Command } from 'commander'
import type { Status } from '../../installation/read-status.ts'
import { type ChannelStates, kindOfFault, readChannelStates } from '../../run/channel-states.ts'
import { action, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
import { type Io, table } from '../io.ts'
import { summaries } from '../summaries.ts'

function age(since: Date | null, now: Date): string {
  if (since === null) return ''
  const minutes = Math.max(0, Math.round((now.getTime() - since.getTime()) / 60_000))
  if (minutes < 120) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`
}

const daysSince = (day: string, now: Date) => Math.max(0, Math.floor((now.getTime() - Date.parse(day)) / 86_400_000))

function sayChannels(io: Io, channels: ChannelStates, now: Date): void {
  const away = Object.entries(channels).filter(([, state]) => state.since !== null)
  if (Object.keys(channels).length > 0 && away.length === 0) io.say('All channels worked in the last round.')
  for (const [name, { since, ok, problem, message, hints = [] }] of away) {
    const lasting = age(since === null ? null : new Date(since), now)
    const last = ok === null ? 'never worked' : `last worked ${age(new Date(ok), now)} ago`
    const word = { away: 'AWAY', refused: 'REFUSED', failed: 'FAILED' }[kindOfFault(problem)]
    io.say(`${word} for ${lasting}, ${last}: ${name}: ${message ?? ''} (${problem ?? ''})`)
    // who is away comes back; the others wait for somebody to do something
    if (word !== 'AWAY') for (const hint of hints) io.say(`hint: ${hint}`)
  }
}

/** Acts of the other side, and those that it still has to do. */
function sayIntakes(io: Io, { channels, forgets }: Pick<Status, 'channels' | 'forgets'>, now: Date): void {
  for (const [name, { notes = [], remarks = [] }] of Object.entries(channels)) {
    for (const remark of remarks) io.say(`OLDER or full in the last round: ${remark}`)
    for (const note of notes) io.say(`NOT HONEST in the last round: ${note}`)
    if (notes.length > 0)
      io.say(`hint: ${name}: docs/pull.md says what each may mean; many, or again: treat the host as taken over`)
  }
  for (const { address, count, oldest } of forgets)
    io.say(
      `NOT FORGOTTEN yet, erased ${age(oldest, now)} ago: ${count} items at ${address}; satchel pull tells it, once it answers`,
    )
}

export function statusCommand(program: Command, world: World): void {
  program
    .command('status')
    .description(summaries.status)
    .addHelpText('after', '\nExamples:\n  satchel status\n  satchel status --json')
    .action(
      action(world, async (io, command) => {
        const context = openContext(world, command)
        const { readStatus } = await import('../../installation/read-status.ts')
        const status = await readStatus(context, {}).catch((error: unknown) => {
          // the channels' own report is for just this moment
          sayChannels(io, readChannelStates(context.home), world.now())
          throw error
        })
        io.data(status)
        sayStatus(io, context.settings.organisation, status, world.now())
        return 0
      }),
    )
}

function sayStatus(io: Io, organisation: string, status: Status, now: Date): void {
  const { queues, lastRun: run, lastBackup: backup, keys } = status
  io.say(`${organisation}: ${status.home}`)
  io.say('')
  io.say(table(queues.map(row => ({ waits: row.queue, count: row.count, oldest: age(row.oldest, now) }))))
  io.say('')
  io.say(
    run === null
      ? 'No import has run yet.'
      : `Last import ${age(run.started, now)} ago: ${run.before} waiting + ${run.pulled} pulled = ${run.ended ?? 0} ended + ${run.after ?? '?'} waiting${run.problem === null ? '' : ` (${run.problem})`}.`,
  )
  const { count, since } = status.late
  if (count > 0) io.say(`Late work: ${count}, the oldest due on ${since ?? '?'}. satchel due --all`)
  sayChannels(io, status.channels, now)
  sayIntakes(io, status, now)
  io.say(backup === null ? 'There is no backup yet: satchel db backup FILE' : `Last backup ${age(backup, now)} ago.`)
  if (status.isRestoring)
    io.say('RESTORED: no letter leaves until satchel run has read again what came since the backup.')
  sayProtections(io, status.protections)
  io.say(`Keys: ${keys.map(key => `${key.key} made ${key.made}, ${daysSince(key.made, now)} days ago`).join(', ')}.`)
  for (const key of keys.filter(row => /MISSING|still on this host/.test(row.note)))
    io.say(`Key ${key.key}: ${key.note}.`)
  for (const row of queues)
    if (row.count > 0 && hints[row.queue] !== undefined) io.say(`hint: ${row.queue}: ${hints[row.queue]}`)
}

function sayProtections(io: Io, protections: Status['protections']): void {
  const count = (how: string | null) => protections.find(({ protection }) => protection === how)?.count ?? 0
  const [unchosen, restored] = [false, true].map(is =>
    protections.find(each => each.protection === null && each.restored === is),
  )
  const all = ['passphrase', 'pgp', 'plain'].map(how => `${count(how)} ${how}`).join(', ')
  io.say(`Letters to staff: ${all}${count('plain') === 0 ? '' : ' (in the clear on their way)'}.`)
  if (unchosen !== undefined)
    io.say(
      `NOT CHOSEN, so no packet goes to them: ${unchosen.staff}. satchel staff protection NAME passphrase, pgp or plain`,
    )
  if (restored !== undefined)
    io.say(`NOT CONFIRMED since the restore, so no packet goes to them: ${restored.staff}. satchel staff confirm`)
}

/** The command for what waits in a queue. */
const hints: Readonly<Record<string, string>> = {
  'held changes': 'satchel review list',
  'keys of staff that end': 'satchel staff key show',
  'refused changes': 'satchel review list --refused',
  'quarantined items': 'satchel quarantine list',
  'letters to send': 'satchel send',
  'letters failed': 'satchel letter list',
  'letters parked': 'satchel db release --letters',
  'waiting items': 'satchel import',
  inquiries: 'satchel inquiry list',
  'wishes for forms': 'satchel send',
}
