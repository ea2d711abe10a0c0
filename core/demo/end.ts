// How the demo ends: the conservation line over all runs, and where everything lies.

import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ask, type Stage } from './stage.ts'

interface Run {
  readonly before: number
  readonly pulled: number
  readonly ended: number
  readonly after: number
}

/** The first sealed item that the public host settled. */
function sealedItem(stage: Stage): string {
  const done = join(dirname(stage.home), 'public-host', 'spool', 'done')
  const day = existsSync(done) ? readdirSync(done)[0] : undefined
  const file = day === undefined ? undefined : readdirSync(join(done, day)).find(name => name.endsWith('.sexp.pgp'))
  return day === undefined || file === undefined ? done : join(done, day, file)
}

/** @returns whether all runs together add up. */
export async function sayEnd(stage: Stage, customer: string): Promise<boolean> {
  const { tell, home } = stage
  const runs = await ask<readonly Run[]>(stage, ['query', 'runs/last', '--param', 'limit=1000'])
  const sum = (pick: (row: Run) => number) => runs.reduce((total, row) => total + pick(row), 0)
  const [pulled, ended, waiting] = [sum(row => row.pulled), sum(row => row.ended), runs[0]?.after ?? 0]
  const balanced = pulled === ended + waiting
  const verdict = balanced ? 'It adds up.' : 'IT DOES NOT ADD UP.'
  tell(`\nIn all: ${pulled} items pulled = ${ended} ended + ${waiting} waiting. ${verdict}`)
  const mail = join(home, 'mail')
  tell('\nLook for yourself:')
  tell(`  letters and forms  mutt -f ${join(mail, 'anna@kilimo.example')}`)
  tell(`                     mutt -f ${join(mail, customer)}`)
  tell(`  a sealed item      gpg --decrypt ${sealedItem(stage)}`)
  tell(`                     (after: gpg --import ${join(home, 'keys/core-private.asc')})`)
  tell(`  items, raw         ${join(home, 'spool')}`)
  tell(`  the public host    ${join(dirname(home), 'public-host')}`)
  tell(`  the database       npm run satchel -- --home ${home} db start, then ... db psql`)
  tell(`  to clean up        rm -r ${dirname(home)}`)
  return balanced
}
