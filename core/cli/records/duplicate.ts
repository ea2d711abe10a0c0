// satchel duplicate: records that may be one, and what a person decides about them.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import type { DuplicateRun } from '../../duplicates/find-duplicates.ts'
import { problem } from '../../problems/problems.ts'
import { call } from '../command.ts'
import { summaries } from '../summaries.ts'
import { duplicateMergeCommands } from './duplicate-merge.ts'
import { wholeNumber } from '../whole-number.ts'

/** Where each band begins; docs/duplicates.md has the figures. */
const bands: Readonly<Record<string, number>> = { certain: 0.99, likely: 0.9, look: 0.5 }

function leastOf(text: string): number {
  const least = bands[text] ?? (/^(0?\.[0-9]{1,4}|1(\.0+)?)$/.test(text) ? Number(text) : 0)
  if (!(least > 0 && least <= 1))
    throw problem('usage/wrong', '--least takes certain, likely, look, or a number above 0, up to 1.')
  return least
}

function saidOf(run: DuplicateRun): string {
  const who = run.whole ? `all ${run.people} people` : `${run.changed} new or changed people beside all ${run.people}`
  const weights =
    run.learned === null
      ? 'the weights as shipped, since there are too few pairs to learn from'
      : `weights learned on ${run.learned.toISOString().slice(0, 10)} from ${run.learned_pairs ?? 0} pairs`
  return `Looked at ${who}: ${run.compared} pairs compared, by ${weights}.`
}

export function duplicateCommands(program: Command, world: World): void {
  const duplicate = program.command('duplicate').description(summaries.duplicate)

  findCommand(duplicate, world)
  listCommand(duplicate, world)
  ruleCommand(duplicate, world)
  differentCommand(duplicate, world)
  duplicateMergeCommands(duplicate, world)
}

function findCommand(duplicate: Command, world: World): void {
  duplicate
    .command('find')
    .description('look for pairs of records that may be the same person')
    .option('--least <band>', 'certain, likely, look, or a score from 0 to 1', 'look')
    .option('--all', 'compare everybody again, and relearn the weights')
    .addHelpText('after', '\nExample:\n  satchel duplicate find --least likely')
    .action(
      call(
        world,
        async () => (await import('../../duplicates/find-duplicates.ts')).findDuplicates,
        command => {
          const { least, all } = command.opts<{ least: string; all?: boolean }>()
          return { least: leastOf(least), all }
        },
        (io, found) => {
          if (found === null) return io.say('Stopped: nothing was changed.')
          if (found.run !== null) io.note(saidOf(found.run))
          io.say(found.pairs === 0 ? 'No pairs.' : `${found.pairs} pairs may be one: satchel duplicate list`)
        },
        found => (found === null ? undefined : { pairs: found.pairs, ...found.run }),
      ),
    )
}

function listCommand(duplicate: Command, world: World): void {
  duplicate
    .command('list')
    .description('pairs that need a decision, likeliest first')
    .option('--limit <number>', 'how many pairs', '50')
    .addHelpText('after', '\nExample:\n  satchel duplicate list --limit 20')
    .action(
      call(
        world,
        async () => (await import('../../duplicates/decide-duplicates.ts')).listDuplicates,
        command => ({ limit: wholeNumber(command.opts<{ limit: string }>().limit, '--limit') }),
        (io, pairs) => io.table(pairs, 'No pairs wait: satchel duplicate find looks for some'),
      ),
    )
}

function differentCommand(duplicate: Command, world: World): void {
  duplicate
    .command('different')
    .description('mark the pair as different people; you are not asked again')
    .argument('<pair...>', 'numbers of pairs, as duplicate list shows them')
    .addHelpText('after', '\nExample:\n  satchel duplicate different 12 15')
    .action(
      call(
        world,
        async () => (await import('../../duplicates/decide-duplicates.ts')).markDifferent,
        (_, pairs: readonly string[]) => ({ pairs: pairs.map(pair => wholeNumber(pair, 'A pair')) }),
        (io, { different }) => io.say(`Remembered: ${different.join(', ')} are two each.`),
        ({ different }) => ({ different: different.map(String) }),
      ),
    )
}

function ruleCommand(duplicate: Command, world: World): void {
  duplicate
    .command('rule')
    .description('show your adjustments to the learned weights; with a rule and points, change one')
    .argument('[rule]', 'rule, as shown without arguments')
    .argument('[points]', '-1 to 1; the shipped value changes nothing')
    .addHelpText('after', '\nExamples:\n  satchel duplicate rule\n  satchel duplicate rule born-same 0.1')
    .action(
      call(
        world,
        async () => (await import('../../duplicates/tune-duplicates.ts')).tuneDuplicates,
        (_, rule: string | undefined, points: string | undefined) => {
          if (rule === undefined) return {}
          if (!/^-?(0(\.[0-9]{1,3})?|1(\.0{1,3})?)$/.test(points ?? ''))
            throw problem('usage/wrong', 'A rule takes points from -1 to 1.', {
              hint: 'satchel duplicate rule born-same 0.1',
            })
          return { tune: { rule, points: Number(points) } }
        },
        (io, rules, command) => {
          io.table(rules, 'There are no rules.')
          io.note('Points as shipped change nothing; a tenth more doubles the odds, a tenth less halves them.')
          if (command.args.length > 0) io.note('satchel duplicate find scores all pairs anew')
        },
      ),
    )
}
