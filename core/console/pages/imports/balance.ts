// The conservation line of a run as a picture and in words: above what came, below what became of it, two bars of equal length.

import type { z } from 'zod'
import type { runStates } from '../../../db/calls/intake.ts'
import { type Html, html } from '../../page/html.ts'
import type { Say } from '../../page/words.ts'

export type Run = z.infer<typeof runStates.row>

/** In the order of the picture. */
const states = ['imported', 'partly-held', 'held', 'repeat', 'noted', 'attached', 'refused', 'quarantined'] as const

const total = (run: Run): number => states.reduce((sum, state) => sum + (run.states?.[state] ?? 0), 0)

/** A run that goes on has no balance yet. */
export const addsUp = (run: Run): boolean =>
  run.finished === null || run.before + run.pulled === total(run) + (run.after ?? 0)

export function balanceWords(say: Say, run: Run): { readonly came: string; readonly became: string } {
  const came = say('balance-came', { before: say.number(run.before), pulled: say.number(run.pulled) })
  if (run.finished === null) return { came, became: say('balance-goes-on') }
  const parts = states.flatMap(state => {
    const count = run.states?.[state] ?? 0
    return count === 0 ? [] : [say(`balance-${state}`, { count: say.number(count) })]
  })
  const waits = run.after === null || run.after === 0 ? [] : [say('balance-waits', { count: say.number(run.after) })]
  const all = [...parts, ...waits]
  return { came, became: all.length === 0 ? say('balance-nothing') : all.join(', ') }
}

const width = 200

/** Widths by share; each part that is there is seen. */
export function balancePicture(say: Say, run: Run): Html {
  const { came, became } = balanceWords(say, run)
  const above = bar(0, 8, [
    ['waits', run.before],
    ['in', run.pulled],
  ])
  const below = bar(11, 8, [
    ...states.map(state => [state, run.states?.[state] ?? 0] as const),
    ['waits', run.after ?? 0],
  ])
  return html`<svg class="bal" viewBox="0 0 ${width} 19" preserveAspectRatio="none" role="img" aria-label="${came} ${became}">${above}${run.finished === null ? null : below}</svg>`
}

function bar(y: number, height: number, parts: readonly (readonly [name: string, count: number])[]): readonly Html[] {
  const there = parts.filter(([, count]) => count > 0)
  const sum = there.reduce((all, [, count]) => all + count, 0)
  let at = 0
  return there.map(([name, count]) => {
    const long = (width * count) / sum
    const x = at
    at += long
    return html`<rect class="b-${name}" x="${x.toFixed(2)}" y="${y}" width="${Math.max(1, long - 1).toFixed(2)}" height="${height}"/>`
  })
}
