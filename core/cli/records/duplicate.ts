// satchel duplicate: records that may be one, and what a person decides about them.

import type { Command } from 'commander'
import { problem } from '../../problems/problems.ts'
import { type Database, sessionOf, withDatabase } from '../../db/database.ts'
import { loginUrl } from '../../db/logins.ts'
import type { Context } from '../../context/context.ts'
import { endSession } from '../../statements/schema.ts'
import {
  decideDifferent,
  duplicateRules,
  findDuplicates,
  lastDuplicateRun,
  mergeRecords,
  openDuplicates,
  tuneDuplicates,
  undoMerge,
} from '../../statements/duplicates.ts'
import { action, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
import type { Io } from '../io.ts'
import { entityOf } from '../record-of.ts'
import { summaries } from '../summaries.ts'

/** Where each band begins; docs/duplicates.md has the figures. */
const bands: Readonly<Record<string, number>> = { certain: 0.99, likely: 0.9, look: 0.5 }

function leastOf(text: string): string {
  const least = bands[text] ?? (/^(0?\.[0-9]{1,4}|1(\.0+)?)$/.test(text) ? Number(text) : 0)
  if (!(least > 0 && least <= 1))
    throw problem('usage/wrong', '--least takes certain, likely, look, or a number above 0, up to 1.')
  return String(least)
}

const whole = (text: string, what: string) => {
  if (!/^[1-9][0-9]{0,14}$/.test(text)) throw problem('usage/wrong', `${what} is a number, not "${text}".`)
  return Number(text)
}

type Run = NonNullable<Awaited<ReturnType<typeof lastRun>>>
const lastRun = (database: Database) => database.run(lastDuplicateRun, {})

function saidOf(run: Run): string {
  const who = run.whole ? `all ${run.people} people` : `${run.changed} new or changed people beside all ${run.people}`
  const weights =
    run.learned === null
      ? 'the weights as shipped, since there are too few pairs to learn from'
      : `weights learned on ${run.learned.toISOString().slice(0, 10)} from ${run.learned_pairs ?? 0} pairs`
  return `Looked at ${who}: ${run.compared} pairs compared, by ${weights}.`
}

/** Shows the steps of long work in the database; when the person stops it, ends it there, and all of it is undone. */
async function stoppable<T>(
  io: Io,
  world: World,
  context: Context,
  database: Database,
  work: () => Promise<T>,
): Promise<T> {
  database.client.on('notice', ({ message }) => io.progress(message ?? ''))
  const pid = sessionOf(database.client)
  const end = () =>
    void withDatabase(loginUrl(context.home, context.settings, 'owner'), other => other.run(endSession, { pid })).catch(
      () => undefined,
    )
  world.stop.addEventListener('abort', end)
  try {
    return await work()
  } finally {
    world.stop.removeEventListener('abort', end)
  }
}

/** Ends a transaction that was only tried. */
class Undo extends Error {}

export function duplicateCommands(program: Command, world: World): void {
  const duplicate = program.command('duplicate').description(summaries.duplicate)

  duplicate
    .command('find')
    .description('look for pairs of people that may be one')
    .option('--least <band>', 'certain, likely, look, or a score from 0 to 1', 'look')
    .option('--all', 'compare everybody again, and learn the weights anew')
    .addHelpText('after', '\nExample:\n  satchel duplicate find --least likely')
    .action(
      action(world, async (io, command) => {
        const { least, all } = command.opts<{ least: string; all?: boolean }>()
        const asked = { least: leastOf(least), all: all === true }
        const context = openContext(world, command)
        const found = await context
          .asStaff(database =>
            stoppable(io, world, context, database, async () => {
              const { pairs } = await database.run(findDuplicates, asked)
              return { pairs, run: await lastRun(database) }
            }),
          )
          .catch((error: unknown) => {
            if (world.stop.aborted) return null
            throw error
          })
        io.progress(null)
        if (found === null) {
          io.say('Stopped: nothing was changed.')
          return 0
        }
        const { pairs, run } = found
        io.data({ pairs, ...run })
        if (run !== null) io.note(saidOf(run))
        io.say(pairs === 0 ? 'No pairs.' : `${pairs} pairs may be one: satchel duplicate list`)
        return 0
      }),
    )

  duplicate
    .command('list')
    .description('pairs that wait for a person, likeliest first')
    .option('--limit <number>', 'how many pairs', '50')
    .addHelpText('after', '\nExample:\n  satchel duplicate list --limit 20')
    .action(
      action(world, async (io, command) => {
        const limit = whole(command.opts<{ limit: string }>().limit, '--limit')
        const rows = await openContext(world, command).asStaff(database => database.run(openDuplicates, { limit }))
        io.rows(rows, 'No pairs wait: satchel duplicate find looks for some')
        return 0
      }),
    )

  duplicate
    .command('rule')
    .description('what you add to the learned weights; with a rule and points, tune it')
    .argument('[rule]', 'as shown without one')
    .argument('[points]', '-1 to 1; as shipped it changes nothing')
    .addHelpText('after', '\nExamples:\n  satchel duplicate rule\n  satchel duplicate rule born-same 0.1')
    .action(
      action(world, async (io, command, rule: string | undefined, points: string | undefined) => {
        if (rule !== undefined && !/^-?(0(\.[0-9]{1,3})?|1(\.0{1,3})?)$/.test(points ?? ''))
          throw problem('usage/wrong', 'A rule takes points from -1 to 1.', {
            hint: 'satchel duplicate rule born-same 0.1',
          })
        const rows = await openContext(world, command).asStaff(async database => {
          if (rule !== undefined && !(await database.run(tuneDuplicates, { rule, points: points ?? '' })).done)
            throw problem('usage/wrong', `There is no rule ${rule}.`, { hint: 'satchel duplicate rule' })
          return database.run(duplicateRules, {})
        })
        io.rows(rows, 'There are no rules.')
        io.note('Points as shipped change nothing; a tenth more doubles the odds, a tenth less halves them.')
        if (rule !== undefined) io.note('satchel duplicate find scores all pairs anew')
        return 0
      }),
    )

  duplicate
    .command('different')
    .description('the two of a pair are two; they are not asked about again')
    .argument('<pair...>', 'numbers of pairs, as list shows them')
    .addHelpText('after', '\nExample:\n  satchel duplicate different 12 15')
    .action(
      action(world, async (io, command, pairs: readonly string[]) => {
        await openContext(world, command).asStaff(async database => {
          for (const pair of pairs) {
            const { done } = await database.run(decideDifferent, { pair: whole(pair, 'A pair') })
            if (done !== true)
              throw problem('duplicate/not-open', `The pair ${pair} is not open.`, { hint: 'satchel duplicate list' })
          }
        })
        io.data({ different: pairs })
        io.say(`Remembered: ${pairs.join(', ')} are two each.`)
        return 0
      }),
    )

  duplicate
    .command('merge')
    .description('merge the second record into the first: rows move, gaps are filled, nothing is lost')
    .argument('<kept>', 'human id or uuid of the record that stays')
    .argument('<lost>', 'of the one that becomes part of it')
    .option('--dry-run', 'say what would move, change nothing')
    .addHelpText('after', '\nExample:\n  satchel duplicate merge P12 P97 --dry-run')
    .action(
      action(world, async (io, command, kept: string, lost: string) => {
        const { dryRun } = command.opts<{ dryRun?: boolean }>()
        const done: { merge: number; moved: Readonly<Record<string, number>> }[] = []
        try {
          await openContext(world, command).asStaff(async database => {
            const [one, other] = [await entityOf(database, kept), await entityOf(database, lost)]
            const { merged } = await database.run(mergeRecords, { kept: one, lost: other })
            if (merged !== null) done.push(merged)
            if (dryRun === true) throw new Undo()
          })
        } catch (error) {
          if (!(error instanceof Undo)) throw error
        }
        const { merge, moved } = done[0] ?? { merge: 0, moved: {} }
        const what = Object.entries(moved)
          .map(([table, rows]) => `${rows} ${table}`)
          .join(', ')
        io.data({ merge: dryRun === true ? null : merge, moved })
        if (dryRun === true) io.say(`Would move: ${what === '' ? 'nothing' : what}. Nothing was changed.`)
        else
          io.say(
            `${lost} is part of ${kept} now (${what === '' ? 'no rows moved' : what}). satchel duplicate undo ${merge} takes it back.`,
          )
        return 0
      }),
    )

  duplicate
    .command('undo')
    .description('take a merge back; what was changed since stays as it is')
    .argument('<merge>', 'its number, as merge said it; satchel query duplicates/merges lists them')
    .addHelpText('after', '\nExample:\n  satchel duplicate undo 7')
    .action(
      action(world, async (io, command, number: string) => {
        const merge = whole(number, 'A merge')
        const { undone } = await openContext(world, command).asStaff(database => database.run(undoMerge, { merge }))
        io.data(undone)
        io.say(
          `Two records again: ${undone?.undone ?? 0} changes taken back, ${undone?.kept ?? 0} left as they were changed since.`,
        )
        return 0
      }),
    )
}
